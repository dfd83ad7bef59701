"""Draws the Word and Excel templates from the page figures and the grids; they are then committed."""
