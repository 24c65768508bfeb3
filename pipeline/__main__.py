"""`python -m pipeline` is the same as `tongbao`."""

from pipeline.cli import main

main()
