"""Files that arrive, as people have them → what each is, whose, and where it goes in the campaign folder."""
