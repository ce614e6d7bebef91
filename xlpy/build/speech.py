"""The language of the workbook that is being made: labels come out in it, wherever they stand in
texts and formulas.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

from xlpy.core.tables import Column, choice_label
from xlpy.core.text import BOTH, EN, ZH, Text, halves
from xlpy.ooxml.values import Value

_language: ContextVar[str] = ContextVar("language", default=BOTH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is made meanwhile is in that language."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def spoken() -> str:
    """The language of the workbook that is being made."""
    return _language.get()


class Label(Text):
    """A text that comes out in the language of the workbook that is being made."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.said(spoken())

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def under(self, rule: str) -> str:
        """The text, and the rule that it is under."""
        return f"{self} · {rule}"

    def apart(self, between: str) -> str:
        """The text; in both languages with something else than usual between them."""
        return self.said(spoken(), between)


class Worded(Label):
    """A label that in both languages is worded otherwise than by one half behind the other."""

    both: str

    def __new__(cls, zh: str, en: str, both: str) -> Self:
        """The label of its three wordings."""
        made = super().__new__(cls, zh, en)
        made.both = both
        return made

    def __str__(self) -> str:
        return self.both if spoken() == BOTH else self.said(spoken())


def spelled(options: Mapping[str, object]) -> dict[str, object]:
    """What XlsxWriter is given, its labels as texts."""
    return {
        key: str(value) if isinstance(value, Label) else value for key, value in options.items()
    }


def label_of(column: Column) -> str:
    """A column's header."""
    return str(Label(column.zh, column.en))


def choice_of(column: Column, key: str) -> str:
    """What a choice's cell holds."""
    return choice_label(column, key, spoken())


def criterion_of(column: Column, key: str) -> str:
    """What SUMIFS and its like find a choice by: its label in Chinese, else the key at its end."""
    return choice_of(column, key) if spoken() == ZH else f"*{key}"


def cell_of(column: Column, value: Value) -> Value:
    """What a cell holds, of what it holds in both languages: choices in the workbook's language,
    all else as it is.
    """
    if spoken() == BOTH or not column.choices or not isinstance(value, str):
        return value
    return next(
        (choice_of(column, key) for key, _ in column.choices if choice_label(column, key) == value),
        value,
    )


def sentences(zh: str, en: str) -> tuple[str, ...]:
    """A sentence in each of the workbook's languages."""
    return {ZH: (zh,), EN: (en,)}.get(spoken(), (zh, en))


def tab(sheet: str) -> str:
    """A sheet's name in the workbook, of its name in both languages; a name in one language
    stays.
    """
    return in_language(sheet)


def in_language(sentence: str) -> str:
    """A sentence written in both languages, in that of the workbook; one that is written in one
    only stays.
    """
    zh, en = halves(sentence)
    return sentence if spoken() == BOTH or not (zh and en) else Text(zh, en).said(spoken())
