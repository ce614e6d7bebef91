"""What is said to a person, in Chinese and in English."""

import re
from collections.abc import Iterable
from typing import NamedTuple

ZH, EN, BOTH = "zh", "en", "both"
LANGUAGES = (BOTH, ZH, EN)
"""The languages that a workbook and messages can be in."""

_CLOSED = re.compile("[。！？：；，、]$")
_CHINESE_HALF = re.compile(r"(.*[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\s*(.*)", re.S)


class Text(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str

    def said(self, language: str = BOTH, between: str | None = None) -> str:
        """The text in a language; in both, Chinese first with `between` behind it.

        Left out, `between` is a blank, and nothing behind a Chinese mark that ends a sentence or a
        part of it.
        """
        if language in (ZH, EN):
            return self.zh if language == ZH else self.en
        if not (self.zh and self.en):
            between = ""
        elif between is None:
            between = "" if _CLOSED.search(self.zh) else " "
        return f"{self.zh}{between}{self.en}"

    def __str__(self) -> str:
        return self.said()


def joined(texts: Iterable[Text]) -> Text:
    """Several texts as one, in their order."""
    texts = list(texts)
    return Text("；".join(each.zh for each in texts), "; ".join(each.en for each in texts))


class Says:
    """What has something to say to a person: `said`."""

    __slots__ = ()
    said: Text

    @property
    def zh(self) -> str:
        """It in Chinese."""
        return self.said.zh

    @property
    def en(self) -> str:
        """It in English."""
        return self.said.en

    @property
    def text(self) -> str:
        """It in Chinese and English."""
        return f"{self.zh} / {self.en}"


class Mixed(str):
    """A sentence of figures and of short texts; as a string it holds each text in both languages.

    `Mixed(Text("回款", "receipts"), " 100.00")` is `回款 receipts 100.00`.
    """

    parts: tuple[str | Text, ...]

    def __new__(cls, *parts: "str | Text") -> "Mixed":
        """One of parts in their order; a Mixed among them gives its own parts."""
        flat: list[str | Text] = []
        for part in parts:
            flat += part.parts if isinstance(part, Mixed) else (part,)
        made = super().__new__(cls, "".join(map(str, flat)))
        made.parts = tuple(flat)
        return made

    def said(self, language: str = BOTH) -> str:
        """The sentence in a language."""
        return "".join(
            part.said(language) if isinstance(part, Text) else str(part) for part in self.parts
        )


def said(sentence: str, language: str = BOTH) -> str:
    """A sentence in a language; one that is no Mixed stands in no language, and stays."""
    return sentence.said(language) if isinstance(sentence, Mixed) else sentence


def halves(sentence: str) -> Text:
    """The Chinese and the English half of a sentence in both: all up to the last Chinese sign, and
    the rest.
    """
    found = _CHINESE_HALF.match(sentence)
    return Text(found[1].strip(), found[2].strip()) if found else Text("", sentence)
