"""Forms that came as PDF, printed by Word, WPS or Excel: what is drawn on their pages → text and tables."""
