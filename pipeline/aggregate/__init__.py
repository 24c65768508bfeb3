"""Aggregation: accepted records become figures of units, groups and the whole."""
