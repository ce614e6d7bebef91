"""Other readers see in our workbooks what stands in them: every sheet, cell, formula, table, name
and rule of entry.

What a reader cannot see in any workbook is listed by reader in `LIMITS`, with the reason; all else
must be equal.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from functools import cache, partial

import pytest
from bookdump import BOOK
from calculating import opened
from filekit import rewrite, tell
from olderbooks import upgraded
from readings import Reading, by_calamine, by_node, by_openpyxl, stored

from xlpy.build.workbook import new_book
from xlpy.files import WorkbookFile
from xlpy.files.undo import undo
from xlpy.jobs.close import close
from xlpy.jobs.import_ import import_rows

KINDS = ["new", "demo", "undone", "libreoffice", "upgraded"]
REWARDS = "date,name,amount,approved_by,note\n2012-11-05,王芳,300,刘洋,=改进 better\n"
_RANGE = re.compile(r"'[^']+'![$]\w+[$]\d+(:[$]\w+[$]\d+)?")


# What a reader cannot see


def no_empty_texts(seen: Reading) -> Reading:
    return replace(seen, values={one for one in seen.values if one[3] != ""})


def no_errors(seen: Reading) -> Reading:
    return replace(seen, values={one for one in seen.values if one[2] != "e"})


def without(*names: str) -> Callable[[Reading], Reading]:
    return lambda seen: replace(seen, **{name: set() for name in names})


def rows_of_titles_first(seen: Reading) -> Reading:
    return replace(seen, names={(*which, _rows_first(text)) for *which, text in seen.names})


def _rows_first(text: str) -> str:
    parts = text.split(",")
    return ",".join(sorted(parts, key=lambda part: "$A:" in part)) if len(parts) == 2 else text


def _bare(name: str, text: str) -> str | None:
    """A name as exceljs keeps it: a print area or the rows of titles without sheet and dollars,
    the range of others.
    """
    if name == "_xlnm.Print_Area":
        return text.rpartition("!")[2].replace("$", "")
    if name == "_xlnm.Print_Titles":
        return re.search(r"[$](\d+:)[$](\d+)", text).expand(r"\1\2")
    found = _RANGE.search(text)
    return found and found[0]


def only_ranges(seen: Reading) -> Reading:
    bare = {(name, scope, _bare(name, text)) for name, scope, text in seen.names}
    return replace(seen, names={one for one in bare if one[2]})


def bodies_of_tables(seen: Reading) -> Reading:
    def body(area: str, totals: bool) -> str:
        left, top, right, bottom = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area).groups()
        return f"{left}{int(top) + 1}:{right}{int(bottom) - totals}"

    return replace(
        seen, tables={(one[0], one[1], body(one[2], one[4]), one[3]) for one in seen.tables}
    )


def without_prefix(seen: Reading) -> Reading:
    return replace(
        seen, formulas={(*which, text.replace("_xlfn.", "")) for *which, text in seen.formulas}
    )


LIMITS: dict[str, dict[str, Callable[[Reading], Reading]]] = {
    "openpyxl": {
        "a formula's result that is an empty text counts as no value": no_empty_texts,
        "print titles are told rows first, whatever the order in the file": rows_of_titles_first,
    },
    "calamine": {
        "the Python package gives no formulas, names and rules of entry": without(
            "formulas", "names", "rules"
        ),
        "an error is told as an empty text": no_errors,
        "a cell without a value is told as an empty text, too": no_empty_texts,
        "a table is told by its body alone": bodies_of_tables,
    },
    "exceljs": {
        "an empty text, or a formula's result that is one, counts as no value": no_empty_texts,
        "only names of cells: not those of tables' columns, of a formula the first range in "
        "it": only_ranges,
    },
    "sheetjs": {
        "the free edition reads no tables and no rules of entry": without("tables", "rules"),
        "newer functions are told without the prefix that files give them": without_prefix,
    },
}


def as_seen(reader: str, seen: Reading) -> Reading:
    """What a reader must see of what is stored."""
    for limit in LIMITS[reader].values():
        seen = limit(seen)
    return seen


# The workbooks


def _new(folder):
    return new_book(folder / "new.xlsm") or folder / "new.xlsm"


def _demo(folder, name="demo"):
    return shutil.copyfile(BOOK, folder / f"{name}.xlsm")


def _undone(folder):
    book = _demo(folder, "undone")
    close(WorkbookFile(book), "2012-10", by="刘洋", at=datetime(2012, 11, 5, 9, 30))
    for again in (False, True):
        import_rows(WorkbookFile(book), "rewards", REWARDS.encode())
        if not again:
            undo(book)
    return book


def _upgraded(folder):
    return upgraded(3, folder / "layout-3.xlsm")


def _by_libreoffice(folder):
    return opened(_demo(folder, "libreoffice"), folder)


MAKERS = dict(zip(KINDS, (_new, _demo, _undone, _by_libreoffice, _upgraded), strict=True))


class Library:
    """Workbooks, each made when it is first asked for, and what was read in each, once."""

    def __init__(self, folder):
        self.book = cache(lambda kind: MAKERS[kind](folder))
        self.stored = cache(lambda kind: stored(self.book(kind)))
        # One process of node reads all of them: each would compile the readers anew.
        self._by_node = cache(lambda: by_node([self.book(kind) for kind in KINDS]))
        self.readers = {
            "openpyxl": lambda kind: by_openpyxl([self.book(kind)])[0],
            "calamine": lambda kind: by_calamine([self.book(kind)])[0],
            "exceljs": partial(self._of_node, "exceljs"),
            "sheetjs": partial(self._of_node, "sheetjs"),
        }

    def _of_node(self, reader, kind):
        return self._by_node()[reader][KINDS.index(kind)]

    def seen(self, reader, kind):
        """What a reader said; where it drops some empty texts, or adds some, none is compared."""
        said = self.readers[reader](kind)
        return no_empty_texts(said) if no_empty_texts in LIMITS[reader].values() else said


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("readers"))


# The tests


def _leave_texts_shown_as_dates(seen: Reading, expected: Reading) -> None:
    """exceljs loses what a formula gave where it is a text, or nothing yet, and the cell's format
    a date's.
    """
    lost = {one[:2] for one in seen.values if one[2] == "?"}
    held = {one for one in expected.values if one[:2] in lost}
    assert lost <= {one[:2] for one in expected.formulas} and {one[2] for one in held} <= {"s"}
    seen.values -= {one for one in seen.values if one[2] == "?"}
    expected.values -= held


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", LIMITS)
def test_a_reader_sees_all_that_stands_in_the_workbook(library, reader, kind):
    seen, expected = library.seen(reader, kind), as_seen(reader, library.stored(kind))
    assert seen.sheets == expected.sheets
    if reader == "exceljs":
        _leave_texts_shown_as_dates(seen, expected)
    for field in fields(Reading)[1:]:
        given, wanted = getattr(seen, field.name), getattr(expected, field.name)
        assert sorted(map(repr, wanted - given))[:5] == [], (
            f"{field.name} that {reader} does not see"
        )
        assert sorted(map(repr, given - wanted))[:5] == [], f"{field.name} that only {reader} sees"


def test_there_is_something_to_see(library, capsys):
    demo = library.stored("demo")
    counts = {field.name: len(getattr(demo, field.name)) for field in fields(Reading)}
    assert (
        counts["sheets"] >= 60
        and counts["tables"] >= 50
        and counts["names"] >= 200
        and counts["rules"] >= 300
    )
    assert counts["formulas"] >= 1000 and counts["values"] >= 10_000
    assert len({state for _, state in demo.sheets}) > 1
    tell(capsys, f"readers of other hands see of the demo: {counts}")


@pytest.mark.parametrize("reader", LIMITS)
def test_every_limit_of_a_reader_is_one(library, reader):
    """Without any of its limits a reader's list would claim more than the reader sees: none is
    there for nothing.
    """
    for reason, limit in LIMITS[reader].items():
        kinds = [library.stored(kind) for kind in ("demo", "upgraded")]
        assert any(limit(seen) != seen for seen in kinds), reason


def test_a_rule_of_entry_a_name_and_a_formula_that_are_missing_are_noticed(library, tmp_path):
    """The negative control: the same comparison on a file that another one is told to be."""
    book = shutil.copyfile(library.book("demo"), tmp_path / "spoiled.xlsm")
    rewrite(
        book,
        {
            "xl/workbook.xml": lambda data: re.sub(
                rb'<definedName name="list_closed">.*?</definedName>', b"", data
            ),
            "xl/worksheets/sheet2.xml": lambda data: re.sub(
                rb"<dataValidation .*?</dataValidation>", b"", data, count=1
            ),
            "xl/worksheets/sheet1.xml": lambda data: re.sub(rb"<f>.*?</f>", b"", data, count=1),
            "xl/tables/table3.xml": lambda data: re.sub(
                rb' ref="A5:([A-Z]+)\d+"', rb' ref="A5:\g<1>7"', data
            ),
        },
    )
    expected = as_seen("openpyxl", library.stored("demo"))
    spoiled = by_openpyxl([book])[0]
    for name in ("names", "rules", "formulas", "tables"):
        assert len(getattr(expected, name) - getattr(spoiled, name)) == 1, name
