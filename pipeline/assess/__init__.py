"""Assessment: figures against targets, pace, last year and one another."""
