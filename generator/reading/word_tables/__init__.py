"""Tables of Word files as somebody made them: their logical grid, and what their text means, however it is stored."""
