"""A business card: who, of which company, and how to reach them (E-2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

_CHINESE = range(0x3400, 0xA000)


@dataclass(frozen=True, slots=True)
class Card:
    """A card as texts; `row`: the line of its file on which it begins."""

    row: int
    company: str = ""
    name: str = ""
    position: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    website: str = ""
    country: str = ""
    city: str = ""
    birthday: str = ""
    messenger: str = ""
    language: str = ""
    note: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it names neither a person nor a company."""
        return not (self.company or self.name)


def full_name(first: str, last: str) -> str:
    """A person's name of its parts: in Chinese the family's stands first, without a blank."""
    both = [part for part in (first.strip(), last.strip()) if part]
    if both and all(ord(sign) in _CHINESE for part in both for sign in part):
        return "".join(reversed(both))
    return " ".join(both)


def mails_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The mail addresses among some texts, each once."""
    words = (word.strip("<>\"'") for text in texts for word in text.replace(";", " ").split())
    return tuple(dict.fromkeys(word for word in words if "@" in word))


def phones_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The phone numbers among some texts, each once."""
    bare = (text.strip().removeprefix("tel:") for text in texts)
    return tuple(dict.fromkeys(text for text in bare if sum(map(str.isdigit, text)) >= 4))
