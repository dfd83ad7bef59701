"""Forms 1 and 2 measured against the grids."""
