"""Word files from templates."""
