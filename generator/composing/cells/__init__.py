"""What stands in the cells of a form: pictures, and how each slot is called."""
