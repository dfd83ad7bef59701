"""Returned lists, in Word or Excel: their headers, and a project in each row."""
