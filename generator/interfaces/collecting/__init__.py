"""The command that collects returned forms."""
