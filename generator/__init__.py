"""Every document of a 五小 award campaign, from one set of data."""

__version__ = "0.1.0"
