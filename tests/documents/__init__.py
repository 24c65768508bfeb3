"""The documents that ship, read as texts."""
