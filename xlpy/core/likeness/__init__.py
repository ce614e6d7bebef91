"""Which customers may be one and the same: by name, mail, phone and country (E-1.10)."""

from xlpy.core.likeness.contact import domains
from xlpy.core.likeness.customers import Customer, Limits, Match
from xlpy.core.likeness.lexicon import Lexicon
from xlpy.core.likeness.register import Register, similar

__all__ = ["Customer", "Lexicon", "Limits", "Match", "Register", "domains", "similar"]
