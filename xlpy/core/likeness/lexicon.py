"""What is known of words in names: legal forms, trades, places, abbreviations; of countries and
mail providers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlpy.core.likeness.fold import plain


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of names by what they are, each folded; the default knows none.

    `legal`: how a company is set up, `prefix`: those that stand in front; `filler`: articles and
    the like; `trade` and
    `place`: say what and where, not who; `side`: those of which two tell namesakes apart, as North
    and South.
    `spellings`: a word as it is cut short or spelled elsewhere → the usual one.
    `simplified` and `reading`: a Chinese character → its simplified form, its pinyin. `countries`:
    a name or code, as listed and folded → the ISO code. `public`: mail domains that anybody may
    have; `providers`: names that are so under any ending.
    """

    legal: frozenset[str] = frozenset()
    prefix: frozenset[str] = frozenset()
    filler: frozenset[str] = frozenset()
    trade: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    side: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)
    simplified: Mapping[int, str] = field(default_factory=dict)
    reading: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()

    han_legal: tuple[str, ...] = field(init=False)
    han_place: tuple[str, ...] = field(init=False)
    han_trade: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        for kind in ("legal", "place", "trade"):
            found = (word for word in getattr(self, kind) if is_han(word))
            object.__setattr__(
                self, f"han_{kind}", tuple(sorted(found, key=lambda word: (-len(word), word)))
            )

    @classmethod
    def of(
        cls,
        words: Iterable[tuple[str, str]],
        countries: Sequence[Mapping[str, str]],
        *,
        spellings: Mapping[str, str],
        simplified: Mapping[int, str],
        reading: Mapping[str, str],
        public: frozenset[str],
        providers: frozenset[str],
    ) -> "Lexicon":
        """A lexicon from rows of word and kind, and of countries with all their names."""
        names = ("legal", "prefix", "filler", "trade", "place", "side")
        kinds: dict[str, set[str]] = {kind: set() for kind in names}
        for word, kind in words:
            kinds[kind].add(plain(word))
        known = countries_as_listed(countries)
        # A code is meant rather than another country's name without its accents: `bi` is Burundi,
        # though Vietnamese calls Belgium Bỉ.
        for written in (codes_of_country, names_of_country):
            for row in countries:
                for name in written(row):
                    known.setdefault(_typed(name), row["code"])
        for row in countries:
            kinds["place"] |= {
                word for name in (row["zh"], row["en"]) for word in [plain(name)] if " " not in word
            }
        return cls(
            **{kind: frozenset(found) for kind, found in kinds.items()},
            spellings=spellings,
            simplified=simplified,
            reading=reading,
            countries=known,
            public=public,
            providers=providers,
        )

    def country(self, text: str) -> str:
        """The ISO code of a country by any of its names; the folded text where it is none."""
        if text in self.countries:
            return self.countries[text]
        folded = _typed(text)
        return self.countries.get(folded) or self.countries.get(folded.replace(".", "")) or folded

    def is_public(self, domain: str) -> bool:
        """Whether anybody may have an address of a mail domain, or of one below it (E-4.1)."""
        parts = domain.split(".")
        if any(".".join(parts[at:]) in self.public for at in range(len(parts) - 1)):
            return True
        at = next((at for at, part in enumerate(parts) if part in self.providers), None)
        return at is not None and _is_ending(parts[at + 1 :])

    def parts(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether words of two names tell them apart: each has sides, and none in common."""
        ours, theirs = one & self.side, other & self.side
        return bool(ours and theirs) and not ours & theirs

    def says_who(self, word: str) -> bool:
        """Whether a word says who a company is, and not only what it does or where."""
        return word not in self.trade and word not in self.place


def _typed(name: str) -> str:
    """A country's name folded, with the apostrophe that keyboards have: `cote d'ivoire`."""
    return plain(name).replace("’", "'")


def countries_as_listed(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The ISO code of each country by its names, written as the list of countries has them."""
    return {name: row["code"] for row in rows for name in names_of_country(row)}


def codes_of_country(row: Mapping[str, str]) -> list[str]:
    """The codes of a country by its row in the list of countries."""
    return [code for code in (row["code"], row["alpha3"]) if code]


def names_of_country(row: Mapping[str, str]) -> list[str]:
    """The codes and names of a country by its row in the list of countries."""
    names = (row["zh"], row["en"], *row["also"].split(";"))
    return [*codes_of_country(row), *(name for name in names if name)]


def is_han(word: str) -> bool:
    """Whether a word is written in Chinese characters."""
    return bool(word) and "\u3400" <= word[0] <= "\u9fff"


def _is_ending(parts: list[str]) -> bool:
    """Whether parts of a domain are a country's ending: `de`, `co.uk`, `com.br`."""
    return (
        bool(parts)
        and len(parts) <= 2
        and len(parts[-1]) in (2, 3)
        and (len(parts) == 1 or len(parts[0]) <= 3)
    )
