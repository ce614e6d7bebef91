"""Why a cell shows an error: which error, and the reason in both languages."""

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


class CellProblem(Exception):
    """A function has no result for a cell: raised, or standing in the cell's place among results.

    `kind` is one of ERRORS; `zh` and `en` say what was found and what to do.
    """

    def __init__(self, kind: str, zh: str, en: str):
        super().__init__(f"{zh} / {en}")
        self.kind = kind
        self.zh = zh
        self.en = en

    @property
    def error(self) -> str:
        """What the cell shows: `#VALUE!`."""
        return ERRORS[self.kind]

    @property
    def text(self) -> str:
        """The reason in Chinese and English."""
        return f"{self.zh} / {self.en}"


def kind_of(error: str) -> str:
    """The kind of problem that an error of an argument gives: its own, `value` for errors of newer
    Excel versions.
    """
    return _KIND_OF.get(error, "value")
