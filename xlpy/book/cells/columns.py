"""Whole columns to typed values at once: usual cells quickly, unusual ones by name.

The figures are those of `cells.parse`: each distinct value is read by it once, or, for plain
numbers of money, by the same arithmetic without its questions.
"""

from collections.abc import Sequence
from decimal import Decimal

from xlpy.book.cells.numbers import LIMIT
from xlpy.book.cells.values import BLANKS, LONGEST_TEXT, BadCell, parse
from xlpy.core.tables import Column

NONE = type(None)
_LIMIT = float(LIMIT)


def typed_column(column: Column, values: Sequence) -> tuple[list, set[int]]:
    """A column's values as `parse` reads them, and the indexes of cells that cannot be read, were
    read with a reservation, or are empty though required.
    """
    kinds = set(map(type, values))
    found = _quickly(column, values, kinds - {NONE})
    if found is None:
        found, odd = _one_by_one(column, values, kinds - {NONE})
    else:
        odd = set()
    # By type: a Decimal takes long to tell that it is not None.
    if column.required and NONE in set(map(type, found)):
        odd |= {index for index, value in enumerate(found) if value is None}
    return found, odd


def _quickly(column: Column, values: Sequence, kinds: set[type]) -> list | None:
    """The values of a column in its usual form; None when it is not in that."""
    if column.type == "text" and kinds == {str}:
        texts = list(filter(None, values))
        if max(map(len, texts), default=0) > LONGEST_TEXT or not "".join(texts).isprintable():
            return None
        return [value.strip(BLANKS) or None if value else None for value in values]
    if column.type == "amount" and kinds == {float}:
        numbers = values if len(values) and None not in values else list(filter(_is_there, values))
        if not all(-_LIMIT <= number <= _LIMIT for number in numbers):
            return None
        if len(numbers) == len(values):
            return list(map(Decimal, map("%.15g".__mod__, values)))
        return [None if value is None else Decimal(format(value, ".15g")) for value in values]
    return None


def _is_there(value) -> bool:
    return value is not None


def _one_by_one(column: Column, values: Sequence, kinds: set[type]) -> tuple[list, set[int]]:
    """Each distinct value read once; values of several types apart, since 1 and TRUE are equal."""
    keys = values if len(kinds) <= 1 else [(type(value), value) for value in values]
    read = {
        key: _value_and_oddness(column, value)
        for key, value in dict(zip(keys, values, strict=True)).items()
    }
    known = {key: value for key, (value, _) in read.items()}
    strange = {key for key, (_, is_odd) in read.items() if is_odd}
    odd = {index for index, key in enumerate(keys) if key in strange} if strange else set()
    return list(map(known.__getitem__, keys)), odd


def _value_and_oddness(column: Column, value) -> tuple[object, bool]:
    """A cell's value, and whether it is odd."""
    notes: list[BadCell] = []
    try:
        return parse(column, value, notes), bool(notes)
    except BadCell:
        return None, True
