"""Attachments as pages of our own files."""
