"""A-Q2.2, A-1.5: grades proposed and decided, the common pool, caps, private accounts."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from commands import command
from crm_data import facts, needs_crm
from relationkit import CUSTOMERS, DAY, department, enquiry, rows_of
from test_rules import lines

from xlpy.book.defaults import default_rows
from xlpy.core.customers.grading import Figures, Judged, grade_of, proposals, share_of
from xlpy.core.customers.private import proposed_fines
from xlpy.core.issues import UsageError
from xlpy.core.periods import Quarter, Year, month_of
from xlpy.functions.ruletables import rules_on
from xlpy.jobs.check import check
from xlpy.jobs.grading import decide_grade, grade, write_grades
from xlpy.jobs.pool import give_back, pool
from xlpy.jobs.private import propose_fines
from xlpy.jobs.todo import todo_list
from xlpy.messages.private import private_doc, private_text

Q2, RULES = Quarter(2012, 2), rules_on(DAY)
ACME, AURORA, MEADOW = "Acme Lamps GmbH", "Aurora AS", "Meadow Living"


@pytest.mark.parametrize("case", lines("grading"))
def test_points_and_grade_of_a_line(case):
    chance = Fraction(case["chance"]) if case["chance"] else None
    words = [case[key] or None for key in ("product interest", "strength", "sincerity")]
    days = int(case["days ago"]) if case["days ago"] else None
    figures = Figures(int(Decimal(case["receipts"]) * 100), int(case["orders"]), days)
    share = share_of(figures, Judged(*words, chance), RULES)
    wanted = Fraction(case["points"]) / Fraction(case["of"])
    assert abs(share - wanted) < Fraction(1, 10**9)
    assert grade_of(share, RULES) == case["grade"]


PAID = {"receipt_no": "R-1", "order_no": "SO-1", "currency": "USD", "rate": 6.3}
SOLD = {
    "orders": [
        {
            "order_no": "SO-1",
            "customer": MEADOW,
            "salesperson": "王芳",
            "order_date": date(2012, 5, 2),
            "currency": "USD",
        },
        # A year and a day before the quarter's end: outside the 12 months.
        {
            "order_no": "SO-0",
            "customer": MEADOW,
            "salesperson": "王芳",
            "order_date": date(2011, 6, 30),
        },
        {
            "order_no": "SO-2",
            "customer": MEADOW,
            "salesperson": "王芳",
            "order_date": date(2012, 5, 3),
            "stage": "enquiry",
        },
    ],
    "receipts": [
        {**PAID, "date": date(2012, 6, 1), "amount": 1000},
        # Behind the quarter's end.
        {**PAID, "receipt_no": "R-2", "date": date(2012, 7, 1), "amount": 9000},
    ],
    "gradings": [
        {"date": date(2012, 1, 5), "customer": MEADOW, "product_interest": "high", "chance": 40},
        {"date": date(2012, 3, 5), "customer": MEADOW, "chance": 60},
    ],
}


def test_figures_are_those_of_the_months_and_judgements_the_newest_of_each():
    one = grade(department(**SOLD), Q2, DAY).proposals[-1]
    assert one.customer == MEADOW
    assert one.figures == Figures(630000, 1, 29)
    assert one.judged == Judged("high", None, None, Fraction(60))
    # 10 + 9 of 25 judged; 30 x 6300/300000 = 0.63, 10/4 = 2.5, 10: of 75 in all.
    assert one.share == (Fraction(19) + Fraction("0.63") + Fraction("2.5") + 10) / 75


def test_customers_lost_are_not_graded():
    names = [each.customer for each in grade(department(), Q2, DAY).proposals]
    assert names == [ACME, AURORA, MEADOW]


def test_a_preview_writes_nothing_and_write_is_the_managers():
    tables = department(**SOLD)
    grade(tables, Q2, DAY)
    for name in ("王芳", "nobody"):
        with pytest.raises(UsageError):
            write_grades(tables, Q2, DAY, name)
    assert len(rows_of(tables, "gradings")) == 2
    done = write_grades(tables, Q2, DAY, "刘洋")
    rows = rows_of(tables, "gradings")[2:]
    assert done.written == len(rows) == 3
    assert [(row["customer"], row["before"], row["by"]) for row in rows] == [
        (name, None, "刘洋") for name in (ACME, AURORA, MEADOW)
    ]
    assert all(row["why"] for row in rows)
    grades = {row["customer"]: row["grade"] for row in rows_of(tables, "customers")}
    assert [grades[row["customer"]] for row in rows] == [row["grade"] for row in rows]
    # What was decided is not proposed again.
    assert write_grades(tables, Q2, DAY, "刘洋").written == 0


def test_the_manager_decides_otherwise_and_says_why():
    tables = department(**SOLD)
    with pytest.raises(UsageError):
        decide_grade(tables, Q2, ACME, "A", "刘洋", DAY, None)
    decide_grade(tables, Q2, ACME, "a", "刘洋", DAY, "an order is promised")
    decide_grade(tables, Q2, ACME, "B", "刘洋", DAY, "half of it is")
    (row,) = [row for row in rows_of(tables, "gradings") if row["customer"] == ACME]
    assert (row["before"], row["grade"]) == (None, "B")
    assert "half of it is" in row["why"]
    assert rows_of(tables, "customers")[0]["grade"] == "B"
    assert [issue for issue in check(tables) if issue.key == "grade.differs"] == []


def test_a_grade_that_no_grading_gave_is_pointed_out():
    given = {"date": date(2012, 4, 1), "customer": ACME, "grade": "A"}
    tables = department(gradings=[given, {**given, "date": date(2012, 1, 1), "grade": "C"}])
    (found,) = [issue for issue in check(tables) if issue.key == "grade.differs"]
    assert found.rule == "A-Q2.2"


@pytest.mark.parametrize("period", [Year(2012), Quarter(2013, 1)])
def test_no_quarter_and_one_that_has_not_begun_are_refused(period):
    with pytest.raises(UsageError):
        grade(department(), period, DAY)


@needs_crm
def test_the_year_of_2012_is_graded_whole():
    known = facts()
    found = proposals(known, [], Quarter(2012, 4), date(2012, 12, 31), RULES)
    assert len(found) == sum(not known.is_closed(row.customer) for row in known.customers)
    # Each of the twelve months' receipts stands in one customer's figures, as the rule sums them.
    total = sum(
        round(row.amount * row.rate * 100)
        for row in known.receipts
        if row.date.year == 2012 and not known.is_closed(known.order[row.order_no].customer)
    )
    assert abs(sum(each.figures.receipts for each in found) - total) <= len(known.receipts)


# --- Common pool and caps -------------------------------------------------------------------------


def quiet_for(days, grade=None, **more):
    row = {**CUSTOMERS[0], "grade": grade}
    said = {"date": DAY - timedelta(days), "customer": ACME, "salesperson": "赵磊"}
    return department(customers=[row], follow_ups=[said], contacts=[], mails=[], **more)


@pytest.mark.parametrize(
    ("grade_", "days"), [("A", 365), ("B", 180), ("C", 120), ("D", 90), (None, 180), ("x", 180)]
)
def test_a_customer_goes_after_the_days_of_its_grade(grade_, days):
    assert [each.customer for each in pool(quiet_for(days + 1, grade_), DAY).going] == [ACME]
    on_the_day = pool(quiet_for(days, grade_), DAY)
    assert (on_the_day.going, on_the_day.warned[0].due) == ([], DAY + timedelta(1))
    assert pool(quiet_for(days - 13, grade_), DAY).warned
    assert pool(quiet_for(days - 14, grade_), DAY).warned == []


def test_who_has_just_got_a_customer_has_the_whole_time():
    given = {"date": DAY - timedelta(3), "customer": ACME, "from": "吴敏", "to": "赵磊"}
    assert pool(quiet_for(400, assignments=[given]), DAY).going == []


def test_blank_days_mean_never():
    policy = [
        row | ({"value": None} if row["key"].startswith("pool.days") else {})
        for row in default_rows()["policy"]
    ]
    assert pool(quiet_for(4000, "A", policy=policy), DAY).going == []


def test_given_back_with_a_row_of_the_assignments():
    tables = quiet_for(181)
    with pytest.raises(UsageError):
        give_back(tables, DAY, "赵磊")
    give_back(tables, DAY, "刘洋")
    assert rows_of(tables, "customers")[0]["owner"] is None
    (row,) = rows_of(tables, "assignments")
    assert (row["from"], row["to"], row["by"]) == ("赵磊", None, "刘洋")
    assert pool(tables, DAY).going == []
    assert [issue for issue in check(tables) if issue.key == "owner.differs"] == []


def test_the_to_do_list_says_when_it_goes():
    (task,) = todo_list(quiet_for(170), DAY).tasks
    assert task.what == "quiet" and "2012-07-20" in task.step.en
    # Not quiet yet by its own days, but of a grade that goes early.
    (task,) = todo_list(quiet_for(80, "D"), DAY).tasks
    assert (task.rule, task.due) == ("A-1.5", DAY + timedelta(11))
    assert todo_list(quiet_for(70, "D"), DAY).tasks == []


def test_lost_customers_and_those_of_nobody_do_not_go():
    rows = [{**CUSTOMERS[0], "status": "lost"}, {**CUSTOMERS[1], "owner": None}]
    said = [{"date": date(2010, 1, 1), "customer": row["customer"]} for row in rows]
    assert pool(department(customers=rows, follow_ups=said), DAY).going == []


def keys_of(tables, *keys):
    return [issue for issue in check(tables) if issue.key in keys]


def test_more_customers_than_the_cap_are_told_once_a_person():
    policy = [
        row | ({"value": "1"} if row["key"] == "customers.cap" else {})
        for row in default_rows()["policy"]
    ]
    (found,) = keys_of(department(policy=policy), "owner.cap")
    assert "赵磊" in found.zh and "2" in found.zh
    assert keys_of(department(), "owner.cap") == []


def test_a_customer_of_nobody_that_asks_is_pointed_out():
    rows = [{**CUSTOMERS[0], "owner": None}, {**CUSTOMERS[1], "owner": None}]
    asks = [enquiry("E-1", by=None, customer=ACME), enquiry("E-2", customer=AURORA, state="lost")]
    (found,) = keys_of(department(customers=rows, enquiries=asks), "owner.none")
    assert ACME in found.en


# --- Private accounts, and what else the check says -----------------------------------------------


@pytest.mark.parametrize(
    ("how", "account", "code"),
    [
        ("mail", "fang@gmail.com", "E-4.1"),
        ("mail", "fang@ours.example", None),
        ("mail", "fang@elsewhere.example", "E-4.1"),
        ("mail", None, None),
        ("messenger", "sales-01", None),
        ("messenger", "Sales-01", None),
        ("messenger", "fang1990", "E-5.1"),
        ("messenger", "private WhatsApp", "E-5.1"),
        ("messenger", "fang@qq.com", "E-5.1"),
        ("phone", "13800000000", None),
        ("mail", "私人邮箱", "E-4.1"),
    ],
)
def test_a_private_account_is_an_issue_with_its_fine(how, account, code):
    values = {"mail.own": "ours.example", "messenger.own": "sales-01 sales-02"}
    policy = [
        row | ({"value": values[row["key"]]} if row["key"] in values else {})
        for row in default_rows()["policy"]
    ]
    said = {"date": DAY, "customer": MEADOW, "salesperson": "王芳", "how": how}
    tables = department(policy=policy, follow_ups=[said | {"our_mail": account}])
    found = keys_of(tables, "mail.private", "messenger.private")
    assert [issue.rule for issue in found] == ([code] if code else [])
    assert all("1000.00" in issue.en for issue in found)
    assert rows_of(tables, "fines") == []


def test_a_fine_is_proposed_once_a_person_and_day():
    from xlpy.book.names import lexicon
    from xlpy.core.customers.private import Ours, private_contacts
    from xlpy.core.tables.relations import FollowUp

    by = {"salesperson": "王芳", "our_mail": "fang@gmail.com", "how": "mail"}
    rows = [FollowUp(DAY, ACME, **by), FollowUp(DAY, AURORA, **by), FollowUp(DAY, ACME)]
    rows.append(FollowUp(DAY, ACME, our_mail="x@gmail.com"))
    found = private_contacts(rows, Ours((), (), lexicon()))
    (one,) = proposed_fines(found, lambda code, day: 100000)
    assert (one.date, one.name, one.code, one.amount, one.decision) == (
        *(DAY, "王芳", "E-4.1", 100000),
        None,
    )


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ({"mails": [{"mail": "eva.example", "contact_no": "C-1"}]}, "mail.wrong"),
        ({"mails": [{"mail": "e@a.example", "contact_no": "C-9"}]}, "contact.unknown"),
        ({"customers": [{"customer": "X", "country": "Narnia"}]}, "country.unknown"),
        ({"customers": [{"customer": "X", "owner": "王芳、赵磊"}]}, "owner.several"),
        ({"customers": [{"customer": "X", "owner": "吴敏"}]}, "owner.left"),
        ({"enquiries": [enquiry(mail="no address")]}, "mail.wrong"),
        ({"enquiries": [enquiry(country="Atlantis")]}, "country.unknown"),
        ({"enquiries": [enquiry(replied_at=datetime(2012, 7, 3, 9, 40))]}, "reply.early"),
    ],
)
def test_bad_rows_are_named(rows, key):
    (found,) = keys_of(department(**rows), key)
    assert found.row == 2


@pytest.mark.parametrize(
    "rows",
    [
        {"customers": [{"customer": name, "country": name} for name in ("德国", "UK", "de")]},
        {"enquiries": [enquiry(replied_at=datetime(2012, 7, 3, 9, 41), mail="Ann <a@b.example>")]},
    ],
)
def test_good_rows_are_not(rows):
    keys = ("mail.wrong", "country.unknown", "reply.early")
    assert keys_of(department(**rows), *keys) == []


# --- The commands ---------------------------------------------------------------------------------


def test_the_commands_on_a_workbook(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book, "--demo").code == 0
    done = command("grade", book, "2012-Q2", "--day", "2012-07-09")
    assert done.code == 0 and "the manager decides" in done.out.decode()
    done = command("pool", book, "--day", "2012-07-09")
    assert done.code == 0


# --- Proposed fines, in the table -----------------------------------------------------------------

SAID = {"date": DAY, "customer": MEADOW, "salesperson": "王芳", "how": "mail"}
LATE = {"date": DAY, "name": "王芳", "code": "B-4.5", "reason": "late", "amount": Decimal(50)}


def test_private_mails_are_proposals_of_the_table_and_nothing_is_deducted():
    mails = [SAID | {"our_mail": "fang@gmail.com"}, SAID | {"date": DAY - timedelta(40)}]
    mails[1] |= {"our_mail": "fang@qq.com"}
    tables = department(follow_ups=mails, fine_proposals=[LATE])
    assert propose_fines(tables, DAY).new == 2
    assert [row["code"] for row in rows_of(tables, "fine_proposals")] == ["B-4.5"]
    assert propose_fines(tables, DAY, month_of(DAY), write=True).new == 1
    found = {(row["date"], row["code"]): row["amount"] for row in rows_of(tables, "fine_proposals")}
    # Another rule's proposal of the same person and day stays.
    assert len(found) == 2
    assert sorted(code for _, code in found) == ["B-4.5", "E-4.1"]
    assert Decimal(1000) in [Decimal(str(amount)) for amount in found.values()]
    assert rows_of(tables, "fines") == []


def test_what_the_manager_decided_of_a_proposal_stays_decided():
    decided = LATE | {"code": "E-4.1", "decision": "不罚 no fine"}
    tables = department(
        follow_ups=[SAID | {"our_mail": "fang@gmail.com"}], fine_proposals=[decided]
    )
    found = propose_fines(tables, DAY, write=True)
    assert (found.new, [row.decision for row in found.proposals]) == (0, ["no fine"])
    assert len(rows_of(tables, "fine_proposals")) == 1
    assert "0 of them new" in private_text(found, True)
    assert private_doc(found, True)["proposals"][0]["amount"] == "1000.00"


def test_without_private_mails_there_is_nothing_to_propose():
    found = propose_fines(department(), DAY, write=True)
    assert (found.proposals, "no fine to propose" in private_text(found, False)) == ([], True)
