"""What a check of a dossier finds: where, what, and what to do."""

from typing import NamedTuple

from xlpy.core.text import Text


class Fault(NamedTuple):
    """One finding: table, sheet row and column, what is wrong and what to do.

    `blocks`: whether it keeps an order from its stage where the requirement does; else it only
    reminds.
    """

    table: str
    row: int | None
    column: str | None
    said: Text
    to_do: Text
    blocks: bool = True

    @property
    def of_gap(self) -> tuple[str, int | None, str | None, Text, Text]:
        """Where it is, what is wrong and what to do, as a gap has them."""
        return self.table, self.row, self.column, self.said, self.to_do


def differ(table: str, row: int | None, column: str, said: Text) -> Fault:
    """Two places that do not agree."""
    return Fault(
        table,
        row,
        column,
        said,
        Text("请核对两处并改正", "check both and correct one"),
    )
