"""Stage: raw values → Campaign, and every problem at once."""
