"""Programs that do one job with one engine, each in a process of its own; what they have in common is in `job.py`."""
