"""Whom to follow up on a day, why, and how late it is (C-5.13, D-4.2, A-Q4.2.1)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xlpy.core.customers.facts import Facts, Quote, is_spam
from xlpy.core.customers.heard import last_heard
from xlpy.core.customers.letters import letter_tasks
from xlpy.core.customers.pool import Leaving, leaving
from xlpy.core.customers.supplies import supply_tasks
from xlpy.core.customers.tasks import LAST, STEPS, Task, days
from xlpy.core.follow_up import after, next_anniversary
from xlpy.core.policy import RulesOn
from xlpy.core.tables.relations import FollowUp
from xlpy.core.tables.shipping import Account
from xlpy.core.text import Text


def todo(facts: Facts, day: date, rules: RulesOn, name: str | None = None) -> list[Task]:
    """What is to be followed up at the end of a day: by salesperson, kind and how long it is due.

    `name`: one salesperson's alone. `rules`: those of the day. A task of nobody has no
    salesperson and comes last. Raises NoRule when the policy has no days for a kind.
    """
    found = [
        _with_last_words(facts, day, task)
        for kind in _KINDS
        for task in kind(facts, day, rules)
        if name is None or task.salesperson == name
    ]
    places = {what: at for at, what in enumerate(STEPS)}
    # Nobody's come behind everybody's.
    found.sort(key=lambda t: (t.salesperson or LAST, places[t.what], t.due, t.reference or ""))
    return found


def _with_last_words(facts: Facts, day: date, task: Task) -> Task:
    """A task with what was last said to its customer."""
    said = _last_greeting(facts, day, task) if task.what in _GREETED else None
    said = said or facts.said(task.customer, day)
    words = f"{said.date} {said.summary or ''}".strip() if said else ""
    return replace(task, said=words)


_GREETED = {"birthday": ("birthday", "greeting"), "holiday": ("holiday", "greeting")}


def _last_greeting(facts: Facts, day: date, task: Task) -> FollowUp | None:
    """The last greeting of a customer, of a birthday the last one to that contact (D-4.2.4)."""
    contact = task.reference if task.what == "birthday" else None
    return last_greeting(facts, task.customer, contact, day)


def last_greeting(
    facts: Facts, customer: str | None, contact: str | None, day: date
) -> FollowUp | None:
    """The last greeting by the end of a day, to a contact if one is named (D-4.2.4)."""
    kinds = ("birthday", "holiday", "greeting")
    for row in reversed(facts.follow_ups_of.get(customer or "", [])):
        if row.date <= day and row.about in kinds and contact in (None, row.contact_no):
            return row
    return None


def _replies(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    wait = rules.count("follow_up.enquiry")
    for row in facts.enquiries:
        came = row.received_at.date()
        answered = row.replied_at is not None and row.replied_at.date() <= day
        if came > day or answered or row.state == "lost" or is_spam(row):
            continue
        why = Text(
            f"{row.received_at:%Y-%m-%d %H:%M} 收到，到当天结束还没有答复",
            f"received {row.received_at:%Y-%m-%d %H:%M}, not answered by the end of the day",
        )
        who = facts.holder(row.customer, day) or row.salesperson
        customer = row.customer or row.company
        yield Task("reply", who, customer, row.enquiry_no, after(came, wait), day, "C-5.13", why)


def _quotes(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    wait = rules.count("follow_up.quote")
    for row in facts.quotes:
        due = after(row.sent_on, wait) if row.sent_on else None
        if row.sent_on is None or due is None or due > day or _is_answered(facts, row, day):
            continue
        why = Text(
            f"{row.sent_on} 报价，到 {day} 没有回应，也没有跟进",
            f"quoted {row.sent_on}, no answer and no follow-up by {day}",
        )
        who = facts.holder(row.customer, day) or row.salesperson
        yield Task("quote", who, row.customer, row.quotation_no, due, day, "D-4.2", why)


def _is_answered(facts: Facts, quote: Quote, day: date) -> bool:
    if quote.answered_on is not None and quote.answered_on <= day:
        return True
    return _was_followed(facts, quote.quotation_no, quote.sent_on or day, day)


def _was_followed(
    facts: Facts, reference: str, since: date, day: date, about: str | None = None
) -> bool:
    """Whether a follow-up names a reference from a day on to another."""
    return any(
        since <= row.date <= day and about in (None, row.about)
        for row in facts.follow_ups_on.get(reference, [])
    )


def _received(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    wait = rules.count("follow_up.received")
    for row in facts.arrivals:
        due = after(row.arrived_on, wait)
        done = _was_followed(facts, row.order_no, row.arrived_on, day, "received")
        order = facts.order.get(row.order_no)
        if due > day or done or order is None or order.has_ended:
            continue
        why = Text(f"{row.arrived_on} 客户收到货", f"goods arrived {row.arrived_on}")
        if row.shipped_on is not None:
            why = Text(
                f"{row.shipped_on} 出运，按 {row.arrived_on} 收到货算",
                f"shipped {row.shipped_on}, goods reckoned to have arrived {row.arrived_on}",
            )
        who = facts.holder(order.customer, day) or order.salesperson
        yield Task("received", who, order.customer, row.order_no, due, day, "D-4.2.3", why)


def _money(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    """Balances that are due and not covered by the order's receipts; else deposits so. Nobody
    is asked for money of an order that stands still.
    """
    dues: dict[str, list[Account]] = {}
    for row in facts.accounts:
        if row.kind in ("deposit", "balance") and row.due is not None:
            dues.setdefault(row.order_no, []).append(row)
    for order_no, rows in dues.items():
        order = facts.order.get(order_no)
        if order is None or not facts.is_asked_for(order_no):
            continue
        if task := _owed(facts, day, rows):
            who = facts.holder(order.customer, day) or order.salesperson
            yield replace(task, salesperson=who, customer=order.customer)


def _owed(facts: Facts, day: date, rows: list[Account]) -> Task | None:
    """The task of an order's money that is due by a day and has not come."""
    due = [row for row in rows if row.due_on is not None and row.due_on <= day]
    what = "balance" if any(row.kind == "balance" for row in due) else "deposit"
    last = max((row for row in due if row.kind == what), key=_due_on, default=None)
    if last is None or last.due_on is None:
        return None
    # When the balance is due, all of the order is.
    owed = sum((row.due or Decimal(0) for row in (rows if what == "balance" else due)), Decimal(0))
    paid, others = _paid(facts, last, day)
    if paid >= owed:
        return None
    zh, en = _in_others(others)
    why = Text(
        f"{last.due_on} 到期，应收 {owed:.2f}，已收 {paid:.2f}{zh}",
        f"due {last.due_on}, received so far {paid:.2f} of {owed:.2f}{en}",
    )
    return Task(
        what,
        None,
        None,
        last.order_no,
        last.due_on,
        day,
        "D-4.2.4",
        why,
        open_amount=owed - paid,
        currency=last.currency,
    )


def _due_on(row: Account) -> date:
    return row.due_on or date.min


def _paid(facts: Facts, due: Account, day: date) -> tuple[Decimal, list[str]]:
    """What came for an order by a day in the currency that is due, and the other currencies."""
    came = [row for row in facts.receipts_of.get(due.order_no, []) if row.date <= day]
    paid = [row for row in came if due.currency in (None, row.currency)]
    others = sorted({row.currency or "" for row in came if row not in paid})
    return sum((row.amount for row in paid), Decimal(0)), others


def _in_others(currencies: list[str]) -> Text:
    if not currencies:
        return Text("", "")
    named = " ".join(currencies)
    return Text(f"；另有 {named} 的回款，请核对", f"; there are receipts in {named}, too: compare")


def _birthdays(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    ahead = rules.count("follow_up.birthday")
    for row in facts.contacts:
        if row.birthday is None or (row.left is not None and row.left <= day):
            continue
        due = next_anniversary(row.birthday, day)
        left = (due - day).days
        if left > ahead or facts.is_closed(row.customer):
            continue
        if _was_greeted(facts, row.customer, day, left - ahead, "birthday", row.contact_no):
            continue
        why = Text(f"生日 {due:%m-%d}，还有 {left} 天", f"birthday {due:%m-%d}, {days(left)} ahead")
        who = facts.holder(row.customer, day)
        yield Task("birthday", who, row.customer, row.contact_no, due, day, "D-4.2.4", why)


def _was_greeted(
    facts: Facts, customer: str, day: date, since: int, about: str, contact: str | None = None
) -> bool:
    """Whether a greeting of that kind was sent since so many days (below zero) before the day."""
    return any(
        row.about == about
        and since <= (row.date - day).days <= 0
        and contact in (None, row.contact_no)
        for row in facts.follow_ups_of.get(customer, [])
    )


def _holidays(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    ahead = rules.count("follow_up.birthday")
    coming: dict[str, list[tuple[str, date]]] = {}
    for row in facts.greetings:
        if row.country and 0 <= (row.date - day).days <= ahead:
            coming.setdefault(facts.same_country(row.country), []).append((row.holiday, row.date))
    for customer in facts.customers if coming else ():
        if facts.is_closed(customer.customer):
            continue
        for holiday, on in coming.get(facts.same_country(customer.country), []):
            left = (on - day).days
            if _was_greeted(facts, customer.customer, day, left - ahead, "holiday"):
                continue
            why = Text(
                f"{customer.country} {on:%m-%d} {holiday}，还有 {left} 天",
                f"{holiday} in {customer.country} {on:%m-%d}, {days(left)} ahead",
            )
            who = facts.holder(customer.customer, day)
            yield Task("holiday", who, customer.customer, holiday, on, day, "D-4.2.4", why)


def quiet_days(rules: RulesOn, grade: str | None) -> int:
    """After how many days without an event a customer of a grade is quiet (A-Q4.2.1)."""
    key = f"follow_up.quiet.{(grade or '').strip().upper()}"
    return rules.count(key if rules.values.get(key) is not None else "follow_up.quiet")


def _quiet(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    heard, pooled = last_heard(facts, day), _pooled(facts, day, rules)
    limits: dict[str | None, int] = {}
    for row in facts.customers:
        last = heard.get(row.customer)
        if last is None or facts.is_closed(row.customer):
            continue
        if row.grade not in limits:
            limits[row.grade] = quiet_days(rules, row.grade)
        since = (day - last.day).days
        goes = pooled.get(row.customer)
        if since <= limits[row.grade]:
            if goes:
                yield _warned(goes, day)
            continue
        why = Text(
            f"最后往来 {last.day}（{last.what.zh}），已 {since} 天",
            f"last heard of {last.day} ({last.what.en}): {days(since)}",
        )
        due, who = after(last.day, limits[row.grade] + 1), facts.holder(row.customer, day)
        task = Task("quiet", who, row.customer, None, due, day, "A-Q4.2.1", why)
        yield replace(task, next_step=_before_it_goes(goes)) if goes else task


def _pooled(facts: Facts, day: date, rules: RulesOn) -> dict[str, Leaving]:
    """The customers that go to the common pool, or soon will; none where no row says when."""
    if rules.values.get("pool.warning") is None:
        return {}
    ahead = rules.count("pool.warning")
    return {each.customer: each for each in leaving(facts, day, rules, ahead)}


def _warned(goes: Leaving, day: date) -> Task:
    """The task of a customer that soon goes to the common pool and is not quiet yet (A-1.5)."""
    last = goes.last
    why = Text(
        f"最后往来 {last.day}（{last.what.zh}），即将收回公海",
        f"last heard of {last.day} ({last.what.en}): it soon goes to the common pool",
    )
    task = Task("quiet", goes.owner, goes.customer, None, goes.due, day, "A-1.5", why)
    return replace(task, next_step=_before_it_goes(goes))


def _before_it_goes(goes: Leaving) -> Text:
    step = STEPS["quiet"]
    return Text(
        f"{step.zh}；否则 {goes.due} 起可收回公海",
        f"{step.en}; from {goes.due} on it may go to the common pool",
    )


def _planned(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    for customer in facts.follow_ups_of:
        last = facts.said(customer, day)
        if last is None or last.next_on is None or last.next_on > day:
            continue
        step = last.next_step or ""
        why = Text(
            f"{last.date} 计划的下一步“{step}”，此后没有动作",
            f"next step “{step}” planned on {last.date}, nothing done since",
        )
        who = facts.holder(last.customer, day) or last.salesperson
        due, reference = last.next_on, last.reference
        task = Task("planned", who, last.customer, reference, due, day, "D-4.2", why)
        yield replace(task, next_step=Text(step, step)) if step else task


_KINDS: tuple[Callable[[Facts, date, RulesOn], Iterator[Task]], ...] = (
    _replies,
    _quotes,
    _received,
    _money,
    letter_tasks,
    supply_tasks,
    _birthdays,
    _holidays,
    _quiet,
    _planned,
)
