"""What stands on a form, understood field by field."""
