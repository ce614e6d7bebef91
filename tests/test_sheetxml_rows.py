"""Whether it is plain that all cells of a sheet's row lie in some columns, without taking it
apart.
"""

import pytest

from xlpy.ooxml.sheetxml import SheetXml

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(row):
    data = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{row}</sheetData></worksheet>'
    return SheetXml(data.encode(), "sheet1.xml")


@pytest.mark.parametrize(
    ("cells", "within"),
    [
        ('<c r="B7"/><c r="C7"><v>1</v></c>', True),
        ('<c r="C7" t="inlineStr"><is><t>a &lt;c r="Z7"</t></is></c>', True),
        ("", True),
        ('<c r="B7"/><c r="E7"/>', False),  # one column too far
        ('<c r="A7"/><c r="B7"/>', False),
        ('<c r="C7"/><c r="B7"/>', False),  # out of order
        ('<c r="B7"/><c r="B7"/>', False),  # twice
        ('<c r="B8"/>', False),  # of another row
        ('<c r="B77"/>', False),
        ("<c><v>1</v></c>", False),  # does not say where it stands
        ('<c s="1" r="B7"/>', False),  # says it later: it has to be taken apart
        ("<c\nr='B7'/>", False),
    ],
)
def test_only_what_plainly_lies_in_the_columns_does(cells, within):
    assert sheet(f'<row r="7">{cells}</row>').within(7, [(2, 4)]) is within


def test_cells_of_two_tables_beside_each_other_lie_in_both():
    found = sheet('<row r="7"><c r="A7"/><c r="F7"/></row>')
    assert found.within(7, [(5, 6), (1, 2)])
    assert not found.within(7, [(1, 2)])
