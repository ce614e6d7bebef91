"""Which parts of a workbook are in view, in words and for JSON."""

from collections.abc import Collection

from xlpy.core.parts import PARTS, Part
from xlpy.messages.results import BESIDE
from xlpy.messages.words import Words


def parts_text(in_view: Collection[Part], words: Words = BESIDE) -> str:
    """Each part in a line, ticked where it is in view: key, name, what it is for."""
    return "\n".join(
        f"{'✓' if part in in_view else ' '} {part.key:<8} {words(part.name)}: {words(part.why)}"
        for part in PARTS
    )


def parts_doc(in_view: Collection[Part]) -> dict:
    """The same as JSON carries it."""
    return {"parts": {part.key: part in in_view for part in PARTS}}
