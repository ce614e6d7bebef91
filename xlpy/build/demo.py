"""A trade department's year 2012 for a new workbook: everything that people enter, up to the end
of October.
"""

from datetime import date
from decimal import Decimal

from xlpy.book.cells.values import to_cell
from xlpy.book.defaults import default_rows
from xlpy.build import demo_people as people
from xlpy.build.demo_calendar import holidays
from xlpy.build.demo_customers import customers
from xlpy.build.demo_orders import trade_rows
from xlpy.build.demo_plan import plan_items, plan_progress
from xlpy.core.tables import TABLES
from xlpy.ooxml.values import Value

_YEAR_BEGINS, _HALF_YEAR = date(2012, 1, 1), date(2012, 7, 1)
_FINES = {
    "fine.B-4.1": 50,
    "fine.B-4.2": 100,
    "fine.B-4.3": 50,
    "fine.B-4.4": 200,
    "fine.B-4.5": 20,
}


def demo_rows() -> dict[str, list[dict[str, Value]]]:
    """The rows of every input and rule table, as a Change carries them; empty cells are left out.

    The months to October 2012 can be closed; the demo stands in early November.
    """
    typed = {
        "staff": people.staff(),
        "staff_changes": people.staff_changes(),
        "plans": people.plans(),
        "targets": people.targets(),
        "customers": customers(),
        **trade_rows(),
        "attendance": people.attendance(),
        "grades": people.grades(),
        "stars": people.stars(),
        "fines": people.fines(),
        "rewards": people.rewards(),
        "deductions": people.deductions(),
        "welfare": people.welfare(),
        "plan_items": plan_items(),
        "plan_progress": plan_progress(),
        "holidays": holidays(),
    }
    return {key: _cells_of(key, rows) for key, rows in typed.items()} | _rules()


def _cells_of(table: str, rows: list[dict]) -> list[dict[str, Value]]:
    columns = {column.key: column for column in TABLES[table].columns}
    return [
        {key: to_cell(columns[key], value) for key, value in row.items() if value is not None}
        for row in rows
    ]


def _rules() -> dict[str, list[dict[str, Value]]]:
    """The papers' rules, the company's own fines (B-4), and a fourth personal tier from July
    (B-3.B.1).
    """
    rules = default_rows()
    open_to_the_company = [row for row in rules["policy"] if row["key"] in _FINES]
    rules["policy"] += [
        {**row, "value": Decimal(_FINES[row["key"]]), "from": _YEAR_BEGINS}
        for row in open_to_the_company
    ]
    fourth = {"scheme": "personal", "over": Decimal(200), "rate": Decimal(2), "from": _HALF_YEAR}
    rules["tiers"] += _cells_of("tiers", [fourth])
    return rules
