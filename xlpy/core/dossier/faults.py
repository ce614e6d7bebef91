"""What a check of a dossier finds: where, what, and what to do."""

from typing import NamedTuple

from xlpy.core.text import Text


class Fault(NamedTuple):
    """One finding: table, sheet row and column, what is wrong and what to do, in Chinese and
    English.

    `blocks`: whether it keeps an order from its stage where the requirement does; else it only
    reminds.
    """

    table: str
    row: int | None
    column: str | None
    zh: str
    en: str
    do_zh: str
    do_en: str
    blocks: bool = True


def differ(table: str, row: int | None, column: str, said: Text) -> Fault:
    """Two places that do not agree."""
    return Fault(
        table, row, column, said.zh, said.en, "请核对两处并改正", "check both and correct one"
    )
