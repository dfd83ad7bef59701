"""A run: what was asked for, what there is to do, who does it, and where it is published."""
