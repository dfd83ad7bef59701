"""fields.yaml and words.yaml → the fields of the tables and the words of the award, what is wrong told by line."""
