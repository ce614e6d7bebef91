"""What a heading or a word means, by tables of words: whatever the list, in several languages at
once.

A vocabulary has words (each with tags: `金额` is an amount, `贷方` is credit) and meanings (each
with the tags that it needs, in order). A heading is cut into the words that are known; the first
meaning whose tags are all there is its.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_CJK = re.compile(r"[\u3400-\u9fff]+")
_PIECES = re.compile(
    r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+(?:[ .'\u2019&-]+[^\W\d_\u3400-\u9fff]+)*"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_AT_END = "$"
_MOST_WORDS = 4
"""No phrase in the tables of words is longer: more words at once are not looked up."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text as a vocabulary sees it: the tags of its words, and what of it is not known."""

    tags: frozenset[str]
    unknown: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether something of the text is known, and nothing is not."""
        return bool(self.tags) and not self.unknown


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading as it stands, where it stands, and what it means by its
    heading.
    """

    at: int
    heading: str
    meaning: str | None
    tags: frozenset[str]
    unknown: tuple[str, ...] = ()


def plain(text: str) -> str:
    """A text as words are compared: full width as half, no accents, small letters."""
    if text.isascii():
        return text.lower()
    folded = (
        unicodedata.normalize("NFKC", text).replace("ß", "ss").replace("ø", "o").replace("đ", "d")
    )
    parted = unicodedata.normalize("NFD", folded.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


@dataclass
class Vocabulary:
    """Words with their tags, and meanings with the tags that each needs, the first that fits being
    meant.

    `words`: (tag, word) pairs; a word that ends in `$` counts only at the end of its part of a
    heading, as the `in` of
    `Amount (in)` and not that of `Amount in EUR`.
    """

    words: Iterable[tuple[str, str]]
    meanings: Sequence[tuple[str, frozenset[str]]] = ()
    _tags: dict[str, set[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for tag, word in self.words:
            end = _AT_END if word.endswith(_AT_END) else ""
            self._tags.setdefault(plain(word.removesuffix(_AT_END)) + end, set()).add(tag)
        self._longest = max((len(word) for word in self._tags if _CJK.match(word)), default=0)
        self.tagged = lru_cache(maxsize=4096)(self._tagged)

    def _tagged(self, text: str) -> Tagged:
        """The tags of a text's words. Words of one sign count only where nothing beside them is
        unknown.
        """
        whole = self._tags.get(plain(text).strip())
        if whole:
            return Tagged(frozenset(whole), ())
        tags: set[str] = set()
        unknown: list[str] = []
        for piece in _PIECES.findall(_CAMEL.sub(" ", unicodedata.normalize("NFKC", text))):
            found, strange = self._chinese(piece) if _CJK.match(piece) else self._latin(piece)
            tags |= found
            unknown += strange
        return Tagged(frozenset(tags), tuple(unknown))

    def meaning(self, text: str) -> str | None:
        """What a heading means; None when no meaning fits."""
        return self._meant(self.tagged(text).tags)

    def _meant(self, tags: frozenset[str]) -> str | None:
        return next((meaning for meaning, needs in self.meanings if needs <= tags), None)

    def columns(self, headings: Sequence[str]) -> list[Column]:
        """What each column of a header means by its heading."""
        seen = [self.tagged(heading) for heading in headings]
        return [
            Column(at, heading, self._meant(tagged.tags), tagged.tags, tagged.unknown)
            for at, (heading, tagged) in enumerate(zip(headings, seen, strict=True))
        ]

    def _chinese(self, run: str) -> tuple[set[str], list[str]]:
        """A run of Chinese cut so that the least stays unknown, in the fewest words."""
        best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
        for end in range(1, len(run) + 1):
            lost, count, words = best[end - 1]
            options = [(lost + 1, count, (*words, run[end - 1]))]
            for start in range(max(0, end - self._longest), end):
                if run[start:end] in self._tags:
                    lost, count, words = best[start]
                    options.append((lost, count + 1, (*words, run[start:end])))
            best.append(min(options, key=lambda option: option[:2]))
        lost, _, words = best[-1]
        known = [word for word in words if word in self._tags and (len(word) > 1 or not lost)]
        strange = [word for word in words if word not in self._tags]
        return set().union(*(self._tags[word] for word in known)), strange

    def _latin(self, piece: str) -> tuple[set[str], list[str]]:
        """Words in letters: the longest phrase that is known first; a word written together is
        tried in two.
        """
        words = re.findall(r"[^\W\d_]+", plain(piece))
        tags: set[str] = set()
        unknown: list[str] = []
        while words:
            length, found = self._phrase(words)
            if found:
                tags |= found
            else:
                unknown.append(words[0])
            words = words[length:]
        return tags, unknown

    def _phrase(self, words: list[str]) -> tuple[int, set[str]]:
        for length in range(min(_MOST_WORDS, len(words)), 0, -1):
            phrase = " ".join(words[:length])
            at_end = self._tags.get(phrase + _AT_END) if length == len(words) else None
            if found := at_end or self._tags.get(phrase):
                return length, found
        return 1, self._together(words[0])

    def _together(self, word: str) -> set[str]:
        for cut in range(2, len(word) - 1):
            first, second = self._tags.get(word[:cut]), self._tags.get(word[cut:])
            second = second or self._tags.get(word[cut:] + _AT_END)
            if first and second:
                return first | second
        return set()


_OWN = "="
"""Begins the tag of a name that stands in a heading as a whole."""
_FILLER = "filler"
"""The tag of words that say nothing: `的`, `of`."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a heading means among things with names: its key, None where that is not certain, and
    the likely ones.

    `exactly`: whether the heading is one of the thing's names, and not only of the same words.
    """

    key: str | None
    exactly: bool = False
    likely: tuple[str, ...] = ()


class Named:
    """Things with names, as the columns of a table are: which one a heading means, by the words
    that it is made of.

    `words`: (tag, word) pairs, words of one tag meaning the same. `names`: key → its names.
    `about`: what the list as a whole is of, which a heading may say or leave out: `客户等级` is `等
    级` in a list of customers.
    """

    def __init__(
        self,
        words: Iterable[tuple[str, str]],
        names: Mapping[str, Sequence[str]],
        about: Sequence[str] = (),
    ):
        words = list(words)
        plainly = Vocabulary(words)
        self._keys: dict[str, str] = {}
        for key, own in names.items():
            for name in own:
                self._keys.setdefault(_close(name), key)
        self._about = frozenset(tag for name in about for tag in plainly.tagged(name).tags)
        seen = {key: [plainly.tagged(name) for name in own] for key, own in names.items()}
        self._sets = {
            key: {self._core(tagged.tags) for tagged in all_ if tagged.whole}
            for key, all_ in seen.items()
        }
        self._tagged = Vocabulary(
            [
                *words,
                *(
                    (_OWN + key, name)
                    for key, own in names.items()
                    for name in own
                    if len(name) > 1
                ),
            ]
        ).tagged
        # The search for a header asks of a text up to three times, of all lines near it.
        self.meant = lru_cache(maxsize=4096)(self._meant)

    def _meant(self, heading: str) -> Meant:
        """What a heading means: by its whole, else by its words, all of which must be known and
        fit one thing only.
        """
        if key := self._keys.get(_close(heading)):
            return Meant(key, True)
        tagged = self._tagged(heading)
        own = {tag.removeprefix(_OWN) for tag in tagged.tags if tag.startswith(_OWN)}
        tags = self._core(frozenset(tag for tag in tagged.tags if not tag.startswith(_OWN)))
        if tagged.unknown or not (own or tags):
            return Meant(None, likely=self._likely(own, tags))
        found = {key for key, sets in self._sets.items() if tags in sets}
        if len(own) == 1 and any(
            tags <= each | self._about for each in self._sets[next(iter(own))] or [tags]
        ):
            found = own
        if not found and not own and not tagged.tags & self._about:
            found = {key for key, sets in self._sets.items() if any(tags < each for each in sets)}
        return (
            Meant(next(iter(found)))
            if len(found) == 1
            else Meant(None, likely=self._likely(own | found, tags))
        )

    def _core(self, tags: frozenset[str]) -> frozenset[str]:
        """The tags that tell one thing of the list from another."""
        telling = tags - {_FILLER}
        return telling - self._about or telling

    def _likely(self, own: set[str], tags: frozenset[str]) -> tuple[str, ...]:
        """The things of which the heading has a name or words in common with, the most first."""
        common = {
            key: max((len(tags & each) for each in sets), default=0)
            for key, sets in self._sets.items()
        }
        near = sorted((key for key in common if common[key]), key=lambda key: -common[key])
        return tuple(dict.fromkeys([*sorted(own), *near]))


def _close(text: str) -> str:
    """A heading without its blanks and underscores: `Order  No.`, `order_no` and `Order no` are
    one.
    """
    return "".join(sign for sign in plain(text) if not sign.isspace() and sign not in "_.:：*")


def joined_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The headings of two rows as one: a heading above several, `发生额` above `借方` and `贷方`,
    belongs to each.
    """
    width = max(len(upper), len(lower))
    joined, group = [], ""
    for at in range(width):
        above = upper[at] if at < len(upper) else ""
        below = lower[at] if at < len(lower) else ""
        group = above or (group if below else "")
        joined.append(f"{group} {below}".strip() if below else above)
    return joined


def find_header(
    rows: Sequence[Sequence[str]],
    read: Callable[[Sequence[str]], list[Column] | None],
    start: int = 0,
) -> tuple[int, list[Column]] | None:
    """The first row from `start` on that `read` takes for a header, and its columns; None where
    there is none.
    """
    for at in range(start, len(rows)):
        if (columns := read(rows[at])) is not None:
            return at, columns
    return None
