"""Office files drawn as plain text, to be compared in tests and read in a diff."""
