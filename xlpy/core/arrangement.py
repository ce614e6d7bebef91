"""The order that rows had when a month was closed: sorting a table later moves no fen of it
(RULES, head).
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Arrangement:
    """The places that people, and the credit rows of orders, had: name, or (order, name) →
    place.
    """

    staff: Mapping[str, int] = field(default_factory=dict)
    credits: Mapping[tuple[str, str], int] = field(default_factory=dict)


AS_THEY_STAND = Arrangement()


def arranged(
    rows: Sequence[Row], places: Mapping[Key, int], key: Callable[[Row], Key]
) -> Sequence[Row]:
    """The rows in the order of their places; those that had none stay where they are among the
    others.
    """
    known = [row for row in rows if key(row) in places] if places else []
    if len(known) < 2:
        return rows
    ordered = iter(sorted(known, key=lambda row: places[key(row)]))
    return [next(ordered) if key(row) in places else row for row in rows]
