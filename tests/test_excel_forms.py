"""What we make is written as Excel writes: compared with forms taken from 1 478 workbooks that
Excel saved.
"""

import re
import zipfile
from datetime import datetime
from pathlib import Path

import dossierkit as kit
import olderbooks
import pytest
from bookdump import BOOK
from excellint import forms, stale, strange
from filekit import put, rewrite
from olderbooks import MINE, layout_1, used

from xlpy.book.tables import Change
from xlpy.documents.papers import papers
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close
from xlpy.ooxml.cellxml import number_text, recomputed_cell
from xlpy.ooxml.titles import true_titles
from xlpy.upgrade import upgrade

BUILT = {
    # Excel wrote it like this for an axis of texts, in one of the workbooks (chart_date05.xlsx).
    "c:plotArea/c:catAx: child c:auto is missing",
    # In the standard's list of types (ISO/IEC 29500-1, 18.18.12 and 18.18.21), in none of the
    # workbooks twice.
    "colorScale/cfvo: type='num' is none of: max min percentile",
    "dataValidations/dataValidation: type='custom' is none of: date decimal list textLength whole",
    # The corner of frozen panes whose cursor is at A1: Excel's own panes01.xlsx has it.
    "sheetView/selection: attribute sqref is missing",
}
EDITED = BUILT | {
    # A formula that no program has computed yet; the file asks for a calculation on load.
    "row/c: a cell made of: n f",
    # Texts that we write stand in their cells: the users' shared texts stay as they are, byte for
    # byte.
    "row/c: child is is new",
    "row/c: t='inlineStr' is none of: b e s str",
    "row/c: a cell made of: inlineStr is",
    "c/is: an element that Excel did not write there",
    "is/t: an element that Excel did not write there",
}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def whats(found: dict[str, bytes]) -> set[str]:
    return {line.partition(": ")[2] for line in strange(found)}


@pytest.fixture(scope="module")
def built():
    return parts(BOOK)


def test_the_workbook_is_written_as_excel_writes(built):
    assert whats(built) == BUILT


def test_a_closed_month_is_written_as_excel_writes(tmp_path):
    book = tmp_path / "book.xlsm"
    book.write_bytes(BOOK.read_bytes())
    close(WorkbookFile(book), "2012-10", by="刘洋", at=datetime(2012, 11, 5, 9, 30))
    assert whats(parts(book)) - EDITED == set()


def test_the_papers_are_written_as_excel_writes(tmp_path):
    made = papers(
        kit.tables(kit.order()), [kit.NO], ["quotation", "packing"], tmp_path, tmp_path, "zh"
    )
    books = [path for one in made for path in one.paths if path.suffix == ".xlsx"]
    assert len(books) == 2
    assert set().union(*(whats(parts(book)) for book in books)) == set()


def test_every_formula_that_shows_an_empty_text_says_that_it_is_a_text(built):
    cells = [
        cell
        for name, data in built.items()
        if name.startswith("xl/worksheets/sheet")
        for cell in re.findall(rb"<c [^>]*><f(?: [^>]*)?>[^<]*</f><v></v></c>", data)
    ]
    assert len(cells) > 400
    assert [cell for cell in cells if b' t="str"' not in cell] == []


def test_counts_of_shared_texts_are_true(built):
    texts = built["xl/sharedStrings.xml"]
    used = sum(
        data.count(b' t="s"')
        for name, data in built.items()
        if name.startswith("xl/worksheets/sheet")
    )
    count, unique = map(int, re.search(rb'count="(\d+)" uniqueCount="(\d+)"', texts).groups())
    assert (count, unique) == (used, texts.count(b"<si>"))


def test_chinese_is_shown_in_a_sans_face_where_excel_speaks_chinese(built):
    theme = built["xl/theme/theme1.xml"].decode()
    for which in ("major", "minor"):
        fonts = re.search(rf"<a:{which}Font>.*?</a:{which}Font>", theme)[0]
        assert '<a:ea typeface="Microsoft YaHei"/>' in fonts
        assert '<a:font script="Hans" typeface="微软雅黑"/>' in fonts
    assert "宋体" not in theme


def test_the_window_fits_a_screen(built):
    """The unit is a twentieth of a point: fifteen to a pixel of a usual screen."""
    width, height = map(
        int,
        re.search(rb'windowWidth="(\d+)" windowHeight="(\d+)"', built["xl/workbook.xml"]).groups(),
    )
    assert (width / 15, height / 15) == (1600, 900)


@pytest.mark.parametrize("nought", [-0.0, 0.0, 0])
def test_nought_has_no_sign(nought):
    assert number_text(nought, date1904=False).lstrip("0.") == ""


def test_a_formula_that_shows_an_empty_text_after_a_write_says_that_it_is_a_text():
    cell = recomputed_cell(b'<c r="A1" s="3" t="str"><f>B1</f><v>x</v></c>', b"", "")
    assert cell == b'<c r="A1" s="3" t="str"><f>B1</f><v></v></c>'


EMPTY = re.compile(rb'(<c r="[A-Z]+\d+" s="\d+") t="str"(><f>[^<]*</f><v></v></c>)')


def changed(old: bytes, new: bytes):
    return lambda data: data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("part", "edit", "found"),
    [
        (
            "xl/worksheets/sheet5.xml",
            changed(b'<row r="6"', b'<row r="6" wide="1"'),
            "sheetData/row: attribute wide is new",
        ),
        (
            "xl/worksheets/sheet5.xml",
            changed(b"<dimension ref", b"<dimension re"),
            "worksheet/dimension: attribute ref",
        ),
        (
            "xl/worksheets/sheet5.xml",
            lambda data: re.sub(rb"(<sheetFormatPr[^>]*/>)(<cols>.*?</cols>)", rb"\2\1", data),
            "/worksheet: child",
        ),
        ("xl/worksheets/sheet5.xml", changed(b' t="s"', b' t="strong"'), "row/c: t='strong'"),
        (
            "a formula without a result",
            lambda data: EMPTY.sub(rb"\1\2", data, 1),
            "row/c: a cell made of: n f v=''",
        ),
        (
            "xl/worksheets/sheet5.xml",
            changed(b'<col min="1"', b'<col min="-0"'),
            "cols/col: min='-0' is no number",
        ),
        (
            "xl/styles.xml",
            changed(b'<fonts count="', b'<fonts count="9'),
            "styleSheet/fonts: count",
        ),
        (
            "xl/workbook.xml",
            changed(b'windowWidth="24000"', b'windowWidth="360000"'),
            "windowWidth='360000' is far",
        ),
        (
            "xl/workbook.xml",
            changed(b"<calcPr", b"<calculation/><calcPr"),
            "workbook/calculation: an element",
        ),
        (
            "xl/tables/table1.xml",
            changed(b" displayName", b" shownName"),
            "/table: attribute displayName is missing",
        ),
    ],
)
def test_what_excel_would_not_write_is_found(built, part, edit, found):
    if part not in built:
        part = next(name for name, data in built.items() if EMPTY.search(data))
    wrong = edit(built[part])
    assert wrong != built[part]
    new = whats({**built, part: wrong}) - BUILT
    assert any(found in line for line in new), new


def test_the_forms_are_those_of_many_workbooks():
    assert len(forms()) > 700


def test_an_upgraded_workbook_is_written_as_excel_writes(tmp_path):
    """What an old program wrote stays as it was; beyond that nothing is new."""
    old = layout_1(tmp_path / "Trade.xlsm")
    before = whats(parts(old))
    new = olderbooks.upgraded(1, tmp_path / "New.xlsm")
    assert whats(parts(new)) - before - EDITED == set()


@pytest.fixture(scope="module", params=[1, 2, 3])
def upgraded(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"layout-{request.param}")
    return olderbooks.upgraded(request.param, folder / "Trade.xlsm")


def test_a_new_workbook_says_nothing_stale_of_itself(built):
    assert stale(built) == []


def test_an_upgraded_workbook_says_nothing_stale_of_itself(upgraded):
    assert stale(parts(upgraded)) == []


def test_an_upgraded_workbook_says_nothing_stale_after_a_write(upgraded, tmp_path):
    book = tmp_path / "book.xlsm"
    book.write_bytes(upgraded.read_bytes())
    row = {
        "date": datetime(2013, 1, 4).date(),
        "name": "孙丽",
        "amount": 20000,
        "approved_by": "刘洋",
    }
    WorkbookFile(book).commit([Change("rewards", append=[row] * 30)])
    assert parts(book) != parts(upgraded)
    assert stale(parts(book)) == []


def test_an_upgraded_workbook_has_the_theme_and_the_window_of_a_new_one(upgraded, built):
    found, window = parts(upgraded), re.compile(rb'windowWidth="\d+" windowHeight="\d+"')
    assert found["xl/theme/theme1.xml"] == built["xl/theme/theme1.xml"]
    assert window.search(found["xl/workbook.xml"])[0] == window.search(built["xl/workbook.xml"])[0]


def test_an_upgrade_lists_the_users_sheet_and_keeps_their_theme_and_window(tmp_path):
    old = used(tmp_path / "Trade.xlsm")
    theme = put("</a:theme>", "<!-- mine --></a:theme>")
    rewrite(
        old,
        {
            "xl/theme/theme1.xml": theme,
            "xl/workbook.xml": put('windowHeight="210000"', 'windowHeight="9000"'),
        },
    )
    before, after = parts(old), parts(upgrade(old).book)
    # The cell that `used` puts beside a table lies outside the dimension of its sheet, which is
    # the user's.
    assert (
        set(stale(after))
        == {line for line in stale(before) if "dimension" in line}
        != set(stale(before))
    )
    titles = after["docProps/app.xml"].decode()
    assert f"<vt:lpstr>{MINE}</vt:lpstr>" in titles
    assert "<vt:lpstr>my_total</vt:lpstr>" in titles
    assert after["xl/theme/theme1.xml"] == before["xl/theme/theme1.xml"]
    assert b'windowWidth="360000" windowHeight="9000"' in after["xl/workbook.xml"]


def app_of(pairs: dict[str, list[str]]) -> bytes:
    heads = "".join(
        f"<vt:variant><vt:lpstr>{label}</vt:lpstr></vt:variant><vt:variant><vt:i4>{len(held)}"
        "</vt:i4></vt:variant>"
        for label, held in pairs.items()
    )
    titles = [f"<vt:lpstr>{title}</vt:lpstr>" for held in pairs.values() for title in held]
    return (
        f'<Properties xmlns:vt="urn:v"><HeadingPairs><vt:vector size="{2 * len(pairs)}" '
        f'baseType="variant">{heads}'
        f'</vt:vector></HeadingPairs><TitlesOfParts><vt:vector size="{len(titles)}" '
        'baseType="lpstr">'
        f"{''.join(titles)}</vt:vector></TitlesOfParts></Properties>"
    ).encode()


def test_lists_of_properties_keep_the_words_of_the_excel_that_wrote_them():
    old = app_of({"工作表": ["a"], "图表": ["mine"], "命名范围": ["gone"]})
    new = app_of(
        {"工作表": ["a", "b & c".replace("&", "&amp;")], "图表": ["mine"], "命名范围": ["n"]}
    )
    assert true_titles(old, ["a", "b & c"], ["mine"], ["n"]) == new
    assert true_titles(app_of({"工作表": ["a"]}), ["a"], [], ["n"]) == app_of(
        {"工作表": ["a"], "命名范围": ["n"]}
    )
    assert true_titles(old, ["a"], ["mine"], []) == app_of({"工作表": ["a"], "图表": ["mine"]})


def test_properties_without_lists_stay_as_they_are():
    assert true_titles(b"<Properties/>", ["a"], [], []) == b"<Properties/>"
