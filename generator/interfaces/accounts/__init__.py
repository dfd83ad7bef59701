"""`wuxiao account`: the people of the service, from the command line."""
