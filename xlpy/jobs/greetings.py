"""The holidays of the customers' countries, written into the table `greetings` (D-4.2.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xlpy.book.countrydays import country_days
from xlpy.book.load import cells_of
from xlpy.book.names import country_code
from xlpy.book.tables import Change, Tables
from xlpy.core.customers.owners import GONE
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.tables import TABLES
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.relations import Greeting
from xlpy.core.text import Text
from xlpy.jobs.department import load_all

RULE = "D-4.2.4"
ALL = ("all", "全部")
"""What stands for the countries of all customers."""
FIRST, LAST = 1950, 2100
"""The years that may be asked for."""


@dataclass(frozen=True)
class Feasts:
    """A year's holidays of some countries: those that the table does not have, how many it has."""

    year: int
    countries: list[str]
    new: list[Greeting]
    known: int
    source: str
    issues: list[Issue]


def feasts(tables: Tables, year: int, country: str = ALL[0]) -> Feasts:
    """What the holidays of a country, or of all customers', would add; nothing is written.

    A country of customers that is none, or of which no holidays are known, is named. Raises
    UsageError for such a country that was asked for and for a year out of range, FileError without
    the package `holidays`.
    """
    if not FIRST <= year <= LAST:
        said = Text(f"{year} 年不在 {FIRST}–{LAST}", f"{year} is not between {FIRST} and {LAST}")
        raise UsageError(said)
    loaded = load_all(tables, ("customers", "greetings"))
    wanted = _customers_countries(loaded.records)
    one = country.strip()
    if one.casefold() not in ALL:
        # As the customers' rows write it, where they do.
        code = country_code(one)
        wanted = {code: wanted.get(code, one)}
    there = {(country_code(row.country or ""), row.date, row.holiday.casefold())
             for row in loaded.records["greetings"]}  # fmt: skip
    found = Feasts(year, [], [], 0, "", list(loaded.issues))
    for code, name in sorted(wanted.items(), key=lambda each: each[1]):
        known = country_days(code, year)
        if known is not None:
            found = _with_country(found, name, code, known, there)
        elif one.casefold() in ALL:
            found.issues.append(_unknown(name))
        else:
            raise UsageError(_unknown(name).said)
    return found


def write_feasts(tables: Tables, year: int, country: str = ALL[0]) -> Feasts:
    """The same, and the days that are new written behind the table's rows."""
    found = feasts(tables, year, country)
    if found.new:
        rows = [cells_of(TABLES["greetings"], row) for row in found.new]
        tables.commit([Change("greetings", append=rows)])
    return found


def _customers_countries(records: RecordLists) -> dict[str, str]:
    """ISO code → the country as the first customer has it; lost and merged customers left out."""
    found: dict[str, str] = {}
    for row in records["customers"]:
        if row.country and row.status not in GONE:
            found.setdefault(country_code(row.country), row.country)
    return found


def _with_country(
    found: Feasts,
    name: str,
    code: str,
    known: tuple[Iterable[tuple[date, str]], str],
    there: set[tuple[str, date, str]],
) -> Feasts:
    days, source = known
    new, old = list(found.new), found.known
    for day, holiday in days:
        if (code, day, holiday.casefold()) in there:
            old += 1
        else:
            new.append(Greeting(holiday, name, day, source))
    countries = [*found.countries, name]
    return Feasts(found.year, countries, new, old, source, found.issues)


def _unknown(country: str) -> Issue:
    said = Text(
        f"没有“{country}”的节日；请核对国家的写法，或自己填“客户节日”表",
        f'no holidays of "{country}" are known; look at how it is written, or fill in Greetings '
        "yourself",
    )
    return warning("customers", None, "country", RULE, said, "greetings.country")
