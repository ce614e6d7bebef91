"""Ten thousand orders with their ten forms: checking them against reading them: `python
benchmarks/dossier.py`; `--orders 830` for a department's. Orders that were shipped have their
shipments.

The orders are copies of the demo's dossiers under new numbers. Reading is the workbook file's
tables and their cells as records; checking is every requirement, agreement, gate and approval of
every order, and the board. Python's collector of cycles rests meanwhile, as it does in every
command and button.
"""

import argparse
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from xlpy.book.dossier import files_of
from xlpy.book.load import load
from xlpy.book.tables import MemoryTables
from xlpy.build.demo import demo_rows
from xlpy.build.demo_dossier import dossier_rows
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.core.tables import DOSSIER
from xlpy.desk.collector import uncollected
from xlpy.files import WorkbookFile
from xlpy.jobs.dossier import OF_ORDERS, SHARED, board, board_row, check_order
from xlpy.upgrade.shipped import shipments_of

COPIED = ("orders", "receipts", *(table.key for table in DOSSIER))
KEPT = ("companies", "banks", "addresses", "suppliers", "products", "prices")


def many_rows(orders: int) -> dict[str, list[dict]]:
    """The demo's rows, with its dossiers copied until there are so many."""
    demo = {**starting_rows(), **demo_rows()}
    rows = {**demo, **dossier_rows(demo)}
    numbers = {row["order_no"].removeprefix("SO-") for row in rows["quotations"]}
    mine = {
        key: [r for r in rows[key] if _number(r) in numbers] for key in COPIED if key not in KEPT
    }
    made: dict[str, list[dict]] = {key: [] for key in mine}
    for copy in range(-(-orders // len(mine["orders"]))):
        for key, found in mine.items():
            made[key] += [_renumbered(row, numbers, copy, key) for row in found]
    return with_shipments({**rows, **made})


def with_shipments(rows: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The rows with a shipment for each order that was shipped, as an upgrade gives them."""
    there = {key: found for key, found in rows.items() if not key.startswith("shipment")}
    names = ("orders", "order_lines", "export_papers", "packing_lists")
    changes = shipments_of(dict(MemoryTables(there).read(names)))
    return {**rows, **{change.table: list(change.append) for change in changes}}


def _number(row: Mapping) -> str:
    return str(
        row.get("order_no") or row.get("purchase_no") or row.get("packing_no") or ""
    ).rpartition("-")[2]


def _renumbered(row: Mapping, numbers: set[str], copy: int, table: str) -> dict:
    """A row of the copy: every number that ends like its order's has the copy's number behind
    it.
    """
    number = _number(row)
    new = {key: _text(value, f"-{number}", f"-{number}.{copy:04d}") for key, value in row.items()}
    return new | ({"receipt_no": f"{row['receipt_no']}.{copy:04d}"} if table == "receipts" else {})


def _text(value, old: str, new: str):
    return value.replace(old, new) if isinstance(value, str) else value


def timed(work):
    """What some work gives, and the seconds that it took."""
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, default=10_000)
    orders = options.parse_args().orders
    with tempfile.TemporaryDirectory() as folder, uncollected():
        book = Path(folder) / "orders.xlsm"
        book.write_bytes(build(many_rows(orders)))
        raws, read = timed(lambda: WorkbookFile(book).read((*SHARED, *OF_ORDERS)))
        loaded, typed = timed(lambda: {key: load(raw)[0] for key, raw in raws.items()})
        found, check = timed(lambda: _checked(loaded))
        rows = sum(raw.length for raw in raws.values())
        print("| step | seconds |\n|---|---|")
        print(f"| read {rows:,} rows of {len(found):,} orders from the file | {read:.2f} |")
        print(f"| make records of them | {typed:.2f} |")
        print(f"| check every order, make the board | {check:.2f} |")
        print(
            f"\nchecking takes {check / (read + typed):.2f} times the reading; "
            f"{sum(found):,} things are missing"
        )
        _commands(book, read + typed)


def _commands(book: Path, reading: float) -> None:
    """The job of `check --order` and of `board`, each with its own reading, against reading."""
    number = load(WorkbookFile(book).read(["orders"])["orders"])[0][-1].order_no
    _, one = timed(lambda: check_order(WorkbookFile(book), number))
    _, every = timed(lambda: board(WorkbookFile(book)))
    print(f"check --order takes {one / reading:.2f} times the reading (bound 1.2)")
    print(f"board takes {every / reading:.2f} times the reading (bound 2)")


def _checked(records: Mapping[str, list]) -> list[int]:
    files = files_of(records)
    return [
        len(board_row(dossier, files.requirements).gaps)
        for dossier in files.dossiers
        if dossier.is_kept
    ]


if __name__ == "__main__":
    main()
