"""Whose approval a form needs, for which figure, and whether it stands (C-2.1, C-2.3 to C-2.6, C-5.10)."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from xlpy.core.costing import MANAGER, VALID, approval_state, approver
from xlpy.core.dossier.costs import analysed, margin_text, seen
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier, money_text, plain, texts
from xlpy.core.dossier.forms import Form
from xlpy.core.records_forms import Approval, OrderLine

_SHOWN = 5
"""How many prices a figure names one by one."""
APPROVAL, WAIVER = "approval", "waiver"


class Figure(NamedTuple):
    """Something to approve: the row it stands in, the figure that the approver sees, and why it needs an approval."""

    table: str
    row: int | None
    seen: str
    why_zh: str = ""
    why_en: str = ""


def _samples(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("samples"):
        yield Figure("samples", row.row, texts((row.sample_no, row.product, "×", plain(row.made))))


def outside_band(dossier: Dossier, line: OrderLine) -> tuple[str, str] | None:
    """Why a line's price needs an approval: it is outside the price list's band, or on no list (C-5.10)."""
    if line.price is None or not dossier.currency:
        return None
    quoted = dossier.last("quotations")
    day = (quoted.sent_on if quoted else None) or dossier.day
    listed = dossier.office.price(line.product or "", dossier.currency, day)
    if listed is None:
        return "价目表没有此价", "not on the price list"
    lowest, highest = (listed.price if limit is None else limit for limit in (listed.lowest, listed.highest))
    if lowest <= line.price <= highest:
        return None
    if lowest == highest:
        return f"价目价 {plain(lowest)}", f"the list price is {plain(lowest)}"
    band = f"{plain(lowest)}–{plain(highest)}"
    return f"价目范围 {band}", f"the list allows {band}"


def _band(dossier: Dossier) -> Iterator[Figure]:
    """One figure for all lines outside the band: a quotation is approved as a whole."""
    lines = [(line, why) for line in dossier.of("order_lines") if (why := outside_band(dossier, line))]
    if lines and dossier.of("quotations"):
        prices = (texts((line.product or line.line, money_text(line.price, dossier.currency))) for line, _ in lines)
        zh, en = (_short([why[k] for _, why in lines]) for k in (0, 1))
        yield Figure("quotations", dossier.last("quotations").row, _short(prices), zh, en)


def _short(parts: Iterable[str]) -> str:
    """Some texts in one, each once; of many the first, how many more, and a mark that any change of them changes."""
    found = list(dict.fromkeys(parts))
    if len(found) <= _SHOWN:
        return "; ".join(found)
    mark = sha256("; ".join(found).encode()).hexdigest()[:8]
    return f"{'; '.join(found[:_SHOWN])}; +{len(found) - _SHOWN} #{mark}"


def _proformas(dossier: Dossier) -> Iterator[Figure]:
    row = dossier.last("proformas")
    if row is not None:
        money = money_text(row.amount, row.currency)
        said = (row.proforma_no, money, plain(row.quantity), row.incoterm, row.payment_terms, row.delivery_on)
        yield Figure("proformas", row.row, texts(said))


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
        yield Figure(
            "production_orders", row.row, texts((row.production_no, "×", plain(row.quantity), row.delivery_on))
        )


def _purchases(dossier: Dossier) -> Iterator[Figure]:
    for row in dossier.of("purchase_orders"):
        lines = [line for line in dossier.of("purchase_lines") if line.purchase_no == row.purchase_no]
        total = sum(((line.quantity or 0) * (line.price or 0) for line in lines), Decimal(0))
        said = (row.purchase_no, money_text(total, row.currency or "CNY"), row.delivery_on)
        yield Figure("purchase_orders", row.row, texts(said))


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


def approval_faults(dossier: Dossier, form: Form, item: str, roles: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with every figure of a form that nobody entitled has approved as it now stands."""
    for figure in owed(dossier, form, item, roles):
        yield _unapproved(dossier, form, figure, roles)


def owed(dossier: Dossier, form: Form, item: str, roles: frozenset[str]) -> list[Figure]:
    """The figures of a form that wait for an approval."""
    seen = [row.seen for row in approvals_of(dossier, form.key, APPROVAL, roles)]
    return [each for each in FIGURES[form.key, item](dossier) if approval_state(seen, each.seen) != VALID]


def _unapproved(dossier: Dossier, form: Form, figure: Figure, roles: frozenset[str]) -> Fault:
    who = "/".join(sorted(roles))
    given = [row for row in approvals_of(dossier, form.key, APPROVAL, roles) if _is_of(form, row, figure)]
    zh, en = f"{form.zh}没有批准", f"the {form.en} is not approved"
    of_form = (row for row in dossier.of("approvals") if row.form == form.key and row.kind == APPROVAL)
    others = [row for row in of_form if _is_of(form, row, figure)]
    if given:
        zh = f"{form.zh}的批准已失效：{given[-1].by} 批准的是“{given[-1].seen}”"
        en = f'the approval of the {form.en} is void: {given[-1].by} approved "{given[-1].seen}"'
    elif others:
        zh += f"：{others[-1].by} 的岗位不能批准"
        en += f": {others[-1].by}'s role may not approve it"
    if figure.why_zh:
        zh, en = f"{zh}（{figure.why_zh}）", f"{en} ({figure.why_en})"
    do_zh = f"请 {who} 批准，所见数字填“{figure.seen}”"
    do_en = f'have it approved by {who}; figure seen: "{figure.seen}"'
    return Fault(figure.table, figure.row, None, zh, en, do_zh, do_en)


def _is_of(form: Form, row: Approval, figure: Figure) -> bool:
    """Whether an approval was given for the same paper: figures of numbered papers begin with the number."""
    numbered = form.key not in ("cost", "quotation")
    return not numbered or row.seen.split()[:1] == figure.seen.split()[:1]


def approved_on(dossier: Dossier, form: str):
    """The day of the form's last approval; None without one."""
    days = [row.approved_on for row in dossier.of("approvals") if row.form == form and row.kind == APPROVAL]
    return max(days, default=None)
