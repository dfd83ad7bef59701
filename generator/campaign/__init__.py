"""What a campaign is: fields, records, page figures, problems. Pure values, nothing of the machine."""
