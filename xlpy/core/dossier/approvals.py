"""Whose approval a form needs, for which figure, and whether it stands (C-2.1, C-2.3 to C-2.6,
C-5.10).
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from xlpy.core.costing import MANAGER, VALID, approval_state, approver
from xlpy.core.dossier.buying import bought_for
from xlpy.core.dossier.costs import analysed, doubts, impossible, margin_text, seen
from xlpy.core.dossier.differing import differences
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier, amount_text, money_text, plain, texts
from xlpy.core.dossier.foreign import items_of
from xlpy.core.dossier.forms import FORMS, Form
from xlpy.core.dossier.revisions import numbered, revision_mark
from xlpy.core.pricing import per_text, price_each
from xlpy.core.roles import who_may
from xlpy.core.tables.making import PurchaseLine
from xlpy.core.tables.offers import Cost, OrderLine
from xlpy.core.tables.shipping import Approval
from xlpy.core.text import Text, joined

_SHOWN = 5
"""How many lines a figure names one by one."""
_TEXTS, _LONGEST = 12, 72
"""How many other texts a figure shows, and how many characters of each."""
_OF, _REST = " = ", " | "
"""Stand in a figure between what its paper says as a whole, its lines (goods, quantity, price),
and all else that is approved: requirements, mark, packing, supplier.
"""
APPROVAL, WAIVER = "approval", "waiver"


class Figure(NamedTuple):
    """Something to approve: the row it stands in, the figure that the approver sees, and why it
    needs an approval.

    `before`: the same as earlier programs wrote it, without all that the paper says. Approvals
    that say that stand as they were given.
    """

    table: str
    row: int | None
    seen: str
    why: Text | None = None
    before: tuple[str, ...] = ()


def _samples(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("samples"):
        said = texts((row.sample_no, row.product, "×", plain(row.made)))
        yield Figure("samples", row.row, _with_rest(said, [row.details]), before=(said,))


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
    least, most = (price_each(limit, listed.per) for limit in (lowest, highest))
    if least <= price_each(line.price, line.per) <= most:
        return None
    per = per_text(listed.per)
    if lowest == highest:
        return Text(f"价目价 {plain(lowest)}{per}", f"the list price is {plain(lowest)}{per}")
    band = f"{plain(lowest)}–{plain(highest)}{per}"
    return Text(f"价目范围 {band}", f"the list allows {band}")


def _band(dossier: Dossier) -> Iterator[Figure]:
    """One figure for all lines outside the band: a quotation is approved as a whole, for its
    terms.
    """
    found = [
        (line, why) for line in dossier.of("order_lines") if (why := outside_band(dossier, line))
    ]
    row = dossier.last("quotations")
    if found and row is not None:
        lines = [line for line, _ in found]
        prices = (
            texts(
                (
                    line.product or line.line,
                    money_text(line.price, dossier.currency) + per_text(line.per),
                )
            )
            for line in lines
        )
        mark = revision_mark(dossier, "quotation", row.quotation_no)
        terms = texts((mark, dossier.currency, row.incoterm, row.payment_terms, row.delivery_time))
        whys = [why for _, why in found]
        said = Text(_short([why.zh for why in whys]), _short([why.en for why in whys]))
        rest = (dossier.order.issuer, *_described(dossier, lines))
        figure = _with_rest(_of_lines(dossier, terms, lines), rest)
        earlier = (_with_lines(terms, lines, _priced(dossier.currency)), _short(prices))
        yield Figure("quotations", row.row, figure, said, earlier)


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
    ordered = sorted(lines, key=lambda line: line.line)
    return _OF.join(filter(None, (said, _joined([words(line) for line in ordered], ", "))))


def _of_lines(dossier: Dossier, said: str, lines: Iterable[OrderLine], priced: bool = True) -> str:
    """A figure and its order lines with their units: `… = KB-01 400 pcs × 12.50`."""

    def words(line: OrderLine) -> str:
        goods = _goods(line, dossier.line_value(line, "unit"))
        return f"{goods} × {_price(line, dossier.currency)}" if priced else goods

    return _with_lines(said, lines, words)


def _described(dossier: Dossier, lines: Iterable[OrderLine]) -> list[str]:
    """What the lines say of their goods, by their numbers: `KB-01: Knife block, 20 per carton`."""
    found = []
    for line in sorted(lines, key=lambda line: line.line):
        said = (dossier.line_value(line, column) for column in ("specification", "packing"))
        text = ", ".join(each for each in said if each)
        found.append(f"{line.product or line.line}: {text}" if text else "")
    return found


def _with_rest(figure: str, rest: Iterable[str | None]) -> str:
    """A figure and what else its paper says, each text in one line: `… | BRANDT / HAMBURG | oiled`.

    Of a long text the beginning stands there, with a mark that any change of it changes.
    """
    said = [_one_line(text) for text in rest if text and text.strip()]
    return _REST.join(filter(None, (figure, _joined(said, _REST, _TEXTS))))


def _one_line(text: str) -> str:
    line = " / ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())
    if len(line) <= _LONGEST:
        return line
    return f"{line[:_LONGEST]}… #{sha256(line.encode()).hexdigest()[:8]}"


def _proformas(dossier: Dossier) -> Iterator[Figure]:
    row = dossier.last("proformas")
    if row is not None:
        money = money_text(row.amount, row.currency)
        said = texts(
            (
                numbered(dossier, "proforma", row.proforma_no),
                money,
                plain(row.quantity),
                row.incoterm,
                row.payment_terms,
                row.delivery_on,
            )
        )
        lines = dossier.of("order_lines")
        ports = "–".join(filter(None, (row.port_loading, row.port_discharge)))
        own = (dossier.order.issuer, ports, row.requirements, row.shipping_mark)
        rest = (*own, *_described(dossier, lines))
        earlier = (_with_lines(said, lines, _priced(dossier.currency)), said)
        figure = _with_rest(_of_lines(dossier, said, lines), rest)
        yield Figure("proformas", row.row, figure, before=earlier)


def _costs(kind: str) -> Callable[[Dossier], Iterator[Figure]]:
    def figures(dossier: Dossier) -> Iterator[Figure]:
        for row in dossier.of("costs"):
            why = _why_approved(dossier, row) if row.kind == kind else []
            if why:
                items, floor = items_of(dossier, row), dossier.rules.ratio("margin.floor")
                found = analysed(row, items)
                # Earlier programs showed a margin just under the floor as the floor itself.
                earlier = (seen(row, found, items=items),)
                yield Figure("costs", row.row, seen(row, found, floor, items), joined(why), earlier)

    return figures


def _why_approved(dossier: Dossier, cost: Cost) -> list[Text]:
    """Why an analysis needs the manager: a margin under the floor, none at all, or figures that
    it cannot be relied on for (C-2.4).
    """
    found = analysed(cost, items_of(dossier, cost))
    floor = dossier.rules.ratio("margin.floor")
    why = list(doubts(dossier, cost))
    if any(True for _ in impossible(dossier, cost)):
        why.append(Text("有不可能的数字", "figures that cannot be"))
    if found is None:
        return [Text("利润率算不出", "the margin cannot be computed"), *why]
    if approver(found.margin, floor) == MANAGER:
        limit, margin = plain(dossier.rules.number("margin.floor")), margin_text(found, floor)
        said = Text(f"利润率 {margin} 低于 {limit} %", f"the margin {margin} is under {limit} %")
        return [said, *why]
    return why


def _production(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("production_orders"):
        said = texts((row.production_no, "×", plain(row.quantity), row.delivery_on))
        lines = dossier.of("order_lines")
        own = (row.maker, row.requirements, row.quality_control, row.shipping_mark, row.packing)
        figure = _with_rest(
            _of_lines(dossier, said, lines, priced=False),
            (*own, row.note, *_described(dossier, lines)),
        )
        earlier = (_with_lines(said, lines, _goods), said)
        yield Figure("production_orders", row.row, figure, before=earlier)


def _purchases(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("purchase_orders"):
        lines = [
            line for line in dossier.of("purchase_lines") if line.purchase_no == row.purchase_no
        ]
        currency = row.currency or "CNY"
        total = bought_for(lines, currency)
        said = texts(
            (
                numbered(dossier, "purchase", row.purchase_no),
                money_text(total, currency),
                row.delivery_on,
            )
        )
        earlier = (_with_lines(said, lines, _priced(currency)), said)
        figure = _with_lines(said, lines, _priced(currency, with_units=True))
        details = (line.specification for line in sorted(lines, key=lambda line: line.line))
        rest = (dossier.order.issuer, row.supplier, row.quality, *details)
        yield Figure("purchase_orders", row.row, _with_rest(figure, rest), before=earlier)


FIGURES: dict[tuple[str, str], Callable[[Dossier], Iterator[Figure]]] = {
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
    known: dict[tuple[str, str], list[Figure]] = dossier.figures
    if (form, item) not in known:
        known[form, item] = list(FIGURES[form, item](dossier))
    return known[form, item]


def approvals_of(dossier: Dossier, form: str, kind: str, roles: frozenset[str]) -> list[Approval]:
    """The approvals or waivers of a form by people whose role may give them."""
    rows = (row for row in dossier.by_date("approvals") if row.form == form and row.kind == kind)
    return [row for row in rows if _may_approve(dossier, row, roles)]


def _may_approve(dossier: Dossier, row: Approval, roles: frozenset[str]) -> bool:
    """Whether the role that a person had on the day may approve."""
    roster, of = dossier.office.roster, dossier.order.salesperson
    return roster.may(row.by, row.approved_on, roles, of)


def approval_faults(
    dossier: Dossier, form: Form, item: str, roles: frozenset[str]
) -> Iterator[Fault]:
    """What is wrong with every figure of a form that nobody entitled has approved as it now
    stands.
    """
    if form.key == "cost":
        for row in dossier.of("costs"):
            yield from impossible(dossier, row) if row.kind == item else ()
    for figure in owed(dossier, form, item, roles):
        given = [
            row
            for row in approvals_of(dossier, form.key, APPROVAL, roles)
            if _is_of(form, row, figure)
        ]
        older = _older(given, figure)
        yield (
            _holds_less(form, figure, older, roles)
            if older
            else _unapproved(dossier, form, figure, roles, given)
        )


def owed(dossier: Dossier, form: Form, item: str, roles: frozenset[str]) -> list[Figure]:
    """The figures of a form that wait for an approval, or to be approved anew with their lines."""
    seen = [row.seen for row in approvals_of(dossier, form.key, APPROVAL, roles)]
    return [
        each
        for each in figures_of(dossier, form.key, item)
        if approval_state(seen, each.seen) != VALID
    ]


def _older(given: list[Approval], figure: Figure) -> Approval | None:
    """The approval of a figure as an earlier program wrote it; none where one of the same paper
    holds more.
    """
    most = max((_held(row.seen) for row in given), default=0)
    return next(
        (row for row in given if row.seen in figure.before and _held(row.seen) == most), None
    )


def _held(seen: str) -> int:
    """How much of a paper a figure holds: with its lines, with all else, or neither."""
    return 2 if _REST in seen else 1 if _OF in seen else 0


def _holds_less(form: Form, figure: Figure, older: Approval, roles: frozenset[str]) -> Fault:
    """A warning for a valid approval that would not show every later change; it blocks nothing."""
    zh = f"{form.zh}的批准有效，但 {older.by} 当时看到的不是全部，其余以后改动看不出来"
    en = (
        f"the approval of the {form.en} stands, but {older.by} did not see all of it: a later "
        "change of the rest does not show"
    )
    return Fault(
        figure.table, figure.row, None, Text(zh, en), _have_approved(figure, roles), blocks=False
    )


def _have_approved(figure: Figure, roles: frozenset[str]) -> Text:
    zh, en = who_may(roles)
    return Text(
        f"请{zh}批准，所见数字填“{figure.seen}”",
        f'have it approved by {en}; figure seen: "{figure.seen}"',
    )


def _unapproved(
    dossier: Dossier, form: Form, figure: Figure, roles: frozenset[str], given: list[Approval]
) -> Fault:
    zh, en = f"{form.zh}没有批准", f"the {form.en} is not approved"
    of_form = (
        row for row in dossier.by_date("approvals") if row.form == form.key and row.kind == APPROVAL
    )
    others = [row for row in of_form if _is_of(form, row, figure)]
    if given:
        was, now = differences(given[-1].seen, figure.seen)
        zh = f"{form.zh}的批准已失效：{given[-1].by} 批准的是“{was}”，现在是“{now}”"
        en = (
            f'the approval of the {form.en} is void: {given[-1].by} approved "{was}", now it is '
            f'"{now}"'
        )
    elif others:
        zh += f"：{others[-1].by} 的岗位不能批准"
        en += f": {others[-1].by}'s role may not approve it"
    if figure.why:
        zh, en = f"{zh}（{figure.why.zh}）", f"{en} ({figure.why.en})"
    return Fault(figure.table, figure.row, None, Text(zh, en), _have_approved(figure, roles))


def _is_of(form: Form, row: Approval, figure: Figure) -> bool:
    """Whether an approval was given for the same paper: figures of numbered papers begin with the
    number.
    """
    numbered = form.key not in ("cost", "quotation")
    return not numbered or row.seen.split()[:1] == figure.seen.split()[:1]


def standing(
    dossier: Dossier, form: str, item: str = "", roles: frozenset[str] | None = None
) -> list[tuple[Figure, Approval]]:
    """Each figure of a form that stands approved (by people of these roles), with the approval
    since which it does: the first of those that were given for it. Who approves once more what
    stands makes nothing later.
    """
    rows = [
        row for row in dossier.by_date("approvals") if row.form == form and row.kind == APPROVAL
    ]
    if roles is not None:
        rows = [row for row in rows if _may_approve(dossier, row, roles)]
    found = []
    for figure in figures_of(dossier, form, item):
        given = [row for row in rows if _is_of(FORMS[form], row, figure)]
        if figure.seen in [row.seen for row in given] or _older(given, figure):
            found.append(
                (figure, next(row for row in given if row.seen in (figure.seen, *figure.before)))
            )
    return found
