"""The steps of a write into the add-in's workbook, as laws: what they give is what the change says,
and wherever Excel breaks off, how far it came is seen and taken back.
"""

import json
from datetime import date
from decimal import Decimal

import pytest
import webbook
from hypothesis import given, settings
from hypothesis import strategies as st

from xlpy.book.excel import OpenWorkbook
from xlpy.book.tables import Change, changed
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES
from xlpy.web import writing
from xlpy.web.book import Book
from xlpy.web.steps import WrittenCells

KEY = "rewards"
TEXTS = ("王芳", "=1+1", "'abc", "007", "2012-01-02", "true", "13%", "+1", "a\nb", "-")
NOTED = st.one_of(st.none(), st.sampled_from(TEXTS))
ROWS = st.fixed_dictionaries(
    {
        "date": st.dates(date(2012, 1, 1), date(2012, 12, 31)),
        "name": st.sampled_from(("王芳", "陈明")),
        "amount": st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100),
        "note": NOTED,
    }
)


@st.composite
def changes(draw):
    """A table with a column of the user's, perhaps a totals row, and a change of it."""
    rows = draw(st.lists(ROWS, max_size=6))
    kept = draw(st.none() | st.sets(st.integers(0, max(len(rows) - 1, 0))))
    keep = None if kept is None or not rows else sorted(kept)
    places = range(len(rows)) if keep is None else keep
    update = {
        at: {"note": draw(NOTED), "amount": Decimal(7)} for at in places if draw(st.booleans())
    }
    append = draw(st.lists(ROWS, max_size=4))
    return rows, draw(st.booleans()), Change(KEY, keep, update, append)


def details(rows, totals):
    """The table as the pane reads it for a write: with a formula of the user's beside."""
    book = webbook.in_excel({KEY: rows})
    sheet = next(each for each in book["sheets"] if each["tables"][0]["name"] == KEY)
    [table] = webbook.handed_over({**book, "sheets": [sheet]})["tables"]
    width, many = len(table["header"]), len(table["values"])
    formats = [
        ["yyyy-mm-dd" if column.key == "date" else "General" for column in TABLES[KEY].columns]
        for _ in range(many)
    ]
    ended = [["Total", *[""] * (width - 1)]] if totals else []
    below = ended + [[""] * width for _ in range(many + 30)]
    own = [[5.0, f"own {at}"] if rows else ["", ""] for at in range(many)]
    values = [[*line, *more] for line, more in zip(table["values"], own, strict=True)]
    values += [[*line, "", ""] for line in below]
    return {
        **{key: table[key] for key in ("name", "sheet", "row", "column")},
        "totals": totals,
        "header": [*table["header"], "Twice", "Own"],
        "rows": many,
        "hidden": False,
        "protected": False,
        "values": values,
        "formulas": [
            [*line[:-2], "=2*RC[-1]" if at < len(rows) else line[-2], line[-1]]
            for at, line in enumerate(values)
        ],
        "formats": [[*line, "General", "General"] for line in formats]
        + [["General"] * (width + 2) for _ in below],
    }


def written(rows, totals, change):
    """The book on which a change was made, and the table before."""
    given_ = json.loads(json.dumps(details(rows, totals)), parse_int=float)
    cells = WrittenCells(given_)
    before = cells.twin()
    about = webbook.handed_over(webbook.in_excel({"about": [{"key": "layout", "value": 4}]}))
    book = Book(json.loads(json.dumps(about), parse_int=float), [cells])
    opened = OpenWorkbook(book)
    raw = opened.read([KEY])[KEY]
    opened.commit([change])
    return book, before, cells, changed(raw, change)


@settings(max_examples=120, deadline=None)
@given(changes())
def test_what_stands_there_is_what_the_change_says(given_):
    rows, totals, change = given_
    book, _, cells, meant = written(rows, totals, change)
    raw = OpenWorkbook(book).read([KEY])[KEY]
    for key, values in meant.columns.items():
        blank = [None if value == "" else value for value in values]
        assert list(raw.columns[key])[: len(blank)] == blank
    assert raw.length == max(meant.length, 1)
    at = cells.lines[0].values.index("Own")
    own = [line[0] for line in cells.contents(1, at, cells.length, 1)]
    stays = range(len(rows)) if change.keep is None else change.keep
    assert own[: len(stays)] == [f"own {each}" for each in stays]
    if totals:
        assert cells.contents(cells.length + 1, 0, 1, 1) == [["Total"]]


@settings(max_examples=120, deadline=None)
@given(changes(), st.integers(0, 1000))
def test_wherever_excel_breaks_off_it_is_seen_and_taken_back(given_, chance):
    rows, totals, change = given_
    book, before, _, _ = written(rows, totals, change)
    steps = [step for step, _ in book.steps]
    stopped = chance % (len(steps) + 1)
    excel = before.twin()
    for step in steps[:stopped]:
        excel.apply(step)
    reached = writing._reached({KEY: before}, steps, {KEY: excel})
    for _, backs in reversed(book.steps[:reached]):
        for back in backs:
            excel.apply(back)
    assert before.differing(excel) == []
    shown = [[line.contents for line in cells.lines] for cells in (before, excel)]
    assert shown[0] == shown[1][: len(shown[0])]


@pytest.mark.parametrize("change", [Change(KEY, [1]), Change(KEY, None, {0: {"note": "x"}})])
def test_rows_that_are_not_seen_are_not_changed(change):
    row = {"date": date(2012, 1, 1), "name": "王芳", "amount": Decimal(1)}
    hidden = json.loads(json.dumps(details([row, row], False)), parse_int=float)
    book = Book(
        {"name": "b", "sheets": sheets(), "tables": tables()},
        [WrittenCells({**hidden, "hidden": True})],
    )
    with pytest.raises(FileError, match="filtered out or hidden"):
        OpenWorkbook(book).commit([change])
    assert TABLES[KEY].sheet in book.sheets[0].name


def sheets():
    return [{"name": TABLES[KEY].sheet, "visible": True}]


def tables():
    return [{"name": KEY, "sheet": TABLES[KEY].sheet}]
