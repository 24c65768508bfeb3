"""The frozen values that travel between the rooms, and the printing of exact numbers."""
