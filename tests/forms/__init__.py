"""Blank forms: made, filled in as a clerk would, sent back and read."""
