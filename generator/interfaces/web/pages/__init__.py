"""The pages that a clerk sees."""
