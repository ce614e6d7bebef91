"""The to-do list against a department's year, and small cases worked out from the rules."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from crm_data import CRM, facts, needs_crm, rows
from test_rules import lines

from xlpy.core.customers.facts import Arrival, Facts, Quote, Supply
from xlpy.core.customers.todo import todo
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.relations import Assignment, Contact, FollowUp, Greeting
from xlpy.core.tables.shipping import Account, Letter
from xlpy.core.tables.trade import Customer, Order, Receipt
from xlpy.functions.ruletables import rules_on

DAY = date(2012, 7, 9)
RULES = rules_on(DAY)
OF_GRADE_A = replace(RULES, values={**RULES.values, "follow_up.quiet.A": "30"})


@needs_crm
def test_a_day_of_the_made_up_department():
    expected = rows(CRM / "expected_follow_ups_2012-07-09.csv")
    found = [
        {
            "salesperson": task.salesperson,
            "kind": task.what,
            "rule": task.rule,
            "customer": task.customer,
            "reference": task.reference or "",
            "due_on": str(task.due),
            "days_late": str(task.days_late),
            "open_amount": "" if task.open_amount is None else f"{task.open_amount:.2f}",
            "currency": task.currency or "",
            "why": task.why.en,
            "owner_at_year_end": row["owner_at_year_end"],
        }
        for task, row in zip(todo(facts(), DAY, RULES), expected, strict=True)
    ]
    assert found == expected


# --- A line of the case table as rows of the tables -----------------------------------------------


def day(text):
    return date.fromisoformat(text) if text else None


def noon(text):
    return datetime.combine(day(text), time(12)) if text else None


ORDER = Order("SO-1", "Oak", "王芳", date(2012, 1, 5), "USD", Decimal(10000))


def follow_up(on, **more):
    return [FollowUp(day(on), "Oak", salesperson="王芳", **more)] if on else []


def of_reply(case, more):
    lost = {"lost_reason": more} if more else {}
    state = {"state": "lost"} if more else {}
    row = Enquiry("E-1", noon(case["happened"]), "Oak", replied_at=noon(case["done_on"]))
    return Facts(enquiries=[replace(row, **lost, **state)])


def of_quote(case, more):
    answered = day(more.removeprefix("answered "))
    quote = Quote("Q-1", "Oak", "王芳", day(case["happened"]), answered)
    return Facts(quotes=[quote], follow_ups=follow_up(case["done_on"], reference="Q-1"))


def of_received(case, more):
    done = follow_up(case["done_on"], reference="SO-1", about="received")
    arrived = Arrival("SO-1", day(case["happened"]))
    return Facts(orders=[ORDER], arrivals=[arrived], follow_ups=done)


def of_money(case, more):
    on, paid = day(case["happened"]), Decimal(more.removeprefix("paid "))
    deposit = Account("SO-1", "deposit", on, Decimal(3000), "USD")
    balance = Account("SO-1", "balance", on, Decimal(7000), "USD")
    later = replace(balance, due_on=on + timedelta(60))
    before = replace(deposit, due_on=on - timedelta(60))
    due = [deposit, later] if case["what"] == "deposit" else [before, balance]
    came = [Receipt("R-1", date(2012, 3, 1), "SO-1", paid, "USD")] if paid else []
    done = follow_up(case["done_on"], reference="SO-1", about="balance")
    return Facts(orders=[ORDER], accounts=due, receipts=came, follow_ups=done)


def of_letter(case, more):
    last, shipped = day(case["happened"]), day(more.removeprefix("shipped "))
    letter = Letter("LC-1", "SO-1", latest_shipment=last, expiry=last + timedelta(30))
    letter = replace(letter, presented_on=day(case["done_on"]))
    gone = [Arrival("SO-1", shipped)] if shipped else []
    return Facts(orders=[ORDER], letters=[letter], shipped=gone)


def of_supplier(case, more):
    """A purchase order sent on the first day, countersigned, for delivery on the second."""
    signed, due, came = (
        day(text.split()[1]) if " " in text else None for text in more.split(" & ")
    )
    ordered = day(case["happened"])
    row = Supply("CG-1", "SO-1", "Steel Works", ordered, signed, due, came)
    return Facts(orders=[ORDER], supplies=[row])


def of_birthday(case, more):
    left = day(more.removeprefix("left "))
    contact = Contact("C-1", "Oak", "Ann", birthday=day(case["happened"]), left=left)
    done = follow_up(case["done_on"], contact_no="C-1", about="birthday")
    return Facts(contacts=[contact], follow_ups=done)


def of_holiday(case, more):
    country = more.removeprefix("country ") or "France"
    done = follow_up(case["done_on"], about="holiday")
    greeting = Greeting("Bastille Day", country, day(case["happened"]))
    return Facts(greetings=[greeting], follow_ups=done)


def of_quiet(case, more):
    return Facts(follow_ups=follow_up(case["happened"]))


def of_planned(case, more):
    planned = follow_up("2012-07-01", next_on=day(case["happened"]), next_step="call")
    return Facts(follow_ups=[*planned, *follow_up(case["done_on"])])


MADE = {
    "reply": of_reply,
    "quote": of_quote,
    "received": of_received,
    "balance": of_money,
    "deposit": of_money,
    "L/C": of_letter,
    "supplier": of_supplier,
    "birthday": of_birthday,
    "holiday": of_holiday,
    "quiet": of_quiet,
    "planned": of_planned,
}


def made(case):
    """The line's rows, and those of the customer Oak in France, who is 王芳's."""
    what, more = case["what"], case["more"]
    oak = Customer("Oak", "France", owner="王芳", grade="C", status="active")
    if what == "quiet" and more:
        oak = replace(oak, **dict([more.split()]))
    given = [Assignment(date(2011, 1, 1), "Oak", None, "王芳")]
    return replace(MADE[what](case, more), customers=[oak], assignments=given)


@pytest.mark.parametrize("case", lines("todo"))
def test_a_line_of_the_cases(case):
    found = [
        task for task in todo(made(case), day(case["day"]), OF_GRADE_A) if task.what == case["what"]
    ]
    wanted = [(case["due"], case["days_late"], "王芳", "Oak", case["rule"])] if case["due"] else []
    assert wanted == [
        (str(task.due), str(task.days_late), task.salesperson, task.customer, task.rule)
        for task in found
    ]


# --- Whose it is, and what is told beside it ------------------------------------------------------


def test_a_customer_handed_over_is_the_new_owners_from_that_day_on():
    enquiry = Enquiry("E-1", datetime(2012, 7, 9, 9, 30), "Oak", salesperson="王芳")
    given = [
        Assignment(date(2012, 7, 9), "Oak", "王芳", "陈明"),
        Assignment(date(2012, 1, 1), "Oak", None, "王芳"),
    ]
    known = Facts([Customer("Oak")], assignments=given, enquiries=[enquiry])
    assert [task.salesperson for task in todo(known, DAY, RULES)] == ["陈明"]
    earlier = replace(known, enquiries=[replace(enquiry, received_at=datetime(2012, 7, 8))])
    assert [task.salesperson for task in todo(earlier, date(2012, 7, 8), RULES)] == ["王芳"]


def test_what_nobody_has_comes_last_and_is_in_no_persons_list():
    waiting = Enquiry("E-2", datetime(2012, 7, 9, 9, 30), company="New Ltd", salesperson="王芳")
    known = Facts(enquiries=[replace(waiting, enquiry_no="E-1", salesperson=None), waiting])
    assert [task.reference for task in todo(known, DAY, RULES)] == ["E-2", "E-1"]
    assert [task.reference for task in todo(known, DAY, RULES, "王芳")] == ["E-2"]


def test_what_was_last_said_stands_beside_a_greeting_the_last_greeting_to_that_contact():
    said = [
        FollowUp(date(2011, 7, 9), "Oak", "C-1", about="birthday", summary="many happy returns"),
        FollowUp(date(2012, 3, 1), "Oak", "C-2", about="birthday", summary="to another"),
        FollowUp(date(2012, 7, 1), "Oak", about="quote", summary="too dear"),
        FollowUp(date(2012, 7, 10), "Oak", about="quote", summary="tomorrow's"),
    ]
    contact = Contact("C-1", "Oak", "Ann", birthday=date(1970, 7, 9))
    enquiry = Enquiry("E-1", datetime(2012, 7, 9, 9, 30), "Oak")
    known = Facts(contacts=[contact], enquiries=[enquiry], follow_ups=said)
    assert {task.what: task.said for task in todo(known, DAY, RULES)} == {
        "reply": "2012-07-01 too dear",
        "birthday": "2011-07-09 many happy returns",
    }


def test_receipts_in_another_currency_are_pointed_out_not_added():
    due = [Account("SO-1", "balance", DAY, Decimal(7000), "USD")]
    came = [Receipt("R-1", DAY, "SO-1", Decimal(44000), "CNY")]
    [task] = todo(Facts(orders=[ORDER], accounts=due, receipts=came), DAY, RULES)
    assert task.open_amount == 7000
    assert "CNY" in task.why.en


def test_no_rows_are_no_tasks():
    assert todo(Facts(), DAY, RULES) == []
