"""The only room that writes: one edition of documents for a period, made beside and swapped in."""

from pipeline.publish.decide import Action, Change
from pipeline.publish.lock import Holder, Locked, locked
from pipeline.publish.names import Unnameable
from pipeline.publish.press import Published, edited, plan, publish
from pipeline.publish.recovery import recover
from pipeline.publish.single import lay
from pipeline.publish.trouble import Unwritable

__all__ = [
    "Action",
    "Change",
    "Holder",
    "Locked",
    "Published",
    "Unnameable",
    "Unwritable",
    "edited",
    "lay",
    "locked",
    "plan",
    "publish",
    "recover",
]
