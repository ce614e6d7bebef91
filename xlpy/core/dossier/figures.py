"""What of an order's forms needs an approval, and the figures that the approver sees (C-2.1, C-2.3
to C-2.6, C-5.10).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from typing import TypeVar

from xlpy.core.costing import Analysis
from xlpy.core.dossier.buying import bought_for
from xlpy.core.dossier.costs import analysed, doubts, impossible, margin_text, seen
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.foreign import items_of
from xlpy.core.dossier.revisions import numbered, revision_mark
from xlpy.core.dossier.written import amount_text, money_text, plain, texts
from xlpy.core.pricing import per_text, price_each
from xlpy.core.tables.making import ProductionOrder, PurchaseLine, PurchaseOrder
from xlpy.core.tables.offers import Cost, OrderLine, Sample
from xlpy.core.text import Text, joined

_NUMBER = attrgetter("line")
L = TypeVar("L", bound=OrderLine | PurchaseLine)

_SHOWN = 5
"""How many lines a figure names one by one."""
_TEXTS, _LONGEST = 12, 72
"""How many other texts a figure shows, and how many characters of each."""
OF, REST = " = ", " | "
"""Stand in a figure between what its paper says as a whole, its lines (goods, quantity, price),
and all else that is approved: requirements, mark, packing, supplier.
"""


@dataclass(frozen=True)
class Figure:
    """Something to approve: the row it stands in, the figure that the approver sees, and why it
    needs an approval.
    """

    table: str
    row: int | None
    seen: str
    earlier: Callable[[], tuple[str, ...]]
    why: Text | None = None

    @cached_property
    def before(self) -> tuple[str, ...]:
        """The same as earlier programs wrote it, without all that the paper says. Approvals that
        say that stand as they were given.
        """
        return self.earlier()


def _samples(dossier: Dossier) -> list[Figure]:
    return [_sample(row) for row in dossier.of("samples")]


def _sample(row: Sample) -> Figure:
    said = texts((row.sample_no, row.product, "×", plain(row.made)))
    return Figure("samples", row.row, _with_rest(said, [row.details]), lambda: (said,))


def outside_band(dossier: Dossier, line: OrderLine) -> Text | None:
    """Why a line's price needs an approval: it is outside the price list's band, or on no list
    (C-5.10).
    """
    if line.price is None or not dossier.currency:
        return None
    quoted = dossier.last("quotations")
    day = (quoted.sent_on if quoted else None) or dossier.day
    listed = dossier.office.price(line.product or "", dossier.currency, day)
    if listed is None:
        return Text("价目表没有此价", "not on the price list")
    lowest, highest = (
        listed.price if limit is None else limit for limit in (listed.lowest, listed.highest)
    )
    if line.per == listed.per:
        if lowest <= line.price <= highest:
            return None
    elif (
        price_each(lowest, listed.per)
        <= price_each(line.price, line.per)
        <= price_each(highest, listed.per)
    ):
        return None
    per = per_text(listed.per)
    if lowest == highest:
        return Text(f"价目价 {plain(lowest)}{per}", f"the list price is {plain(lowest)}{per}")
    band = f"{plain(lowest)}–{plain(highest)}{per}"
    return Text(f"价目范围 {band}", f"the list allows {band}")


def _band(dossier: Dossier) -> list[Figure]:
    """One figure for all lines outside the band: a quotation is approved as a whole, for its
    terms.
    """
    row = dossier.last("quotations")
    if row is None:
        return []
    found = [
        (line, why) for line in dossier.of("order_lines") if (why := outside_band(dossier, line))
    ]
    if not found:
        return []
    lines, whys = [line for line, _ in found], [why for _, why in found]
    sold = _sold(dossier, (each for each in dossier.once(_named) if each[0] in lines))
    mark = revision_mark(dossier, "quotation", row.quotation_no)
    terms = texts((mark, dossier.currency, row.incoterm, row.payment_terms, row.delivery_time))
    said = Text(_short([why.zh for why in whys]), _short([why.en for why in whys]))
    rest = (dossier.order.issuer, *_described(dossier, lines))
    figure = _with_rest(_of_lines(terms, sold), rest)

    def earlier() -> tuple[str, ...]:
        prices = (
            texts(
                (
                    line.product or line.line,
                    money_text(line.price, dossier.currency) + per_text(line.per),
                )
            )
            for line in lines
        )
        return _with_lines(terms, lines, _priced(dossier.currency)), _short(prices)

    return [Figure("quotations", row.row, figure, earlier, said)]


def _short(parts: Iterable[str]) -> str:
    """Some texts in one, each once."""
    return _joined(list(dict.fromkeys(parts)), "; ")


def _joined(found: list[str], between: str, most: int = _SHOWN) -> str:
    """Some texts in one; of many the first, how many more, and a mark that any change of them
    changes.
    """
    if len(found) <= most:
        return between.join(found)
    mark = sha256(between.join(found).encode()).hexdigest()[:8]
    return f"{between.join(found[:most])}{between}+{len(found) - most} #{mark}"


def _goods(line: OrderLine | PurchaseLine, unit: str | None = None) -> str:
    name = line.part if isinstance(line, PurchaseLine) else line.product
    return texts((name or line.line, plain(line.quantity), unit))


def _priced(
    currency: str | None, with_units: bool = False
) -> Callable[[OrderLine | PurchaseLine], str]:
    def words(line: OrderLine | PurchaseLine) -> str:
        unit = line.unit if with_units else None
        return f"{_goods(line, unit)} × {_price(line, currency)}"

    return words


def _price(line: OrderLine | PurchaseLine, currency: str | None) -> str:
    """A line's price, with how many pieces it is for: `12.50/100`."""
    return amount_text(line.price, currency) + per_text(line.per)


def _with_lines(
    said: str, lines: Iterable[OrderLine | PurchaseLine], words: Callable[..., str]
) -> str:
    """A figure and the lines that it is of, by their numbers: `… = KB-01 400 × 12.50, CB-02 800 ×
    9.375`.
    """
    return _of_lines(said, [words(line) for line in _in_order(lines)])


def _of_lines(said: str, lines: list[str]) -> str:
    return OF.join(filter(None, (said, _joined(lines, ", "))))


def _in_order(lines: Iterable[L]) -> list[L]:
    """Some lines by their numbers."""
    return sorted(lines, key=_NUMBER)


def _named(dossier: Dossier) -> list[tuple[OrderLine, str]]:
    """The order's lines by their numbers, each with its goods as papers name them: `KB-01 400
    pcs`.
    """
    lines = _in_order(dossier.of("order_lines"))
    return [(line, _goods(line, dossier.line_value(line, "unit"))) for line in lines]


def _sold(dossier: Dossier, named: Iterable[tuple[OrderLine, str]]) -> list[str]:
    """Some lines with their prices: `KB-01 400 pcs × 12.50`."""
    return [f"{goods} × {_price(line, dossier.currency)}" for line, goods in named]


def _described(dossier: Dossier, lines: Iterable[OrderLine]) -> list[str]:
    """What the lines say of their goods, by their numbers: `KB-01: Knife block, 20 per carton`."""
    found = []
    for line in _in_order(lines):
        said = [dossier.line_value(line, column) for column in ("specification", "packing")]
        text = ", ".join(filter(None, said))
        found.append(f"{line.product or line.line}: {text}" if text else "")
    return found


def _goods_described(dossier: Dossier) -> list[str]:
    """What all of the order's lines say of their goods."""
    return _described(dossier, dossier.of("order_lines"))


def _with_rest(figure: str, rest: Iterable[str | None]) -> str:
    """A figure and what else its paper says, each text in one line: `… | BRANDT / HAMBURG | oiled`.

    Of a long text the beginning stands there, with a mark that any change of it changes.
    """
    said = [line for text in rest if text and (line := _one_line(text))]
    return REST.join(filter(None, (figure, _joined(said, REST, _TEXTS))))


def _one_line(text: str) -> str:
    if text.isprintable():
        # Its only blanks are plain ones, and most texts have these one by one.
        line = " ".join(text.split()) if "  " in text else text.strip()
    else:  # as with line breaks
        parts = text.splitlines()
        line = " / ".join([" ".join(part.split()) for part in parts if part.strip()])
    if len(line) <= _LONGEST:
        return line
    return f"{line[:_LONGEST]}… #{sha256(line.encode()).hexdigest()[:8]}"


def _proformas(dossier: Dossier) -> list[Figure]:
    row = dossier.last("proformas")
    if row is None:
        return []
    said = texts(
        (
            numbered(dossier, "proforma", row.proforma_no),
            money_text(row.amount, row.currency),
            plain(row.quantity),
            row.incoterm,
            row.payment_terms,
            row.delivery_on,
        )
    )
    lines = dossier.of("order_lines")
    ports = "–".join(filter(None, (row.port_loading, row.port_discharge)))
    own = (dossier.order.issuer, ports, row.requirements, row.shipping_mark)
    sold = _sold(dossier, dossier.once(_named))
    figure = _with_rest(_of_lines(said, sold), (*own, *dossier.once(_goods_described)))

    def earlier() -> tuple[str, ...]:
        return _with_lines(said, lines, _priced(dossier.currency)), said

    return [Figure("proformas", row.row, figure, earlier)]


def _costs(kind: str) -> Callable[[Dossier], list[Figure]]:
    def figures(dossier: Dossier) -> list[Figure]:
        rows = (row for row in dossier.of("costs") if row.kind == kind)
        return [each for row in rows if (each := _cost(dossier, row))]

    return figures


def _cost(dossier: Dossier, row: Cost) -> Figure | None:
    """The figure of an analysis that needs the manager."""
    items, floor = items_of(dossier, row), dossier.rules.ratio("margin.floor")
    found = analysed(row, items)
    why = _why_approved(dossier, row, found)
    if not why:
        return None

    def earlier() -> tuple[str, ...]:
        # Earlier programs showed a margin just under the floor as the floor itself.
        return (seen(row, found, items=items),)

    return Figure("costs", row.row, seen(row, found, floor, items), earlier, joined(why))


def _why_approved(dossier: Dossier, cost: Cost, found: Analysis | None) -> list[Text]:
    """Why an analysis needs the manager: a margin under the floor, none at all, or figures that
    it cannot be relied on for (C-2.4).
    """
    floor = dossier.rules.ratio("margin.floor")
    why = doubts(dossier, cost)
    if impossible(dossier, cost):
        why.append(Text("有不可能的数字", "figures that cannot be"))
    if found is None:
        return [Text("利润率算不出", "the margin cannot be computed"), *why]
    if found.is_under(floor):
        limit, margin = plain(dossier.rules.number("margin.floor")), margin_text(found, floor)
        said = Text(f"利润率 {margin} 低于 {limit} %", f"the margin {margin} is under {limit} %")
        return [said, *why]
    return why


def _production(dossier: Dossier) -> list[Figure]:
    return [_produced(dossier, row) for row in dossier.of("production_orders")]


def _produced(dossier: Dossier, row: ProductionOrder) -> Figure:
    said = texts((row.production_no, "×", plain(row.quantity), row.delivery_on))
    lines = dossier.of("order_lines")
    own = (row.maker, row.requirements, row.quality_control, row.shipping_mark, row.packing)
    rest = (*own, row.note, *dossier.once(_goods_described))
    goods = [named for _, named in dossier.once(_named)]
    figure = _with_rest(_of_lines(said, goods), rest)
    return Figure(
        "production_orders", row.row, figure, lambda: (_with_lines(said, lines, _goods), said)
    )


def _purchases(dossier: Dossier) -> list[Figure]:
    return [_purchase(dossier, row) for row in dossier.of("purchase_orders")]


def _purchase(dossier: Dossier, row: PurchaseOrder) -> Figure:
    number = row.purchase_no
    lines = _in_order(line for line in dossier.of("purchase_lines") if line.purchase_no == number)
    currency = row.currency or "CNY"
    total = money_text(bought_for(lines, currency), currency)
    said = texts((numbered(dossier, "purchase", number), total, row.delivery_on))
    figure = _with_lines(said, lines, _priced(currency, with_units=True))
    details = (line.specification for line in lines)
    rest = (dossier.order.issuer, row.supplier, row.quality, *details)

    def earlier() -> tuple[str, ...]:
        return _with_lines(said, lines, _priced(currency)), said

    return Figure("purchase_orders", row.row, _with_rest(figure, rest), earlier)


FIGURES: dict[tuple[str, str], Callable[[Dossier], list[Figure]]] = {
    ("sample", ""): _samples,
    ("quotation", "band"): _band,
    ("proforma", ""): _proformas,
    ("cost", "rough"): _costs("rough"),
    ("cost", "confirmed"): _costs("confirmed"),
    ("production", ""): _production,
    ("purchase", ""): _purchases,
}
"""Form and item → what needs an approval."""


def figures_of(dossier: Dossier, form: str, item: str) -> list[Figure]:
    """What needs an approval of a form; worked out once, for approvals and dates ask for it."""
    return dossier.once(FIGURES[form, item])
