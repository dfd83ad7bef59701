"""Finished and returned files measured against the program's own figures: notice, bulletin, Form 1, Form 2."""
