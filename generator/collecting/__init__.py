"""Returned forms become campaign data: files → records, questions and the source of every value (wuxiao collect)."""
