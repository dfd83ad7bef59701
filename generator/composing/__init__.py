"""Stage: campaign → documents to make, each with its template, its context and its place in the output."""
