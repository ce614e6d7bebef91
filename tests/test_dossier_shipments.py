"""An order in several shipments, several orders in one (C-2.10): papers, gates, follow-ups, older
workbooks. What each line of cases/dossier_shipments.csv lacks is in test_dossier_cases.
"""

import shutil
from datetime import date
from pathlib import Path

import dossierkit as kit
import pytest
from test_dossier_billed import _stand_in, said  # noqa: F401

from xlpy.book.load import load
from xlpy.core.dossier.billing import deposits, due_with
from xlpy.core.dossier.status import status
from xlpy.core.policy import Rules
from xlpy.documents.papers import papers
from xlpy.files import WorkbookFile
from xlpy.jobs.approvals import waiver
from xlpy.jobs.customers import READ, facts_of
from xlpy.jobs.dossier import board, check_order, check_orders
from xlpy.upgrade import upgrade
from xlpy.upgrade.shipped import shipments_of

OTHER = "SO-0002"


def second_order():
    """A second order of the customer, 100 boards in 5 packages, which goes in shipment SH-2."""
    rows = kit.split()
    [order] = rows["orders"]
    rows["orders"].append(order | {"order_no": OTHER, "amount": kit.D("937.50")})
    line = rows["order_lines"][1] | {"order_no": OTHER, "line": 1, "quantity": kit.D(100)}
    rows["order_lines"].append(line)
    goes = {"shipment_no": "SH-2", "order_no": OTHER, "line_no": 1, "quantity": kit.D(100)}
    rows["shipment_lines"].append(goes)
    proforma = {"order_no": OTHER, "proforma_no": "PI-0002"}
    rows["proformas"].append(rows["proformas"][0] | proforma)
    packed = {"order_no": OTHER, "packing_no": "PL-0003", "packages": 5, "quantity": kit.D(100)}
    rows["packing_lists"].append(rows["packing_lists"][1] | packed)
    rows["packages"].append(rows["packages"][2] | {"packing_no": "PL-0003", "last": 5})
    return rows


def lacks(rows, number=kit.NO):
    """What is missing in an order, in English."""
    files = kit.files(rows)
    return [gap.said.en for gap in status(files.of(number), files.requirements).gaps]


def made_of(rows, name, out, number=kit.NO):
    """The papers of a name of an order."""
    return papers(kit.tables(rows), [number], [name], out, language="en")


def test_each_shipment_has_its_invoice_and_its_packing_list(tmp_path):
    invoices = made_of(kit.split(), "invoice", tmp_path)
    assert [each.shipment for each in invoices] == ["SH-1", "SH-2"]
    assert [each.gaps for each in invoices] == [(), ()]
    assert [each.paths[0].name for each in invoices] == [
        "SO-0001-invoice-SH-1.xlsx",
        "SO-0001-invoice-SH-2.xlsx",
    ]
    [first], [second] = map(said, invoices)
    assert ("6875" in first, "5625" in first) == (True, False)
    assert ("5625" in second, "KB-01" in second) == (True, False)
    lists = made_of(kit.split(), "packing", tmp_path)
    texts = [text for each in lists for text in said(each)]
    assert [("PL-0001" in text, "PL-0002" in text) for text in texts] == [
        (True, False),
        (False, True),
    ]


def test_the_first_invoice_is_final_while_the_second_shipment_is_made(tmp_path):
    rows = kit.split()
    for table, places in (("packing_lists", (1,)), ("packages", (2,)), ("inspections", (3,))):
        rows[table] = [row for at, row in enumerate(rows[table]) if at not in places]
    first, second = made_of(rows, "invoice", tmp_path)
    assert (first.gaps, bool(second.gaps)) == ((), True)
    assert "DRAFT" in second.paths[0].name


def test_an_order_in_one_shipment_has_the_papers_that_it_has_without(tmp_path):
    rows = kit.order()
    plain = made_of(rows, "invoice", tmp_path / "a")[0]
    rows["shipments"] = [kit.split()["shipments"][0] | {"date": kit.day("05-03")}]
    rows["shipment_lines"] = [
        {"shipment_no": "SH-1", "order_no": kit.NO, "line_no": at, "quantity": kit.D(quantity)}
        for at, quantity in ((1, 400), (2, 800))
    ]
    assert lacks(rows) == []
    [made] = made_of(rows, "invoice", tmp_path / "b")
    assert (made.paths[0].name, made.shipment) == (plain.paths[0].name, None)
    assert "12500" in said(made)[0]


def test_a_gap_says_of_which_shipment_it_is_and_the_order_stays_where_that_is():
    rows = kit.split()
    del rows["packing_lists"][1], rows["packages"][2]
    files = kit.files(rows)
    now = status(files.of(kit.NO), files.requirements)
    assert [gap.said.en for gap in now.gaps] == ["shipment SH-2: there is no packing list"]
    assert [gap.said.zh for gap in now.gaps] == ["出运 SH-2：没有装箱单"]
    assert now.reached == "inspected"
    first, second = files.of(kit.NO).consignments
    assert status(first, files.requirements).reached == "archived"
    assert status(second, files.requirements).reached == "inspected"


def test_the_deposit_is_shared_by_the_shipments_and_what_has_none():
    rows = kit.split()
    whole = kit.files(rows).of(kit.NO)
    # 3750.00 by 6875.00 and 5625.00 of 12500.00
    assert deposits(whole) == [kit.D("2062.50"), kit.D("1687.50"), kit.D("0.00")]
    assert [due_with(part) for part in whole.consignments] == [kit.D("8562.50"), kit.D("12500.00")]
    del rows["shipments"][1], rows["shipment_lines"][2]
    whole = kit.files(rows).of(kit.NO)
    assert deposits(whole) == [kit.D("2062.50"), kit.D("1687.50")]
    assert [due_with(part) for part in whole.consignments] == [kit.D("8562.50")]


def test_the_balance_is_waived_for_the_shipment_that_waits(tmp_path):
    rows = kit.split()
    rows["receipts"] = rows["receipts"][:1]
    found = waiver(kit.tables(rows), kit.NO, "balance", "刘洋", date(2012, 4, 24), "old customer")
    assert found.seen == ("balance 4812.50 USD",)  # 8562.50 less 3750.00
    row = {"order_no": kit.NO, "form": "account", "kind": "waiver", "by": "刘洋"}
    more = {"approved_on": kit.day("04-24"), "seen": found.seen[0], "reason": "old customer"}
    rows["approvals"].append(row | more)
    gates = [text for text in lacks(rows) if "shipping papers" in text]
    assert [text.split(":")[0] for text in gates] == ["shipment SH-2"]


def test_papers_of_a_shipment_are_of_all_orders_in_it():
    rows = second_order()
    said_of = [text for text in lacks(rows) if "customs" in text or "insurance" in text]
    # 600 boards and 100 boards at 9.375
    assert [text for text in said_of if "6562.50 USD" in text] == said_of
    assert len(said_of) == 1  # insured for 6187.50: less than 7218.75, and declared for 5625.00
    rows["export_papers"][5]["amount"] = kit.D("6562.50")
    rows["export_papers"][6]["amount"] = kit.D("7218.75")
    assert lacks(rows) == []
    there = {text for text in lacks(rows, OTHER) if "B/L" in text or "customs" in text}
    assert there == set()


def test_one_invoice_bills_all_orders_in_the_shipment(tmp_path):
    rows = second_order()
    first, second = made_of(rows, "invoice", tmp_path)
    [text] = said(second)
    assert ("6562.5" in text, "SO-0001" in text, OTHER in text) == (True, True, True)
    assert OTHER not in said(first)[0]


def test_the_check_of_one_order_knows_the_others_in_its_shipment():
    rows = second_order()
    rows["export_papers"][5]["amount"] = kit.D("6562.50")
    rows["export_papers"][6]["amount"] = kit.D("7218.75")
    tables = kit.tables(rows)
    assert [issue.text for issue in check_order(tables, kit.NO)] == []
    first = next(row for row in board(tables) if row.order_no == kit.NO)
    assert (first.reached, first.gaps) == ("archived", ())


def test_a_shipment_without_lines_is_named():
    rows = kit.split()
    rows["shipments"].append({"shipment_no": "SH-3"})
    [issue] = kit.files(rows).issues
    assert (issue.table, issue.row, issue.column) == ("shipments", 4, "shipment_no")
    assert 'shipment "SH-3" has no row in "Shipment lines"' in issue.text


def test_the_customer_is_called_after_each_shipment_arrived():
    records = kit.records(second_order())
    records = {key: records[key] for key in READ}
    rules = Rules(records["policy"]).on(date(2012, 5, 1))
    arrivals = [(each.order_no, each.shipped_on) for each in facts_of(records, rules).arrivals]
    assert sorted(arrivals) == [
        (kit.NO, kit.day("04-25")),
        (kit.NO, kit.day("05-03")),
        (OTHER, kit.day("05-03")),
    ]


# --- Workbooks of before ----------------------------------------------------------------------


def as_of_before(rows):
    """The tables of an order as a workbook has them that knows no shipments."""
    tables = kit.tables(rows)
    names = ("orders", "order_lines", "export_papers", "packing_lists")
    return dict(tables.read(names))


def added(raws):
    """What an upgrade adds, by table."""
    return {change.table: list(change.append) for change in shipments_of(raws)}


def test_an_older_order_that_went_in_one_shipment_gets_a_row_with_all_of_its_lines():
    found = added(as_of_before(kit.order()))
    assert found["shipments"] == [
        {
            "shipment_no": "SO-0001-1",
            "date": kit.day("05-03"),
            "transport": "海运 sea",
            "document_no": "BL-1",
            "from_port": "Yantian",
            "to_port": "Hamburg",
            "container": "TGHU0000000 / S00001",
        }
    ]
    own = {"shipment_no": "SO-0001-1", "order_no": kit.NO}
    assert found["shipment_lines"] == [
        {**own, "line_no": 1, "quantity": kit.D(400)},
        {**own, "line_no": 2, "quantity": kit.D(800)},
    ]


@pytest.mark.parametrize("change", ["no document", "no number", "two documents", "no quantity"])
def test_what_nobody_but_the_user_knows_gets_no_row(change):
    rows = kit.order()
    bill = rows["export_papers"][3]
    if change == "no document":
        rows["export_papers"].pop()
    elif change == "no number":
        bill["paper_no"] = None
    elif change == "two documents":
        rows["export_papers"].append(bill | {"paper_no": "BL-2"})
    else:
        rows["order_lines"][0]["quantity"] = None
    assert added(as_of_before(rows)) == {}


def test_a_workbook_that_knows_shipments_keeps_its_own():
    raws = as_of_before(kit.order()) | dict(kit.tables(kit.split()).read(("shipments",)))
    assert added(raws) == {}


def test_an_upgrade_gives_each_shipped_order_its_shipment(tmp_path):
    golden = Path(__file__).parent / "golden" / "layout-3.xlsm"
    new = WorkbookFile(upgrade(Path(shutil.copyfile(golden, tmp_path / "Trade.xlsm"))).book)
    rows = {key: load(raw)[0] for key, raw in new.read(("shipments", "export_papers")).items()}
    bills = [row for row in rows["export_papers"] if row.paper == "B/L" and row.paper_no]
    assert len(bills) > 2
    assert sorted((row.shipment_no, row.date, row.document_no) for row in rows["shipments"]) == (
        sorted((f"{row.order_no}-1", row.issued_on, row.paper_no) for row in bills)
    )
    said = [issue for issue in check_orders(new) if issue.table in ("shipments", "shipment_lines")]
    assert said == []
