"""The files of a pile: found, saved anew where they are old, opened, and what is said of each."""
