"""Tables over an open workbook, in a real spreadsheet program: the same rows as the closed file,
all or nothing.
"""

import json
import subprocess
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from bookdump import BOOK
from filekit import rewards_book
from office import absent

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.core.tables import LAYOUT, TABLES
from xlpy.files import WorkbookFile
from xlpy.programs.libreoffice import clean_environment, make_profile, own_python, ready

SHEET = "奖励 Rewards"
NEW = {"date": date(2012, 9, 3), "name": "孙丽", "amount": Decimal("120.50"), "approved_by": "刘洋"}


class Live:
    """A LibreOffice of its own; each function of the driver is a method here."""

    def __init__(self):
        try:
            program = ready()
        except FileError as missing:
            absent(f"{missing.en} Writing into an open workbook was NOT tested")
        self.process = subprocess.Popen(
            [own_python(program), "-u", Path(__file__).with_name("live_driver.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=clean_environment(),
        )
        profile = Path(tempfile.mkdtemp(prefix="tradedept-live-")) / "profile"
        make_profile(profile)
        self.start(program=str(program), profile=str(profile))

    def __getattr__(self, name):
        def ask(**arguments):
            self.process.stdin.write(json.dumps({"do": name, **arguments}, default=str) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline() or '{"failed": "the driver ended"}')
            assert "failed" not in answer, answer["failed"]
            return answer["ok"]

        return ask


@pytest.fixture(scope="module")
def office():
    live = Live()
    yield live
    with live.process:
        live.process.stdin.close()


@pytest.fixture
def book(office):
    """Opens workbooks and closes them behind the test."""
    opened = []

    def open_(path: Path) -> str:
        opened.append(office.open(path=str(path)))
        return opened[-1]

    yield open_
    for path in opened:
        office.close(path=path)


@pytest.fixture(scope="module")
def demo(office, tmp_path_factory):
    """The shipped workbook, opened once, which takes many seconds: a test leaves it as it was."""
    path = tmp_path_factory.mktemp("demo") / BOOK.name
    path.write_bytes(BOOK.read_bytes())
    opened = office.open(path=str(path))
    yield opened
    office.close(path=opened)


def asked(change: Change) -> dict:
    """A change as the driver takes it."""

    def row(values):
        return {key: _asked(value) for key, value in values.items()}

    return {
        "table": change.table,
        "keep": None if change.keep is None else list(change.keep),
        "update": {at: row(values) for at, values in change.update.items()},
        "append": [row(values) for values in change.append],
    }


def _asked(value):
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"money": str(value)} if isinstance(value, Decimal) else value


def plain(raw) -> list:
    """A RawTable as the driver's JSON has it."""
    columns = {
        key: [list(v) if isinstance(v, tuple) else v for v in values]
        for key, values in raw.columns.items()
    }
    return [columns, raw.length, raw.first_row]


def blank_is_none(told: list) -> list:
    columns, length, first = told
    return [
        {k: [None if v == "" else v for v in values] for k, values in columns.items()},
        length,
        first,
    ]


def same_as_the_closed_file(office, opened: str, closed: Path, keys) -> None:
    expected = {
        key: blank_is_none(plain(raw)) for key, raw in WorkbookFile(closed).read(keys).items()
    }
    actual = {
        key: blank_is_none(told) for key, told in office.read(path=opened, keys=list(keys)).items()
    }
    assert expected == actual


def both_ways(office, book, tmp_path, changes, **options) -> tuple[str, Path]:
    """The same changes into an open workbook and into a closed copy of it."""
    live, closed = tmp_path / "live.xlsx", tmp_path / "closed.xlsx"
    rewards_book(live, **options)
    closed.write_bytes(live.read_bytes())
    opened = book(live)
    assert office.commit(path=opened, changes=[asked(change) for change in changes]) is None
    WorkbookFile(closed).commit(changes)
    return opened, closed


def test_every_table_of_the_demo_reads_as_from_the_closed_file(office, demo):
    same_as_the_closed_file(office, demo, Path(demo), TABLES)


def percents_book(path: Path) -> Path:
    """A policy whose values stand under formats of percentages and plain numbers, by turns."""
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet(TABLES["policy"].sheet)
    columns = TABLES["policy"].columns
    keys = [column.key for column in columns]
    sheet.add_table(
        0,
        0,
        4,
        len(keys) - 1,
        {"name": "policy", "columns": [{"header": c.label} for c in columns]},
    )
    shares = [
        (0.85, "0%", "percent"),
        (0.6, "0.00", "percent"),
        (0.5, "0%", "CNY"),
        (0.0125, "0.00%", "percent"),
    ]
    for at, (value, code, unit) in enumerate(shares, 1):
        sheet.write(at, keys.index("key"), f"key.{at}")
        sheet.write(at, keys.index("value"), value, workbook.add_format({"num_format": code}))
        sheet.write(at, keys.index("unit"), unit)
    about = workbook.add_worksheet("about")
    data = [["layout", LAYOUT]]
    about.add_table(
        0,
        0,
        1,
        1,
        {
            "name": "about",
            "data": data,
            "columns": [{"header": h} for h in ("项目 Item", "值 Value")],
        },
    )
    workbook.close()
    return path


def test_a_percentage_of_the_policy_is_what_its_cell_shows_as_in_the_closed_file(
    office, book, tmp_path
):
    path = percents_book(tmp_path / "policy.xlsx")
    columns = office.read(path=book(path), keys=["policy"])["policy"][0]
    assert columns["value"] == ["85", 0.6, 0.5, "1.25"]
    same_as_the_closed_file(office, str(path), path, ["policy"])


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "h:mm", "[h]:mm:ss", "USD 0.00", "0%", "#,##0.00"])
def test_an_amount_under_any_format_is_what_stands_in_the_closed_file(office, book, tmp_path, code):
    def odd(setting):
        made = setting.workbook.add_format({"num_format": code})
        for row, number in enumerate((-1200.5, 300.25, 0.5), 1):
            setting.sheet.write_number(row, 2, number, made)

    path = rewards_book(tmp_path / "odd.xlsx", prepare=odd)
    opened = book(path)
    assert office.read(path=opened, keys=["rewards"])["rewards"][0]["amount"] == [
        -1200.5,
        300.25,
        0.5,
    ]
    same_as_the_closed_file(office, opened, path, ["rewards"])


def test_a_table_that_may_be_missing_is_empty_when_it_is(office, book, tmp_path):
    opened = book(rewards_book(tmp_path / "small.xlsx"))
    found = office.read(path=opened, keys=["rewards"], maybe=["staff", "rewards"])
    assert {key: length for key, (_, length, _) in found.items()} == {"rewards": 3, "staff": 0}


CHANGES = [
    pytest.param(Change("rewards", append=[NEW]), id="a row added"),
    pytest.param(
        Change("rewards", append=[NEW, NEW | {"name": "李强", "note": "=1+1"}]),
        id="a text like a formula",
    ),
    pytest.param(Change("rewards", append=[NEW | {"note": "2012-07"}]), id="a text like a month"),
    pytest.param(Change("rewards", keep=[0, 1]), id="the last row taken away"),
    pytest.param(Change("rewards", keep=[0, 2]), id="a row taken from the middle"),
    pytest.param(
        Change("rewards", keep=[2], append=[NEW]), id="the first rows taken away and one added"
    ),
    pytest.param(Change("rewards", keep=[]), id="all rows taken away"),
    pytest.param(Change("rewards", keep=[], append=[NEW] * 5), id="all rows replaced by more"),
    pytest.param(
        Change("rewards", update={1: {"amount": Decimal("99.99"), "note": None}}),
        id="cells changed",
    ),
    pytest.param(
        Change("rewards", keep=[0, 2], update={2: {"name": "王芳"}}, append=[NEW]), id="all at once"
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_gives_the_rows_that_the_closed_file_gets(office, book, tmp_path, change):
    opened, closed = both_ways(office, book, tmp_path, [change])
    same_as_the_closed_file(office, opened, closed, ["rewards"])


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_with_a_totals_row(office, book, tmp_path, change):
    total = {"total_row": True}
    opened, closed = both_ways(office, book, tmp_path, [change], table=total)
    same_as_the_closed_file(office, opened, closed, ["rewards"])
    assert office.tables_of(path=opened)["rewards"][1] is True


def test_the_first_row_takes_the_place_of_the_blank_one_of_an_empty_table(office, book, tmp_path):
    opened, _ = both_ways(office, book, tmp_path, [Change("rewards", append=[NEW])], rows=())
    columns, length, first = office.read(path=opened, keys=["rewards"])["rewards"]
    assert (columns["date"], columns["amount"], length, first) == ([[2012, 9, 3]], [120.5], 1, 2)
    assert office.tables_of(path=opened)["rewards"][0] == "$A$1:$E$2"


def test_a_users_own_column_goes_on_by_its_formula_and_stays_blank_by_values(
    office, book, tmp_path
):
    def mine(setting):
        for row in range(1, 4):
            setting.sheet.write_formula(row, 5, f"=C{row + 1}*2", None, 2)
            setting.sheet.write(row, 6, f"my {row}")

    path = tmp_path / "mine.xlsx"
    headers = [{"header": column.label} for column in TABLES["rewards"].columns]
    rewards_book(path, prepare=mine, headers=[*headers, {"header": "double"}, {"header": "mine"}])
    opened = book(path)
    assert (
        office.commit(
            path=opened, changes=[asked(Change("rewards", keep=[0, 2], append=[NEW, NEW]))]
        )
        is None
    )
    own = office.shown(path=opened, sheet=SHEET, area="F2:G5")
    assert own == [["=C2*2", "my 1"], ["=C3*2", "my 3"], ["=C4*2", ""], ["=C5*2", ""]]


def test_new_rows_have_the_number_formats_of_the_row_above(office, book, tmp_path):
    opened, _ = both_ways(office, book, tmp_path, [Change("rewards", append=[NEW, NEW])])
    formats = office.formats(path=opened, sheet=SHEET, area="A4:E6")
    assert formats[:5] == formats[5:10] == formats[10:]


def test_the_users_selection_and_settings_stay(office, book, tmp_path):
    path = rewards_book(tmp_path / "book.xlsx")
    opened = book(path)
    office.select(path=opened, sheet=SHEET, area="B3:C3")
    before = office.settings(path=opened)
    office.commit(path=opened, changes=[asked(Change("rewards", append=[NEW]))])
    assert before == office.settings(path=opened)


def refused_without_a_trace(office, opened: str, changes, word: str) -> None:
    area = "A1:J40"
    before = office.shown(path=opened, sheet=SHEET, area=area), office.tables_of(path=opened)
    settings = office.settings(path=opened)
    why = office.commit(path=opened, changes=[asked(change) for change in changes])
    assert word in (why or "nothing was refused")
    assert before == (
        office.shown(path=opened, sheet=SHEET, area=area),
        office.tables_of(path=opened),
    )
    assert settings == office.settings(path=opened)


def test_what_stands_below_a_table_is_not_written_over(office, book, tmp_path):
    opened = book(rewards_book(tmp_path / "book.xlsx"))
    office.put(path=opened, sheet=SHEET, cell="B6", value="mine")
    refused_without_a_trace(office, opened, [Change("rewards", append=[NEW, NEW])], "below")


def test_rows_are_not_deleted_while_a_filter_hides_some(office, book, tmp_path):
    opened = book(rewards_book(tmp_path / "book.xlsx"))
    office.hide(path=opened, sheet=SHEET, row=3)
    refused_without_a_trace(office, opened, [Change("rewards", keep=[0, 2])], "filter")


def test_a_column_that_the_sheet_lacks_is_told_before_anything_is_written(office, book, tmp_path):
    labels = [{"header": column.label} for column in TABLES["rewards"].columns][:-1]
    opened = book(
        rewards_book(tmp_path / "book.xlsx", rows=[row[:-1] for row in ROWS], headers=labels)
    )
    refused_without_a_trace(
        office, opened, [Change("rewards", append=[NEW | {"note": "x"}])], "note"
    )


ROWS = (
    (date(2012, 7, 2), "王芳", 300, "刘洋", "x"),
    (date(2012, 7, 9), "陈明", 150.5, "刘洋", None),
)


def test_a_protected_sheet_refuses_and_what_was_written_before_is_taken_back(office, demo):
    """The first change is made, the second cannot be: the workbook is as it was."""
    fines = {"date": date(2012, 11, 5), "name": "王芳", "code": "E-1.7"}
    keys = ["rewards", "fines"]
    before = office.read(path=demo, keys=keys), office.tables_of(path=demo)
    office.protect(path=demo, sheet=TABLES["fines"].sheet)
    changes = [
        Change("rewards", append=[NEW, NEW | {"name": "李强"}]),
        Change("fines", append=[fines]),
    ]
    why = office.commit(path=demo, changes=[asked(change) for change in changes])
    assert why is not None
    office.unprotect(path=demo, sheet=TABLES["fines"].sheet)
    assert before == (office.read(path=demo, keys=keys), office.tables_of(path=demo))


@pytest.mark.parametrize("change", CHANGES)
def test_a_write_is_taken_back_to_the_cell(office, book, tmp_path, change):
    opened = book(rewards_book(tmp_path / "book.xlsx"))
    before = blank_is_none(office.read(path=opened, keys=["rewards"])["rewards"])
    journal = str(tmp_path / "journal")
    assert office.commit(path=opened, changes=[asked(change)], journal=journal) is None
    assert office.take_back(path=opened, journal=journal) is None
    assert before == blank_is_none(office.read(path=opened, keys=["rewards"])["rewards"])
    assert "no write to undo" in office.take_back(path=opened, journal=journal)


def test_a_write_whose_rows_were_edited_since_is_not_taken_back(office, book, tmp_path):
    opened = book(rewards_book(tmp_path / "book.xlsx"))
    journal = str(tmp_path / "journal")
    office.commit(path=opened, changes=[asked(Change("rewards", append=[NEW]))], journal=journal)
    office.put(path=opened, sheet=SHEET, cell="E5", value="typed since")
    assert "changed since" in office.take_back(path=opened, journal=journal)


def test_a_workbook_without_our_tables_is_told_so(office, book, tmp_path):
    opened = book(rewards_book(tmp_path / "book.xlsx"))
    assert "has no table fines" in office.commit(
        path=opened, changes=[asked(Change("fines", append=[]))]
    )
