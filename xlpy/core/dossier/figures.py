"""What of an order's forms needs an approval, and the figures that the approver sees (C-2.1, C-2.3
to C-2.6, C-5.10).
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from operator import attrgetter
from typing import NamedTuple, TypeVar

from xlpy.core.costing import Analysis
from xlpy.core.dossier.buying import bought_for
from xlpy.core.dossier.costs import analysed, doubts, impossible, margin_text, seen
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.foreign import items_of
from xlpy.core.dossier.revisions import numbered, revision_mark
from xlpy.core.dossier.written import amount_text, money_text, plain, texts
from xlpy.core.pricing import per_text, price_each
from xlpy.core.tables.making import ProductionOrder, PurchaseLine, PurchaseOrder
from xlpy.core.tables.offers import Cost, CostItem, OrderLine, Sample
from xlpy.core.text import Text, joined

_NUMBER = attrgetter("line")
_OF_GOODS = ("unit", "specification", "packing")
L = TypeVar("L", bound=OrderLine | PurchaseLine)

_SHOWN = 5
"""How many lines a figure names one by one."""
_TEXTS, _LONGEST = 12, 72
"""How many other texts a figure shows, and how many characters of each."""
OF, REST = " = ", " | "
"""Stand in a figure between what its paper says as a whole, its lines (goods, quantity, price),
and all else that is approved: requirements, mark, packing, supplier.
"""


class Figure(NamedTuple):
    """Something to approve: the row it stands in, the figure that the approver sees, and why it
    needs an approval.
    """

    table: str
    row: int | None
    seen: str
    earlier: Callable[[], tuple[str, ...]]
    why: Text | None = None

    @property
    def before(self) -> tuple[str, ...]:
        """The same as earlier programs wrote it, without all that the paper says. Approvals that
        say that stand as they were given.
        """
        return self.earlier()


def _samples(dossier: Dossier) -> list[Figure]:
    return [_sample(row) for row in dossier.of("samples")]


def _sample(row: Sample) -> Figure:
    said = texts((row.sample_no, row.product, "×", plain(row.made)))
    return Figure("samples", row.row, _with_rest(said, _lines_of([row.details])), lambda: (said,))


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
    lowest = listed.price if listed.lowest is None else listed.lowest
    highest = listed.price if listed.highest is None else listed.highest
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
    goods = [each for each in dossier.once(_goods_named) if each.line in lines]
    mark = revision_mark(dossier, "quotation", row.quotation_no)
    terms = texts((mark, dossier.currency, row.incoterm, row.payment_terms, row.delivery_time))
    said = Text(_short([why.zh for why in whys]), _short([why.en for why in whys]))
    rest = _lines_of([dossier.order.issuer])
    figure = _with_rest(_of_lines(terms, _sold(dossier, goods)), rest + _described(goods))

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


class Goods(NamedTuple):
    """A line of an order, its goods as papers name them (`KB-01 400 pcs`), and what it says of
    them (`KB-01: Knife block, 20 per carton`).
    """

    line: OrderLine
    named: str
    said: str


def _goods_named(dossier: Dossier) -> list[Goods]:
    """The goods of the order's lines by their numbers; several papers name them."""
    found = []
    for line in _in_order(dossier.of("order_lines")):
        unit, specification, packing = (dossier.line_value(line, key) for key in _OF_GOODS)
        text = ", ".join(filter(None, (specification, packing)))
        said = _one_line(f"{line.product or line.line}: {text}") if text else ""
        found.append(Goods(line, _goods(line, unit), said))
    return found


def _sold(dossier: Dossier, goods: Iterable[Goods]) -> list[str]:
    """Some lines with their prices: `KB-01 400 pcs × 12.50`."""
    return [f"{each.named} × {_price(each.line, dossier.currency)}" for each in goods]


def _described(goods: Iterable[Goods]) -> list[str]:
    """What some lines say of their goods."""
    return [each.said for each in goods if each.said]


def _with_rest(figure: str, rest: list[str]) -> str:
    """A figure and what else its paper says, in lines: `… | BRANDT / HAMBURG | oiled`."""
    return REST.join(filter(None, (figure, _joined(rest, REST, _TEXTS))))


def _lines_of(texts: Iterable[str | None]) -> list[str]:
    """Some texts, those that say something, each in one line."""
    return [line for text in texts if text and (line := _one_line(text))]


def _one_line(text: str) -> str:
    """A text in one line; of a long one the beginning, with a mark that any change of it
    changes.
    """
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
    goods = dossier.once(_goods_named)
    rest = _lines_of(own) + _described(goods)
    figure = _with_rest(_of_lines(said, _sold(dossier, goods)), rest)

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
    why = _why_approved(dossier, row, items, found)
    if not why:
        return None

    def earlier() -> tuple[str, ...]:
        # Earlier programs showed a margin just under the floor as the floor itself.
        return (seen(row, found, items=items),)

    return Figure("costs", row.row, seen(row, found, floor, items), earlier, joined(why))


def _why_approved(
    dossier: Dossier, cost: Cost, items: Sequence[CostItem], found: Analysis | None
) -> list[Text]:
    """Why an analysis needs the manager: a margin under the floor, none at all, or figures that
    it cannot be relied on for (C-2.4).
    """
    floor = dossier.rules.ratio("margin.floor")
    why = doubts(dossier, cost, items)
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
    goods = dossier.once(_goods_named)
    rest = _lines_of((*own, row.note)) + _described(goods)
    figure = _with_rest(_of_lines(said, [each.named for each in goods]), rest)
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
    rest = _lines_of((dossier.order.issuer, row.supplier, row.quality, *details))

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
