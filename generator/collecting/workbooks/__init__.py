"""What is written of a pile, and read back in later runs."""
