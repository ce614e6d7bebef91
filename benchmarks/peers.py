"""The same close by other means, each a process of its own: what `close.py` compares with.

`python peers.py floor BOOK`: inflate and scan the receipts sheet once, copy the other parts raw.
`python peers.py script BOOK`: the usual script, pandas.read_excel with openpyxl, groupby, openpyxl
load and save.
`python peers.py native FILE.ods`: LibreOffice loads, recalculates and saves the same maths in
native formulas.
"""

import sys
from pathlib import Path

MONTH = "2012-03"


def floor(book: Path) -> None:
    """The least that any close has to do with the file."""
    from xml.parsers import expat

    from xlpy.ooxml.archive import Archive, write_copy

    archive = Archive(book)
    part = max(
        (m for m in archive.members if m.name.startswith("xl/worksheets/")), key=lambda m: m.size
    ).name
    data = archive.data(part)
    expat.ParserCreate().Parse(data, True)
    copy = book.with_suffix(".copy")
    with open(copy, "wb") as file:
        write_copy(archive, file, {}, frozenset())
    copy.unlink()


def script(book: Path) -> None:
    """What a department's own script does: read with pandas, group, tiers in floats, write back
    with openpyxl.
    """
    import openpyxl
    import pandas

    frames = pandas.read_excel(
        book, sheet_name=["回款 Receipts", "订单 Orders", "任务 Targets"], header=_header(book)
    )
    receipts, orders, targets = frames.values()
    receipts = receipts.merge(
        orders[["订单号 Order no.", "业务员 Salesperson"]], on="订单号 Order no."
    )
    receipts["cny"] = (
        receipts["回款金额 Amount received"] * receipts["汇率 Rate to CNY"].fillna(1)
    ).round(2)
    receipts["month"] = (
        pandas.to_datetime(receipts["到账日期 Date received"]).dt.to_period("M").astype(str)
    )
    sums = receipts[receipts["month"] == MONTH].groupby("业务员 Salesperson")["cny"].sum()
    targets["month"] = pandas.to_datetime(targets["月份 Month"]).dt.to_period("M").astype(str)
    goals = targets[targets["month"] == MONTH].set_index("姓名或团队 Name or team")[
        "任务额 Target amount"
    ]
    workbook = openpyxl.load_workbook(book, keep_vba=True)
    sheet = workbook.create_sheet("Commissions")
    for name, amount in sums.items():
        goal = goals[name]
        earned = min(amount, goal) * 0.01 + max(min(amount, goal * 1.5) - goal, 0) * 0.0125
        sheet.append([MONTH, name, amount, round(earned + max(amount - goal * 1.5, 0) * 0.015, 2)])
    workbook.save(book.with_suffix(".script.xlsm"))
    book.with_suffix(".script.xlsm").unlink()


def _header(book: Path) -> int:
    """The index of the header row: the tables of the workbook do not begin in the first row."""
    from xlpy.book.ourtables import find_tables
    from xlpy.files.opened import open_package

    with open_package(book) as package:
        return find_tables(package, ["receipts"])["receipts"].area.top - 1


def native_book(path: Path, receipts: int) -> None:
    """A hand-made workbook of the same size with the same maths in native formulas (no cached
    values).
    """
    import big
    import xlsxwriter

    rows = big.big_rows(receipts)
    seller = {row["order_no"]: row["salesperson"] for row in rows["orders"]}
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("receipts")
        for at, row in enumerate(rows["receipts"], 1):
            sheet.write_row(
                at - 1, 0, [row["receipt_no"], row["order_no"], seller[row["order_no"]]]
            )
            sheet.write_datetime(at - 1, 3, row["date"], day)
            sheet.write_row(
                at - 1, 4, [float(row["amount"]), row["currency"], float(row["rate"] or 1)]
            )
            sheet.write_formula(at - 1, 7, f"=ROUND(E{at}*G{at},2)")
            sheet.write_formula(at - 1, 8, f"=MONTH(D{at})")
        _native_results(book.add_worksheet("commissions"), rows, receipts)


def _native_results(sheet, rows, receipts: int) -> None:
    for at, row in enumerate(rows["targets"], 1):
        sheet.write_row(at - 1, 0, [row["month"].month, row["name"], float(row["amount"])])
        sums = (
            f"receipts!$H$1:$H${receipts},receipts!$C$1:$C${receipts},B{at},"
            f"receipts!$I$1:$I${receipts},A{at}"
        )
        sheet.write_formula(at - 1, 3, f"=SUMIFS({sums})")
        tiers = (
            f"MIN(D{at},C{at})*0.01+MAX(MIN(D{at},C{at}*1.5)-C{at},0)*0.0125+MAX(D{at}-C{at}*1.5,"
            "0)*0.015"
        )
        sheet.write_formula(at - 1, 4, f"=ROUND({tiers},2)")


if __name__ == "__main__":
    {"floor": floor, "script": script}[sys.argv[1]](Path(sys.argv[2]))
