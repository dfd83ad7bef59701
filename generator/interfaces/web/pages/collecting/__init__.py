"""收材料: what came in, from whom, what was made of it, and what is still to be answered."""
