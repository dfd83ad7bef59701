"""What Word, PDF and HTML share of a page: paragraphs, growing cells, endings, QR symbols."""
