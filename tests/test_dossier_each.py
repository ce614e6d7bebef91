"""Papers of which an order has several: each lists what it lacks itself (C-2.1, C-2.6)."""

import dossierkit as kit
import openpyxl
import pytest
from test_dossier_papers import pages, squeezed, workbooks

from xlpy.documents.papers import paper_fields, papers

EMPTY = "of the sample form {} is empty"
MISSING_IN_ALL = "our English address is missing"


def samples(count, without):
    """An order of many approved samples; `without`: number → the column that is blank."""
    rows = kit.order()
    [one] = rows["samples"]
    [seen] = [row for row in rows["approvals"] if row["form"] == "sample"]
    numbers = [f"YB-{at:04d}" for at in range(1, count + 1)]
    rows["samples"] = [one | {"sample_no": number} for number in numbers]
    rows["approvals"] += [
        seen | {"seen": seen["seen"].replace("YB-0001", number)} for number in numbers[1:]
    ]
    for number, column in without.items():
        rows["samples"][numbers.index(number)][column] = None
    return rows


def made(rows, name, tmp_path, **more):
    return workbooks(kit.tables(rows), [kit.NO], [name], tmp_path, language="en", **more)


def texts_of(path):
    """Sheet → its texts."""
    return {
        sheet.title: "\n".join(
            str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        )
        for sheet in openpyxl.load_workbook(path)
    }


def test_each_sample_form_lists_its_own_gaps_only(tmp_path):
    without = {"YB-0002": "details", "YB-0003": "made"}
    [done] = made(samples(3, without), "sample", tmp_path)
    assert "DRAFT" in done.paths[0].name
    one, two, three = texts_of(done.paths[0]).values()
    assert "DRAFT" not in one
    assert EMPTY.format("YB-0002") in two and "YB-0003" not in two
    assert EMPTY.format("YB-0003") in three and "YB-0002" not in three
    told = "\n".join(gap.en for gap in done.gaps)
    assert EMPTY.format("YB-0002") in told and EMPTY.format("YB-0003") in told


def test_30_samples_are_30_pages_though_each_lacks_something(tmp_path):
    without = {f"YB-{at:04d}": "label" for at in range(1, 31)}
    rows = samples(30, without)
    for row in rows["samples"]:
        row["made"] = None
    [done] = papers(kit.tables(rows), [kit.NO], ["sample"], tmp_path, language="en")
    found = pages(done.paths[1])
    assert len(found) == 30
    for at, page in enumerate(found, 1):
        text = squeezed(page)
        others = [n for n in range(1, 31) if n != at and squeezed(f"YB-{n:04d}") in text]
        assert squeezed(f"YB-{at:04d}") in text and others == []


def test_what_all_of_them_lack_stands_on_each(tmp_path):
    rows = samples(2, {})
    rows["orders"][0]["issuer"] = "nobody"
    [done] = made(rows, "sample", tmp_path)
    assert [text.count("草稿 DRAFT") for text in texts_of(done.paths[0]).values()] == [1, 1]


def test_a_purchase_order_lists_what_its_own_lines_lack(tmp_path):
    rows = kit.order()
    rows["purchase_orders"].append(
        rows["purchase_orders"][0] | {"purchase_no": "CG-0002", "quality": None}
    )
    rows["purchase_lines"].append(
        rows["purchase_lines"][0] | {"purchase_no": "CG-0002", "price": None}
    )
    [done] = made(rows, "purchase", tmp_path)
    one, two = texts_of(done.paths[0]).values()
    assert "CG-0002" not in one
    assert "of the purchase order CG-0002 is empty" in two
    assert "of the purchase order CG-0002-1 is empty" in two


@pytest.mark.parametrize("column", ["details", "made"])
def test_a_file_by_a_template_is_final_where_its_own_row_lacks_nothing(tmp_path, column):
    form = tmp_path / "form.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{number}", "{details}"
    book.save(form)
    done = made(samples(2, {"YB-0002": column}), "sample", tmp_path / "out", templates=form)
    names = [each.paths[0].name for each in done]
    assert names == ["SO-0001-sample-YB-0001.xlsx", "SO-0001-sample-YB-0002-DRAFT.xlsx"]
    one = texts_of(done[0].paths[0])["Sheet"]
    assert one == "YB-0001\nLogo engraved 40 × 15 mm, oiled, no varnish"


def test_a_statement_under_an_lc_names_its_own_lc_only(tmp_path):
    rows = kit.letter()
    first = rows["letters"][0] | {"certifies": "ONE SET WAS SENT BY MAIL."}
    rows["letters"] = [first, first | {"lc_no": "LC-2", "certifies": "GOODS ARE NEW."}]
    tables = kit.tables(rows)
    [done] = workbooks(tables, [kit.NO], ["beneficiary"], tmp_path, language="en")
    one, two = texts_of(done.paths[0]).values()
    assert "LC-1" in one and "LC-2" not in one and "ONE SET WAS SENT BY MAIL." in one
    assert "LC-2" in two and "LC-1" not in two and "GOODS ARE NEW." in two
    _, fields = paper_fields(tables, kit.NO, "beneficiary", "en")
    assert fields.said["certifies"] == "GOODS ARE NEW."  # of the latest L/C
