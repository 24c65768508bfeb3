"""Judges templates before there are figures: names, braces, what is confidential, fonts."""
