"""Work in child processes: checks, builds, drawn pages."""
