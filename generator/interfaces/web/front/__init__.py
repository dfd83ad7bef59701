"""How the service is reached: its public address, the proxies before it, its certificate, who started it."""
