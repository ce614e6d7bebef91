"""Whose approval a form needs, and whether it stands (C-2.1, C-2.3 to C-2.6, C-5.10)."""

from collections.abc import Iterator

from xlpy.core.costing import VALID, approval_state
from xlpy.core.dossier.costs import impossible
from xlpy.core.dossier.differing import differences
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.figures import OF, REST, Figure, figures_of
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import FORMS, Form
from xlpy.core.roles import who_may
from xlpy.core.tables.shipping import Approval
from xlpy.core.text import Text

APPROVAL, WAIVER = "approval", "waiver"


def approvals_for(dossier: Dossier, form: str, kind: str) -> list[Approval]:
    """The approvals or waivers of a form by whomever they are, from the earliest on."""
    return dossier.once(approvals_by_form).get((form, kind), [])


def approvals_by_form(dossier: Dossier) -> dict[tuple[str, str], list[Approval]]:
    """Form and kind → the approvals or waivers of it, from the earliest on."""
    found: dict[tuple[str, str], list[Approval]] = {}
    for row in dossier.by_date("approvals"):
        found.setdefault((row.form, row.kind), []).append(row)
    return found


def approvals_of(dossier: Dossier, form: str, kind: str, roles: frozenset[str]) -> list[Approval]:
    """The approvals or waivers of a form by people whose role may give them."""
    rows = approvals_for(dossier, form, kind)
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
    figures = figures_of(dossier, form.key, item)
    if not figures:
        return []
    seen = [row.seen for row in approvals_of(dossier, form.key, APPROVAL, roles)]
    return [each for each in figures if approval_state(seen, each.seen) != VALID]


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
    return 2 if REST in seen else 1 if OF in seen else 0


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
    of_form = approvals_for(dossier, form.key, APPROVAL)
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
    rows = approvals_for(dossier, form, APPROVAL)
    if roles is not None:
        rows = [row for row in rows if _may_approve(dossier, row, roles)]
    found = []
    for figure in figures_of(dossier, form, item):
        given = [row for row in rows if _is_of(FORMS[form], row, figure)]
        if figure.seen in [row.seen for row in given] or _older(given, figure):
            first = next(r for r in given if r.seen == figure.seen or r.seen in figure.before)
            found.append((figure, first))
    return found
