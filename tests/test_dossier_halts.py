"""Orders on hold, cancelled and lost: what is asked of them, what money stays, and who no longer
counts them (C-2, B-3.B.1).
"""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import dossierkit as kit
import pytest
from test_dossier_billed import _stand_in  # noqa: F401
from test_dossier_cases import changed, lines, records, short

from xlpy.core.customers.facts import Arrival, Facts, Quote
from xlpy.core.customers.grading import _figures as graded
from xlpy.core.customers.outcomes import outcomes
from xlpy.core.customers.todo import todo
from xlpy.core.dossier.status import form_states, status
from xlpy.core.issues import DataError, UsageError
from xlpy.core.reports.outlook import outlook
from xlpy.core.reports.receivables import receivables
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.shipping import Account, Letter
from xlpy.core.tables.trade import Order, Receipt
from xlpy.documents.archive import archive
from xlpy.functions.ruletables import rules_on
from xlpy.jobs.approvals import approval, waiver
from xlpy.jobs.customers import quotes_of
from xlpy.jobs.dossier import board, check_order, check_orders
from xlpy.jobs.export import export_rows
from xlpy.jobs.orders import change_stage

HALTS = ("on hold", "cancelled", "lost")
DAY = date(2012, 7, 9)
ORDER = Order("SO-1", "Oak", "王芳", date(2012, 6, 1), "CNY", Decimal(10000), stage="confirmed")
ASKED_AT = datetime(2012, 5, 30, 9, 0)
PAID = Receipt("R-1", date(2012, 6, 5), "SO-1", Decimal(3000), "CNY")


def ended(**more):
    """The order as it is once it was cancelled, with one paper and no archive row."""
    rows = kit.order()
    rows["orders"][0]["stage"] = "cancelled"
    rows["archives"] = []
    change = {"order_no": kit.NO, "stage": "cancelled", "changed_on": DAY, "by": "王芳"}
    rows["stage_changes"] = [change | {"note": "bankrupt"} | more]
    return kit.tables(rows)


def test_a_cancelled_order_is_archived_as_it_is(tmp_path):
    tables = ended()
    done = archive(tables, kit.NO, tmp_path, "刘洋", DAY)
    [row] = export_rows(tables, "archives")
    assert (row["file"], row["digest"], row["kept_by"]) == (done.path.name, done.digest, "刘洋")
    assert [row["stage"] for row in export_rows(tables, "orders")] == ["cancelled"]
    with zipfile.ZipFile(done.path) as zipped:
        names = set(zipped.namelist())
    assert "SO-0001-proforma-DRAFT.xlsx" in names and "rows.json" in names
    # Archived once more, the row has the later file.
    again = archive(tables, kit.NO, tmp_path, "刘洋", DAY)
    assert [each["file"] for each in export_rows(tables, "archives")] == [again.path.name]


def test_an_order_that_was_cancelled_without_a_reason_is_not_archived(tmp_path):
    tables = ended(note=None)
    with pytest.raises(DataError) as refused:
        archive(tables, kit.NO, tmp_path, "刘洋", DAY)
    assert "without a reason" in refused.value.issues[0].text
    assert (list(tmp_path.iterdir()), export_rows(tables, "archives")) == ([], [])


@pytest.mark.parametrize("case", lines("halts"))
def test_exactly_this_is_told_of_a_halt(case):
    files = kit.files_of(records(changed(case)))
    found = status(files.dossiers[0], files.requirements)
    expected = [text.strip() for text in case["expected"].split(";") if text.strip()]
    assert [short(gap) for gap in found.gaps] == expected
    # What becomes of the money is for people to decide; a halt without a reason is a mistake.
    assert [gap.must for gap in found.gaps] == ["reason" in text for text in expected]


@pytest.mark.parametrize("stage", HALTS)
def test_of_an_order_that_stands_still_no_form_is_due_and_no_stage_comes_next(stage):
    rows = kit.order()
    rows["orders"][0]["stage"] = stage
    del rows["proformas"]
    files = kit.files(rows)
    found = status(files.dossiers[0], files.requirements)
    assert (found.claimed, found.reached, found.next) == (stage, "quoted", None)
    assert set(form_states(files.dossiers[0], files.requirements, found).values()) == {""}


def confirmed(**more):
    """The order as it is when the deposit has come."""
    rows = kit.order()
    rows["orders"][0]["stage"] = "in production"
    return kit.tables({**rows, **more})


def test_an_order_is_cancelled_for_a_reason_and_told_with_its_money_until_it_went_back():
    tables = confirmed()
    with pytest.raises(UsageError, match=r"to make the order \"cancelled\" say why"):
        change_stage(tables, kit.NO, "cancelled", "王芳", kit.day("04-02"))
    change_stage(tables, kit.NO, "已取消", "王芳", kit.day("04-02"), "客户破产")
    assert export_rows(tables, "orders")[0]["stage"] == "cancelled"
    assert export_rows(tables, "stage_changes")[-1] == {
        "order_no": kit.NO,
        "stage": "cancelled",
        "changed_on": "2012-04-02",
        "by": "王芳",
        "note": "客户破产",
    }
    [told] = [issue for issue in check_orders(tables) if issue.key == "dossier.halt"]
    assert (told.severity, told.table, told.rule) == ("warning", "receipts", "B-3.B.1")
    assert told.said.en == (
        "order SO-0001: the order is cancelled since 2012-04-02, 12500.00 USD received is still "
        "here, R-2 of it after that; the commission on it stays; pay it back (a negative "
        "receipt), or book it on another order of the customer"
    )
    assert [issue.severity for issue in check_order(tables, kit.NO)] == ["warning"]
    [row] = board(tables)
    assert (row.stage, row.next, row.missing, set(row.forms.values())) == (
        "cancelled",
        None,
        [],
        {""},
    )
    back = {"date": kit.day("04-10"), "order_no": kit.NO, "currency": "USD", "rate": Decimal("6.3")}
    kit.type_below(tables, "receipts", {"receipt_no": "R-9", "amount": Decimal(-12500), **back})
    assert [issue for issue in check_orders(tables) if issue.key == "dossier.halt"] == []


def test_what_stands_still_is_neither_approved_nor_waived_and_goes_on_for_a_reason():
    tables = confirmed()
    change_stage(tables, kit.NO, "on hold", "王芳", kit.day("04-02"), "客户等许可证")
    said = r"order SO-0001 is on hold since 2012-04-02; to go on, note its stage first"
    with pytest.raises(UsageError, match=said):
        approval(tables, kit.NO, "purchase", "刘洋", kit.day("04-03"))
    with pytest.raises(UsageError, match=said):
        waiver(tables, kit.NO, "balance", "刘洋", kit.day("04-03"), "old customer")
    with pytest.raises(UsageError, match='the order is "on hold"; to go on at "in production"'):
        change_stage(tables, kit.NO, "in production", "王芳", kit.day("04-20"))
    change_stage(tables, kit.NO, "in production", "王芳", kit.day("04-20"), "许可证已到")
    assert [row["stage"] for row in export_rows(tables, "stage_changes")] == [
        "on hold",
        "in production",
    ]
    assert check_order(tables, kit.NO) == []


def test_what_the_customer_confirmed_is_cancelled_and_not_lost():
    with pytest.raises(UsageError, match="the customer confirmed it; say cancelled"):
        change_stage(confirmed(), kit.NO, "lost", "王芳", kit.day("04-02"), "价格高")


# --- Who counts them no longer --------------------------------------------------------------------

ASKED = [  # stage, shipped; whether money, L/C and arrival of the goods are followed up
    ("confirmed", False, ["balance", "L/C"]),
    ("on hold", False, []),
    ("on hold", True, ["received", "balance", "L/C"]),
    ("cancelled", False, []),
    ("cancelled", True, []),
    ("lost", False, []),
]


@pytest.mark.parametrize(("stage", "shipped", "expected"), ASKED)
def test_nobody_follows_up_what_stands_still_unless_its_goods_have_left(stage, shipped, expected):
    left = [Arrival("SO-1", date(2012, 6, 25), date(2012, 6, 25))] if shipped else []
    facts = Facts(
        orders=[replace(ORDER, stage=stage)],
        accounts=[Account("SO-1", "balance", date(2012, 7, 1), Decimal(7000), "CNY")],
        letters=[
            Letter("LC-1", "SO-1", latest_shipment=date(2012, 7, 10), expiry=date(2012, 7, 12))
        ],
        shipped=left,
        arrivals=left,
    )
    assert [task.what for task in todo(facts, DAY, rules_on(DAY))] == expected


@pytest.mark.parametrize(("stage", "answered"), [("quoted", False), *((h, True) for h in HALTS)])
def test_the_quotation_of_what_stands_still_waits_for_no_answer(stage, answered):
    row = kit.records({"quotations": [{"quotation_no": "QT-1", "order_no": "SO-1"}]})["quotations"]
    order = replace(ORDER, stage=stage)
    [quote] = quotes_of({"orders": [order], "enquiries": [], "quotations": row})
    assert (quote.answered_on is not None) == answered


@pytest.mark.parametrize(("stage", "orders", "amount"), [
    ("confirmed", ("SO-1",), 1000000),
    ("on hold", ("SO-1",), 1000000),
    ("cancelled", (), 0),
    ("lost", (), 0),
])  # fmt: skip
def test_the_funnel_counts_no_order_that_ended_and_all_that_was_received(stage, orders, amount):
    order = replace(ORDER, stage=stage)
    enquiry = Enquiry("E-1", ASKED_AT, order_no="SO-1", salesperson="王芳")
    quote = Quote("QT-1", "Oak", "王芳", date(2012, 6, 1), None, "E-1", "SO-1")
    [row], rest = outcomes([enquiry], [quote], [order], [PAID])
    assert (row.orders, row.order_amount, row.receipts, rest) == (orders, amount, 300000, {})
    _, unasked = outcomes([], [], [order], [PAID])
    found = unasked["SO-1"]
    assert (found.orders, found.order_amount, found.receipts) == (len(orders), amount, 300000)
    _, unpaid = outcomes([], [], [order], [])
    assert set(unpaid) == set(orders)


@pytest.mark.parametrize(("stage", "owed", "known", "hand"), [
    ("confirmed", 1, 700000, 1),
    ("on hold", 1, 0, 0),
    ("cancelled", 0, 0, 0),
    ("lost", 0, 0, 0),
])  # fmt: skip
def test_what_is_owed_and_forecast_knows_halts(stage, owed, known, hand):
    order = replace(ORDER, stage=stage, amount=Decimal(12000))
    due = [Account("SO-1", "balance", date(2012, 8, 1), Decimal(10000), "CNY")]
    open_ = receivables(due, {"SO-1": order}, [PAID], DAY, lambda name, day: None)
    assert len(open_) == owed
    found = outlook([PAID], [order], open_, [], DAY, 3, 0.1)
    assert sum(row.known for row in found.months) == known
    assert len(found.in_hand) == hand


@pytest.mark.parametrize(("stage", "count"), [("on hold", 1), ("cancelled", 0), ("lost", 0)])
def test_a_grade_counts_no_order_that_ended(stage, count):
    facts = Facts(orders=[replace(ORDER, stage=stage)], receipts=[PAID])
    found = graded(facts, date(2012, 1, 1), DAY)["Oak"]
    assert (found.orders, found.receipts) == (count, 300000)
