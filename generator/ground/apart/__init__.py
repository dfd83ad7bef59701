"""Processes in which what somebody sent is opened: by themselves, or forked from one that has loaded all they need."""
