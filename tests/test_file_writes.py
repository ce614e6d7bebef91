"""Any writes to any table, with what users put around it: totals, own columns, filters, formulas,
names, a chart.

What a reference must show is worked out from the records alone: each has an amount of its own, and
a reference shows the amounts of the cells that it names. The product's own code for references is
not used here.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from calculating import recalculated
from filekit import cells_of, parts, put, rewards_book, rewrite, sheet_xml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile

OURS = "'奖励 Rewards'!"
HEADERS = ("date", "name", "amount", "approved_by", "note")
COUNTS = Counter()
OPERATIONS = (
    "update", "append", "remove first", "remove last and add", "remove some", "replace all", "replace as many",  # noqa: E501
    "empty", "update and add",
)  # fmt: skip


@dataclass
class Records:
    """The records of the table in their order, each by its amount; and the next amount to give."""

    amounts: list[int]
    next: int
    renamed: dict[int, int] = field(default_factory=dict)

    def new(self, count: int) -> list[int]:
        first, self.next = self.next, self.next + count
        return list(range(first, first + count))


@dataclass(frozen=True)
class Drawn:
    """A reference of the user's: where it stands, its text as drawn, and what it is meant to
    show.
    """

    place: str
    text: str
    whole: bool


def reference(rows, first, draw):
    """A reference to some rows of the amounts: all of them, one, or a range of some; fixed or
    not.
    """
    last = first + rows - 1
    kind = draw(st.sampled_from(["all", "all", "header", "one", "some"]))
    lock = draw(st.sampled_from(["", "$"]))
    one, other = sorted((draw(st.integers(first, last)), draw(st.integers(first, last))))
    if kind in ("all", "header"):
        return f"{lock}C{lock}{first - (kind == 'header')}:{lock}C{lock}{last}", True
    if kind == "one" or one == other:
        return f"{lock}C{lock}{one}", False
    return f"{lock}C{lock}{one}:{lock}C{lock}{other}", (one, other) == (first, last)


@st.composite
def workbooks(draw):
    """A table's rows, what it has, and the references to it."""
    rows, top = draw(st.integers(1, 6)), draw(st.sampled_from([1, 1, 5]))
    first = top + 1
    found = []
    for number in range(draw(st.integers(1, 6))):
        text, whole = reference(rows, first, draw)
        place = draw(st.sampled_from(["other", "beside", "name", "chart", "rule"]))
        if place in ("name", "chart", "rule"):
            text = "$" + re.sub(r"(?<=[A-Z])(?=\d)|(?<=:)(?=C)", "$", text.replace("$", ""))
        found.append((number, Drawn(place, text, whole)))
    return {
        "rows": rows, "top": top, "references": found, "totals": draw(st.booleans()), "own": draw(st.booleans()),  # noqa: E501
        "hidden": draw(st.sampled_from([None, None, None, 0, rows - 1])),
    }  # fmt: skip


def made(path: Path, given: dict) -> Path:
    """The workbook: amounts 1, 2, … in the table; every reference in a place of its own."""
    rows, top = given["rows"], given["top"]
    headers = [{"header": name} for name in (*HEADERS, "mine")]
    if given["totals"]:
        headers[0]["total_string"] = "合计"
        headers[2]["total_function"] = "sum"
    if given["own"]:
        headers[5]["formula"] = "=[@amount]*2"
    last = top + rows

    def prepare(s):
        other = s.workbook.add_worksheet("Other")
        chart = s.workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Other!$Z$1:$Z$2"})
        for number, drawn in given["references"]:
            if drawn.place == "other":
                other.write_formula(number, 0, f"=SUM({OURS}{drawn.text})", None, 1)
            elif drawn.place == "beside":
                s.sheet.write_formula(30 + number, 8, f"=SUM({drawn.text})", None, 1)
            elif drawn.place == "name":
                s.workbook.define_name(f"N_{number}", f"={OURS}{drawn.text}")
            elif drawn.place == "chart":
                chart.add_series({"values": f"={OURS}{drawn.text}"})
            else:
                other.data_validation(
                    number, 3, number, 3, {"validate": "list", "source": f"={OURS}{drawn.text}"}
                )
        other.insert_chart("H1", chart)
        if given["totals"]:
            bold = s.workbook.add_format({"bold": True})
            s.sheet.write_formula(
                last, 5, f"=SUM(C{top + 1}:C{last})/ROWS(C${top + 1}:C${last})", bold, 1
            )
        if given["hidden"] is not None:
            s.sheet.set_row(top + given["hidden"], None, None, {"hidden": True})

    records = [(date(2012, 7, 1), f"n{at}", at, "刘洋", None) for at in range(1, rows + 1)]
    table = {"total_row": given["totals"]}
    return rewards_book(path, records, prepare, at=(top - 1, 0), headers=headers, table=table)


def row_of(amount):
    return {
        "date": date(2012, 9, 3),
        "name": f"n{amount}",
        "amount": amount,
        "approved_by": "刘洋",
        "note": "new",
    }


def change_of(operation, records: Records, draw):
    """A change, and the records afterwards."""
    have = list(range(len(records.amounts)))
    some = sorted(draw(st.sets(st.sampled_from(have)))) if have else []
    new = records.new(draw(st.integers(1, 3)))
    update = {at: {"note": "seen"} for at in some[:2]}
    kept, added = {
        "update": (have, []),
        "append": (have, new),
        "remove first": (have[1:], []),
        "remove last and add": (have[:-1], new[:1]),
        "remove some": (some, []),
        "replace all": ([], new),
        "replace as many": (some, records.new(len(have) - len(some))),
        "empty": ([], []),
        "update and add": (have, new),
    }[operation]
    updated = update if operation in ("update", "update and add") else {}
    keep = None if kept == have else kept
    return Change("rewards", keep, updated, [row_of(amount) for amount in added]), [
        *(records.amounts[at] for at in kept), *added
    ]  # fmt: skip


class Book:
    """The workbook as openpyxl and a look at its parts see it."""

    def __init__(self, path: Path, given: dict):
        self.given = given
        self.book = openpyxl.load_workbook(path)
        self.parts = parts(path)
        self.sheet = self.book["奖励 Rewards"]
        self.cells = cells_of(sheet_xml(path))

    def text(self, number: int, drawn: Drawn) -> str:
        """The reference as it is now."""
        other = self.book["Other"]
        found = {
            "other": lambda: other.cell(number + 1, 1).value,
            "beside": lambda: self.sheet.cell(31 + number, 9).value,
            "name": lambda: self.book.defined_names[f"N_{number}"].attr_text,
            "chart": lambda: self.charted()[number],
            "rule": lambda: self.rules()[number],
        }[drawn.place]()
        return re.search(r"\$?C\$?\d+(?::\$?C\$?\d+)?(?=\)|$)", found)[0]

    def charted(self):
        texts = re.findall(r"<c:f>([^<]*)</c:f>", self.parts["xl/charts/chart1.xml"].decode())
        ours = [number for number, drawn in self.given["references"] if drawn.place == "chart"]
        return dict(zip(ours, texts[1:], strict=True))

    def rules(self):
        found = self.book["Other"].data_validations.dataValidation
        return {
            min(area.min_row for area in rule.sqref.ranges) - 1: rule.formula1 for rule in found
        }

    def shows(self, text: str) -> list[int]:
        """The amounts in the cells that a reference names."""
        rows = [int(number) for number in re.findall(r"\d+", text)]
        values = (self.sheet.cell(row, 3).value for row in range(rows[0], rows[-1] + 1))
        return [value for value in values if isinstance(value, (int, float))]

    def is_whole(self, text: str) -> bool:
        """Whether a reference names all data rows."""
        rows = [int(number) for number in re.findall(r"\d+", text)]
        first, last = self.table()
        return rows[0] <= first + 1 and last - self.given["totals"] <= rows[-1]

    def table(self) -> tuple[int, int]:
        """The first and the last row of the table."""
        ref = re.search(rb' ref="([^"]*)"', self.parts["xl/tables/table1.xml"])[1].decode()
        first, last = re.findall(r"\d+", ref)
        return int(first), int(last)


def check_references(before: Book, after: Book, now, told, given) -> None:
    """Each reference shows what it should; where its records are gone, that was told."""
    for number, drawn in given["references"]:
        old, new = before.text(number, drawn), after.text(number, drawn)
        shown, shows = before.shows(old), after.shows(new)
        left = [amount for amount in shown if amount in now]
        ranged = ":" in old or drawn.place == "chart"
        COUNTS["references"] += 1
        if ranged and before.is_whole(old):
            assert shows == now, (drawn, old, new)
        elif left or not shown:
            assert shows == left or not shown, (drawn, old, new)
        else:
            assert old == new, (drawn, old, new)
            assert any(old in text for text in told), (drawn, old, told)
            COUNTS["told"] += 1


def check_table(before: Book, after: Book, now, given) -> None:
    """The table holds its records; the totals row is what it was; the user's column goes on."""
    first, last = after.table()
    bottom = last - given["totals"]
    assert after.shows(f"C{first + 1}:C{bottom}") == now
    assert bottom - first == max(len(now), 1)
    if given["own"] and now:
        formulas = [after.sheet.cell(row, 6).value for row in range(first + 1, bottom + 1)]
        assert set(formulas) <= {"=[[#This Row],amount]*2", "=rewards[[#This Row],[amount]]*2"}
    if given["totals"]:
        COUNTS["totals"] += 1
        was = before.table()[1]
        for column in "ABCDEF":
            old, new = before.cells.get(f"{column}{was}"), after.cells.get(f"{column}{last}")
            expected = old and old.replace(
                b'"%s%d"' % (column.encode(), was), b'"%s%d"' % (column.encode(), last)
            )
            expected = expected and re.sub(
                rb"(:C\$?)%d\b" % (was - 1), rb"\g<1>%d" % (last - 1), expected
            )
            assert new == expected, column
        assert after.sheet.cell(last + 1, 3).value is None


def try_writes(path: Path, given: dict, draw, length: int) -> None:
    made(path, given)
    records = Records(list(range(1, given["rows"] + 1)), given["rows"] + 1)
    before = Book(path, given)
    for _ in range(length):
        operation = draw(st.sampled_from(OPERATIONS))
        change, now = change_of(operation, records, draw)
        book, state = WorkbookFile(path), path.read_bytes()
        moves = change.keep is not None and any(at != place for place, at in enumerate(change.keep))
        try:
            book.commit([change])
        except FileError as refusal:
            # A filter hides rows of the sheet: records that move would come into sight or go.
            assert given["hidden"] is not None and moves and "hidden" in refusal.en
            assert path.read_bytes() == state
            COUNTS["refused"] += 1
            continue
        COUNTS["writes"] += 1
        after = Book(path, given)
        check_table(before, after, now, given)
        check_references(before, after, now, [issue.en for issue in book.told], given)
        records.amounts, before = now, after


# An example costs a second: shrinking one would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(
    max_examples=20,
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(given=workbooks(), data=st.data())
def test_any_writes_keep_totals_and_references(tmp_path, given, data):
    try_writes(tmp_path / "Book.xlsx", given, data.draw, 3)


@pytest.fixture(scope="module", autouse=True)
def counted(request):
    yield
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        sys.stdout.write(
            f"\n  writes to tables with all around them: {COUNTS['writes']} "
            f"({COUNTS['totals']} with a totals row), "
            f"{COUNTS['refused']} refused for hidden rows; references looked at "
            f"{COUNTS['references']}, of which "
            f"told because their records went {COUNTS['told']}\n"
        )


CHANGES = {
    "longer": ({"keep": [0, 2], "append": 3}, [1, 3, 4, 5, 6]),
    "shorter": ({"keep": [1, 2], "append": 0}, [2, 3]),
    "replaced": ({"keep": [], "append": 3}, [4, 5, 6]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_libreoffice_computes_and_charts_what_the_table_holds(tmp_path, name):
    """Totals, a formula, a name and a chart over all amounts, in a file that LibreOffice computed
    and saved anew.
    """
    change, now = CHANGES[name]
    drawn = [Drawn(place, "$C$2:$C$4", True) for place in ("other", "name", "chart", "beside")]
    given = {
        "rows": 3,
        "top": 1,
        "references": list(enumerate(drawn)),
        "totals": True,
        "own": False,
        "hidden": None,
    }
    book = made(tmp_path / "Book.xlsx", given)
    # As Excel writes it; LibreOffice does not know the form that XlsxWriter has.
    form = "xl/worksheets/sheet1.xml"
    rewrite(book, {form: put("SUBTOTAL(109,[amount])", "SUBTOTAL(109,rewards[amount])")})
    added = [row_of(amount) for amount in range(4, 4 + change["append"])]
    WorkbookFile(book).commit([Change("rewards", change["keep"], append=added)])
    found = recalculated(book, tmp_path)
    values, bottom = openpyxl.load_workbook(found, data_only=True), len(now) + 1
    sheet, other = values["奖励 Rewards"], values["Other"]
    assert [sheet.cell(row, 3).value for row in range(2, bottom + 1)] == now
    assert sheet.cell(bottom + 1, 1).value == "合计"
    assert [sheet.cell(bottom + 1, 3).value, sheet.cell(bottom + 1, 6).value] == [
        sum(now),
        sum(now) / len(now),
    ]
    assert [other["A1"].value, sheet["I34"].value] == [sum(now)] * 2
    assert values.defined_names["N_1"].attr_text.endswith(f"$C$2:$C${bottom}")
    charts = [
        xml.decode() for part, xml in parts(found).items() if re.match("xl/charts/chart", part)
    ]
    assert any(f"$C$2:$C${bottom}<" in xml for xml in charts)
