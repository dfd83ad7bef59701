"""What the campaign settles: dates, quotas, copies, papers, certificates."""
