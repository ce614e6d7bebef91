"""Whose approval a form needs, for which figure, and whether it stands (C-2.1, C-2.3 to C-2.6,
C-5.10).
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from xlpy.core.costing import MANAGER, VALID, approval_state, approver
from xlpy.core.dossier.costs import analysed, margin_text, seen
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier, amount_text, money_text, plain, texts
from xlpy.core.dossier.forms import Form
from xlpy.core.roles import who_may
from xlpy.core.tables.making import PurchaseLine
from xlpy.core.tables.offers import OrderLine
from xlpy.core.tables.shipping import Approval

_SHOWN = 5
"""How many lines a figure names one by one."""
_OF = " = "
"""Stands in a figure between what its paper says as a whole and its lines: goods, quantity,
price.
"""
APPROVAL, WAIVER = "approval", "waiver"


class Figure(NamedTuple):
    """Something to approve: the row it stands in, the figure that the approver sees, and why it
    needs an approval.

    `before`: the same without the lines. Approvals that were given when figures held none say
    that; they stand.
    """

    table: str
    row: int | None
    seen: str
    why_zh: str = ""
    why_en: str = ""
    before: str = ""


def _samples(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("samples"):
        yield Figure("samples", row.row, texts((row.sample_no, row.product, "×", plain(row.made))))


def outside_band(dossier: Dossier, line: OrderLine) -> tuple[str, str] | None:
    """Why a line's price needs an approval: it is outside the price list's band, or on no list
    (C-5.10).
    """
    if line.price is None or not dossier.currency:
        return None
    quoted = dossier.last("quotations")
    day = (quoted.sent_on if quoted else None) or dossier.day
    listed = dossier.office.price(line.product or "", dossier.currency, day)
    if listed is None:
        return "价目表没有此价", "not on the price list"
    lowest, highest = (
        listed.price if limit is None else limit for limit in (listed.lowest, listed.highest)
    )
    if lowest <= line.price <= highest:
        return None
    if lowest == highest:
        return f"价目价 {plain(lowest)}", f"the list price is {plain(lowest)}"
    band = f"{plain(lowest)}–{plain(highest)}"
    return f"价目范围 {band}", f"the list allows {band}"


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
            texts((line.product or line.line, money_text(line.price, dossier.currency)))
            for line in lines
        )
        terms = texts((dossier.currency, row.incoterm, row.payment_terms, row.delivery_time))
        zh, en = (_short([why[k] for _, why in found]) for k in (0, 1))
        figure = _with_lines(terms, lines, _priced(dossier.currency))
        yield Figure("quotations", row.row, figure, zh, en, _short(prices))


def _short(parts: Iterable[str]) -> str:
    """Some texts in one, each once."""
    return _joined(list(dict.fromkeys(parts)), "; ")


def _joined(found: list[str], between: str) -> str:
    """Some texts in one; of many the first, how many more, and a mark that any change of them
    changes.
    """
    if len(found) <= _SHOWN:
        return between.join(found)
    mark = sha256(between.join(found).encode()).hexdigest()[:8]
    return f"{between.join(found[:_SHOWN])}{between}+{len(found) - _SHOWN} #{mark}"


def _goods(line: OrderLine | PurchaseLine) -> str:
    name = line.part if isinstance(line, PurchaseLine) else line.product
    return texts((name or line.line, plain(line.quantity)))


def _priced(currency: str | None) -> Callable[[OrderLine | PurchaseLine], str]:
    return lambda line: f"{_goods(line)} × {amount_text(line.price, currency)}"


def _with_lines(
    said: str, lines: Iterable[OrderLine | PurchaseLine], words: Callable[..., str]
) -> str:
    """A figure and the lines that it is of, by their numbers: `… = KB-01 400 × 12.50, CB-02 800 ×
    9.375`.
    """
    ordered = sorted(lines, key=lambda line: line.line)
    return _OF.join(filter(None, (said, _joined([words(line) for line in ordered], ", "))))


def _proformas(dossier: Dossier) -> Iterator[Figure]:
    row = dossier.last("proformas")
    if row is not None:
        money = money_text(row.amount, row.currency)
        said = texts(
            (
                row.proforma_no,
                money,
                plain(row.quantity),
                row.incoterm,
                row.payment_terms,
                row.delivery_on,
            )
        )
        figure = _with_lines(said, dossier.of("order_lines"), _priced(dossier.currency))
        yield Figure("proformas", row.row, figure, before=said)


def _costs(kind: str) -> Callable[[Dossier], Iterator[Figure]]:
    def figures(dossier: Dossier) -> Iterator[Figure]:
        for row in dossier.of("costs"):
            if row.kind != kind or (found := analysed(row)) is None:
                continue
            floor = dossier.rules.ratio("margin.floor")
            if approver(found.margin, floor) == MANAGER:
                limit = plain(Decimal(dossier.rules.number("margin.floor")))
                yield Figure(
                    "costs",
                    row.row,
                    seen(row, found),
                    f"利润率 {margin_text(found)} 低于 {limit} %",
                    f"the margin {margin_text(found)} is under {limit} %",
                )

    return figures


def _production(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("production_orders"):
        said = texts((row.production_no, "×", plain(row.quantity), row.delivery_on))
        figure = _with_lines(said, dossier.of("order_lines"), _goods)
        yield Figure("production_orders", row.row, figure, before=said)


def _purchases(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("purchase_orders"):
        lines = [
            line for line in dossier.of("purchase_lines") if line.purchase_no == row.purchase_no
        ]
        total = sum(
            ((line.quantity or Decimal(0)) * (line.price or Decimal(0)) for line in lines),
            Decimal(0),
        )
        currency = row.currency or "CNY"
        said = texts((row.purchase_no, money_text(total, currency), row.delivery_on))
        yield Figure(
            "purchase_orders", row.row, _with_lines(said, lines, _priced(currency)), before=said
        )


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


def approvals_of(dossier: Dossier, form: str, kind: str, roles: frozenset[str]) -> list[Approval]:
    """The approvals or waivers of a form by people whose role may give them."""
    rows = (row for row in dossier.of("approvals") if row.form == form and row.kind == kind)
    return [row for row in rows if dossier.office.roster.role_of(row.by, row.approved_on) in roles]


def approval_faults(
    dossier: Dossier, form: Form, item: str, roles: frozenset[str]
) -> Iterator[Fault]:
    """What is wrong with every figure of a form that nobody entitled has approved as it now
    stands.
    """
    for figure in owed(dossier, form, item, roles):
        given = [
            row
            for row in approvals_of(dossier, form.key, APPROVAL, roles)
            if _is_of(form, row, figure)
        ]
        older = _older(given, figure)
        yield (
            _holds_no_lines(form, figure, older, roles)
            if older
            else _unapproved(dossier, form, figure, roles, given)
        )


def owed(dossier: Dossier, form: Form, item: str, roles: frozenset[str]) -> list[Figure]:
    """The figures of a form that wait for an approval, or to be approved anew with their lines."""
    seen = [row.seen for row in approvals_of(dossier, form.key, APPROVAL, roles)]
    return [
        each
        for each in FIGURES[form.key, item](dossier)
        if approval_state(seen, each.seen) != VALID
    ]


def _older(given: list[Approval], figure: Figure) -> Approval | None:
    """The approval of a figure from when figures held no lines; none where one of the same paper
    holds them.
    """
    if not figure.before or any(_OF in row.seen for row in given):
        return None
    return next((row for row in given if row.seen == figure.before), None)


def _holds_no_lines(form: Form, figure: Figure, older: Approval, roles: frozenset[str]) -> Fault:
    """A warning for a valid approval that would not show a changed line; it blocks nothing."""
    zh = f"{form.zh}的批准有效，但 {older.by} 当时看到的数字里没有明细，明细以后改动看不出来"
    en = (
        f"the approval of the {form.en} stands, but {older.by} saw no lines: a later change of "
        "them does not show"
    )
    return Fault(
        figure.table, figure.row, None, zh, en, *_have_approved(figure, roles), blocks=False
    )


def _have_approved(figure: Figure, roles: frozenset[str]) -> tuple[str, str]:
    zh, en = who_may(roles)
    return (
        f"请{zh}批准，所见数字填“{figure.seen}”",
        f'have it approved by {en}; figure seen: "{figure.seen}"',
    )


def _unapproved(
    dossier: Dossier, form: Form, figure: Figure, roles: frozenset[str], given: list[Approval]
) -> Fault:
    zh, en = f"{form.zh}没有批准", f"the {form.en} is not approved"
    of_form = (
        row for row in dossier.of("approvals") if row.form == form.key and row.kind == APPROVAL
    )
    others = [row for row in of_form if _is_of(form, row, figure)]
    if given:
        zh = f"{form.zh}的批准已失效：{given[-1].by} 批准的是“{given[-1].seen}”"
        en = f'the approval of the {form.en} is void: {given[-1].by} approved "{given[-1].seen}"'
    elif others:
        zh += f"：{others[-1].by} 的岗位不能批准"
        en += f": {others[-1].by}'s role may not approve it"
    if figure.why_zh:
        zh, en = f"{zh}（{figure.why_zh}）", f"{en} ({figure.why_en})"
    return Fault(figure.table, figure.row, None, zh, en, *_have_approved(figure, roles))


def _is_of(form: Form, row: Approval, figure: Figure) -> bool:
    """Whether an approval was given for the same paper: figures of numbered papers begin with the
    number.
    """
    numbered = form.key not in ("cost", "quotation")
    return not numbered or row.seen.split()[:1] == figure.seen.split()[:1]


def standing_since(dossier: Dossier, form: str) -> Approval | None:
    """The approval since which a form stands approved: of each paper the first, of several papers
    the last.

    Where none stands, the last that was given. Who approves once more what stands makes nothing
    later.
    """
    rows = [row for row in dossier.of("approvals") if row.form == form and row.kind == APPROVAL]
    rows.sort(key=lambda row: row.approved_on)
    firsts = (
        next((row for row in rows if row.seen in (figure.seen, figure.before)), None)
        for figure in FIGURES[form, ""](dossier)
    )
    return max(list(filter(None, firsts)) or rows, key=lambda row: row.approved_on, default=None)
