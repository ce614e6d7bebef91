"""Who approves a form of an order, and who lets it pass a gate: for the figure that is seen, and
no other (C-2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xlpy.book.dossier import Files
from xlpy.book.tables import Tables
from xlpy.core.dossier.approvals import APPROVAL, WAIVER, owed
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.gates import GATES, gate_short, waived, waiver_text
from xlpy.core.dossier.halts import refuse_halted
from xlpy.core.dossier.needs import Need
from xlpy.core.dossier.status import status
from xlpy.core.issues import UsageError
from xlpy.core.roles import who_may
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.jobs.dossier import open_files
from xlpy.jobs.orders import append, chosen, known_choice


@dataclass(frozen=True, slots=True)
class Consent:
    """An approval or a waiver that a person may give: of what, the figures that are seen, and why
    they need it.

    `what`: the form's key (`cost`), or the gate's (`deposit`); `why`: Chinese and English, empty
    where the rule asks for every paper of the form.
    """

    order_no: str
    what: str
    kind: str
    by: str
    day: date
    seen: tuple[str, ...]
    why: tuple[Text, ...] = ()
    reason: str | None = None

    @property
    def key(self) -> str:
        """What `what` is: `form` or `gate`."""
        return "gate" if self.kind == WAIVER else "form"

    @property
    def form(self) -> str:
        """The form that the rows of the approvals table name."""
        return "account" if self.kind == WAIVER else self.what


def give(tables: Tables, consent: Consent) -> None:
    """Write an approval or a waiver down, a row per figure."""
    row: dict[str, str | date | None] = {
        "order_no": consent.order_no,
        "form": consent.form,
        "kind": consent.kind,
    }
    row |= {"by": consent.by, "approved_on": consent.day, "reason": consent.reason}
    tables.commit([append("approvals", [row | {"seen": text} for text in consent.seen])])


def approval(tables: Tables, order_no: str, form: str, by: str, day: date) -> Consent:
    """What a person would approve of an order's form as it stands now; nothing is written.

    Raises UsageError when the form needs no approval, or the person's role may not give it.
    """
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    files.refuse_spoiled(order_no)
    refuse_halted(dossier)
    form = known_choice("approvals", "form", form, Text("单据", "form"))
    needs = [need for need in _needs(dossier, files, form, "approval") if need.holds(dossier)]
    figures = [
        each for need in needs for each in owed(dossier, need.form, need.row.item or "", need.roles)
    ]
    if not figures:
        raise UsageError(
            Text(
                f"订单 {order_no} 的“{form}”没有要批准的",
                f'"{form}" of order {order_no} needs no approval',
            )
        )
    _may(files, dossier, by, day, needs)
    seen = tuple(dict.fromkeys(each.seen for each in figures))
    why = tuple(dict.fromkeys(each.why for each in figures if each.why))
    return Consent(order_no, form, APPROVAL, by, day, seen, why)


def waiver(tables: Tables, order_no: str, gate: str, by: str, day: date, reason: str) -> Consent:
    """What a person would let pass at a gate (deposit, balance), for a reason; nothing is written.

    Raises UsageError when nothing is missing or it is waived already, no reason is given, or the
    person's role may not.
    """
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    files.refuse_spoiled(order_no)
    refuse_halted(dossier)
    gate = known_gate(gate)
    needs = [need for need in _needs(dossier, files, "account", "gate") if need.row.item == gate]
    short = gate_short(dossier, gate)
    if not needs or not short:
        raise UsageError(
            Text(
                f"订单 {order_no} 的“{gate}”没有要放行的",
                f'there is nothing to waive at "{gate}" of order {order_no}',
            )
        )
    if not reason.strip():
        raise UsageError(Text("放行要写明原因", "a waiver needs a reason"))
    _may(files, dossier, by, day, needs)
    seen = waiver_text(gate, short, dossier.currency)
    if all(waived(dossier, gate, short, need.roles) for need in needs):
        raise UsageError(Text(f"“{seen}”已经放行", f'"{seen}" is waived already'))
    return Consent(order_no, gate, WAIVER, by, day, (seen,), reason=reason.strip())


def known_gate(text: str) -> str:
    """The gate that a word names. Raises UsageError."""
    gates = [item for form, item in GATES if form == "account"]
    found = chosen(TABLES["accounts"].column("kind"), text) or text
    if found not in gates:
        known = ", ".join(gates)
        raise UsageError(
            Text(
                f"没有“{text}”这个关口，有 {known}", f'there is no gate "{text}"; there are {known}'
            )
        )
    return found


def approvals_owed(tables: Tables, order_no: str) -> list[str]:
    """The forms of an order that wait for an approval, for its stage and the next."""
    files = open_files(tables, order_no)
    gaps = status(files.of(order_no), files.requirements).gaps
    return list(dict.fromkeys(gap.form for gap in gaps if gap.kind == "approval"))


def gates_shut(tables: Tables, order_no: str) -> list[str]:
    """The gates that an order stands before, for its stage and the next, and that somebody may let
    it pass.
    """
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    open_to_waiver = {
        need.row.item for need in _needs(dossier, files, "account", "gate") if need.roles
    }
    gaps = [
        gap
        for gap in status(dossier, files.requirements).gaps
        if (gap.form, gap.kind) == ("account", "gate")
    ]
    return [gap.item for gap in gaps if gap.item in open_to_waiver]


def _needs(dossier: Dossier, files: Files, form: str, kind: str) -> list[Need]:
    """The approvals or gates of a form that are in force for an order."""
    return [
        n
        for stage in files.requirements.on(dossier.day)
        for n in stage
        if (n.row.form, n.row.kind) == (form, kind)
    ]


def _may(files: Files, dossier: Dossier, by: str, day: date, needs: Iterable[Need]) -> None:
    """Raise UsageError unless the role that the person has on the day may approve."""
    roles = {role for need in needs for role in need.roles}
    if not roles:
        raise UsageError(
            Text(
                "“阶段要求”表没有写谁可以放行，所以谁也不能",
                "the table of requirements names nobody who may, so nobody may",
            )
        )
    if not files.office.roster.may(by, day, roles, dossier.order.salesperson):
        zh, en = who_may(roles)
        raise UsageError(Text(f"“{by}”不能批准，要{zh}", f'"{by}" may not approve this; {en} may'))
