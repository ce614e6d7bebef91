"""One order in two shipments under a letter of credit, from enquiry to archive: a revision of the
proforma invoice, an amendment of the L/C, a refund (C-2, E-3).
"""

import json
import zipfile
from datetime import date

import dossierkit as kit
import pytest
from test_dossier_billed import _stand_in  # noqa: F401

from xlpy.core.issues import DataError
from xlpy.documents.archive import archive
from xlpy.documents.attaching import attach, folder_of
from xlpy.documents.verifying import verify_archive
from xlpy.jobs.approvals import approval, give
from xlpy.jobs.dossier import board, check_order
from xlpy.jobs.orders import change_stage
from xlpy.jobs.revising import revise, revising

LC = "L/C at sight"


def whole():
    """All rows that the order has in the end."""
    rows, letter = kit.split(), kit.letter()
    for table in ("orders", "quotations", "proformas", "letters"):
        rows[table] = letter[table]
    rows["letters"][0] |= {
        "partial": "not allowed",
        "latest_shipment": kit.day("05-05"),
        "documents": "B/L; insurance policy; packing list; commercial invoice; draft",
    }
    rows["orders"][0]["stage"] = "enquiry"
    _, first, second = rows["accounts"]
    rows["accounts"] = [
        first | {"due": kit.D("6875.00"), "settled": kit.D("6875.00")},
        second | {"due": kit.D("5625.00"), "settled": kit.D("5625.00")},
    ]
    receipt = rows["receipts"][0]
    came = (("R-1", "05-10", "7000.00"), ("R-2", "05-14", "5625.00"), ("R-3", "05-16", "-125.00"))
    rows["receipts"] = [
        receipt | {"receipt_no": number, "date": kit.day(when), "amount": kit.D(amount)}
        for number, when, amount in came
    ]
    return rows


class Story:
    """A workbook, and what a department does with it."""

    def __init__(self):
        self.kit, self.day = whole(), "03-05"
        self.tables = kit.tables({"orders": self.kit["orders"]})

    def fill(self, *tables, **only):
        """Enter the order's own rows of tables; `only`: table=places of the rows."""
        for table, places in {**dict.fromkeys(tables), **only}.items():
            rows = self.kit[table]
            chosen = rows if places is None else [rows[at] for at in places]
            kit.type_below(self.tables, table, *(kit.cells(table, row) for row in chosen))

    def stage(self, stage):
        change_stage(self.tables, kit.NO, stage, "王芳", kit.day(self.day))

    def not_yet(self, stage, *said):
        with pytest.raises(DataError) as told:
            self.stage(stage)
        text = "\n".join(issue.text for issue in told.value.issues)
        assert [word for word in said if word not in text] == [], text

    def approve(self, form, day):
        give(self.tables, approval(self.tables, kit.NO, form, "刘洋", kit.day(day)))

    def change(self, table, at, **values):
        kit.type_in(self.tables, table, at, **kit.cells(table, values))

    def told(self):
        return [issue.text for issue in check_order(self.tables, kit.NO)]


def test_an_order_in_two_shipments_under_a_letter_of_credit(tmp_path):
    story = Story()
    asked = {"enquiry_no": "E-1", "received_at": "2012-03-04 09:00", "salesperson": "王芳"}
    asked |= {"customer": story.kit["orders"][0]["customer"], "state": "ordered"}
    kit.type_below(story.tables, "enquiries", asked | {"order_no": kit.NO})
    story.kit["quotations"][0]["enquiry_no"] = "E-1"
    story.fill("order_lines", "quotations", costs=[0])
    story.approve("quotation", "03-05")
    story.stage("quoted")

    story.fill("samples", "proformas", "accounts", costs=[1])
    story.approve("sample", "03-06")
    story.approve("proforma", "03-15")
    story.stage("confirmed")

    # The customer asks for another delivery: the proforma invoice's second revision.
    story.day = "03-17"
    made = revising(story.tables, kit.NO, "proforma", "王芳", kit.day("03-17"), "two lots")
    assert made.revision == 2
    revise(story.tables, made)
    story.change("proformas", 0, partial="allowed", requirements="Logo as YB-0001; two lots")
    story.not_yet("in production", "is not signed")
    again = {"issued_on": kit.day("03-17"), "signed_by": "H. Brandt", "signed_on": kit.day("03-18")}
    story.change("proformas", 0, **again, copy_accounts_on=kit.day("03-18"))
    story.not_yet("in production", "the approval of the proforma invoice is void")
    story.approve("proforma", "03-17")

    story.fill("production_orders", "production_parts", "purchase_orders", "purchase_lines")
    story.approve("production", "03-20")
    story.approve("purchase", "03-21")
    story.not_yet("in production", "letter of credit")
    story.fill("letters")
    story.stage("in production")

    # The first lot is done; the second is not, and the L/C allows no partial shipments.
    story.fill("shipments", "shipment_lines", inspections=[0, 1, 2])
    story.not_yet("inspected", "shipment SH-2: inspection report: “final” is not there")
    story.fill(inspections=[3])
    story.stage("inspected")
    story.fill(packing_lists=[0], packages=[0, 1])
    story.not_yet(
        "packed", "shipment SH-2: there is no packing list", "does not allow partial shipments"
    )
    amended = {"lc_no": "LC-1", "amendment_no": 1, "amended_on": kit.day("04-10")}
    amended |= {"partial": "allowed", "latest_shipment": kit.day("05-10")}
    kit.type_below(story.tables, "letter_amendments", kit.cells("letter_amendments", amended))
    story.fill(packing_lists=[1], packages=[2])
    story.stage("packed")

    story.fill(export_papers=range(4))
    story.not_yet("shipped", "shipment SH-2: export papers: “B/L” is not there")
    story.fill(export_papers=range(4, 8))
    story.stage("shipped")

    # Each shipment is drawn for what it bills; both come to the order.
    drawn = {"lc_no": "LC-1", "presented_on": kit.day("05-07")}
    for at, (amount, paid) in enumerate((("6875.00", "05-10"), ("5625.00", "05-14")), 1):
        row = drawn | {"drawing_no": at, "amount": kit.D(amount), "paid_on": kit.day(paid)}
        kit.type_below(story.tables, "drawings", kit.cells("drawings", row))
    # 125.00 too much came with the first drawing; it goes back.
    story.fill(receipts=[0, 1])
    story.not_yet("paid", "125.00 USD too much")
    story.fill(receipts=[2])
    story.stage("paid")

    story.day = "05-20"
    story.fill("archives", costs=[2])
    scan, folder = tmp_path / "PI signed.pdf", folder_of(tmp_path / "Trade.xlsm")
    scan.write_bytes(b"%PDF-1.4 signed")
    attach(
        story.tables, folder, kit.NO, "proforma", scan, "signed", "王芳", kit.day("05-20"), "Rev. 2"
    )
    done = archive(story.tables, kit.NO, tmp_path, "刘洋", date(2012, 5, 20), attached=folder)
    assert story.told() == []
    assert verify_archive(done.path).wrong == ()
    [line] = board(story.tables)
    assert (line.reached, set(line.forms.values())) == ("archived", {"done"})
    with zipfile.ZipFile(done.path) as file:
        names = file.namelist()
        kept = json.loads(file.read("rows.json"))
    invoices = [name for name in names if "invoice-SH" in name and name.endswith(".pdf")]
    assert invoices == ["SO-0001-invoice-SH-1.pdf", "SO-0001-invoice-SH-2.pdf"]
    assert [row["shipment_no"] for row in kept["shipments"]] == ["SH-1", "SH-2"]
    assert [row["amendment_no"] for row in kept["letter_amendments"]] == [1]
    assert [row["amount"] for row in kept["drawings"]] == ["6875.00", "5625.00"]
    assert sum(kit.D(row["amount"]) for row in kept["receipts"]) == kit.D("12500.00")
    assert [row["enquiry_no"] for row in kept["quotations"]] == ["E-1"]
    assert "SO-0001-proforma-Rev2.pdf" in names
    assert any(name.startswith("attachments/") and "PI signed" in name for name in names)
