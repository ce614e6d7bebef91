"""Why a cell shows an error: which error, and the reason in both languages."""

from xlpy.core.text import Says, Text

ERRORS = {
    "value": "#VALUE!",
    "num": "#NUM!",
    "na": "#N/A",
    "div0": "#DIV/0!",
    "ref": "#REF!",
    "name": "#NAME?",
    "null": "#NULL!",
}
"""A problem's kind, and the error that the cell shows."""
_KIND_OF = {text: kind for kind, text in ERRORS.items()}


class CellProblem(Says, Exception):
    """A function has no result for a cell: raised, or standing in the cell's place among results.

    `kind` is one of ERRORS; `said`: what was found and what to do.
    """

    def __init__(self, kind: str, said: Text):
        self.kind = kind
        self.said = said
        super().__init__(self.text)

    @property
    def error(self) -> str:
        """What the cell shows: `#VALUE!`."""
        return ERRORS[self.kind]


def kind_of(error: str) -> str:
    """The kind of problem that an error of an argument gives: its own, `value` for errors of newer
    Excel versions.
    """
    return _KIND_OF.get(error, "value")
