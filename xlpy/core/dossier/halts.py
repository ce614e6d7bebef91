"""Orders that stand still: on hold, cancelled or lost, since when and why, and what money stays
(C-2, B-3.B.1).
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import ENDED, HALTED, HALTS, STAGE_KEYS
from xlpy.core.dossier.needs import Gap
from xlpy.core.dossier.written import money_text
from xlpy.core.issues import UsageError
from xlpy.core.text import Text

_NAMES = {key: Text(zh, key) for key, zh in HALTS}


def is_halted(dossier: Dossier) -> bool:
    """Whether the order is on hold, cancelled or lost."""
    return dossier.order.stage in HALTED


def halted_since(dossier: Dossier) -> date | None:
    """The day from which the order stands as it claims; None where no stage change says so."""
    last = dossier.last("stage_changes")
    return last.changed_on if last is not None and last.stage == dossier.order.stage else None


def halt_said(dossier: Dossier) -> Text:
    """How a halted order stands, for people: `on hold since 2012-04-02`."""
    name, since = _NAMES[dossier.order.stage or ""], halted_since(dossier)
    if since is None:
        return name
    return Text(f"{since} 起{name.zh}", f"{name.en} since {since}")


def refuse_halted(dossier: Dossier) -> None:
    """Raise UsageError for an order that stands still: nothing of it goes on."""
    if is_halted(dossier):
        number, (zh, en) = dossier.order.order_no, halt_said(dossier)
        raise UsageError(
            Text(
                f"订单 {number} {zh}；要继续，请先用“改阶段”登记",
                f"order {number} is {en}; to go on, note its stage first",
            )
        )


def halt_gaps(dossier: Dossier) -> list[Gap]:
    """What is missing of a halt: its day, its reason, what becomes of the money received; and a
    halt that the stage no longer says.
    """
    claimed = dossier.order.stage
    if claimed in HALTED:
        found = [_gap("reason", "C-2", fault) for fault in _reason(dossier)]
        if claimed in ENDED:
            found += [_gap("receipts", "B-3.B.1", fault) for fault in _money_kept(dossier)]
        return found
    return [_gap("stage", "C-2", fault) for fault in _gone_on(dossier)]


def _gap(item: str, rule: str, fault: Fault) -> Gap:
    return Gap(STAGE_KEYS[0], "order", "halt", item, rule, fault.blocks, *fault.of_gap)


def _reason(dossier: Dossier) -> Iterator[Fault]:
    """The latest stage change says since when the order stands still, and why."""
    order, last = dossier.order, dossier.last("stage_changes")
    name = _NAMES[order.stage or ""]
    if last is None or last.stage != order.stage:
        yield Fault(
            "orders",
            order.row,
            "stage",
            Text(
                f"填报“{name.zh}”，“阶段变更”最近一行没有写从哪天起、为什么",
                f"claims {name.en}; the latest stage change does not say since when and why",
            ),
            Text("请用“改阶段”登记日期和原因", "note day and reason with Stage"),
        )
    elif not last.note:
        yield Fault(
            "stage_changes",
            last.row,
            "note",
            Text(
                f"{last.changed_on} {name.zh}，没有写原因",
                f"{name.en} on {last.changed_on}, without a reason",
            ),
            Text("请填写原因", "fill in the reason"),
        )


def _money_kept(dossier: Dossier) -> Iterator[Fault]:
    """What came in for an order that is cancelled or lost and did not go back, by currency. The
    commission on it stays as paid: a receipt is earned when it comes, a refund takes it back.
    """
    since = halted_since(dossier)
    kept: dict[str, Decimal] = {}
    for row in dossier.receipts:
        kept[row.currency] = kept.get(row.currency, Decimal(0)) + row.amount
    for currency, amount in kept.items():
        if amount <= 0:
            continue
        own = [row for row in dossier.receipts if row.currency == currency and row.amount > 0]
        late = [row.receipt_no for row in own if since is not None and row.date > since]
        zh, en = f"“{halt_said(dossier).zh}”", halt_said(dossier).en
        after = (
            (f"，其中 {late[0]} 在此之后到账", f", {late[0]} of it after that")
            if late
            else ("", "")
        )
        yield Fault(
            "receipts",
            max(own, key=lambda row: row.date).row,
            "order_no",
            Text(
                f"订单{zh}，还留有到账 {money_text(amount, currency)}{after[0]}；已计的提成不变",
                f"the order is {en}, {money_text(amount, currency)} received is still "
                f"here{after[1]}; the commission on it stays",
            ),
            Text(
                "请退款（记一行负数），或转到客户的另一张订单",
                "pay it back (a negative receipt), or book it on another order of the customer",
            ),
            blocks=False,
        )


def _gone_on(dossier: Dossier) -> Iterator[Fault]:
    """An order whose latest stage change halts it, while its stage was typed over."""
    last = dossier.last("stage_changes")
    if last is not None and last.stage in HALTED:
        name, claimed = _NAMES[last.stage], dossier.order.stage or STAGE_KEYS[0]
        yield Fault(
            "orders",
            dossier.order.row,
            "stage",
            Text(
                f"填报“{claimed}”，而“阶段变更”最近一行是 {last.changed_on}“{name.zh}”",
                f"claims {claimed}, but the latest stage change is {name.en} on {last.changed_on}",
            ),
            Text("请用“改阶段”登记从哪天起继续", "note with Stage from when it goes on"),
            blocks=False,
        )
