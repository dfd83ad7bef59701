"""What a clerk has to decide, and what was answered."""
