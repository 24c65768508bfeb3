"""The whole program from the command line: a clerk's month, and what can go wrong in it."""
