"""Texts fitted to their places: sizes, lines, sheets."""
