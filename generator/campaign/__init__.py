"""The campaign's values: fields, forms, records, problems; nothing of the machine."""
