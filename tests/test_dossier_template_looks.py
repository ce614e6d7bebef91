"""Charts, tables, highlights, checked cells, notes, links, text boxes, pictures and page breaks of
the user's own paper forms: what is below the lines moves with them, and what names the lines names
all of them (C-2).
"""

import zipfile
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import dossierkit as kit
import openpyxl
import pytest
import templatekit
from calculating import loaded, results
from office import complaints
from test_dossier_papers import pages, squeezed

from xlpy.core.issues import FileError
from xlpy.documents.papers import paper_fields
from xlpy.documents.pdf import to_pdf
from xlpy.documents.templates import fill

MAKERS = {
    "xlsxwriter": templatekit.with_xlsxwriter,
    "openpyxl": templatekit.with_openpyxl,
    "libreoffice": templatekit.saved_by_libreoffice,
}
COUNTS = (1, 3, 60)
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    made = {}

    def form(maker):
        if maker not in made:
            made[maker] = MAKERS[maker](folder / f"{maker}.xlsx")
        return made[maker]

    return form


def lines(count):
    rows = kit.order()
    rows["order_lines"] = [
        {
            "order_no": kit.NO,
            "line": at,
            "product": ("KB-01", "CB-02")[at % 2],
            "quantity": Decimal(1000 + at),
            "price": Decimal("8.75"),
        }
        for at in range(1, count + 1)
    ]
    return rows


@pytest.fixture(scope="module")
def known(forms):
    """What Microsoft's validator finds in a maker's form; each is looked at once."""
    found = {}

    def complaints_of(maker):
        if maker not in found:
            found[maker] = {each["description"] for each in complaints(forms(maker))}
        return found[maker]

    return complaints_of


def filled(form, folder, rows, gaps=(), name="paper"):
    _, fields = paper_fields(kit.tables(rows), kit.NO, "proforma", "en")
    path = folder / f"{name}.xlsx"
    fill(form, fields, gaps, "en").write(str(path), kit.NO)
    return path


PAPERS = [(maker, count) for maker in MAKERS for count in COUNTS]


@pytest.fixture(scope="module")
def paths(forms, tmp_path_factory):
    """Every maker's form filled with every number of lines."""
    folder = tmp_path_factory.mktemp("papers")
    return {
        (maker, count): filled(forms(maker), folder, lines(count), name=f"{maker}-{count}")
        for maker, count in PAPERS
    }


@pytest.fixture(scope="module")
def printed(paths, tmp_path_factory):
    """The pages of each, printed by one LibreOffice."""
    made = to_pdf(list(paths.values()), tmp_path_factory.mktemp("printed"), lambda *_: None)
    return {path: pages(pdf) for path, pdf in zip(paths.values(), made, strict=True)}


@pytest.fixture(scope="module", params=PAPERS, ids=str)
def paper(request, paths):
    """A form filled with so many lines; `down`: by how much what is below them moved."""
    maker, count = request.param
    path = paths[maker, count]
    book = loaded(path, values=False)
    return SimpleNamespace(
        path=path, maker=maker, down=count - 1, last=5 + count, book=book, sheet=book["Form"]
    )


def part(path, ending):
    with zipfile.ZipFile(path) as file:
        return [file.read(name) for name in file.namelist() if name.endswith(ending)]


def test_microsofts_validator_finds_no_more_than_in_the_form(paper, known):
    found = complaints(paper.path)
    assert [each for each in found if each["description"] not in known(paper.maker)] == []


def test_libreoffice_computes_the_sums_of_all_lines(paper):
    amounts = [Decimal("8.75") * (1001 + at) for at in range(paper.down + 1)]
    computed = results(paper.path)
    found = {
        place: round(value, 2)
        for (sheet, place), value in computed.items()
        if sheet == "Form" and not place.startswith("F")
    }
    whole, below = float(sum(amounts)), 10 + paper.down
    quarter = round(whole / 4, 2)
    assert found == {
        f"E{7 + paper.down}": whole,
        f"B{below}": quarter,
        f"B{below + 1}": round(whole - whole / 4, 2),
    }
    other = [v for (sheet, _), v in sorted(computed.items()) if sheet == "Other"]
    assert [round(v, 2) for v in other] == [whole, whole, found[f"B{below + 1}"]]
    checks = [v for (s, place), v in computed.items() if s == "Form" and place[0] == "F"]
    assert sorted(checks) == sorted([*map(float, amounts), whole])


def test_charts_show_all_lines_and_the_table_below_them(paper):
    down = paper.down
    found = []
    for data in part(paper.path, ".xml"):
        if b"chartSpace" in data[:2000]:
            tree = ElementTree.fromstring(data)
            refs = [each.text for each in tree.iter() if each.tag.endswith("}f")]
            found.append({ref.replace("'", "").replace("$", "") for ref in refs})
            assert "Amounts of PI-0001" in "".join(tree.itertext())
    first = {"Form!A6:A%d", "Form!E6:E%d"} if down else {"Form!A6", "Form!E6"}
    lines = {ref % paper.last if "%" in ref else ref for ref in first}
    one = {ref.replace(":A6", "").replace(":E6", "") for ref in found[0]} if not down else found[0]
    assert one == lines
    below = {f"Form!A{10 + down}:A{11 + down}", f"Form!B{10 + down}:B{11 + down}"}
    assert found[1] == below


def test_the_table_the_page_break_and_the_name_move(paper):
    down = paper.down
    [table] = paper.sheet.tables.values()
    assert table.ref == f"A{9 + down}:B{11 + down}"
    assert table.autoFilter is None or table.autoFilter.ref == table.ref
    assert [each.id for each in paper.sheet.row_breaks.brk] == [12 + down]
    name = paper.book.defined_names["amounts"].attr_text.replace("$", "")
    assert name in (f"Form!E6:E{paper.last}", "Form!E6" if not down else "")


def test_highlights_are_on_all_lines_each_by_its_own_cells(paper):
    down, last = paper.down, paper.last
    found = {
        str(area.sqref): rule.formula[0]
        for area in paper.sheet.conditional_formatting
        for rule in area.rules
        if rule.formula
    }
    largest = "F6=MAX(F$6)" if paper.maker == "libreoffice" else f"F6=MAX(F$6:F${last})"
    one = paper.maker == "libreoffice" and not down
    assert found == {
        f"A6:D{last}" if down else "A6:D6": "$C6>1001",
        f"F6:F{last}" if down else "F6": largest,
        f"E{7 + down}": f"E{7 + down}<>SUM(E6{'' if one else f':E{last}'})",
        f"B{10 + down}:B{11 + down}": f"B{10 + down}>$E${7 + down}",
    }
    bars = [
        str(area.sqref)
        for area in paper.sheet.conditional_formatting
        if area.rules[0].type == "dataBar"
    ]
    assert bars == [f"E6:E{last}" if down else "E6"]


def test_what_newer_programs_write_beside_moves_too(paper):
    """Data bars of Excel 2010 on, and sparklines."""
    if paper.maker == "openpyxl":
        return  # it writes neither
    [data] = part(paper.path, "sheet1.xml")
    places = [each.text for each in ElementTree.fromstring(data).iter(f"{XM}sqref")]
    bar = f"E6:E{paper.last}" if paper.down else "E6"
    assert places == [bar, f"G{7 + paper.down}"]
    [shown] = [each.text for each in ElementTree.fromstring(data).iter(f"{XM}f")]
    assert shown in (f"Form!E6:E{paper.last}", "Form!E6" if not paper.down else "")


def test_checked_cells_notes_and_links_go_with_their_cells(paper):
    down = paper.down
    checked = {
        str(each.sqref): each.formula1 for each in paper.sheet.data_validations.dataValidation
    }
    lists = f"$A${10 + down}:$A${11 + down}"
    assert checked == {f"C6:C{paper.last}" if down else "C6": "C6>0", f"B{13 + down}": lists}
    [other] = paper.book["Other"].data_validations.dataValidation
    assert other.formula1.replace("$Form.", "Form!").endswith(lists)
    noted = f"A{13 + down}"
    assert paper.sheet[noted].comment.text.strip() == "Look here"
    [vml] = part(paper.path, ".vml")
    rows = [each.text for each in ElementTree.fromstring(vml).iter() if each.tag.endswith("}Row")]
    assert rows == [str(12 + down)]
    link = paper.sheet[f"C{13 + down}"].hyperlink
    if link.location:
        assert link.location == f"Form!A{7 + down}"


def test_text_box_picture_and_charts_go_with_their_rows(paper):
    down = paper.down
    [drawing] = [data for data in part(paper.path, ".xml") if b"CellAnchor" in data[:3000]]
    tree = ElementTree.fromstring(drawing)
    tops = sorted(
        int(each.text)
        for start in tree.iter()
        if start.tag.endswith("}from")
        for each in start
        if each.tag.endswith("}row")
    )
    box = [] if paper.maker == "openpyxl" else [14]
    assert tops == [row + down for row in (*box, 14, 19, 35)]
    if box:
        assert "Order SO-0001 of Brandt & Söhne Haushaltswaren GmbH" in "".join(tree.itertext())


def test_it_is_printed_with_every_amount_and_a_page_more_below(paper, printed):
    found = printed[paper.path]
    text = squeezed(" ".join(found))
    assert "###" not in text and "Err:" not in text and "{" not in text
    for at in range(paper.down + 1):
        amount = Decimal("8.75") * (1001 + at)
        assert f"{amount:f}".rstrip("0").rstrip(".") in text.replace(",", "")
    broken = [at for at, page in enumerate(found) if "Noted" in page]
    table = [at for at, page in enumerate(found) if "quarter" in page and "rest" in page]
    assert broken[0] > table[0]
    assert text.count("Amounts of PI-0001") == 2


# --- What only some forms have ----------------------------------------------------------------


def own_form(path, cells, change=lambda sheet: None):
    book = openpyxl.Workbook()
    book.active.title = "Form"
    for ref, value in cells.items():
        book.active[ref] = value
    change(book.active)
    book.save(path)
    return path


TWO = {"A6": "{line.position}", "B6": "{line.item}", "B7": "{line.quantity}", "B9": "=SUM(B6:B7)"}


def test_of_two_rows_a_line_a_highlight_stays_on_its_own(tmp_path):
    def change(sheet):
        rule = openpyxl.formatting.rule.FormulaRule
        sheet.conditional_formatting.add("B7", rule(["B7>1001"]))
        sheet.conditional_formatting.add("A6:B7", rule(["$A6=1"]))
        checked = openpyxl.worksheet.datavalidation.DataValidation(type="custom", formula1="B7>0")
        checked.add("B7")
        sheet.add_data_validation(checked)

    form = own_form(tmp_path / "two.xlsx", TWO, change)
    sheet = openpyxl.load_workbook(filled(form, tmp_path, lines(3)))["Form"]
    found = {str(a.sqref): a.rules[0].formula[0] for a in sheet.conditional_formatting}
    assert found == {"B7 B9 B11": "B7>1001", "A6:B11": "$A6=1"}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B7 B9 B11"
    assert sheet["B13"].value == "=SUM(B6:B11)"


def test_a_value_that_looks_like_a_field_stays_as_it_is(tmp_path):
    rows = lines(2)
    rows["order_lines"][0]["specification"] = "{in_words} {no such} {line.item}"
    rows["proformas"][0]["shipping_mark"] = "{line.item}"
    form = own_form(
        tmp_path / "form.xlsx",
        {"A1": "{mark}", "A6": "{line.description}", "B6": "{line.quantity}"},
    )
    sheet = openpyxl.load_workbook(filled(form, tmp_path, rows))["Form"]
    assert sheet["A1"].value == "{line.item}"
    assert "{in_words} {no such} {line.item}" in sheet["A6"].value
    assert [sheet[f"B{row}"].value for row in (6, 7)] == [1001, 1002]


def test_names_and_formulas_in_a_circle_hang_nothing(tmp_path):
    form = tmp_path / "round.xlsx"
    book = openpyxl.load_workbook(own_form(form, {**TWO, "A12": "=A13", "A13": "=A12"}))
    for name, other in (("number", "terms"), ("terms", "number")):
        book.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=other)
    book.save(form)
    sheet = openpyxl.load_workbook(filled(form, tmp_path, lines(3)))["Form"]
    assert [sheet[ref].value for ref in ("A16", "A17")] == ["=A17", "=A16"]


def test_an_unknown_field_in_a_text_box_or_chart_is_named_with_its_sheet(tmp_path, monkeypatch):
    for title, said in (("{nmber}", templatekit.SAID), (templatekit.TITLE, "{nmber}")):
        monkeypatch.setattr(templatekit, "TITLE", title)
        monkeypatch.setattr(templatekit, "SAID", said)
        form = templatekit.with_xlsxwriter(tmp_path / "form.xlsx")
        with pytest.raises(FileError, match=r"Form \(text box, chart\): there is no field {nmber}"):
            filled(form, tmp_path, lines(1))


def test_a_field_that_a_program_cut_in_two_is_filled(tmp_path):
    form = templatekit.with_xlsxwriter(tmp_path / "form.xlsx")
    cut = tmp_path / "cut.xlsx"
    with zipfile.ZipFile(form) as file, zipfile.ZipFile(cut, "w") as copy:
        for name in file.namelist():
            data = file.read(name)
            if name == "xl/drawings/drawing1.xml":
                whole = b"<a:t>Order {order_no} of"
                assert whole in data
                data = data.replace(whole, b"<a:t>Order {ord</a:t></a:r><a:r><a:t>er_no} of", 1)
            copy.writestr(name, data)
    assert b"Order SO-0001 of Brandt" in b"".join(part(filled(cut, tmp_path, lines(1)), ".xml"))


def test_a_draft_moves_all_of_it_once_more(tmp_path, forms):
    from xlpy.core.text import Text

    path = filled(forms("xlsxwriter"), tmp_path, lines(3), [Text("缺", "missing")])
    sheet = loaded(path, values=False)["Form"]
    down = 2 + 2  # two lines more, and two rows that say that it is a draft
    [table] = sheet.tables.values()
    assert table.ref == f"A{9 + down}:B{11 + down}"
    found = {str(a.sqref): a.rules[0].formula for a in sheet.conditional_formatting}
    assert found["A8:D10"] == ["$C8>1001"] and found["F8:F10"] == ["F8=MAX(F$8:F$10)"]
    assert [each.id for each in sheet.row_breaks.brk] == [12 + down]
    assert Path(path).stat().st_size
