"""The scheme checked against itself, and printed."""
