"""Word and Excel packages as data, and what of them a template may hold."""
