"""Forms as Word and Excel templates, drawn from what their form.yaml says."""
