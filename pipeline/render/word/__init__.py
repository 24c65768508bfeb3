"""Word documents from templates that clerks edit in Word or WPS."""

from pipeline.render.word.engine import faults, render, tags

__all__ = ["faults", "render", "tags"]
