"""Excel sheets → raw values, each with its cell."""
