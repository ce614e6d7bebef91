"""One order from enquiry to archive, by command on a real file: no stage before what it needs is
there (C-2, E-3).
"""

import csv
import io
from json import loads
from pathlib import Path

import dossierkit as kit
from test_cli import run, succeeds
from test_dossier_files import refused, rows

from xlpy.book.cells.values import to_export
from xlpy.core.tables import TABLES

LAST = "23:59:58"
"""The time of day of each command: the next moment is another day, and no day is asked for
twice.
"""


def text(column, value):
    """A typed value as a CSV file holds it."""
    return "" if value is None else to_export(column, value) if column.type == "fen" else str(value)


class Story:
    """A workbook, and what a department does with it."""

    def __init__(self, folder: Path):
        self.book, self.folder, self.day = folder / "Story.xlsm", folder, "03-05"
        succeeds("new", self.book)
        self.kit = kit.order()
        self.kit["orders"][0] |= {"stage": "enquiry"}
        for table, found in kit.shared().items():
            self.write(table, found)

    def write(self, table, found):
        """Import rows of a table from CSV."""
        schema = TABLES[table]
        out = io.StringIO()
        writer = csv.DictWriter(out, schema.column_keys)
        writer.writeheader()
        for row in found:
            writer.writerow({key: text(schema.column(key), value) for key, value in row.items()})
        path = self.folder / f"{table}.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        succeeds("import", self.book, table, path)

    def fill(self, *tables, **only):
        """Import the order's own rows of tables; `only`: table=places of the rows."""
        for table in tables:
            self.write(table, self.kit[table])
        for table, places in only.items():
            self.write(table, [self.kit[table][at] for at in places])

    def does(self, *words):
        """What a command prints that must succeed, run in the last moment of the story's day."""
        return succeeds(*words, at=f"{kit.day(self.day)} {LAST}")

    def stage(self, stage):
        self.does("stage", self.book, kit.NO, stage, "--by", "王芳")
        assert rows(self.book, "orders")[0]["stage"].endswith(stage)
        last = rows(self.book, "stage_changes")[-1]
        assert (last["changed_on"], last["by"]) == (kit.day(self.day), "王芳")

    def not_yet(self, stage, *said):
        text = refused(self.book, "stage", kit.NO, stage, "--by", "王芳")
        assert [word for word in said if word not in text] == [], text

    def approve(self, form):
        return loads(self.does("approve", self.book, kit.NO, form, "--by", "刘洋", "--json"))[
            "seen"
        ]


def test_an_order_goes_its_way_from_enquiry_to_archive(tmp_path):
    story = Story(tmp_path)
    story.fill("orders")
    story.not_yet("quoted", "order_lines", "quotations", "costs", "C-2.2", "C-2.4")
    story.fill("order_lines", "quotations", costs=[0])
    story.not_yet("quoted", "C-5.10", "CB-02 800 pcs × 9.375")
    assert story.approve("quotation") == [
        f"USD CIF Hamburg {kit.TT} 45 days after deposit = CB-02 800 pcs × 9.375 | {kit.BOARD}"
    ]
    story.stage("quoted")

    story.not_yet("confirmed", "proformas", "confirmed", "accounts")
    story.fill("samples", "proformas", "accounts", costs=[1])
    story.not_yet("confirmed", "YB-0001 CB-02 × 3", "PI-0001 12500.00 USD 1200")
    story.day = "03-06"
    story.approve("sample")
    story.day = "03-15"
    story.approve("proforma")
    story.day = "03-16"
    story.stage("confirmed")

    story.not_yet("in production", "production_orders", "deposit 3750.00 USD")
    story.fill("production_orders", "production_parts", "purchase_orders", "purchase_lines")
    story.day = "03-20"
    story.approve("production")
    story.day = "03-21"
    assert story.approve("purchase") == [
        "CG-0001 38950.00 CNY 2012-04-05 = 竹板 700 块 × 18.50, 钢座 400 个 × 65.00"
        " | 东莞市恒达五金厂 | 304 不锈钢，竹板含水率 8–12 %"
    ]
    story.not_yet("in production", "3750.00 USD is missing")
    story.fill(receipts=[0])
    story.stage("in production")

    story.day = "04-28"
    story.fill(inspections=[0, 1])
    story.not_yet("inspected", "final")
    story.fill(inspections=[2])
    story.stage("inspected")

    story.not_yet("packed", "packing_lists")
    story.day = "04-30"
    story.fill("packing_lists", "packages")
    story.stage("packed")

    story.fill("export_papers")
    story.not_yet(
        "shipped", "due before the shipping papers go out 12500.00 USD", "8750.00 USD is missing"
    )
    story.day = "05-06"
    story.fill(receipts=[1])
    story.stage("shipped")
    story.stage("paid")

    story.day = "05-20"
    archive = "archive", story.book, kit.NO, "--by", "刘洋"
    assert run(*archive)[0] == 1
    story.fill("archives", costs=[2])
    story.does(*archive)
    assert [row["stage"].split(" ", 1)[1] for row in rows(story.book, "stage_changes")] == [
        "quoted",
        "confirmed",
        "in production",
        "inspected",
        "packed",
        "shipped",
        "paid",
        "archived",
    ]
    assert loads(run("check", story.book, "--order", kit.NO, "--json")[1])["issues"] == []
    [line] = loads(succeeds("board", story.book, "--write", "--json"))
    assert (line["reached"], set(line["forms"].values())) == ("archived", {"done"})
    [row] = rows(story.book, "board")
    assert {row[form] for form in line["forms"]} == {"完成 done"}
