"""Single values: what stands in one cell or line, judged by its field."""
