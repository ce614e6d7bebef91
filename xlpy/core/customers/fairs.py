"""Fairs: cards, who spoke and who has the customer, what they cost and brought (E-2.3, A-Q4.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlpy.core.customers.facts import grouped
from xlpy.core.customers.funnel import percent
from xlpy.core.customers.outcomes import Outcome
from xlpy.core.tables.channels import Fair, FairLead
from xlpy.core.tables.relations import Assignment


@dataclass(frozen=True, slots=True)
class FairResult:
    """What a fair cost and brought; money in fen, enquiries count spam, too.

    `other_owner`: cards whose customer is not with who spoke, those owned before the fair
    excepted (E-2.3). `spent` is None where no expenses are kept.
    """

    fair: str
    cards: int
    handed_in: int
    registered: int
    not_registered: int
    nobody: int
    other_owner: int
    budget: int | None
    spent: int | None
    enquiries: int
    orders: int
    receipts: int

    @property
    def not_handed_in(self) -> int:
        """Cards that nobody handed in."""
        return self.cards - self.handed_in

    @property
    def cost_of_receipts(self) -> Decimal | None:
        """What was spent in per cent of receipts; None without receipts."""
        return None if self.spent is None else percent(self.spent, self.receipts)


def fair_results(
    fairs: Iterable[Fair],
    cards: Iterable[FairLead],
    assignments: Iterable[Assignment],
    outcomes: Iterable[Outcome],
    spent: Mapping[str, int] | None = None,
) -> list[FairResult]:
    """A row for each fair in the table's order; `spent`: expenses in fen by fair."""
    cards_of = grouped(cards, lambda row: row.fair)
    asked_at = grouped(outcomes, lambda row: row.enquiry.fair)
    first: dict[str, date] = {}
    for row in assignments:
        if row.to is not None:
            first[row.customer] = min(row.date, first.get(row.customer, row.date))
    return [
        _result(row, cards_of.get(row.fair, []), asked_at.get(row.fair, []), first, spent)
        for row in fairs
    ]


def _result(
    fair: Fair,
    cards: list[FairLead],
    asked: list[Outcome],
    first: Mapping[str, date],
    spent: Mapping[str, int] | None,
) -> FairResult:
    return FairResult(
        fair.fair,
        cards=len(cards),
        handed_in=sum(card.handed_in is not None for card in cards),
        registered=sum(card.registered is not None for card in cards),
        not_registered=sum(
            card.handed_in is not None and card.registered is None for card in cards
        ),
        nobody=sum(card.spoken_with is None for card in cards),
        other_owner=sum(_has_other_owner(card, fair, first) for card in cards),
        budget=fair.budget,
        spent=None if spent is None else spent.get(fair.fair, 0),
        enquiries=len(asked),
        orders=sum(bool(row.orders) for row in asked),
        receipts=sum(row.receipts for row in asked),
    )


def _has_other_owner(card: FairLead, fair: Fair, first: Mapping[str, date]) -> bool:
    """Whether a card's customer is not with who spoke, though nobody had it before the fair."""
    if card.spoken_with is None or card.owner is None or card.owner == card.spoken_with:
        return False
    since = first.get(card.customer or "")
    return since is None or fair.from_ is None or since >= fair.from_
