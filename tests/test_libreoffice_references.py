"""What refers to a table's rows goes along in an open document, as it does in a closed file."""

import shutil

import pytest
from fileedits import NEW
from filekit import rewards_book
from lo import libreoffice

from xlpy.book.tables import Change
from xlpy.files import WorkbookFile
from xlpy.libreoffice.differences import to_json

OURS = "'奖励 Rewards'!"
HERE = "$'奖励 Rewards'."
"""Before a reference to the table's sheet, in a file and as LibreOffice shows it. The data rows are
2 to 4."""

FORMULAS = {
    f"=SUM({OURS}C2:C4)": f"=SUM({HERE}C2:C6)",
    f"=SUM({OURS}$C$1:$C$4)": f"=SUM({HERE}$C$1:$C$6)",
    f"=SUM({OURS}$C$2:C5)": f"=SUM({HERE}$C$2:C6)",
    f'=COUNTIF({OURS}C2:C4,">1")&"{OURS}C2:C4"': f'=COUNTIF({HERE}C2:C6;">1")&"{OURS}C2:C4"',
    f"=SUM({OURS}C2:C4)+ROWS(rewards[])": f"=SUM({HERE}C2:C6)+ROWS(rewards[])",
    # Some of the records, one of them, cells beside the table, whole columns, another sheet.
    f"=SUM({OURS}C3:C4)": f"=SUM({HERE}C3:C4)",
    f"={OURS}C4": f"={HERE}C4",
    f"=SUM({OURS}A2:H4)": f"=SUM({HERE}A2:H4)",
    f"=SUM({OURS}H2:H4)": f"=SUM({HERE}H2:H4)",
    f"=SUM({OURS}C:C)": f"=SUM({HERE}C:C)",
    "=SUM(C2:C4)": "=SUM(C2:C4)",
}
"""What a user writes on another sheet, and how it reads once two rows were added."""


def prepare(setting):
    """What refers to the table, on its own sheet and on another one."""
    workbook, home = setting.workbook, setting.sheet
    other = workbook.add_worksheet("Other")
    for row, formula in enumerate(FORMULAS):
        other.write_formula(row, 0, formula)
    other.write_array_formula("B1:B1", f"{{=SUM({OURS}C2:C4*2)}}")
    home.write_formula("K1", "=SUM(C2:C4)")
    for name, cells in {
        "all": "$C$2:$C$4",
        "some": "$C$3:$C$4",
        "Other!local": "$B$2:$B$4",
    }.items():
        workbook.define_name(name, f"={OURS}{cells}")
    home.print_area("A1:E4")
    home.data_validation("C2:C4", {"validate": "decimal", "criteria": ">", "value": 0})
    home.data_validation("D2:D2", {"validate": "length", "criteria": ">", "value": 1})
    other.data_validation("D1", {"validate": "list", "source": f"={OURS}$B$2:$B$4"})
    other.data_validation("D2:D3", {"validate": "list", "source": f"={OURS}$B$2:$B$3"})
    bold = workbook.add_format({"bold": True})
    above = {"type": "formula", "format": bold}
    home.conditional_format("C2:C4", above | {"criteria": "=C2>SUM($C$2:$C$4)/3"})
    home.conditional_format("A1:B2", above | {"criteria": "=$C$2>1"})
    other.conditional_format("A1:A9", above | {"criteria": f"=A1>MAX({OURS}$C$2:$C$4)"})
    chart = workbook.add_chart({"type": "column"})
    cells = {"name": "$C$1", "categories": "$B$2:$B$4", "values": "$C$2:$C$4"}
    chart.add_series({key: f"={OURS}{area}" for key, area in cells.items()})
    other.insert_chart("F2", chart)


@pytest.fixture
def closed(tmp_path):
    return rewards_book(tmp_path / "closed.xlsx", prepare=prepare)


def shown(path, *changes):
    """What refers to cells in a document, after changes of its table."""
    libreoffice().open_book(path=str(path))
    try:
        for change in changes:
            libreoffice().commit(book=str(path), change=to_json(change))
        return libreoffice().referring(book=str(path))
    finally:
        libreoffice().close_book(book=str(path))


CHANGES = {
    "grows": Change("rewards", append=[NEW, NEW]),
    "is replaced": Change("rewards", keep=[], append=[NEW] * 5),
    "last goes": Change("rewards", keep=[0, 1]),
    "one goes, two come": Change("rewards", keep=[0, 2], append=[NEW, NEW]),
}


def test_references_to_all_rows_grow_in_the_open_document(closed):
    found = shown(closed, CHANGES["grows"])
    cells = [found[f"Other.A{row}"] for row in range(1, len(FORMULAS) + 1)]
    assert cells == list(FORMULAS.values())
    assert found["Other.B1"] == f"{{=SUM({HERE}C2:C6*2)}}"
    assert found["'奖励 Rewards'.K1"] == "=SUM(C2:C6)"
    names = [found[name] for name in ("=all", "=some", "=local")]
    assert names == [HERE + "$C$2:$C$6", HERE + "$C$3:$C$4", HERE + "$B$2:$B$6"]
    assert found["奖励 Rewards printed"] == [[1, 6]]
    assert list(found["奖励 Rewards takes"].values()) == [
        [[row, 3] for row in range(2, 7)],
        [[2, 4]],
    ]
    assert found["Other takes"] == {
        HERE + "$B$2:$B$6": [[1, 4]],
        HERE + "$B$2:$B$3": [[2, 4], [3, 4]],
    }
    assert found["奖励 Rewards looks"] == [
        ["'奖励 Rewards'.A1:B2", "$C$2>1"],
        ["'奖励 Rewards'.C2:C6", "C2>SUM($C$2:$C$6)/3"],
    ]
    assert found["Other looks"] == [["Other.A1:A9", f"A1>MAX({HERE}$C$2:$C$6)"]]
    assert set(found["Other shows"]) == {HERE + "$C$1", HERE + "$B$2:$B$6", HERE + "$C$2:$C$6"}


@pytest.mark.parametrize("what", CHANGES)
def test_the_open_document_says_what_the_file_says_once_written(closed, tmp_path, what):
    opened = shutil.copyfile(closed, tmp_path / "open.xlsx")
    WorkbookFile(closed).commit([CHANGES[what]])
    assert shown(opened, CHANGES[what]) == shown(closed)


@pytest.mark.parametrize("last", [3, 2], ids=["first goes", "first two go"])
def test_highlights_and_validations_go_on_when_their_first_record_goes(closed, last):
    """LibreOffice means them for their first cell, and would write #REF! into them."""
    found = shown(closed, Change("rewards", keep=range(4 - last, 3)))
    assert ["'奖励 Rewards'.C2:C4", f"C2>SUM($C$2:$C${last})/3"] in found["奖励 Rewards looks"]
    assert [[row, 3] for row in range(2, 5)] in found["奖励 Rewards takes"].values()
    # What stands below the table stays below it.
    assert found["Other.A3"] == f"=SUM({HERE}$C$2:C5)"
    assert found["=all"] == f"{HERE}$C$2:$C${last}"


def test_a_write_that_fails_leaves_table_and_references_as_they_were(tmp_path):
    """The table has grown, and what refers to it gone along, when a cell refuses its value."""

    def guarded(setting):
        prepare(setting)
        setting.sheet.protect()

    path = rewards_book(tmp_path / "guarded.xlsx", prepare=guarded)
    libreoffice().open_book(path=str(path))
    try:
        before = libreoffice().referring(book=str(path))
        with pytest.raises(AssertionError, match=r"FileError: .*rotected") as failure:
            libreoffice().commit(book=str(path), change=to_json(CHANGES["grows"]))
        assert "could not be taken back" not in str(failure.value)
        assert libreoffice().referring(book=str(path)) == before
        libreoffice().unprotect(book=str(path), sheet="奖励 Rewards")
        libreoffice().commit(book=str(path), change=to_json(CHANGES["grows"]))
        after = libreoffice().referring(book=str(path))
        assert after["=all"] == HERE + "$C$2:$C$6"
    finally:
        libreoffice().close_book(book=str(path))
