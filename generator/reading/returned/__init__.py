"""Forms that were handed in as files, read back."""
