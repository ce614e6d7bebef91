"""What an order earns: export rebate, profit, margin, and whose approval the margin needs
(C-2.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from xlpy.core.issues import XlpyError
from xlpy.core.money import FEN, Exact, nearest
from xlpy.core.pricing import worth_scaled
from xlpy.core.text import Text

MANAGER, SALESPERSON = "manager", "salesperson"
PURCHASE = "purchase"
"""The cost that bears VAT and earns the export rebate; the others do not."""

VALID, VOID, MISSING = "valid", "void", "missing"


class NoMargin(XlpyError):
    """A margin cannot be computed; the message says why."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A cost analysis in fen: revenue and costs in CNY, the export rebate, what is left. The
    revenue is above zero.
    """

    revenue: int
    costs: Mapping[str, int]
    rebate: int
    profit: int

    @property
    def margin(self) -> Fraction:
        """What is left as a share of revenue, exact."""
        return Fraction(self.profit, self.revenue)

    def is_under(self, floor: Fraction) -> bool:
        """Whether the margin is below a floor."""
        over, under = floor.as_integer_ratio()
        return self.profit * under < over * self.revenue


def rebate(purchase: int, vat: Exact, rate: Exact) -> int:
    """The export tax rebate in fen: purchase price incl. VAT ÷ (1 + VAT) × rebate rate.

    VAT and rate as ratios (17 % is 17/100). The purchase price bears VAT, the rebate is on the
    price without it: that is why it is divided out first. Raises NoMargin for a rate below zero or
    a rebate rate above the VAT's.
    """
    (vat_over, vat_under), (over, under) = vat.as_integer_ratio(), rate.as_integer_ratio()
    if vat_over < 0 or over < 0:
        raise NoMargin(
            Text("增值税率和退税率不能为负", "the VAT and rebate rates cannot be negative")
        )
    if over * vat_under > vat_over * under:
        raise NoMargin(
            Text(
                "退税率高于增值税率，退的税会多于付的税；请核对",
                "the rebate rate is above the VAT rate: more tax would come back than was paid; "
                "check them",
            )
        )
    return nearest(purchase * vat_under * over, (vat_under + vat_over) * under)


def revenue_cny(amount: Exact, rate: Exact = 1) -> int:
    """A price in its own currency as fen, by the rate in CNY per unit; rounded half-up once."""
    return worth_scaled(amount, rate, None, FEN)


def analysis(
    revenue: int, costs: Mapping[str, int], vat: Exact = 0, rebate_rate: Exact = 0
) -> Analysis:
    """Profit and margin of a price: revenue − costs + rebate on `costs["purchase"]`; all in fen
    (C-2.4).

    Raises NoMargin when the revenue is not above zero, or the rates cannot be.
    """
    back = rebate(costs.get(PURCHASE, 0), vat, rebate_rate)
    if revenue <= 0:
        raise NoMargin(
            Text(
                "收入不大于 0，算不出利润率", "the revenue is not above zero, so there is no margin"
            )
        )
    return Analysis(revenue, dict(costs), back, revenue - sum(costs.values()) + back)


def approver(found: Exact, floor: Exact) -> str:
    """Who may act on a margin: the salesperson from the floor up, below it the manager (C-2.4)."""
    return MANAGER if found < floor else SALESPERSON


def approval_state(seen: Iterable[str | None], figure: str) -> str:
    """Whether a figure stands approved: `valid`, `void` when only other figures were approved, or
    `missing`.

    `seen`: the figure of each approval, as the approver saw it. A change voids an approval, and
    going back to the figure that was seen brings it back.
    """
    figures = list(seen)
    if figure in figures:
        return VALID
    return VOID if figures else MISSING
