"""Templates of a campaign's own, looked at before they do any work: what they hold, name and cost."""
