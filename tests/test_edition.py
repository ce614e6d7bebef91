"""The .xlsx edition: no macros, functions of ours as those of an add-in, and closes that are those
of the .xlsm, whichever it is.
"""

import re
import zipfile

import pytest
from commands import command
from office import complaints

from xlpy.build.workbook import new_book
from xlpy.files import WorkbookFile
from xlpy.upgrade import upgrade

AT = "2012-11-05T09:30:00"
MONTH = "2012-10"


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The demo as .xlsx and as .xlsm."""
    folder = tmp_path_factory.mktemp("editions")
    found = {ending: folder / f"Demo.{ending}" for ending in ("xlsx", "xlsm")}
    for path in found.values():
        new_book(path, demo=True)
    return found


@pytest.fixture(scope="module")
def closed(books):
    """The same after a close, a copy each."""
    found = {}
    for ending, path in books.items():
        found[ending] = path.with_name(f"Closed.{ending}")
        found[ending].write_bytes(path.read_bytes())
        done = command("close", found[ending], MONTH, "--json", at=AT)
        assert done.code == 0, done.err
    return found


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def formulas(path):
    """The formulas that call functions of ours, by sheet."""
    return {
        name: found
        for name, data in parts(path).items()
        if name.startswith("xl/worksheets/sheet")
        and (found := re.findall(rb"<f[ >][^<]*TD_[^<]*</f>", data))
    }


def shown(path):
    """What the cells with such formulas show."""
    cell = re.compile(rb"<c [^>]*?><f[ >][^<]*TD_[^<]*</f>(<v>[^<]*</v>)")
    sheets = (data for name, data in parts(path).items() if name.startswith("xl/worksheets/sheet"))
    return [found for data in sheets if (found := cell.findall(data))]


def test_an_xlsx_has_no_macros_and_no_ribbon_of_macros(books):
    there = parts(books["xlsx"])
    assert not [name for name in there if "vba" in name.casefold() or "customUI" in name]
    types = there["[Content_Types].xml"]
    assert b"spreadsheetml.sheet.main+xml" in types
    assert b"macro" not in types and b"vba" not in types
    assert b"extensibility" not in there["_rels/.rels"]


def test_its_formulas_call_the_functions_of_an_add_in(books):
    own, with_macros = formulas(books["xlsx"]), formulas(books["xlsm"])
    assert sum(map(len, own.values())) > 30
    assert own.keys() == with_macros.keys()
    for name, found in own.items():
        assert [text.replace(b"_xldudf_", b"") for text in found] == with_macros[name]
        for text in found:
            assert text.count(b"_xldudf_TD_") == len(re.findall(rb"TD_\w+\(", text))


def test_everything_else_is_as_in_the_workbook_with_macros(books):
    def alike(data):
        # Home names the file.
        return data.replace(b"_xldudf_", b"").replace(b"Demo.xlsx", b"Demo.xlsm")

    own, with_macros = parts(books["xlsx"]), parts(books["xlsm"])
    packaging = {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"}
    different = {name for name in own if alike(own[name]) != with_macros[name]}
    # The workbook names its macros' project.
    assert different == packaging | {"xl/workbook.xml"}


def test_microsofts_validator_finds_nothing(books):
    assert complaints(books["xlsx"]) == []


def test_a_close_gives_the_same_rows_and_the_same_seal(closed):
    keys = ("closes", "payroll", "commissions", "splits", "pools", "seals")
    found = [WorkbookFile(path).read(keys) for path in closed.values()]
    assert found[0] == found[1]


def test_what_if_shows_the_same_figures_after_a_close(closed):
    assert shown(closed["xlsx"]) == shown(closed["xlsm"])
    assert sum(map(len, shown(closed["xlsx"]))) > 20


def test_it_is_verified_and_undone_as_the_other(closed, tmp_path):
    path = tmp_path / "Demo.xlsx"
    path.write_bytes(closed["xlsx"].read_bytes())
    assert command("verify", path).code == 0
    assert command("check", path, "--json").code in (0, 1)


def test_an_older_one_is_upgraded_to_an_xlsx_with_the_add_ins_functions(books, tmp_path):
    older = tmp_path / "Old.xlsx"
    new = parts(books["xlsx"])
    with zipfile.ZipFile(older, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in new.items():
            package.writestr(name, data.replace(b"<t>0.1.0</t>", b"<t>0.0.9</t>"))
    done = upgrade(older)
    assert (done.written, done.book.name) == (True, "Old.upgraded.xlsx")
    assert formulas(done.book) == formulas(books["xlsx"])
    assert not [name for name in parts(done.book) if "vba" in name.casefold()]
    assert complaints(done.book) == []
