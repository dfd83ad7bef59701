"""What forms are filled in with: words that they print, values in their slots, rows of lists."""
