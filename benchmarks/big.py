"""A department of 50 salespeople with a year of receipts, as many as wanted: the workbook that
benchmarks close.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from xlpy.book.ourtables import find_tables
from xlpy.build.sample import starting_rows
from xlpy.core.tables import TABLES, choice_label
from xlpy.files.opened import open_package
from xlpy.ooxml.archive import write_copy
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import Area

PEOPLE = 50
YEAR = 2012
OWN = ("Bank", "Bank reference", "Days late", "Seen")
RATES = {"USD": Decimal("6.3125"), "EUR": Decimal("8.1132"), "CNY": None}


def big_rows(receipts: int) -> dict[str, list[dict]]:
    """Rows of every table: 50 salespeople, 12 months, so many receipts spread evenly, one order
    per four receipts.
    """
    names = [f"业务员{number:02d}" for number in range(1, PEOPLE + 1)]
    months = [date(YEAR, month, 1) for month in range(1, 13)]
    orders = max(receipts // 4, PEOPLE)
    role = TABLES["staff"].column("role")
    grade = choice_label(TABLES["grades"].column("teamwork"), "full")
    target = Decimal(receipts) * 400 / PEOPLE
    rows = starting_rows()
    rows["staff"] = [{"name": name, "role": choice_label(role, "salesperson")} for name in names]
    rows["staff"].append({"name": "经理", "role": choice_label(role, "manager")})
    rows["targets"] = [
        {"month": month, "name": name, "amount": target} for month in months for name in names
    ]
    rows["attendance"] = [
        {"month": m, "name": name, "late": 0, "personal_leave": 0} for m in months for name in names
    ]
    rows["grades"] = [
        {"month": m, "name": n, "teamwork": grade, "execution": grade}
        for m in months
        for n in names
    ]
    rows["customers"] = [
        {"customer": f"Customer {number}", "country": "Germany"} for number in range(200)
    ]
    rows["orders"] = [_order(number, names) for number in range(orders)]
    rows["receipts"] = [_receipt(number, orders, receipts) for number in range(receipts)]
    return rows


def _order(number: int, names: list[str]) -> dict:
    return {
        "order_no": f"SO-{number:06d}",
        "customer": f"Customer {number % 200}",
        "salesperson": names[number % PEOPLE],
        "order_date": date(YEAR, 1, 1),
        "currency": tuple(RATES)[number % 3],
        "amount": Decimal(20000),
    }


def _receipt(number: int, orders: int, receipts: int) -> dict:
    order = number % orders
    currency = tuple(RATES)[order % 3]
    fen = 100_000 + number * 7919 % 1_900_000
    month = 1 + number * 12 // receipts
    return {
        "receipt_no": f"R-{number:07d}",
        "date": date(YEAR, month, 1 + number % 28),
        "order_no": f"SO-{order:06d}",
        "amount": Decimal(fen) / 100,
        "currency": currency,
        "rate": RATES[currency],
    }


def big_book(path: Path, receipts: int) -> None:
    """Write the workbook of so many receipts; four columns of the user's own make the receipts
    table ten wide.
    """
    from xlpy.build.workbook import build

    path.write_bytes(build(big_rows(receipts), YEAR))
    copy = path.with_suffix(".wide")
    with open_package(path) as package:
        table = find_tables(package, ["receipts"])["receipts"]
        parts = {table.sheet.part: _wider_sheet(package.data(table.sheet.part), table)}
        parts[table.part] = _wider_table(package.data(table.part), table)
        with open(copy, "wb") as file:
            write_copy(package.archive, file, parts, frozenset())
    copy.replace(path)


def _wider_sheet(data: bytes, table) -> bytes:
    """The sheet with texts in the table's new columns."""
    first, last = table.area.top, table.area.bottom
    columns = [letters(table.area.right + number + 1) for number in range(len(OWN))]

    def wider(match: re.Match) -> bytes:
        number = int(match[1])
        if not first <= number <= last:
            return match[0]
        if number == first:
            cells = [
                f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
                for letter, text in zip(columns, OWN, strict=True)
            ]
        else:
            figures = (number % 7, 40_000_000 + number, number % 90, 1)
            cells = [
                f'<c r="{c}{number}"><v>{figure}</v></c>'
                for c, figure in zip(columns, figures, strict=True)
            ]
        return match[0][: -len("</row>")] + "".join(cells).encode() + b"</row>"

    return re.sub(rb'<row r="(\d+)".*?</row>', wider, data, flags=re.DOTALL)


def _wider_table(data: bytes, table) -> bytes:
    """The table's part with its new columns."""
    area = table.area
    wide = Area(area.top, area.left, area.bottom, area.right + len(OWN))
    count = len(table.columns)
    columns = "".join(
        f'<tableColumn id="{count + n}" name="{name}"/>' for n, name in enumerate(OWN, 1)
    )
    text = data.decode().replace(f'"{area.ref}"', f'"{wide.ref}"')
    text = text.replace(
        f'<tableColumns count="{count}">', f'<tableColumns count="{count + len(OWN)}">'
    )
    return text.replace("</tableColumns>", columns + "</tableColumns>").encode()
