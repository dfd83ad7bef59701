"""What of a returned form cannot be read on paper: cut, too small, hidden, or not printed."""
