"""The package's lists by which names, countries and mail addresses are compared."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from xlpy.core.likeness import Lexicon

FOLDER = Path(__file__).parent.parent / "defaults" / "names"


@cache
def public_mail() -> frozenset[str]:
    """The mail domains that anybody may have an address of, as the package knows them (E-4.1)."""
    return frozenset(row["domain"] for row in _lines_of("public_mail"))


@cache
def lexicon(
    public: frozenset[str] = frozenset(), words: tuple[tuple[str, str], ...] = ()
) -> Lexicon:
    """All that is known of words in names; `public`: the department's own list of public mail
    domains, `words`: its own words with their kinds, beside the package's.
    """
    return Lexicon.of(
        [*((row["word"], row["kind"]) for row in _lines_of("words")), *words],
        list(_lines_of("countries")),
        spellings={row["written"]: row["means"] for row in _lines_of("spellings")},
        simplified={ord(row["traditional"]): row["simplified"] for row in _lines_of("simplified")},
        reading={row["sign"]: row["reading"] for row in _lines_of("pinyin")},
        public=public_mail() | public,
        providers=frozenset(row["provider"] for row in _lines_of("mail_providers")),
    )


def _lines_of(name: str) -> Iterator[dict[str, str]]:
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
