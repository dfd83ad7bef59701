"""fields.yaml → the fields of the tables, what is wrong in it told by line."""
