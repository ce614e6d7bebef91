"""E-1.10, B-2.A.6: customers merged and put back, and a leaver's handed over."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relationkit import CUSTOMERS, DAY, department, enquiry, rows_of

from xlpy.core.issues import UsageError
from xlpy.jobs.check import check
from xlpy.jobs.mergers import hand_over, merge, unmerge
from xlpy.jobs.todo import todo_list

ACME, AURORA, MEADOW = "Acme Lamps GmbH", "Aurora AS", "Meadow Living"
SAID = {"date": date(2012, 7, 2), "salesperson": "王芳", "summary": "asked for a price"}
ROWS = {
    "follow_ups": [{**SAID, "customer": name} for name in (ACME, MEADOW, ACME, MEADOW, AURORA)],
    "orders": [
        {"order_no": f"SO-{at}", "customer": name, "salesperson": "赵磊"}
        for at, name in enumerate((ACME, AURORA, MEADOW, ACME), 1)
    ],
    "addresses": [
        {"customer": ACME, "kind": "buyer", "address": "Elbe 1"},
        {"customer": MEADOW, "kind": "buyer", "address": "Sol 2"},
        {"customer": MEADOW, "kind": "notify", "address": "Sol 3"},
    ],
    "enquiries": [enquiry(customer=MEADOW), enquiry("E-2", customer=ACME)],
    "assignments": [{"date": date(2012, 1, 3), "customer": MEADOW, "to": "王芳"}],
}
TABLES = ("customers", "contacts", *ROWS)


def state(tables):
    return {key: rows_of(tables, key) for key in TABLES}


def test_every_row_that_names_the_customer_follows():
    tables = department(**ROWS)
    done = merge(tables, ACME, MEADOW, "刘洋", DAY)
    now = state(tables)
    assert {row["customer"] for row in now["follow_ups"]} == {ACME, AURORA}
    assert [row["customer"] for row in now["orders"]] == [ACME, AURORA, ACME, ACME]
    assert [row["customer"] for row in now["enquiries"]] == [ACME, ACME]
    assert [row["customer"] for row in now["contacts"]] == [ACME, ACME]
    # Two buyers of one customer there cannot be: that address stays where it was.
    assert [(row["customer"], row["kind"]) for row in now["addresses"]] == [
        (ACME, "buyer"),
        (MEADOW, "buyer"),
        (ACME, "notify"),
    ]
    assert [table for table, _ in done.left] == ["addresses"]
    (gone,) = [row for row in now["customers"] if row["customer"] == MEADOW]
    assert gone["status"] == "已合并 merged"
    assert not [issue for issue in check(tables) if issue.key == "name.unknown"]


def test_a_preview_writes_nothing():
    tables = department(**ROWS)
    before = state(tables)
    assert merge(tables, ACME, MEADOW, "刘洋", DAY, dry_run=True).cells["follow_ups"] == 2
    assert state(tables) == before and rows_of(tables, "merges") == []


def test_the_one_that_stays_gets_what_it_did_not_know():
    rich = {**CUSTOMERS[3], "chance": 30, "city": "Lima", "country": "Peru"}
    tables = department(customers=[*CUSTOMERS[:3], rich])
    before = state(tables)
    merge(tables, ACME, MEADOW, "刘洋", DAY)
    kept = rows_of(tables, "customers")[0]
    assert (kept["chance"], kept["city"], kept["country"]) == (30, "Lima", "Germany")
    unmerge(tables, "M-0001", DAY)
    assert state(tables) == before


def test_what_changed_since_stays_and_is_listed():
    from xlpy.book.tables import Change

    tables = department(**ROWS)
    merge(tables, ACME, MEADOW, "刘洋", DAY)
    tables.commit([Change("orders", update={2: {"customer": AURORA}})])
    done = unmerge(tables, "M-0001", DAY)
    assert done.left == [("orders", "SO-3")]
    assert rows_of(tables, "orders")[2]["customer"] == AURORA
    assert rows_of(tables, "enquiries")[0]["customer"] == MEADOW
    with pytest.raises(UsageError):
        unmerge(tables, "M-0001", DAY)


@pytest.mark.parametrize(
    "words", [(ACME, ACME, "刘洋"), (ACME, "Nobody", "刘洋"), (ACME, MEADOW, "吴敏")]
)
def test_a_merge_of_one_with_itself_or_nobody_is_refused(words):
    tables = department(**ROWS)
    with pytest.raises(UsageError):
        merge(tables, *words, DAY)
    assert rows_of(tables, "merges") == []


def test_a_merge_that_another_followed_is_taken_back_after_it():
    tables = department(**ROWS)
    before = state(tables)
    merge(tables, ACME, MEADOW, "刘洋", DAY)
    merge(tables, AURORA, ACME, "刘洋", DAY)
    with pytest.raises(UsageError):
        unmerge(tables, "M-0001", DAY)
    unmerge(tables, "M-0002", DAY)
    unmerge(tables, "M-0001", DAY)
    assert state(tables) == before


_NAMES = [row["customer"] for row in CUSTOMERS]
_PAIRS = [pair for pair in itertools.product(_NAMES, _NAMES) if pair[0] != pair[1]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(_PAIRS), max_size=4), st.randoms())
def test_after_any_merges_all_taken_back_every_row_is_as_before(pairs, chance):
    tables = department(**ROWS)
    before, done = state(tables), []
    for kept, merged in pairs:
        try:
            done.append(merge(tables, kept, merged, "刘洋", DAY).merge_no)
        except UsageError:
            continue
    while done:
        number = chance.choice(done)
        try:
            assert unmerge(tables, number, DAY).left == []
        except UsageError:
            continue
        done.remove(number)
    assert state(tables) == before


def test_a_leavers_customers_and_open_enquiries_go_over_in_one_act():
    rows = [enquiry(by="吴敏", state="open"), enquiry("E-2", by="吴敏", state="lost")]
    own = [{**CUSTOMERS[0], "owner": "吴敏"}, *CUSTOMERS[1:]]
    order = {"order_no": "SO-1", "customer": ACME, "salesperson": "吴敏"}
    planned = {"date": date(2012, 7, 1), "customer": ACME, "salesperson": "吴敏"}
    planned |= {"next_on": date(2012, 7, 5), "next_step": "send the sample"}
    item = {"year": 2012, "quarter": "Q2", "deliverable": "catalogue"}
    items = [
        {**item, "item_no": "P-1", "owner": "吴敏"},
        {**item, "item_no": "P-2", "owner": "吴敏", "finished": date(2012, 5, 1)},
        {**item, "item_no": "P-3", "owner": "赵磊", "helpers": "吴敏"},
    ]
    more = {"follow_ups": [planned], "plan_items": items}
    tables = department(customers=own, enquiries=rows, orders=[order], **more)
    assert "owner.left" in {issue.key for issue in check(tables)}
    seen = hand_over(tables, "吴敏", "王芳", "刘洋", DAY, dry_run=True)
    assert rows_of(tables, "customers")[0]["owner"] == "吴敏"
    done = hand_over(tables, "吴敏", "王芳", "刘洋", DAY)
    assert seen == done and done.customers == [ACME]
    assert done.rows == {"customers": 1, "enquiries": 1, "fair_leads": 0, "plan_items": 1}
    assert [row["owner"] for row in rows_of(tables, "plan_items")] == ["王芳", "吴敏", "赵磊"]
    # What was planned is on the new owner's list; the record of who said it stays.
    planned_now = [task for task in todo_list(tables, DAY, "王芳").tasks if task.what == "planned"]
    assert [task.customer for task in planned_now] == [ACME]
    assert rows_of(tables, "follow_ups")[0]["salesperson"] == "吴敏"
    assert [row["salesperson"] for row in rows_of(tables, "enquiries")] == ["王芳", "吴敏"]
    # The order stays whose it was, and so does its commission.
    assert rows_of(tables, "orders")[0]["salesperson"] == "吴敏"
    (given_,) = rows_of(tables, "assignments")
    assert (given_["customer"], given_["from"], given_["to"]) == (ACME, "吴敏", "王芳")
    assert not {issue.key for issue in check(tables)} & {"owner.left", "owner.differs"}


@pytest.mark.parametrize(
    "names", [("赵磊", "吴敏"), ("赵磊", "赵磊"), ("赵磊", "?"), ("?", "赵磊")]
)
def test_nothing_is_handed_to_or_from_who_is_not_there(names):
    tables = department()
    with pytest.raises(UsageError):
        hand_over(tables, *names, "刘洋", DAY)
    assert rows_of(tables, "assignments") == []


def test_the_seals_of_closed_months_stay_true_and_a_leaver_is_handed_over(tmp_path):
    from commands import command

    book = tmp_path / "book.xlsm"
    assert command("new", book, "--demo").code == 0
    from xlpy.files import WorkbookFile

    names = [row["customer"] for row in rows_of(WorkbookFile(book), "customers")]
    orders = rows_of(WorkbookFile(book), "orders")
    assert {names[0], names[1]} <= {row["customer"] for row in orders}
    done = command("merge", book, names[0], names[1], "--by", "刘洋")
    assert done.code == 0, done.err.decode()
    assert names[1] not in {row["customer"] for row in rows_of(WorkbookFile(book), "orders")}
    assert command("verify", book).code == 0
    assert command("unmerge", book, "M-0001").code == 0
    assert rows_of(WorkbookFile(book), "orders") == orders
    assert command("verify", book).code == 0
    held = command("handover", book, "王芳", "赵磊", "--by", "刘洋", "--dry-run")
    assert held.code == 0 and "王芳 → 赵磊" in held.out.decode()
    before = {key: rows_of(WorkbookFile(book), key) for key in ("customers", "assignments")}
    assert command("handover", book, "王芳", "赵磊", "--by", "刘洋").code == 0
    assert rows_of(WorkbookFile(book), "assignments") != before["assignments"]
    assert command("undo", book).code == 0
    assert {key: rows_of(WorkbookFile(book), key) for key in before} == before
