"""Font files read and cut: OpenType tables, outlines, subsets."""
