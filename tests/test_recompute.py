"""A write leaves What if as it is by the new rates, without a program that computes: by rule,
builder, LibreOffice.

A new workbook's person has 200 000 of a target of 100 000, the department 900 000 of 500 000
(test_whatif.py).
"""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from lo import libreoffice
from test_libreoffice_whatif import Play, in_table
from test_whatif import COMMISSION, SPLIT, TEAM, rows, sheet

from xlpy.book.defaults import default_rows
from xlpy.book.tables import Change
from xlpy.build.book import WHATIF
from xlpy.build.sample import sample_rows
from xlpy.build.workbook import build, new_book
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.files.newcopy import write_new
from xlpy.files.opened import open_package
from xlpy.files.recompute import figures
from xlpy.files.undo import undo
from xlpy.jobs.import_ import import_rows
from xlpy.ooxml.cellxml import blank_cell, style_of, value_cell
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import area_of
from xlpy.ooxml.sheetxml import SheetXml

ALL = "A1:U125"


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    path = tmp_path_factory.mktemp("new") / "fresh.xlsm"
    new_book(path, year=2026)
    return path


@pytest.fixture
def fresh(new, tmp_path):
    """A new workbook to work on."""
    return Path(shutil.copyfile(new, tmp_path / new.name))


def part_of(package):
    return next(each.part for each in package.sheets if each.name == WHATIF)


def typed(path, **cells):
    """The workbook with other values in the sheet's yellow cells, as a program would have saved
    them.
    """
    target = path.with_name("typed.xlsm")
    with open_package(path) as package:
        part = part_of(package)
        found = SheetXml(package.data(part), part)
        for ref, value in cells.items():
            at = area_of(ref)
            style = style_of(found.row(at.top).cells[at.left])
            cell = (
                blank_cell(b"", at.top, at.left, style)
                if value is None
                else value_cell(b"", at.top, at.left, style, value)
            )
            found.set_cells(at.top, at.left, at.left, {at.left: cell}, at.top)
        package.put(part, found.result())
        write_new(package, target, [])
    return target


def shown(path):
    """What the sheet's cells show, texts that are empty as nothing."""
    return [
        [None if cell.value == "" else cell.value for cell in line] for line in sheet(path)[ALL]
    ]


def default_row(table, **wanted):
    return next(
        at
        for at, r in enumerate(default_rows()[table])
        if all(str(r[k]).split()[-1] == v for k, v in wanted.items())
    )


@pytest.mark.parametrize("which", ["demo", "new"])
def test_every_figure_computed_anew_is_what_the_builder_wrote(fresh, tmp_path, which):
    path = fresh
    if which == "demo":
        path = tmp_path / "demo.xlsm"
        path.write_bytes(build(sample_rows()))
    with open_package(path) as package:
        part, contents = part_of(package), Contents(package)
        found = SheetXml(package.data(part), part)
        cells = {
            f"{letters(column)}{number}".encode(): contents.value(cell)
            for number in found.numbers
            for column, cell in found.row(number).cells.items()
            if contents.held(cell).startswith("=")
        }
        computed = figures(package, found)
    assert len(cells) > 500
    assert {ref: "" if value is None else value for ref, value in cells.items()} == computed


def test_a_changed_rate_is_in_every_figure_that_hangs_on_it(fresh):
    """The second personal tier at 2 %: 1 000 + 1 000 + 750; the first of the team at 6 per
    mille.
    """
    tier = default_row("tiers", scheme="personal", over="100")
    team = default_row("tiers", scheme="team", over="0")
    WorkbookFile(fresh).commit(
        [Change("tiers", update={tier: {"rate": Decimal(2)}, team: {"rate": Decimal("0.6")}})]
    )
    found = sheet(fresh)
    assert found[COMMISSION].value == 2750
    # 500 000 at 6, 250 000 at 7, 150 000 at 9 per mille.
    assert found[TEAM].value == 6100
    assert [line[3] for line in rows(found, SPLIT)] == [610, 610, 488, 427, 305, 610, 1220, 1830]


def test_an_import_of_tiers_leaves_no_cell_of_the_sheet_empty_or_an_error(fresh, tmp_path):
    before = shown(fresh)
    given = tmp_path / "tiers.csv"
    given.write_text("scheme,over,rate,from\npersonal,200,2,2020-01-01\n", "utf-8")
    import_rows(WorkbookFile(fresh), "tiers", given)
    after = shown(fresh)
    blank = [[cell is None for cell in line] for line in after]
    lost = [
        (at, k)
        for at, line in enumerate(blank)
        for k, b in enumerate(line)
        if b and before[at][k] is not None
    ]
    assert lost == []
    assert not any(str(cell).startswith("#") for line in after for cell in line[:10])


def test_undo_brings_the_figures_back(fresh):
    before = shown(fresh)
    WorkbookFile(fresh).commit([Change("tiers", update={0: {"rate": Decimal(3)}})])
    assert shown(fresh) != before
    undo(fresh)
    assert shown(fresh) == before


def test_rules_that_cannot_be_are_errors_with_their_reasons(fresh):
    WorkbookFile(fresh).commit([Change("shares", update={0: {"share": Decimal(11)}})])
    found = sheet(fresh)
    assert (found["B81"].value, found["D95"].value) == ("#NUM!", "#NUM!")
    assert "100 %" in found["B96"].value
    assert found[COMMISSION].value == 2375


TYPED = {
    "as it was": {},
    "a text for receipts": {"C10": "abc"},
    "a target of zero": {"C11": 0},
    "a month as a text": {"C6": "2012年6月"},
    "no month": {"C6": None},
    "a tie": {"C68": 260000},
    "a person without receipts": {"B73": "周八", "D73": 100000},
    "money as people type it": {"C10": "￥1,234.50", "C69": "26万元"},
    "three more people": {
        f"{column}{row}": value
        for row, name in zip((73, 74, 75), ("周八", "𠮷九", "郑  十"), strict=True)
        for column, value in zip("BCDGH", (name, 50000, 100000, 150000, 600000), strict=True)
    },
    "nobody": {f"{column}{row}": None for row in range(68, 76) for column in "BCDGH"}
    | {"C61": None, "C62": None, "C63": 500000},
    "a star that nobody is": {"C62": "王小五"},
    "a step that is no number": {"B36": "half"},
    "a price below its costs": {"C52": 90000, "C50": "EUR"},
}


POLICY = default_row("policy", key="sales_pay.full")
TIER = default_row("tiers", scheme="personal", over="100")


@pytest.fixture(scope="module")
def in_libreoffice(tmp_path_factory):
    """A new workbook, open in LibreOffice, with the rules changed by hand."""
    book = tmp_path_factory.mktemp("open") / "open.xlsm"
    new_book(book, year=2026)
    libreoffice().open_book(path=str(book))
    play = Play(book)
    play.write(TABLES["policy"].sheet, **{in_table("policy", POLICY, "value"): 400})
    play.write(TABLES["tiers"].sheet, **{in_table("tiers", TIER, "rate"): 2.5})
    play.before.clear()
    yield play
    libreoffice().close_book(book=play.book)


@pytest.mark.parametrize("cells", TYPED.values(), ids=TYPED)
def test_what_a_write_leaves_is_what_libreoffice_computes(fresh, in_libreoffice, cells):
    """Cell by cell, errors and reasons included, whatever was typed before the rules changed."""
    book = typed(fresh, **cells)
    policy, tiers = ({POLICY: {"value": "400"}}, {TIER: {"rate": Decimal("2.5")}})
    WorkbookFile(book).commit([Change("policy", update=policy), Change("tiers", update=tiers)])
    stored = shown(book)
    try:
        in_libreoffice.write(**cells)
        computed = in_libreoffice[ALL]
    finally:
        in_libreoffice.put_back()
    differing = [
        (f"{letters(k + 1)}{at + 1}", one, other)
        for at, (mine, theirs) in enumerate(zip(stored, computed, strict=True))
        for k, (one, other) in enumerate(zip(mine, theirs, strict=True))
        if not alike(one, other)
    ]
    assert differing == []


def alike(stored, computed):
    if isinstance(computed, dict):
        return stored == computed["error"]
    if isinstance(computed, float) and not isinstance(stored, str):
        number = (
            (stored - type(stored)(1899, 12, 30)).days
            if hasattr(stored, "year")
            else float(stored or 0)
        )
        return abs(number - computed) < 1e-9
    return stored == computed
