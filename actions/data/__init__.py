"""Data files that the actions ship with."""
