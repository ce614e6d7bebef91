"""Groups of departments for tests: like `goodbook`, each with people, orders and receipts of its
own.
"""

from departments import COLUMNS, csv_text
from goodbook import Kept, rows

from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.jobs.import_ import import_rows

MONTHS = ("2012-01", "2012-02")


def department(number, months=MONTHS):
    """A department's rows, whose names and numbers end in the department's number."""
    found = rows(months)
    own = {row["name"] for row in found["staff"]}
    own |= {row["order_no"] for row in found["orders"]}
    own |= {row["receipt_no"] for row in found["receipts"]}
    return {
        table: [
            {key: f"{value}-{number}" if value in own else value for key, value in row.items()}
            for row in lines
        ]
        for table, lines in found.items()
    }


def workbook(number, months=MONTHS, change=lambda rows: None):
    """The department's workbook, nothing closed; `change` alters its rows before."""
    tables = Kept(starting_rows())
    found = department(number, months)
    change(found)
    for table, lines in found.items():
        import_rows(tables, table, csv_text(lines, COLUMNS[table]).encode())
    return build(tables.rows)


def group_of(folder, count, months=MONTHS):
    """A folder with so many workbooks, 部门 1.xlsm and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"部门 {number}.xlsm").write_bytes(workbook(number, months))
    return folder
