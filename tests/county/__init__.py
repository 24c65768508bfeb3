"""An invented county: what its units send, and what the figures made of it must be."""

from .county import County
from .drawing import draw

__all__ = ["SHIPPED", "County", "draw"]

SHIPPED = 2026
"""The seed of the county whose files ship in inputs/."""
