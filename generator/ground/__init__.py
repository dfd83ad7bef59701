"""What the stages stand on: disk, private folders, processes, isolation, bounds."""
