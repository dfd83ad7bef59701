"""HTML templates laid out by WeasyPrint."""
