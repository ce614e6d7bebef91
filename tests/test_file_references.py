"""What refers to a table from anywhere in the workbook goes along with its rows, or it is said
that it does not.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from fileedits import NEW, SHEET, TABLE, commit, refused
from filekit import (
    CONTENT_TYPES,
    REWARDS,
    cells_of,
    parts,
    put,
    rewards_book,
    rewrite,
    sheet_xml,
    with_type,
)

from xlpy.book.tables import Change
from xlpy.files import WorkbookFile
from xlpy.ooxml.formulas import references, shifted, with_rows

OURS = "'奖励 Rewards'!"
"""Before a reference to the sheet of the table, whose data rows are 2 to 4."""
WORKBOOK, OTHER, CHART = "xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/charts/chart1.xml"


def written(path, keep=None, update=None, append=()):
    """What a write of `rewards` tells."""
    book = WorkbookFile(path)
    book.commit([Change("rewards", keep, update or {}, list(append))])
    return [issue.en for issue in book.told]


def formula_at(path, at, number=2):
    return (
        re.search(rb"<f[^>]*>([^<]*)</f>", cells_of(sheet_xml(path, number))[at])[1]
        .decode()
        .replace("&gt;", ">")
    )


def with_formulas(*formulas, name="Book.xlsx", **given):
    """What makes a workbook whose second sheet holds those formulas, one below the other in column
    A.
    """

    def prepare(s):
        other = s.workbook.add_worksheet("Other")
        for row, formula in enumerate(formulas):
            other.write_formula(row, 0, f"={formula}", None, 1)

    return lambda folder: rewards_book(folder / name, prepare=prepare, **given)


# Formulas elsewhere: as a spreadsheet program does it

GROWS = [
    (f"SUM({OURS}C2:C4)", f"SUM({OURS}C2:C6)"),
    (f"SUM({OURS}$C$2:$C$4)", f"SUM({OURS}$C$2:$C$6)"),
    (f"SUM({OURS}$C$1:C4)", f"SUM({OURS}$C$1:C6)"),
    (f"VLOOKUP(1,{OURS}$A$2:$E$4,3,FALSE)", f"VLOOKUP(1,{OURS}$A$2:$E$6,3,FALSE)"),
    (f"{OURS}C2:C4+SUM({OURS}C:C)", f"{OURS}C2:C6+SUM({OURS}C:C)"),
    (f"SUM({OURS}C2:C5)", f"SUM({OURS}C2:C6)"),
    (f"SUM({OURS}C2:C9)", f"SUM({OURS}C2:C9)"),
    # Some of the records, not all of them.
    (f"SUM({OURS}C2:C3)", f"SUM({OURS}C2:C3)"),
    (f"SUM({OURS}C3:C4)", f"SUM({OURS}C3:C4)"),
    (f"{OURS}C4", f"{OURS}C4"),
    # Another sheet, another workbook, several sheets, words.
    ("SUM(C2:C4)", "SUM(C2:C4)"),
    ("SUM(Other!C2:C4)", "SUM(Other!C2:C4)"),
    (f'"{OURS}C2:C4"', f'"{OURS}C2:C4"'),
    # An apostrophe in a word before the sheet's name.
    (f'LEN("it\'s")+SUM({OURS}C2:C4)', f'LEN("it\'s")+SUM({OURS}C2:C6)'),
    ("SUM(rewards[奖励金额 Reward amount])", "SUM(rewards[奖励金额 Reward amount])"),
]


@pytest.mark.parametrize(("formula", "grown"), GROWS)
def test_a_formula_over_all_rows_grows_with_them(tmp_path, formula, grown):
    book = with_formulas(formula)(tmp_path)
    assert written(book, append=[NEW, NEW]) == []
    assert formula_at(book, "A1") == grown


MOVES = [
    # Row 3 of rows 2, 3, 4 goes: row 4 comes up.
    (f"SUM({OURS}C2:C4)", f"SUM({OURS}C2:C3)"),
    (f"{OURS}C4*2", f"{OURS}C3*2"),
    (f"{OURS}$C$4", f"{OURS}$C$3"),
    (f"SUM({OURS}C3:C4)", f"SUM({OURS}C3:C3)"),
    (f"{OURS}C2", f"{OURS}C2"),
    (f"{OURS}A4:E4", f"{OURS}A3:E3"),
]


@pytest.mark.parametrize(("formula", "moved"), MOVES)
def test_a_formula_follows_its_record_where_rows_move_up(tmp_path, formula, moved):
    book = with_formulas(formula)(tmp_path)
    assert written(book, keep=[0, 2]) == []
    assert formula_at(book, "A1") == moved


@pytest.mark.parametrize(
    "change", [{"keep": [0, 2]}, {"keep": [0, 2], "append": [NEW]}, {"keep": []}]
)
def test_a_reference_to_a_record_that_is_gone_is_left_and_told_with_its_cell(tmp_path, change):
    book = with_formulas(f"{OURS}C3", f"SUM({OURS}C2:C4)")(tmp_path)
    told = written(book, **change)
    assert len(told) == 1
    assert (
        'The cell A1 of the sheet "Other"' in told[0]
        and f"{OURS}C3" in told[0]
        and "rewards" in told[0]
    )
    assert formula_at(book, "A1") == f"{OURS}C3"


def test_the_one_record_of_a_table_is_told_of_when_it_goes(tmp_path):
    book = with_formulas(f"{OURS}C2", f"SUM({OURS}C2:C2)", rows=REWARDS[:1])(tmp_path)
    told = written(book, keep=[])
    assert len(told) == 1 and "A1" in told[0]


def test_replacing_as_many_rows_as_there_were_tells_of_what_referred_to_them(tmp_path):
    book = with_formulas(f"{OURS}C3", f"SUM({OURS}C2:C4)")(tmp_path)
    told = written(book, keep=[], append=[NEW] * 3)
    assert ["A1 of the sheet" in text for text in told] == [True]
    assert formula_at(book, "A2") == f"SUM({OURS}C2:C4)"


def test_what_is_wider_than_the_table_is_left_and_told(tmp_path):
    book = with_formulas(f"SUM({OURS}C2:G4)", f"SUM({OURS}C4:G4)")(tmp_path)
    told = written(book, keep=[0, 2], append=[NEW] * 2)
    assert [re.search("C[24]:G4", text)[0] for text in told] == ["C2:G4", "C4:G4"]
    assert "did not grow" in told[0] and "other records" in told[1]


def test_the_command_tells_in_words_and_in_its_document(tmp_path, capsys):
    import json

    from xlpy.cli import main

    rows = tmp_path / "rows.csv"
    rows.write_text(
        "date,name,amount,approved_by,note\n2012-09-03,孙丽,88.80,刘洋,x\n", encoding="utf-8"
    )
    for extra in ([], ["--json"]):
        book = with_formulas(f"{OURS}C3")(tmp_path)
        assert main(["import", str(book), "rewards", str(rows), "--replace", *extra]) == 0
        out = capsys.readouterr().out
        if extra:
            [told] = json.loads(out)["written"]
            assert told["severity"] == "warning" and "A1" in told["zh"]
        else:
            assert "工作表“Other”的单元格 A1" in out and 'The cell A1 of the sheet "Other"' in out


# Formulas on the table's own sheet


def test_formulas_beside_and_below_follow_running_totals_do_not_grow(tmp_path):
    def prepare(s):
        for row in (2, 3, 4):
            s.sheet.write_formula(f"H{row}", f"=C{row}*2", None, row)
            s.sheet.write_formula(f"I{row}", f"=SUM(C$2:C{row})", None, row)
        s.sheet.write_formula("H20", "=SUM(C2:C4)", None, 1)

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    assert written(book, append=[NEW]) == []
    cells = {at: formula_at(book, at, 1) for at in ("H2", "H4", "I2", "I3", "I4", "H20")}
    assert cells == {
        "H2": "C2*2", "H4": "C4*2", "I2": "SUM(C$2:C2)", "I3": "SUM(C$2:C3)", "I4": "SUM(C$2:C4)", "H20": "SUM(C2:C5)"  # noqa: E501
    }  # fmt: skip
    # Of rows 2 to 5 the second goes.
    told = written(book, keep=[0, 2, 3])
    assert [re.search("cell ([A-Z]+[0-9]+)", text)[1] for text in told] == ["H3"]
    assert formula_at(book, "H4", 1) == "C3*2" and formula_at(book, "H20", 1) == "SUM(C2:C4)"


def test_a_share_of_the_whole_in_a_column_of_the_users_goes_along(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note")]
    headers += [{"header": "share", "formula": "=[@amount]/SUM($C$2:$C$4)"}, {"header": "mine"}]

    def prepare(s):
        for row in (2, 3, 4):
            s.sheet.write_formula(f"G{row}", f"=C{row}/SUM($C$2:$C$4)", None, row)

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare, headers=headers)
    assert written(book, append=[NEW]) == []
    own = "rewards[[#This Row],[amount]]/SUM($C$2:$C$5)"
    assert formula_at(book, "F5", 1) == own and b"/SUM($C$2:$C$5)</calc" in parts(book)[TABLE]
    assert formula_at(book, "G2", 1) == "C2/SUM($C$2:$C$5)"
    assert written(book, keep=[2, 3]) == []
    assert formula_at(book, "G2", 1) == "C2/SUM($C$2:$C$3)"


FILLED = [
    ("C{0}*2", "C5*2"),
    ("C{0}*2+$H$1+Other!A{0}", "C5*2+$H$1+Other!A5"),
    ("SUM(C$2:C{0})", "SUM(C$2:C5)"),
    ("rewards[[#This Row],[amount]]*2", "rewards[[#This Row],[amount]]*2"),
]


@pytest.mark.parametrize(("formula", "filled"), FILLED)
def test_a_column_of_the_users_that_computes_by_row_goes_on(tmp_path, formula, filled):
    def prepare(s):
        s.workbook.add_worksheet("Other")
        for row in (2, 3, 4):
            s.sheet.write_formula(f"F{row}", f"={formula.format(row)}", None, row)
        s.sheet.write_formula("G4", "=C4*3", None, 4)

    headers = [
        {"header": name}
        for name in ("date", "name", "amount", "approved_by", "note", "mine", "once")
    ]
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare, headers=headers)
    assert written(book, append=[NEW]) == []
    assert formula_at(book, "F5", 1) == filled and "G5" not in cells_of(sheet_xml(book))
    column = put('name="mine"/>', f'name="mine"><calculatedColumnFormula>{formula.format(2)}</calculatedColumnFormula>'  # noqa: E501
                 "</tableColumn>")  # fmt: skip
    rewrite(book, {TABLE: column})
    written(book, append=[NEW])
    assert formula_at(book, "F6", 1) == filled.replace("A5", "A6").replace("C5", "C6")


def shared(path, cells, text, part=OTHER):
    """Make cells of one column share a formula, as Excel does where one was filled down."""

    def change(xml):
        for at in cells:
            tag = (
                f'<f t="shared" ref="{cells[0]}:{cells[-1]}" si="0">{text}</f>'
                if at == cells[0]
                else ""
            )
            tag = tag or '<f t="shared" si="0"/>'
            xml = re.sub(
                rb'(<c r="%s"[^>]*>)<f>[^<]*</f>' % at.encode(), rb"\g<1>" + tag.encode(), xml
            )
        return xml

    return rewrite(path, {part: change})


def test_shared_formulas_follow_each_for_itself(tmp_path):
    book = with_formulas("1", "1", "1")(tmp_path)
    shared(book, ["A1", "A2", "A3"], f"{OURS}C2/SUM({OURS}$C$2:$C$4)")
    told = written(book, keep=[0, 2])
    assert len(told) == 1 and "A2" in told[0]
    whole = f"/SUM({OURS}$C$2:$C$3)"
    assert [formula_at(book, f"A{row}") for row in (1, 2, 3)] == [
        f"{OURS}C{n}{whole}" for n in (2, 3, 3)
    ]


def test_an_array_formula_elsewhere_grows(tmp_path):
    def prepare(s):
        s.workbook.add_worksheet("Other").write_array_formula(
            "A1:A2", f"{{={OURS}C2:C4*2}}", None, 1
        )

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    assert written(book, append=[NEW]) == []
    assert (
        b'<f t="array" ref="A1:A2">' in sheet_xml(book, 2)
        and formula_at(book, "A1") == f"{OURS}C2:C5*2"
    )


def test_the_same_words_are_a_lost_record_in_a_name_and_all_rows_in_a_chart(tmp_path):
    def prepare(s):
        other = s.workbook.add_worksheet("Other")
        s.workbook.define_name("First", f"={OURS}$C$2")
        chart = s.workbook.add_chart({"type": "column"})
        chart.add_series({"values": f"={OURS}$C$2"})
        other.insert_chart("H2", chart)

    book = rewards_book(tmp_path / "Book.xlsx", rows=REWARDS[:1], prepare=prepare)
    told = written(book, keep=[], append=[NEW] * 3)
    assert len(told) == 1 and "The name First" in told[0]
    found = parts(book)
    assert f"{OURS}$C$2<".encode() in found[WORKBOOK].replace(b"&apos;", b"'")
    assert f"{OURS}$C$2:$C$4<".encode() in found[CHART].replace(b"&apos;", b"'")


# Names, charts, rules, controls, pivots


def everything(s):
    w, sheet = s.workbook, s.sheet
    w.define_name("Amounts", f"={OURS}$C$2:$C$4")
    w.define_name("Wang", f"={OURS}$C$2")
    w.define_name("Anna", f"={OURS}$C$4")
    sheet.print_area(0, 0, 3, 6)
    sheet.repeat_rows(0)
    other = w.add_worksheet("Other")
    other.data_validation("B1", {"validate": "list", "source": f"={OURS}$B$2:$B$4"})
    other.data_validation("B2", {"validate": "decimal", "criteria": "<", "value": f"={OURS}$C$4"})
    rule = {"type": "formula", "criteria": f"=COUNTIF({OURS}$B$2:$B$4,C1)>0", "format": s.day}
    other.conditional_format("C1:C9", rule)
    other.conditional_format(
        "D1:D9", {"type": "data_bar", "min_type": "formula", "min_value": f"={OURS}$C$4"}
    )
    other.add_sparkline("E1", {"range": f"{OURS}C2:C4"})
    other.write_url("F1", f"internal:{OURS}C4")
    chart = w.add_chart({"type": "column"})
    chart.add_series(
        {"categories": f"={OURS}$B$2:$B$4", "values": f"={OURS}$C$2:$C$4", "name": f"={OURS}$C$1"}
    )
    chart.add_series({"values": f"={OURS}$C$4:$C$4"})
    other.insert_chart("H2", chart)
    other.insert_textbox("H20", "", {"textlink": f"={OURS}$C$4"})
    sheet.insert_textbox("J2", "theirs")


def test_names_charts_rules_and_controls_grow(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=everything)
    assert written(book, append=[NEW, NEW]) == []
    found = parts(book)
    names = dict(re.findall(r'<definedName name="([^"]*)"[^>]*>([^<]*)<', found[WORKBOOK].decode()))
    assert names == {
        "Amounts": f"{OURS}$C$2:$C$6", "Wang": f"{OURS}$C$2", "Anna": f"{OURS}$C$4",
        "_xlnm.Print_Area": f"{OURS}$A$1:$G$6", "_xlnm.Print_Titles": f"{OURS}$1:$1",
    }  # fmt: skip
    other = found[OTHER].decode()
    assert (
        f"<formula1>{OURS}$B$2:$B$6</formula1>" in other and f"COUNTIF({OURS}$B$2:$B$6,C1)" in other
    )
    assert f"<xm:f>{OURS}C2:C6</xm:f>" in other
    series = re.findall(r"<c:f>([^<]*)</c:f>", found[CHART].decode())
    assert series == [f"{OURS}$C$1", f"{OURS}$B$2:$B$6", f"{OURS}$C$2:$C$6", f"{OURS}$C$4:$C$4"]


def test_names_charts_rules_and_controls_follow_their_record(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=everything)
    assert written(book, keep=[0, 2]) == []
    found = parts(book)
    assert f">{OURS}$C$3</definedName>" in found[WORKBOOK].decode()
    other = found[OTHER].decode()
    assert f"<formula1>{OURS}$C$3</formula1>" in other and f'val="{OURS}$C$3"' in other
    assert f'location="{OURS}C3"' in other
    assert f"{OURS}$C$3:$C$3" in found[CHART].decode()
    assert f'textlink="{OURS}$C$3"' in found["xl/drawings/drawing2.xml"].decode()


def test_what_named_a_record_that_is_gone_is_told_by_its_kind(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=everything)
    told = " ".join(written(book, keep=[0, 1]))
    for words in (
        "The name Anna",
        "validation of B2",
        "link in F1",
        'a chart on the sheet "Other"',
    ):
        assert words.lower() in told.lower(), words
    assert "Wang" not in told and "Amounts" not in told


def test_the_source_of_a_pivot_that_is_a_range_grows_and_one_by_name_stays(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx")
    kind = (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition"
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cache = lambda source: (  # noqa: E731
        f'<pivotCacheDefinition xmlns="{main}"><cacheSource '
        f'type="worksheet"><worksheetSource {source}/></cacheSource>'
        '<cacheFields count="0"/></pivotCacheDefinition>'
    ).encode()
    rels = lambda xml: xml.replace(  # noqa: E731
        b"</Relationships>",
        "".join(
            f'<Relationship Id="p{n}" Type="{kind}" Target="pivots/{n}.xml"/>' for n in (1, 2)
        ).encode()
        + b"</Relationships>",
    )
    sources = ('ref="A1:E4" sheet="奖励 Rewards"', 'name="rewards"')
    caches = {f"xl/pivots/{n}.xml": cache(source) for n, source in enumerate(sources, 1)}
    pivot = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    types = with_type(*((part, pivot) for part in caches))
    rewrite(book, {**caches, "xl/_rels/workbook.xml.rels": rels, CONTENT_TYPES: types})
    assert written(book, append=[NEW]) == []
    found = parts(book)
    assert (
        b'ref="A1:E5"' in found["xl/pivots/1.xml"]
        and found["xl/pivots/2.xml"] == caches["xl/pivots/2.xml"]
    )


def test_a_rule_for_some_records_follows_them_with_what_it_says_of_their_rows(tmp_path):
    def prepare(s):
        red = s.workbook.add_format({"bg_color": "#FF0000"})
        s.sheet.conditional_format(
            "A4:E4", {"type": "formula", "criteria": '=$B4="x"', "format": red}
        )
        s.sheet.data_validation("B3:B4", {"validate": "custom", "value": "=LEN(B3)<9"})

    book = rewards_book(tmp_path / "Book.xlsx", [*REWARDS, (date(2012, 8, 2), "赵云", 50)], prepare)
    assert written(book, keep=[0, 2, 3]) == []
    xml = sheet_xml(book).decode()
    assert '<conditionalFormatting sqref="A3:E3">' in xml and '<formula>$B3="x"</formula>' in xml
    assert 'sqref="B3"' in xml and "<formula1>LEN(B3)&lt;9</formula1>" in xml


def test_a_series_of_one_cell_over_a_table_of_one_row_becomes_a_range(tmp_path):
    def prepare(s):
        chart = s.workbook.add_chart({"type": "line"})
        chart.add_series({"values": f"={OURS}$C$2"})
        s.workbook.add_worksheet("Other").insert_chart("A1", chart)

    book = rewards_book(tmp_path / "Book.xlsx", REWARDS[:1], prepare)
    assert written(book, append=[NEW, NEW]) == []
    assert f"<c:f>{OURS}$C$2:$C$4</c:f>" in parts(book)[CHART].decode()


# The totals row


TOTALS = [
    {"update": {0: {"amount": Decimal("301.00")}}},
    {"keep": [1, 2]},
    {"keep": [0, 1], "append": [NEW]},
    {"keep": [], "append": [NEW]},
    {"keep": [], "append": [NEW] * 3},
    {"keep": [], "append": [NEW] * 5},
    {"keep": [0]},
    {"append": [NEW] * 2},
    {"keep": []},
]


def totals_book(path, prepare=None):
    headers = [
        {"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")
    ]
    headers[0]["total_string"] = "合计"
    headers[2]["total_function"] = "sum"

    def more(s):
        bold = s.workbook.add_format({"bold": True, "num_format": "0.0"})
        s.sheet.write_formula("F5", "=SUM(C2:C4)/COUNT(C$2:C$4)+Other!A1", bold, 1)
        s.sheet.write_formula("E5", '=C5&" in all"', None, "x")
        other = s.workbook.add_worksheet("Other")
        other.write_formula("A2", f"={OURS}C5", None, 1)
        other.write_formula("A3", f"=SUM({OURS}C2:C5)", None, 1)
        if prepare:
            prepare(s)

    return rewards_book(path, prepare=more, headers=headers, table={"total_row": True})


@pytest.mark.parametrize("change", TOTALS, ids=str)
def test_the_totals_row_stays_whatever_the_write(tmp_path, change):
    book = totals_book(tmp_path / "Book.xlsx")
    old = {at: cell for at, cell in cells_of(sheet_xml(book)).items() if at.endswith("5")}
    written(book, **change)
    rows = len(change.get("keep", REWARDS)) + len(change.get("append", ()))
    last = max(rows, 1) + 1
    for at, cell in old.items():
        now = cells_of(sheet_xml(book))[f"{at[0]}{last + 1}"]
        places = {
            b"C5": b"C%d" % (last + 1),
            b"C4": b"C%d" % last,
            b"C$4": b"C$%d" % last,
            at.encode(): None,
        }
        places[at.encode()] = b"%s%d" % (at[0].encode(), last + 1)
        assert now == re.sub(rb"\b[CAEF]\$?[45]\b", lambda m, places=places: places[m[0]], cell)
    assert re.findall(rb' ref="([^"]*)"', parts(book)[TABLE])[0] == b"A1:F%d" % (last + 1)
    assert [formula_at(book, at) for at in ("A2", "A3")] == [
        f"{OURS}C{last + 1}",
        f"SUM({OURS}C2:C{last + 1})",
    ]
    assert max(int(re.sub("[A-Z]", "", at)) for at in cells_of(sheet_xml(book))) == last + 1


def test_a_totals_row_below_filtered_rows_is_seen_wherever_it_comes(tmp_path):
    def hide(s):
        s.sheet.set_row(3, None, None, {"hidden": True})

    book = totals_book(tmp_path / "Book.xlsx", hide)
    commit(book, keep=[0, 1])
    assert b"hidden" not in re.search(rb'<row r="4"[^>]*>', sheet_xml(book))[0]


def test_a_rule_for_the_totals_follows_them_and_a_note_on_them_stops_the_write(tmp_path):
    def prepare(s):
        red = s.workbook.add_format({"bg_color": "#FF0000"})
        s.sheet.conditional_format(
            "C5", {"type": "cell", "criteria": ">", "value": "=C4", "format": red}
        )
        s.sheet.conditional_format("A2:F5", {"type": "blanks", "format": red})

    book = totals_book(tmp_path / "Book.xlsx", prepare)
    assert written(book, append=[NEW] * 2) == []
    assert re.findall(rb'<conditionalFormatting sqref="([^"]*)"', sheet_xml(book)) == [
        b"C7",
        b"A2:F7",
    ]
    noted = totals_book(
        tmp_path / "Noted.xlsx", lambda s: s.sheet.write_comment("C5", "of the sum")
    )
    refused(noted, "C5 has a note or a link", append=[NEW])
    commit(noted, update={0: {"note": "x"}})


def test_totals_that_share_a_formula_move_each_with_its_own(tmp_path):
    book = totals_book(tmp_path / "Book.xlsx")

    def share(xml):
        first = '<c r="D5"><f t="shared" ref="D5:E5" si="0">COUNTA(D$9:D$9)</f><v>0</v></c>'
        second = '<c r="E5"><f t="shared" si="0"/><v>0</v></c>'
        return re.sub(rb'<c r="E5"[^>]*>.*?</c>', (first + second).encode(), xml)

    rewrite(book, {SHEET: share})
    assert written(book, append=[NEW]) == []
    assert [formula_at(book, at, 1) for at in ("D6", "E6")] == [
        "COUNTA(D$9:D$9)",
        "COUNTA(E$9:E$9)",
    ]


# The text of formulas


def test_references_are_told_from_what_only_looks_like_them():
    text = (
        "LOG10(A1)+Q1_x+[1]S!C2:C4+S1:S3!C2+T[[#This "
        "Row],[C2]]+\"C2\"+'a''b'!$C$2:C4+x.A1+A1.x+3:5+C:C+文1!B2+R_C2"
    )
    found = [(each.sheet, each.text) for each in references(text)]
    assert found == [
        (None, "A1"), ("a'b", "'a''b'!$C$2:C4"), (None, "3:5"), ("文1", "文1!B2")
    ]  # fmt: skip
    assert with_rows(text, lambda r: None) == text
    assert (
        with_rows("SUM(C4:C2,$C$9)", lambda r: (r.area.top + 1, r.area.bottom + 1))
        == "SUM(C5:C3,$C$10)"
    )


def test_a_formula_filled_down_moves_what_is_not_fixed():
    assert shifted("A1+$A1+A$1+$A$1+S1!A1:B2+3:4+B:C+LOG10(A2)", 2, 1) == (
        "B3+$A3+B$1+$A$1+S1!B3:C4+5:6+C:D+LOG10(B4)"
    )
    assert shifted("A1", -1, 0) is None
