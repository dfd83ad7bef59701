"""PDF files from pages that were laid out once and are filled for each record."""
