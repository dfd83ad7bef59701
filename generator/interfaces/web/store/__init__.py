"""What the service keeps on the disk: campaigns, uploads, answers, outputs."""
