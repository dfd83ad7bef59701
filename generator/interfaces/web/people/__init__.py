"""Who may do what: accounts with roles, keys of programs, the table of rights, the log of actions."""
