"""What a campaign consists of, as values: nothing here reads, renders or knows of the machine."""
