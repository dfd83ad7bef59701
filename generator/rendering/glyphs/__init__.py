"""Glyphs in a PDF: fonts embedded, the check boxes, text set by glyph numbers."""
