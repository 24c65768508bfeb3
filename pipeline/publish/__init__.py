"""The only room that writes: one edition of documents for a period, made beside and swapped in."""

from pipeline.publish.copies import beside
from pipeline.publish.decide import Action, Change
from pipeline.publish.finalise import Stand, freeze, reopen, stand
from pipeline.publish.founding import found
from pipeline.publish.lock import Holder, Locked, locked
from pipeline.publish.names import Unnameable
from pipeline.publish.paper import NoPaper, PaperPress
from pipeline.publish.press import Published, edited, plan, printed_before, publish
from pipeline.publish.preview import PREVIEWS, show, withdraw
from pipeline.publish.record import recorded
from pipeline.publish.recovery import recover
from pipeline.publish.register import Act, Entry
from pipeline.publish.single import lay
from pipeline.publish.trouble import Unwritable
from pipeline.publish.vault import Past, Vault, past_of, vault_in

__all__ = [
    "PREVIEWS",
    "Act",
    "Action",
    "Change",
    "Entry",
    "Holder",
    "Locked",
    "NoPaper",
    "PaperPress",
    "Past",
    "Published",
    "Stand",
    "Unnameable",
    "Unwritable",
    "Vault",
    "beside",
    "edited",
    "found",
    "freeze",
    "lay",
    "locked",
    "past_of",
    "plan",
    "printed_before",
    "publish",
    "recorded",
    "recover",
    "reopen",
    "show",
    "stand",
    "vault_in",
    "withdraw",
]
