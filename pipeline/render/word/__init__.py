"""Word documents from templates that clerks edit in Word or WPS."""

from pipeline.render.word.engine import faults, render, tags
from pipeline.render.word.highlight import highlighted

__all__ = ["faults", "highlighted", "render", "tags"]
