"""A group's tables as they are shown: heads and rows, whatever shows them."""

from dataclasses import dataclass, field

from xlpy.core.group.differences import Difference
from xlpy.core.group.facts import Facts
from xlpy.core.periods import Period
from xlpy.core.text import Text

TEXT, MONEY, COUNT = "text", "money", "count"


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a view: its key, label, and what its cells hold: text, money in fen, a count."""

    key: str
    label: Text
    kind: str = TEXT


@dataclass(frozen=True)
class View:
    """A table of the group: key, title, heads, rows in their order."""

    key: str
    title: Text
    heads: tuple[Head, ...]
    rows: list[tuple[object, ...]] = field(repr=False)


@dataclass(frozen=True)
class Overview:
    """A group in a period: every department's facts, the differences, and the views."""

    period: Period
    group: tuple[Facts, ...]
    differences: tuple[Difference, ...]
    views: tuple[View, ...]

    def view(self, key: str) -> View:
        """The view of that key. Raises KeyError when there is none."""
        return {view.key: view for view in self.views}[key]
