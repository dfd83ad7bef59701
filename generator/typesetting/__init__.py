"""Text + slot → size and lines, from font metrics: the fonts of the machine and the typesetter."""
