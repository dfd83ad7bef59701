"""Attachments, judged as the packet prints them."""
