"""A company's name taken apart: who it is, what it does, where, and how it is set up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from xlpy.core.likeness.fold import consonants, is_arabic, romanised, spellings
from xlpy.core.likeness.lexicon import Lexicon, is_han

_HAN = "\u3400-\u9fff"
_WORD = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_NUMBER = re.compile(r"\d+")
_PLACE_KIND = "特别行政区|自治区|自治州|省|市|县|区|镇|乡"
_MOST_PARTS = 4
"""Legal forms are written in up to four parts: Sp. z o.o., GmbH & Co. KG."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one spelling.

    `words`: all but legal forms and articles; `core`: those of them that say who it is; `joined`:
    without blanks;
    `han`: the Chinese part without place and legal form, `brand`: without its trade, too. `bag`:
    the words, each once;
    `numbers`: those in the name; `length`: how many signs letters are counted in.
    """

    words: tuple[str, ...]
    core: tuple[str, ...]
    joined: str
    han: str = ""
    brand: str = ""
    bag: frozenset[str] = field(init=False, compare=False)
    numbers: tuple[str, ...] = field(init=False, compare=False)
    length: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bag", frozenset(self.words))
        # They tell namesakes apart: Route 66.
        object.__setattr__(self, "numbers", tuple(sorted(_NUMBER.findall(self.joined))))
        object.__setattr__(self, "length", len(self.written))

    @property
    def written(self) -> str:
        """What letters are counted in: Chinese without place and legal form, other words as they
        stand.
        """
        return self.han if self.han and self.joined == self.han else " ".join(self.words)

    @property
    def sorted(self) -> str:
        """The same with words in the order of the alphabet."""
        return self.han if self.han and self.joined == self.han else " ".join(sorted(self.words))

    @property
    def initials(self) -> str:
        """The first letters of the words, as they stand."""
        return "".join(word[0] for word in self.words)


@dataclass(frozen=True, slots=True)
class Known:
    """A name in each of its spellings, in Latin letters where it is Russian or Greek, its pinyin
    and its consonants.
    """

    spelled: tuple[Name, ...]
    roman: tuple[Name, ...] = ()
    reading: str = ""
    skeleton: str = ""
    arabic: bool = False


@lru_cache(maxsize=1 << 16)
def known_name(text: str, lexicon: Lexicon) -> Known:
    """A name with all by which it can be compared."""
    folded = spellings(text)
    spelled = tuple(_name(each, lexicon) for each in folded)
    roman = tuple(_name(each, lexicon) for each in map(romanised, folded) if each)
    first = spelled[0]
    reading = "".join(lexicon.reading.get(sign, "?") for sign in first.brand)
    words = [
        word for word in (*first.core, *(() if first.core else first.words)) if not is_han(word)
    ]
    skeleton = "".join(consonants(word) for word in words if word not in ("al", "el"))
    return Known(
        spelled,
        roman,
        "" if "?" in reading else reading,
        skeleton,
        any(map(is_arabic, first.words)),
    )


def _name(text: str, lexicon: Lexicon) -> Name:
    text = re.sub("['’`´]", "", text).replace("&", " and ").replace("+", " and ")
    words = _without_forms([lexicon.spellings.get(word, word) for word in _parted(text)], lexicon)
    hans = "".join(word for word in words if is_han(word)).translate(lexicon.simplified)
    latin = [word for word in words if not is_han(word)]
    bare = [word for word in latin if word not in lexicon.filler] or ([] if hans else latin)
    han = _without_place(_without_legal(hans, lexicon), lexicon) if hans else ""
    brand, trades = _brand(han, lexicon) if hans else ("", ())
    pairs = _pairs(brand)
    core = tuple(word for word in bare if lexicon.says_who(word)) + pairs
    return Name((*bare, *pairs, *trades), core, "".join(bare) + han, han, brand)


def _parted(text: str) -> list[str]:
    """The words of a text; letters that stand alone, as in A.B.C. or A B C, are one word."""
    found: list[str] = []
    alone = False
    for word in _WORD.findall(text):
        single = len(word) == 1 and word.isalpha() and not is_han(word)
        if single and alone:
            found[-1] += word
        else:
            found.append(word)
        alone = single
    return found


def _without_forms(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words without legal forms, which stand at either end in up to four parts, long ones
    anywhere.

    All of them where no other word is left.
    """
    left = list(words)
    while (count := _form_at_end(left, lexicon)) and count < len(left):
        del left[-count:]
    while len(left) > 1 and (count := _form_in_front(left, lexicon)) and count < len(left):
        del left[:count]
    kept = [
        word for word in left if not (word in lexicon.legal and (len(word) > 2 or word == "co"))
    ]
    return kept or left


def _form_at_end(words: list[str], lexicon: Lexicon) -> int:
    counts = range(min(_MOST_PARTS, len(words)), 0, -1)
    return next((count for count in counts if "".join(words[-count:]) in lexicon.legal), 0)


def _form_in_front(words: list[str], lexicon: Lexicon) -> int:
    counts = range(min(_MOST_PARTS, len(words)), 0, -1)
    return next((count for count in counts if "".join(words[:count]) in lexicon.prefix), 0)


def _without_legal(han: str, lexicon: Lexicon) -> str:
    while end := next(
        (form for form in lexicon.han_legal if han.endswith(form) and len(han) > len(form) + 1), ""
    ):
        han = han.removesuffix(end)
    return han


def _without_place(han: str, lexicon: Lexicon) -> str:
    """A Chinese name without its province, town and district, in front or behind."""
    if not lexicon.han_place:
        return han
    bare = _place_in_front(lexicon).sub("", han)
    if len(bare) < 2:
        bare = han
    behind = next(
        (
            place
            for place in lexicon.han_place
            if bare.endswith(place) and len(bare) > len(place) + 1
        ),
        "",
    )
    return bare.removesuffix(behind)


@lru_cache(maxsize=8)
def _place_in_front(lexicon: Lexicon) -> re.Pattern[str]:
    places = "|".join(map(re.escape, lexicon.han_place))
    return re.compile(rf"^(?:(?:{places})(?:{_PLACE_KIND})?)+(?=..)")


def _brand(han: str, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """What is left of a Chinese name in front of its trades, and these."""
    trades: list[str] = []
    while end := next(
        (trade for trade in lexicon.han_trade if han.endswith(trade) and len(han) > len(trade) + 1),
        "",
    ):
        han = han.removesuffix(end)
        trades.insert(0, end)
    return han, tuple(trades)


def _pairs(brand: str) -> tuple[str, ...]:
    """The pairs of characters that stand side by side; one or two characters are one."""
    return tuple(brand[at : at + 2] for at in range(max(1, len(brand) - 1))) if brand else ()


def names_of(known: Known) -> Iterator[Name]:
    """All spellings, those in other letters too."""
    yield from known.spelled
    yield from known.roman
