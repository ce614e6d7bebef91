"""What all orders share: products, price list, payment terms, people, rules."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from xlpy.core.dossier.forms import FROM_PRODUCT, folded
from xlpy.core.dossier.rates import KnownRates
from xlpy.core.parameters import day_of
from xlpy.core.policy import NoRule, Rules
from xlpy.core.roster import Roster
from xlpy.core.tables.needs import Term
from xlpy.core.tables.parties import Company, Price, Product
from xlpy.core.text import Text

FOREVER = date.max
"""The day by which an order without a date is judged: the newest rules hold."""


def issuer_of(companies: Iterable[Company], name: str | None) -> Company | None:
    """Of our companies the one of a name, without a name the first; None when there is none."""
    return next((row for row in companies if name in (None, row.company)), None)


@dataclass(frozen=True)
class Office:
    """What all dossiers share; `labels`: `table`, `table.column` or `table.column.choice` → its
    names, zh and en.
    """

    rules: Rules = field(default_factory=Rules)
    roster: Roster = field(default_factory=Roster)
    products: Mapping[str, Product] = field(default_factory=dict)
    prices: Sequence[Price] = ()
    terms: Sequence[Term] = ()
    labels: Mapping[str, Text] = field(default_factory=dict)
    rates: KnownRates = field(default_factory=KnownRates)
    countries: Mapping[str, str] = field(default_factory=dict)
    """Customer → the ISO code of its country."""
    companies: Sequence[Company] = ()
    """Our companies, in the order of their table."""

    @cached_property
    def kept_since(self) -> date:
        """The day from which every order has a dossier, by the newest policy. Raises NoRule for
        what is no date.
        """
        rules = self.rules.on(FOREVER)
        text = rules.values.get("dossier.since")
        day = day_of(text) if text else date.min
        if day is None:
            raise NoRule("dossier.since", FOREVER, text)
        return day

    @cached_property
    def _prices(self) -> dict[tuple[str, str], tuple[list[date], list[Price]]]:
        """Product and currency → the days from which prices hold, and the prices."""
        found: dict[tuple[str, str], tuple[list[date], list[Price]]] = {}
        for row in sorted(self.prices, key=lambda row: row.from_):
            days, rows = found.setdefault((row.product, row.currency), ([], []))
            days.append(row.from_)
            rows.append(row)
        return found

    def price(self, product: str, currency: str, day: date) -> Price | None:
        """The list price in force on a day (C-5.10)."""
        days, rows = self._prices.get((product, currency), ((), ()))
        place = bisect_right(days, day)
        return rows[place - 1] if place else None

    @cached_property
    def _filled(self) -> dict[str | None, frozenset[str]]:
        """Product → the columns of an order's line that it fills in where they are blank."""
        return {
            name: frozenset(
                column
                for column, keys in FROM_PRODUCT.items()
                if any(getattr(product, key) is not None for key in keys)
            )
            for name, product in self.products.items()
        }

    def filled_by(self, product: str | None) -> frozenset[str]:
        """The columns of an order's line that a product fills in where they are blank (C-2.3)."""
        return self._filled.get(product, frozenset())

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {folded(row.payment_terms): row for row in self.terms}

    @cached_property
    def _known_terms(self) -> dict[str | None, Term | None]:
        """The texts that orders have for their terms, as they stand there → the term."""
        return {}

    def term(self, text: str | None) -> Term | None:
        """The payment term of that text, whatever its case and blanks; None when it is not in the
        table (C-2.8).
        """
        if text not in self._known_terms:
            self._known_terms[text] = self._terms.get(folded(text))
        return self._known_terms[text]

    def issuer(self, name: str | None) -> Company | None:
        """Which of our companies issues an order's papers: the one named, without a name the
        first; None when there is no such company (C-2).
        """
        return issuer_of(self.companies, name)

    def label(self, *place: str) -> Text:
        """The names of a table, of its column, or of a choice in it; the key itself when nobody
        named it.
        """
        return self.labels.get(".".join(place), Text(place[-1], place[-1]))
