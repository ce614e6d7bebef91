"""Every figure that the workbook shows twice, against what the jobs say; one that nothing here
names is a failure.

The demo with late receipts, one of a shared order, a refund, somebody who left with receipts to
come and a second
team: ten months, of which nine are closed. What the views show is what LibreOffice computes.
"""

import html
import re
import zipfile
from collections import defaultdict
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from calculating import shown
from openpyxl.utils import range_boundaries

from xlpy.book.tables import Change
from xlpy.build.book import (
    CHART_DATA,
    DASHBOARD,
    FUNNEL,
    HOME,
    LISTS,
    PAYSLIP,
    POOL_SHEET,
    REPORT,
    TEAM_SHEET,
    TODO,
    WHATIF,
)
from xlpy.build.chartpanels import TITLES
from xlpy.build.chartplaces import (
    ACHIEVED,
    FEWEST,
    HEAT_PERSONS,
    MONTHS_TOP,
    OWN,
    PERSONS_TOP,
    POOLS,
    UNPLANNED,
    drawn,
)
from xlpy.build.dashboard import CARD_ROW, CHART_ROW, CHART_ROWS
from xlpy.build.sample import sample_rows
from xlpy.build.statements import FLOWS
from xlpy.build.workbook import build
from xlpy.core.books import MINUS, PLUS
from xlpy.core.credit import cny
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.tables.choices import REGIONS
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close
from xlpy.jobs.department import load_all

OPEN, LAST = Month(2012, 10), Month(2012, 9)
YEAR = [Month(2012, k) for k in range(1, 13)]
ATTAINED = CHART_ROW + 3 * (CHART_ROWS + 1) + 3
"""The sheet's row of January's attainment."""
ONCE = {
    HOME: {"A1:A80": "which part a row belongs to: tests/test_parts.py"},
    TODO: {
        "A9:A15": "of how many",
        "D9:D15": "how many are missing: tests/test_view_states.py, against the check",
    },
    DASHBOARD: {"C6": "the year chosen", "A6:A7": "what was chosen, as it is read"},
    PAYSLIP: {"A1:A60": "the places of rows"},
    TEAM_SHEET: {"A1:A80": "the places of rows"},
    POOL_SHEET: {"C6": "the year chosen", "A6": "as it is read"},
    REPORT: {"A1:A12": "the places of rows; the figures: tests/test_report_sheet.py"},
    FUNNEL: {"A1:A120": "the places of rows; the figures: tests/test_funnel_sheet.py"},
    CHART_DATA: {
        "J6:N6": "where the tiers begin: a table of rules",
        "R8:S19": "the first and the last row of each month's receipts",
        "E20:S22": "nothing but the year's target",
        "G24:G43": "the order of the persons: receipts and places",
    },
    WHATIF: {"A1:Z120": "free to change: tests/test_whatif.py"},
    LISTS: {"A1:Z400": "what may be chosen"},
}
"""Figures that stand in one place alone, and why."""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The views as computed, the rows of the workbook, what October's close would write, and whose
    the receipts are.
    """
    folder = tmp_path_factory.mktemp("twice")
    path = folder / "TradeDept.xlsm"
    path.write_bytes(build(sample_rows()))
    changed(path)
    tables = WorkbookFile(path)
    done = load_all(tables)
    opened = close(tables, str(OPEN), by="刘洋", at=datetime(2012, 11, 2, 9, 30), dry_run=True)
    assert not opened.written
    return SimpleNamespace(
        shown=shown(path),
        records=done.records,
        opened=opened.rows,
        department=done.department,
    )


def changed(path: Path) -> None:
    """Enter what comes late, who left, and who is in another team from October on."""
    late = (
        ("R-L1", date(2012, 6, 28), "SO-0046", 1000.1),
        ("R-L2", date(2012, 9, 28), "SO-0233", 777),
    )
    late += (("R-L3", date(2012, 10, 9), "SO-0233", -500),)
    receipts = [
        {"receipt_no": n, "date": d, "order_no": o, "amount": a, "currency": "CNY"}
        for n, d, o, a in late
    ]
    moved = [{"name": name, "from": date(2012, 10, 1), "team": "二部"} for name in ("赵磊", "李强")]
    leaver = next(k for k, row in enumerate(sample_rows()["staff"]) if row["name"] == "Elena Rossi")
    WorkbookFile(path).commit(
        [
            Change("receipts", append=receipts),
            Change("staff_changes", append=moved),
            Change("staff", update={leaver: {"left": date(2012, 9, 28)}}),
        ]
    )


def of(rows, **wanted):
    """Records with these values."""
    return [row for row in rows if all(getattr(row, key) == value for key, value in wanted.items())]


def yuan(fen) -> float:
    return float(fen) / 100


class Declared:
    """Sheet and cell → what a job says stands there."""

    def __init__(self, book):
        self.book, self.records, self.opened = book, book.records, book.opened
        self.found: dict[tuple[str, str], float] = {}

    def put(self, sheet: str, row: int, column: int, value) -> None:
        """Declare a cell, row and column from 1; a value of None is a cell without a figure."""
        if value is not None:
            self.found[sheet, self.book.shown[sheet].cell(row, column).coordinate] = float(value)

    def month(self, table: str, month: Month) -> list:
        """A closed month's rows of a result table, or what the open month's would be."""
        return of(self.opened[table] if month == OPEN else self.records[table], month=month)

    def credited(self, month: Month) -> dict[str, int]:
        return self.book.department.credited(month).receipts

    def received(self, month: Month) -> int:
        return sum(self.credited(month).values())

    def of_year(self) -> dict[str, int]:
        """Each person's receipts of the year, late ones included."""
        sums: dict[str, int] = defaultdict(int)
        for month in YEAR:
            for name, fen in self.credited(month).items():
                sums[name] += fen
        return sums

    def target(self, month: Month) -> int:
        """The teams' targets together: as written by the close, or as it would write them, or as
        they stand.
        """
        rows = self.month("team_commissions", month)
        if rows:
            return sum(row.target or 0 for row in rows)
        there = {
            p.name for p in self.book.department.staff if p.left is None or p.left >= month.first
        }
        return sum(
            t.amount for t in self.records["targets"] if t.month == month and t.name in there
        )

    def planned(self) -> int:
        """The plan of the department's team is the year's; the second team began within the
        year.
        """
        return sum(row.amount for row in self.records["plans"] if row.name == "外贸部")

    def _home(self) -> None:
        self.put(HOME, 9, 5, self.book.shown[TODO]["D16"].value)
        for row in range(17, 24):
            self.put(HOME, row, 4, self.book.shown[TODO].cell(row - 8, 4).value)
        self.put(HOME, 9, 6, yuan(self.received(OPEN)))
        self.put(HOME, 9, 7, len(self.book.department.staff))

    def _todo(self) -> None:
        self.put(TODO, 16, 4, sum(self.book.shown[TODO].cell(row, 4).value for row in range(9, 16)))

    def _dashboard(self) -> None:
        received = sum(map(self.received, YEAR))
        cards = [
            yuan(received),
            yuan(self.planned()),
            received / self.planned(),
            yuan(sum(row.commission for row in self.records["team_commissions"])),
            yuan(sum(row.total for row in self.records["payroll"])),
            yuan(sum(row.closing for row in of(self.records["pools"], month=LAST))),
        ]
        for k, value in enumerate(cards):
            self.put(DASHBOARD, CARD_ROW + 1, 2 + 2 * k, value)
        order = [person.name for person in self.book.department.staff]
        best = sorted(self.of_year().items(), key=lambda item: (-item[1], order.index(item[0])))
        for place, month in enumerate(YEAR):
            rows = {row.name: row for row in self.month("commissions", month)}
            for k, (name, _) in enumerate(best[:HEAT_PERSONS]):
                self.put(
                    DASHBOARD,
                    ATTAINED + place,
                    3 + k,
                    rows[name].attainment if name in rows else None,
                )
            teams = self.month("team_commissions", month)
            if teams:
                ratio = sum(r.receipts for r in teams) / sum(r.target or 0 for r in teams)
                self.put(DASHBOARD, ATTAINED + place, 13, ratio)

    def _payslip(self) -> None:
        sheet = self.book.shown[PAYSLIP]
        month, name = Month(sheet["C6"].value.year, sheet["C6"].value.month), sheet["C7"].value
        pay, basis = (
            of(self.month(table, month), name=name)[0] for table in ("payroll", "commissions")
        )
        labels = {
            c.label: (c.key, pay)
            for c in TABLES["payroll"].columns
            if c.key in (*PLUS, *MINUS, "total")
        }
        untaken = TABLES["payroll"].column("fines_untaken").label
        shares = iter(of(self.month("splits", month), name=name))
        below = False
        for row in range(11, sheet.max_row + 1):
            label, place = sheet.cell(row, 2).value, sheet.cell(row, 1).value
            if label == untaken:
                self.put(PAYSLIP, row, 3, yuan(pay.fines_untaken))
                labels = {c.label: (c.key, basis) for c in TABLES["commissions"].columns}
                below = True
            elif isinstance(place, (int, float)):
                self.put(PAYSLIP, row, 3, yuan(next(shares).amount))
            elif label in labels:
                key, record = labels[label]
                value = getattr(record, key)
                sign = -1 if key in MINUS and not below else 1
                self.put(PAYSLIP, row, 3, value if key == "attainment" else sign * yuan(value or 0))

    def _team(self) -> None:
        sheet, tables = (
            self.book.shown[TEAM_SHEET],
            iter(("team_commissions", "splits", "commissions")),
        )
        table, rows = "", iter(())
        for row in range(9, sheet.max_row + 1):
            if str(sheet.cell(row, 2).value).startswith(("团队 Team", "去向 Kind", "姓名 Name")):
                table = next(tables)
                rows = iter(self.month(table, LAST))
            elif isinstance(sheet.cell(row, 1).value, (int, float)):
                record = next(rows)
                for column, spec in enumerate(self._columns(table), 2):
                    if spec.type in ("fen", "ratio", "percent", "rate"):
                        value = getattr(record, spec.key)
                        money = spec.type == "fen" and value is not None
                        self.put(TEAM_SHEET, row, column, yuan(value) if money else value)
            elif sheet.cell(row, 2).value == "合计 Total":
                total = sum(r.commission for r in self.month("team_commissions", LAST))
                self.put(TEAM_SHEET, row, 5, yuan(total))

    @staticmethod
    def _columns(table: str):
        keys = ("kind", "name", "share", "amount")
        return (
            [TABLES[table].column(key) for key in keys]
            if table == "splits"
            else TABLES[table].columns[1:]
        )

    def _pools(self) -> None:
        for place, pool in enumerate(POOLS):
            rows = of(self.records["pools"], pool=pool)
            for record in rows:
                for k, flow in enumerate(FLOWS):
                    self.put(
                        POOL_SHEET,
                        9 + record.month.number,
                        3 + 4 * place + k,
                        yuan(getattr(record, flow)),
                    )
            ends = (
                rows[0].opening,
                sum(r.paid_in for r in rows),
                sum(r.paid_out for r in rows),
                rows[-1].closing,
            )
            for k, value in enumerate(ends):
                self.put(POOL_SHEET, 22, 3 + 4 * place + k, yuan(value))

    def _months(self) -> None:
        overs = sorted({row.over for row in self.records["tiers"] if row.scheme == "personal"})
        for place, month in enumerate(YEAR):
            row, closed = MONTHS_TOP + 1 + place, month <= LAST
            self.put(CHART_DATA, row, 3, yuan(self.received(month)))
            self.put(CHART_DATA, row, 4, yuan(self.target(month)))
            self.put(CHART_DATA, row, 8, int(closed))
            self.put(CHART_DATA, row, UNPLANNED + 1, 0)
            for k, pool in enumerate(POOLS if closed else ()):
                self.put(
                    CHART_DATA,
                    row,
                    5 + k,
                    yuan(of(self.records["pools"], month=month, pool=pool)[0].closing),
                )
            people = self.month("commissions", month) if closed else []
            # One unit of a percentage is as the workbook holds it: receipts above that part of the
            # target.
            counts = [
                sum(bool(p.target) and p.base * 100 > p.target * over for p in people)
                for over in overs
            ]
            counts += [0] * (7 - len(counts))
            self.put(CHART_DATA, row, 9, len(people) - counts[0])
            for k in range(5):
                self.put(CHART_DATA, row, 10 + k, counts[k] - counts[k + 1])
            self.put(CHART_DATA, row, 15, counts[len(overs) - 1])
        self.put(CHART_DATA, MONTHS_TOP + 13, 4, yuan(self.planned()))
        self.put(CHART_DATA, MONTHS_TOP + 14, 4, yuan(self.planned()))

    def _drawn(self) -> None:
        """What the charts draw is the figure itself, and nothing where that is 0; all charts have
        figures here.
        """
        sheet, figures = self.book.shown[CHART_DATA], dict(self.found)
        months, persons = (
            range(MONTHS_TOP + 1, MONTHS_TOP + 13),
            range(PERSONS_TOP + 1, self._regions_top() - 4),
        )
        for rows, columns in ((months, (2, 3, *range(8, 15))), (persons, (4, 5))):
            for row in rows:
                for column in columns:
                    value = figures.get((CHART_DATA, sheet.cell(row, column + 1).coordinate))
                    self.put(CHART_DATA, row, drawn(column) + 1, value or None)
        for row in months:
            self.put(CHART_DATA, row, drawn(7) + 1, 0)
        titled = [cell.row for cell in sheet["B"] if cell.value in set(map(str, TITLES))]
        assert len(titled) == len(TITLES)
        for place, row in enumerate(titled):
            self.put(CHART_DATA, row, 3, 1)
            self.put(DASHBOARD, CHART_ROW + place // 2 * (CHART_ROWS + 1) + place % 2, 1, 1)

    def _persons(self) -> None:
        sheet, year, order = (
            self.book.shown[CHART_DATA],
            self.of_year(),
            [p.name for p in self.book.department.staff],
        )
        row, names = PERSONS_TOP + 1, []
        while name := sheet.cell(row, 2).value:
            names.append(name)
            closed = of(self.month("commissions", LAST), name=name)
            plans = [p.amount for p in self.records["plans"] if p.name == name]
            targets = [t.amount for t in self.records["targets"] if t.name == name]
            self.put(CHART_DATA, row, 3, yuan(year[name]))
            self.put(CHART_DATA, row, 4, yuan(sum(plans) if len(plans) == 4 else sum(targets)))
            self.put(CHART_DATA, row, 5, yuan(self.credited(LAST).get(name, 0)))
            self.put(CHART_DATA, row, 6, yuan(closed[0].target or 0) if closed else 0)
            for k, months in enumerate((YEAR, [LAST])):
                own, shared = self._parts(name, months)
                self.put(CHART_DATA, row, OWN + 1 + 2 * k, yuan(own))
                self.put(CHART_DATA, row, OWN + 2 + 2 * k, yuan(shared))
            row += 1
        for bare in range(row, PERSONS_TOP + 1 + FEWEST):
            for k in range(4):
                self.put(CHART_DATA, bare, OWN + 1 + k, 0)
        assert set(names) == {name for name, fen in year.items() if fen}
        best = sorted(names, key=lambda name: (-year[name], order.index(name)))
        for k, name in enumerate(best):
            self.put(CHART_DATA, PERSONS_TOP + 1 + k, 9, yuan(year[name]))
            self.put(
                CHART_DATA,
                MONTHS_TOP + OPEN.number,
                ACHIEVED + 1 + k,
                yuan(self.credited(OPEN).get(name, 0)),
            )
        left_out = next(
            r for r in range(row, row + 30) if str(sheet.cell(r, 2).value).startswith("没有位置")
        )
        self.put(CHART_DATA, left_out, 3, 0)
        self.put(CHART_DATA, left_out, 4, len(names))

    def _parts(self, name: str, months) -> tuple[int, int]:
        """Somebody's receipts of own and of shared orders."""
        shared = sum(self.book.department.credited(m).collaborative.get(name, 0) for m in months)
        return sum(self.credited(m).get(name, 0) for m in months) - shared, shared

    def _regions_top(self) -> int:
        sheet = self.book.shown[CHART_DATA]
        return next(r for r in range(30, 80) if sheet.cell(r, 2).value == "地区 Region") + 1

    def _regions(self) -> None:
        sheet = self.book.shown[CHART_DATA]
        top = self._regions_top()
        department = self.book.department
        place = {customer.customer: customer.region for customer in self.records["customers"]}
        region = {order.order_no: place.get(order.customer) for order in department.orders}
        sums: dict = defaultdict(int)
        for receipt in department.receipts:
            if receipt.date.year == 2012:
                sums[region[receipt.order_no]] += cny(receipt.amount, receipt.rate)
        column = TABLES["customers"].column("region")
        for k, (key, _) in enumerate(REGIONS):
            assert sheet.cell(top + k, 2).value == choice_label(column, key)
            self.put(CHART_DATA, top + k, 3, yuan(sums[key]))
        self.put(CHART_DATA, top + len(REGIONS), 3, yuan(sums[None]))
        assert sum(sums.values()) == sum(map(self.received, YEAR))
        for row in (top, top + 1):
            for at in (6, 8):
                self.put(CHART_DATA, row, at, sheet.cell(row, at).value)
        days = [(receipt.date.year, receipt.date.month) for receipt in department.receipts]
        of_month = [place for place, day in enumerate(days, 1) if day == (LAST.year, LAST.number)]
        for row, place in ((top, of_month[0]), (top + 1, of_month[-1])):
            self.put(CHART_DATA, row, 10, place)

    def all(self) -> dict:
        """Every cell."""
        for part in (
            self._home,
            self._todo,
            self._dashboard,
            self._payslip,
            self._team,
            self._pools,
        ):
            part()
        for part in (self._months, self._persons, self._regions, self._drawn):
            part()
        return self.found


@pytest.fixture(scope="module")
def declared(book):
    return Declared(book).all()


def is_figure(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def test_every_figure_that_is_shown_is_what_the_jobs_say(book, declared):
    wrong = {}
    for (sheet, place), expected in declared.items():
        value = book.shown[sheet][place].value
        if not is_figure(value) or abs(value - expected) > 0.000_001 * max(1, abs(expected) / 1000):
            wrong[sheet, place] = (value, expected)
    assert len(declared) > 400
    assert wrong == {}


def test_every_figure_on_a_view_is_declared(book, declared):
    """A new figure is added to what is declared above, or to `ONCE` with a reason."""
    tables = {table.sheet for table in TABLES.values()}
    views = [sheet for sheet in book.shown if sheet.title not in tables]
    assert {DASHBOARD, HOME, PAYSLIP, CHART_DATA} <= {sheet.title for sheet in views}
    unknown = [
        f"{sheet.title} {cell.coordinate} {cell.value}"
        for sheet in views
        for row in sheet.iter_rows()
        for cell in row
        if is_figure(cell.value)
        and (sheet.title, cell.coordinate) not in declared
        and not stands_once(cell)
    ]
    assert unknown == []


def stands_once(cell) -> bool:
    for area in ONCE.get(cell.parent.title, ()):
        left, top, right, bottom = range_boundaries(area)
        if left <= cell.column <= right and top <= cell.row <= bottom:
            return True
    return False


def test_no_formula_is_longer_than_excel_takes():
    """8,192 characters: Excel calls a workbook with a longer one damaged."""
    with zipfile.ZipFile(BytesIO(build(sample_rows()))) as archive:
        sheets = [
            archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name
        ]
    formulas = [
        html.unescape(text)
        for sheet in sheets
        for text in re.findall(r"<f[^>]*>([^<]*)</f>", sheet)
    ]
    assert len(formulas) > 1000
    assert max(map(len, formulas)) < 8192
