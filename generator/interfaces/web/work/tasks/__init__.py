"""Tasks of children that are more than a call: the check of a campaign, a build."""
