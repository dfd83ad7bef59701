"""The service: a local web page and an HTTP interface over the same functions as the command line."""
