"""Stage: files → raw values, each with its place. Nothing is guessed or converted here."""
