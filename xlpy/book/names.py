"""The package's lists by which names, countries and mail addresses are compared."""

from functools import cache

from xlpy.book.defaults import list_rows
from xlpy.core.likeness import Lexicon
from xlpy.core.likeness.lexicon import countries_as_listed
from xlpy.core.text import Text


@cache
def public_mail() -> frozenset[str]:
    """The mail domains that anybody may have an address of, as the package knows them (E-4.1)."""
    return frozenset(row["domain"] for row in list_rows("names/public_mail"))


@cache
def lexicon(
    public: frozenset[str] = frozenset(), words: tuple[tuple[str, str], ...] = ()
) -> Lexicon:
    """All that is known of words in names; `public`: the department's own list of public mail
    domains, `words`: its own words with their kinds, beside the package's.
    """
    return Lexicon.of(
        [*((row["word"], row["kind"]) for row in list_rows("names/words")), *words],
        list(list_rows("names/countries")),
        spellings={row["written"]: row["means"] for row in list_rows("names/spellings")},
        simplified={
            ord(row["traditional"]): row["simplified"] for row in list_rows("names/simplified")
        },
        reading={row["sign"]: row["reading"] for row in list_rows("names/pinyin")},
        public=public_mail() | public,
        providers=frozenset(row["provider"] for row in list_rows("names/mail_providers")),
    )


@cache
def country_code(text: str) -> str:
    """The ISO code of a country by any of its names; the folded text where it is none."""
    return _as_listed().get(text) or _countries().country(text)


@cache
def _as_listed() -> dict[str, str]:
    """The code of a country by each of its names as the list writes it. Most texts are one of
    them: to fold all of the list takes a tenth as long as to check a department's orders.
    """
    return countries_as_listed(list_rows("names/countries"))


@cache
def country_names(text: str) -> Text | None:
    """What a country is called, by its code or any of its names; None for what is no country."""
    code = country_code(text).casefold()
    for row in list_rows("names/countries"):
        if row["code"].casefold() == code:
            return Text(row["zh"], row["en"])
    return None


@cache
def _countries() -> Lexicon:
    none: frozenset[str] = frozenset()
    nothing: dict[str, str] = {}
    return Lexicon.of(
        [],
        list(list_rows("names/countries")),
        spellings=nothing,
        simplified={},
        reading=nothing,
        public=none,
        providers=none,
    )


@cache
def regions() -> dict[str, str]:
    """ISO code of a country, in small letters → its region (C-6)."""
    rows = list_rows("names/regions")
    return {code.casefold(): row["region"] for row in rows for code in row["countries"].split()}


def region_of(country: str | None) -> str | None:
    """The region of a country by any of its names; None for a blank and what is no country."""
    return regions().get(country_code(country).casefold()) if country else None
