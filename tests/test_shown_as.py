"""Numbers under formats of dates, currencies, percentages: an amount stays what it is, a
percentage what it shows.
"""

from datetime import date

import filekit
import pytest
import xlsxwriter

from xlpy.book.cells.values import BadCell, parse
from xlpy.book.ourtables import Wanted, columns_of
from xlpy.core.tables import TABLES
from xlpy.files.opened import open_package
from xlpy.files.reader import read_tables
from xlpy.ooxml.listobjects import list_objects


def book(path, key, rows, formats):
    """A workbook with one of our tables; `formats`: column key → number format of its cells."""
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet()
    keys = [column.key for column in TABLES[key].columns]
    made = {column: workbook.add_format({"num_format": code}) for column, code in formats.items()}
    headers = [{"header": label} for label in filekit.labels(key)]
    sheet.add_table(0, 0, len(rows), len(keys) - 1, {"name": key, "columns": headers})
    for at, row in enumerate(rows, 1):
        for column, value in row.items():
            write = sheet.write_datetime if isinstance(value, date) else sheet.write
            write(at, keys.index(column), value, made.get(column))
    workbook.close()
    return path


def read(path, key, typed=False):
    with open_package(path) as package:
        [table] = list_objects(package)
        return read_tables(package, [Wanted(key, table, columns_of(key, table))], typed=typed)[key]


DATES = [
    "yyyy-mm-dd",
    "d/m/yyyy",
    'yyyy"年"m"月"d"日"',
    "[$-804]yyyy-mm-dd;@",
    "h:mm",
    "[h]:mm:ss",
    "mm:ss.0",
    "m/d/yy h:mm",
]
CURRENCIES = ["RMB#,##0.00", "USD 0.00", "HKD#,##0", "SEK 0.00", "[Red]DM#,##0.00", "#,##0.00_m"]


@pytest.mark.parametrize("code", DATES + CURRENCIES)
@pytest.mark.parametrize("typed", [False, True])
def test_an_amount_is_the_number_that_stands_in_the_cell(tmp_path, code, typed):
    numbers = [-1200.5, -300.0, -0.5, 0.25, 300.0, 1200.53, 99999.5, 0.0, 123456.78]
    rows = [{"date": date(2012, 7, 2), "name": "王芳", "amount": number} for number in numbers]
    table = read(
        book(tmp_path / "a.xlsx", "rewards", rows, {"amount": code, "date": "yyyy-mm-dd"}),
        "rewards",
        typed,
    )
    assert table.columns["amount"] == numbers
    assert table.columns["date"] == [(2012, 7, 2)] * len(numbers)


@pytest.mark.parametrize("code", CURRENCIES)
def test_a_currency_with_letters_of_dates_is_no_date(tmp_path, code):
    rows = [{"date": date(2012, 7, 2), "name": "王芳", "amount": 41093.0}]
    path = book(tmp_path / "a.xlsx", "rewards", rows, {"amount": code, "date": "yyyy-mm-dd"})
    assert read(path, "rewards").columns["amount"] == [41093.0]


def test_a_day_that_was_typed_for_an_amount_is_told(tmp_path):
    """41093 under a format of dates shows 2012-07-03: who typed that meant no 41,093 yuan."""
    rows = [{"date": date(2012, 7, 2), "name": "王芳", "amount": date(2012, 7, 3)}]
    path = book(
        tmp_path / "a.xlsx", "rewards", rows, {"amount": "yyyy-mm-dd", "date": "yyyy-mm-dd"}
    )
    [value] = read(path, "rewards").columns["amount"]
    with pytest.raises(BadCell, match="is a date where a number belongs"):
        parse(TABLES["rewards"].column("amount"), value)


@pytest.mark.parametrize(
    ("code", "number", "percent"),
    [
        ("0%", 0.02, "2"),
        ("0.00%", 0.0125, "1.25"),
        ("0.0 %", 1.0, "100"),
        ('0"%"', 2.0, "2"),
        ("0.00", 2.0, "2"),
        ("General", 0.02, "0.02"),
        ("0.00%;[Red]-0.00%", 0.07, "7"),
        ("0%", 0.0, "0"),
    ],
)
@pytest.mark.parametrize("typed", [False, True])
def test_a_percentage_is_what_its_cell_shows(tmp_path, code, number, percent, typed):
    rows = [{"scheme": "personal", "over": 0.0, "rate": number, "from": date(2012, 7, 1)}]
    table = read(
        book(tmp_path / "a.xlsx", "tiers", rows, {"rate": code, "from": "yyyy-mm-dd"}),
        "tiers",
        typed,
    )
    assert str(parse(TABLES["tiers"].column("rate"), table.columns["rate"][0]).normalize() + 0) in (
        percent,
        f"{percent}E+0",
    )


@pytest.mark.parametrize(
    "key", [key for key in TABLES if any(c.type == "percent" for c in TABLES[key].columns)]
)
def test_every_percent_column_of_every_table_is_read_so(tmp_path, key):
    columns = [column for column in TABLES[key].columns if column.type == "percent"]
    rows = [{column.key: 0.15 for column in columns}]
    table = read(
        book(tmp_path / "a.xlsx", key, rows, {column.key: "0%" for column in columns}), key
    )
    assert [parse(column, table.columns[column.key][0]) for column in columns] == [15] * len(
        columns
    )


@pytest.mark.parametrize(("unit", "value"), [("percent", "85"), ("CNY", "0.85")])
def test_a_percentage_of_the_policy_is_what_it_shows(tmp_path, unit, value):
    rows = [{"key": "similar.name", "value": 0.85, "unit": unit, "from": date(2012, 7, 1)}]
    table = read(
        book(tmp_path / "a.xlsx", "policy", rows, {"value": "0%", "from": "yyyy-mm-dd"}), "policy"
    )
    assert parse(TABLES["policy"].column("value"), table.columns["value"][0]) == value
