"""A small department without a fault, by hand: what tests spoil one row at a time."""

from functools import cache

from departments import COLUMNS, csv_text

from xlpy.book.defaults import default_rows
from xlpy.book.tables import Change, MemoryTables, Tables
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.core.tables import TABLES
from xlpy.jobs.import_ import import_rows

MONTHS = ("2012-07", "2012-08", "2012-09")

_ONCE = {
    "staff": (
        "刘洋,manager",
        "王芳,salesperson",
        "陈明,salesperson,,2012-01-09,,2012-08-15",
        "赵磊,accountant,,,,,3000",
    ),
    "staff_changes": ("刘洋,2012-03-01,manager",),
    "customers": (
        "Müller GmbH,Germany,Europe,A,王芳,website",
        "田中商事,Japan,Asia,B,陈明,exhibition",
    ),
    "orders": (
        "S-1,Müller GmbH,王芳,2012-06-01,USD,90000",
        "S-2,田中商事,陈明,2012-06-02,CNY,400000",
        "S-3,Müller GmbH,王芳,2012-06-03,CNY,60000",
    ),
    "credits": ("S-3,王芳,60", "S-3,陈明,40"),
}
_MONTHLY = {
    "targets": ("{month},王芳,100000", "{month},陈明,100000"),
    "receipts": (
        "R-{month}-1,{month}-03,S-1,10000,USD,6.3",
        "R-{month}-2,{month}-10,S-2,50000,CNY",
        "R-{month}-3,{month}-20,S-3,20000,CNY",
        "R-{month}-4,{month}-25,S-1,-500,USD,6.3",
    ),
    "attendance": ("{month},王芳,0,0,0", "{month},陈明,1,0.5,0"),
    "grades": ("{month},王芳,full,full", "{month},陈明,half,full"),
    "stars": ("{month},陈明",),
    "fines": ("{month}-05,陈明,B-4.2,20",),
    "rewards": ("{month}-06,王芳,500,总经理",),
    "deductions": ("{month},王芳,社保,210.35",),
    "welfare": ("{month}-28,团队训练,20,总经理",),
    "holidays": ("{month}-16,holiday",),
}


def rows(months=MONTHS):
    """The department's rows of some months: table → rows of CSV text by column key."""
    lines = {table: list(once) for table, once in _ONCE.items()}
    for table, monthly in _MONTHLY.items():
        lines[table] = [line.format(month=month) for month in months for line in monthly]
    return {
        table: [
            dict.fromkeys(COLUMNS[table], "")
            | dict(zip(COLUMNS[table], line.split(","), strict=False))
            for line in own
        ]
        for table, own in lines.items()
    }


def fill(tables: Tables, months=MONTHS, without=()) -> Tables:
    """The tables with the department's rows imported, but for those of some tables."""
    for table, own in rows(months).items():
        if table in without:
            continue
        import_rows(tables, table, csv_text(own, COLUMNS[table]).encode())
    return tables


def memory_book(months=MONTHS) -> MemoryTables:
    """The department in memory, with the default rules as a new workbook has them."""
    return _imported(tuple(months)).copy()


@cache
def _imported(months: tuple[str, ...]) -> MemoryTables:
    """The same, imported and read once for all tests: each gets a copy."""
    tables = MemoryTables(default_rows())
    fill(tables, months).read(TABLES)
    return tables


def put(tables: Tables, table: str, row: int, column: str, value) -> None:
    """Type a value into a cell: `row` is the sheet's."""
    raw = tables.read([table])[table]
    tables.commit([Change(table, update={row - raw.first_row: {column: value}})])


def add(tables: Tables, table: str, **values) -> None:
    """Type a new row behind the others."""
    tables.commit([Change(table, append=[values])])


def drop(tables: Tables, table: str, *gone: int) -> None:
    """Delete rows of the sheet."""
    raw = tables.read([table])[table]
    tables.commit(
        [Change(table, keep=[i for i in range(raw.length) if i + raw.first_row not in gone])]
    )


def fill_month(tables: Tables, month: str) -> None:
    """Another month's rows."""
    for table, own in rows([month]).items():
        if table in _MONTHLY:
            import_rows(tables, table, csv_text(own, COLUMNS[table]).encode())


def kept(months=MONTHS, without=()) -> "Kept":
    """The department in memory, to be made a workbook of; without the rows of some tables."""
    return fill(Kept(starting_rows()), months, without)


def workbook(months=MONTHS, without=()) -> bytes:
    """The department as a real workbook, nothing closed; without the rows of some tables."""
    return build(kept(months, without).rows)


class Kept(MemoryTables):
    """Tables in memory whose rows are taken out again as they went in."""

    @property
    def rows(self):
        # who takes rows out may change them: what was read of them before counts no more
        self._raws.clear()
        return self._rows
