"""Single documents for other programs: what they send is checked and rendered by warm worker processes."""
