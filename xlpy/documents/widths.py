"""The widths of a table's columns: numbers as wide as their longest, the texts what is left."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from xlpy.documents.amounts import shown
from xlpy.documents.boxes import LINES, Column, Value
from xlpy.documents.measure import text_width
from xlpy.documents.page import INDENT, SIZE

_GOOD, _LEAST = 150, 90
"""Pixels that a column of texts keeps while others have room to give, and that it keeps always."""
_PADDING, _BOLD_PADDING, _BESIDE = 6, 1, 4
"""Points beside a number or text, a bold number (bold digits are hardly wider than others, so they
are measured with room), and a word of the header.
"""


def fitted(
    columns: Sequence[Column], rows: Sequence[Sequence], sums: Mapping[int, Value]
) -> list[int]:
    """The widths of a table's columns: those of numbers as wide as their longest. What they take
    comes from wide columns of texts, then from what other columns do not need. Where none has more
    to give, numbers are printed smaller.
    """
    widths = [each.width for each in columns]
    needs = [
        max([*(_needed(row[at]) for row in rows), _needed(sums.get(at), bold=True)])
        for at in range(len(columns))
    ]
    if all(map(int.__ge__, widths, needs)):
        return widths
    for kept in _kept(columns, rows, needs):
        _share(widths, needs, kept)
    return widths


def _kept(
    columns: Sequence[Column], rows: Sequence[Sequence], needs: Sequence[int]
) -> Iterator[list[int]]:
    """What each column keeps, first when only wide texts give, then when all do, at last when the
    texts give all but the least.
    """
    widths = [each.width for each in columns]
    texts = [each.align == "left" for each in columns]
    yield [_GOOD if text else width for text, width in zip(texts, widths, strict=True)]
    words = [_words_need(each, [row[at] for row in rows]) for at, each in enumerate(columns)]
    own = [max(each) for each in zip(words, needs, strict=True)]
    for least in (_GOOD, _LEAST):
        yield [
            least if text and width > _LEAST else each
            for text, width, each in zip(texts, widths, own, strict=True)
        ]


def _share(widths: list[int], needs: Sequence[int], kept: Sequence[int]) -> None:
    """Widen columns to what they need, from the column that can give most."""
    for at, need in enumerate(needs):
        while widths[at] < need:
            others = [k for k in range(len(widths)) if k != at]
            most = max(others, key=lambda k: widths[k] - kept[k], default=at)
            taken = min(need - widths[at], widths[most] - kept[most])
            if taken <= 0:
                break
            widths[most] -= taken
            widths[at] += taken


def _needed(value: object, bold: bool = False) -> int:
    """The pixels that a number, or lines of numbers, take in a column; 0 for anything else."""
    if not isinstance(value, Value) or value.value is None:
        return 0
    if not isinstance(value.value, str):
        lines = [shown(value.value, value.format)]
    elif value.format == LINES:
        lines = value.value.split("\n")
    else:
        return 0
    wide = max(text_width(f"{line})", SIZE, bold) for line in lines)
    return ceil((wide + (_BOLD_PADDING if bold else _PADDING)) / 0.75)


def _words_need(column: Column, values: Sequence[object]) -> int:
    """The pixels that the longest word of a column takes, in its header or below."""
    heads = [text_width(word, SIZE, bold=True) + _BESIDE for word in column.header.split()]
    indent = INDENT if column.align == "left" else 0
    texts = (value for value in values if isinstance(value, str))
    words = {word for text in texts for word in text.replace("-", "- ").split()}
    return ceil(
        max([*heads, *(text_width(w, SIZE) + _PADDING + _BESIDE + indent for w in words)]) / 0.75
    )
