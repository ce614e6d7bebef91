"""A workbook of an earlier layout: told apart at once, brought up to date on a copy, nothing of
the user's lost.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import commands
import office
import pytest
from calculating import everything
from filekit import by_openpyxl, changed_parts, packed, parts, read_all, rewrite, rows_of, tell
from olderbooks import (
    LAYOUT_1,
    MINE,
    layout_1,
    layout_2,
    models_are_made_once,  # noqa: F401 - is used by being here
    place,
    prefixed,
    used,
    with_layout,
    without_column,
    without_table,
)
from olderbooks import by_openpyxl as saved_by_openpyxl
from openpyxl import load_workbook

from xlpy.book.defaults import default_rows, earlier_values
from xlpy.book.ourtables import columns_of
from xlpy.book.tables import Change, MemoryTables
from xlpy.build.book import CHART_DATA, WHATIF, sheet_plan
from xlpy.core.issues import ERROR, FileError, UsageError
from xlpy.core.periods import parse_period
from xlpy.core.tables import INPUTS, LAYOUT, RULE_TABLES, TABLES
from xlpy.files import WorkbookFile
from xlpy.files.backups import backups
from xlpy.files.extend import tables_there
from xlpy.files.opened import open_package
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.reopen import lock, reopen
from xlpy.jobs.sealing.verify import verify
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.listobjects import list_objects
from xlpy.ooxml.package import CONTENT_TYPES, rels_of
from xlpy.upgrade import earlier, upgrade
from xlpy.upgrade.views import VIEWS, views_of

CLOSED = ("2012-01", "2012-02", "2012-03", "2012-Q1", "2012-04")
AT = datetime(2012, 6, 4, 9, 30)
with open_package(LAYOUT_1) as package:
    FIRST_TABLES = {table.name for table in list_objects(package)}
NEW_TABLES = [key for key in TABLES if key not in FIRST_TABLES]


OF_CUSTOMERS = [
    *("zh_name", "website", "phone", "city", "status", "product_interest"),
    *("strength", "sincerity", "chance", "note"),
]
"""What is known of customers since there are enquiries (E-2.1)."""
GROWN = {
    "splits": ["team"],
    "orders": ["issuer", "supply"],
    "purchase_lines": ["received", "received_on", "per"],
    "order_lines": ["per"],
    "prices": ["per"],
    "customers": OF_CUSTOMERS,
    "quotations": ["enquiry_no", "answered_on"],
    "letters": [
        *("documents", "partial", "transhipment", "more", "less", "quantity_terms"),
        *("issued_on", "certifies"),
    ],
    "proformas": ["partial", "valid_until", "customer_po"],
    "samples": ["value", "currency"],
    "products": ["origin", "elements", "goods_from", "criterion"],
    "staff": ["en_name"],
    "companies": ["customs_code", "stamp", "signature"],
    "banks": ["company"],
    "packages": ["kind", "dimensions"],
    "inspections": ["shipment_no"],
    "packing_lists": ["shipment_no"],
    "export_papers": ["shipment_no"],
}
"""The tables of earlier layouts that got columns, at their right."""
WORDED = {
    "closes": ["state"],
    "pools": ["pool"],
    "prizes": ["kind", "name"],
    "splits": ["kind", "name"],
}
"""The columns of earlier layouts whose keys are put into words: `冠军 first` for `first`."""


@pytest.fixture(scope="module", params=[layout_1, layout_2], ids=["1", "2"])
def books(request, tmp_path_factory):
    """A workbook of an earlier layout in use, and its upgraded copy."""
    old = used(tmp_path_factory.mktemp("upgrade") / "外贸部 Trade.xlsm", request.param)
    return old, upgrade(old).book


@pytest.fixture(scope="module")
def seen(books):
    """Both as openpyxl reads them; tests only look at what it read."""
    return [loaded(path) for path in books]


@pytest.fixture
def book(tmp_path):
    return layout_1(tmp_path / "Trade.xlsm")


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    return upgrade(layout_1(tmp_path_factory.mktemp("upgraded") / "Trade.xlsm")).book


@pytest.fixture
def new(upgraded, tmp_path):
    """An upgraded workbook to work on."""
    return Path(shutil.copyfile(upgraded, tmp_path / "New.xlsm"))


def refused(path, words, job=upgrade):
    """The job says why not; the workbook and the folder stay as they are."""
    before, there = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(FileError) as told:
        job(path)
    assert words in told.value.en
    assert (before, there) == (path.read_bytes(), sorted(path.parent.iterdir()))
    return told.value


def command(*words):
    """What the real command answers: exit code, standard output, standard error."""
    done = commands.command(*words)
    return done.code, done.out.decode(), done.err.decode()


def loaded(path):
    """The workbook as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it tells of extensions that it drops; nothing is saved here
        return load_workbook(path)


def views(path):
    """The parts of the sheets that the program fills by itself, and of what hangs on them."""
    with open_package(path) as package:
        sheets = [sheet.part for code, sheet in views_of(package).items() if code != "shConf"]
        below = {r.part for sheet in sheets for r in package.relationships(sheet)}
        below |= {r.part for part in below for r in package.relationships(part)}
        found = {*sheets, *below}
        return found | {rels_of(part) for part in found if package.has(rels_of(part))}


def test_all_but_what_was_renewed_keeps_its_bytes(books, capsys):
    old, new = books
    expected = {
        CONTENT_TYPES,
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
        "xl/styles.xml",
    }
    expected |= {"xl/vbaProject.bin", "customUI/customUI14.xml", *views(old)}
    # Layout 1 had no rows of the order dossier in its policy; the highlights of its tables come
    # anew.
    expected |= {place(old, "policy").part, place(old, "about").part}
    with open_package(old) as package:
        expected |= {table.sheet.part for table in tables_there(package).values()}
        expected |= {
            tables_there(package)[key].part
            for key in (*GROWN, "requirements")  # which gets what is new to a form
            if key in tables_there(package)
        }
    # What the file says of itself, and the theme that an earlier program wrote (see
    # test_excel_forms.py).
    texts = "xl/sharedStrings.xml"
    expected |= {"docProps/app.xml", "xl/theme/theme1.xml", texts}
    assert parts(new)[texts].partition(b"<si>")[2] == parts(old)[texts].partition(b"<si>")[2]
    changed, before, after = changed_parts(old, new), packed(old), packed(new)
    kept = [name for name in before if name not in changed]
    assert set() == {name for name in changed if name in before} - expected
    assert [name for name in before if name in after] == [name for name in after if name in before]
    assert {name for name in before if name not in after} <= views(old)
    tell(
        capsys,
        f"upgrade: {len(kept)} of {len(before)} parts of the user's workbook byte for byte, "
        f"{len([name for name in after if name not in before])} new ones",
    )


def test_in_the_sheets_of_tables_every_row_stays(books):
    old, new = books
    before, after = parts(old), parts(new)
    with open_package(old) as package:
        there = tables_there(package)
    for key, table in there.items():
        part, last = table.sheet.part, table.area.bottom
        if key == "about":
            last = table.area.top
        kept = {number: row for number, row in rows_of(before[part]).items() if number <= last}
        if key in {*GROWN, *WORDED}:
            now = rows_of(after[part])
            worded = {columns_of(key, table)[column] for column in WORDED.get(key, ())}
            cells = {number: re.findall(rb"<c .*?(?:/>|</c>)", row) for number, row in kept.items()}
            gone = [(n, cell) for n, found in cells.items() for cell in found if cell not in now[n]]
            assert [
                (n, cell)
                for n, cell in gone
                if column_number(re.search(rb'r="([A-Z]+)', cell)[1].decode()) not in worded
            ] == [], key
            continue
        assert kept == {
            number: row for number, row in rows_of(after[part]).items() if number <= last
        }, key
        rules = (
            rb"<(conditionalFormatting|dataValidations|dimension)\b.*</\1>|<dimension[^>]*>|"
            rb"<sheetData>.*</sheetData>"
        )
        bare = [re.sub(rules, b"", data[part], flags=re.DOTALL) for data in (before, after)]
        assert bare[0] == bare[1], key


def test_the_old_workbook_stays_untouched(tmp_path):
    old = used(tmp_path / "Trade.xlsm")
    before = old.read_bytes()
    upgrade(old)
    assert before == old.read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["Trade.upgraded.xlsm", "Trade.xlsm"]


def test_every_table_and_column_is_there_on_a_sheet_in_its_place(seen):
    _, book = seen
    found = {
        t.name: (s.title, [c.name for c in t.tableColumns]) for s in book for t in s.tables.values()
    }
    for key in NEW_TABLES:
        sheet, labels = found[key]
        assert sheet == TABLES[key].sheet
        for column, label in zip(TABLES[key].columns, labels, strict=True):
            # A label that was reworded since stays: the user's formulas may name it.
            assert label in {column.label, f"{column.zh} {column.was or column.en}"}
    assert [*(name for name, _, _ in sheet_plan()), MINE] == book.sheetnames


def test_what_counts_sheets_still_means_the_same_ones(books, seen):
    names, areas = [], []
    for book in seen:
        local = {(s.title, n, d.attr_text) for s in book for n, d in s.defined_names.items()}
        titles = {(s.title, s.print_title_rows) for s in book if s.print_title_rows}
        own = {(n, d.attr_text) for n, d in book.defined_names.items() if n not in earlier.names()}
        names.append((local, titles, own, book.active.title))
        areas.append({s.title for s in book if s.print_area})
    assert names[0][3] == names[1][3] == MINE
    assert all(before <= after for before, after in zip(names[0][:3], names[1][:3], strict=True))
    assert ("my_total", f"'{MINE}'!$A$1") in names[1][2]
    there = read_all(books[0])
    new = {(TABLES[key].sheet, "$5:$5") for key in TABLES if key not in there}
    assert new == names[1][1] - names[0][1]
    # Chart data are for the charts alone: hidden, and printed no more.
    assert (areas[0] - {CHART_DATA}) | {WHATIF} <= areas[1]
    assert CHART_DATA not in areas[1]


def test_new_cells_look_as_the_old_ones_of_their_kind(seen):
    _, book = seen
    old, new = book[TABLES["receipts"].sheet], book[TABLES["quotations"].sheet]
    header, fresh = old["A5"], new["A5"]
    assert (header.font.color.rgb, header.fill.fgColor.rgb) == (
        fresh.font.color.rgb,
        fresh.fill.fgColor.rgb,
    )
    formats = {"date": "yyyy\\-mm\\-dd", "text": "@", "choice": "General", "percent": "0.00##"}
    for key in NEW_TABLES:
        table = TABLES[key]
        sheet = book[table.sheet]
        assert sheet.freeze_panes[-1] == "6"
        for place_, column in enumerate(table.columns, 1):
            cell = sheet.cell(6, place_)
            assert cell.border.bottom.style == "thin", (key, column.key)
            assert formats.get(column.type, cell.number_format).replace(
                "\\", ""
            ) == cell.number_format.replace("\\", "")


def test_microsofts_validator_finds_nothing(books):
    assert [office.complaints(path) for path in books] == [[], []]


def test_libreoffice_shows_the_same_cells_and_right_formulas(books, capsys):
    old, new = books
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before, after = by_openpyxl(old), everything(new)
    received = sum(raw for raw in read_all(old)["receipts"].columns["回款金额 Amount received"])
    mine = {
        "A1": round(received, 2),
        "B1": "合计 all",
        "A2": 2,
        "A3": len(set(read_all(old)["customers"].columns["客户名称 Customer"])),
    }
    assert mine == {
        ref: round(v, 2) if isinstance(v, float) else v for ref, v in after[MINE].items()
    }
    rows = range(place(old, "policy").area.bottom + 1, place(new, "policy").area.bottom + 1)
    added = {
        "规则 Policy": f"[A-F]({'|'.join(map(str, rows))})",
        "关于 About": "B6|[AB]7",
        MINE: ".*",
    }
    asked = TABLES["requirements"].sheet
    if asked in before:
        ends = (place(book, "requirements").area.bottom for book in books)
        rows = range(next(ends) + 1, next(ends) + 1)
        added[asked] = f"[A-Z]({'|'.join(map(str, rows))})"
    for key, columns in GROWN.items():
        at = columns_of(key, place(new, key))
        grown = "|".join(letters(at[column]) for column in columns)
        added[TABLES[key].sheet] = rf"({grown})\d+"
    added |= dict.fromkeys(VIEWS.values(), ".*")
    worded = {
        (TABLES[key].sheet, letters(columns_of(key, place(new, key))[column]))
        for key, columns in WORDED.items()
        for column in columns
    }
    compared = 0
    for sheet, cells in before.items():
        for ref in {*cells, *after[sheet]}:
            if re.fullmatch(added.get(sheet, "-"), ref):
                continue
            one, other = cells.get(ref), after[sheet].get(ref)
            if (sheet, ref.strip("0123456789")) in worded and one != other:
                assert str(other).endswith(f" {one}"), f"{sheet} {ref}"
                continue
            numbers = isinstance(one, (int, float)) and isinstance(other, (int, float))
            assert (abs(one - other) < 1e-6 * max(1, abs(one))) if numbers else one == other, (
                f"{sheet} {ref}"
            )
            compared += 1
    tell(capsys, f"upgrade: LibreOffice shows the same in {compared} cells")


@pytest.mark.parametrize("written", [prefixed, saved_by_openpyxl], ids=["prefixes", "openpyxl"])
def test_a_workbook_that_another_program_wrote_is_upgraded_too(book, written):
    new = upgrade(written(book)).book
    if written is prefixed:
        # openpyxl's own files have faults of their own.
        assert office.complaints(new) == office.complaints(book)
    assert verify(WorkbookFile(new)).intact
    assert {key: raw.length for key, raw in WorkbookFile(new).read(NEW_TABLES).items()} == {
        key: len(default_rows().get(key, (1,))) for key in NEW_TABLES
    }
    assert set(NEW_TABLES) <= {name for sheet in loaded(new) for name in sheet.tables}


def test_check_finds_no_error_and_the_chain_is_intact(books):
    old, new = books
    found, closed = verify(WorkbookFile(new)), read_all(old)["closes"].length
    assert (True, closed) == (found.intact, found.closes)
    assert [issue for issue in check(WorkbookFile(new)) if issue.severity == ERROR] == []


def test_check_finds_nothing_at_all_where_there_was_no_dossier(new):
    assert check(WorkbookFile(new)) == []


def test_the_next_close_gives_the_figures_of_a_new_workbook(new):
    fresh = MemoryTables(default_rows())
    for table in (*INPUTS, *RULE_TABLES):
        import_rows(
            fresh, table.key, export_csv(WorkbookFile(new), table.key).encode(), replace=True
        )
    for number, period in enumerate(CLOSED):
        close(fresh, period, by="刘洋", at=AT.replace(minute=number))
    close(fresh, "2012-05", by="刘洋", at=AT)
    assert close(WorkbookFile(new), "2012-05", by="刘洋", at=AT).written
    for table in RESULT_PERIODS:
        assert export_rows(fresh, table) == export_rows(WorkbookFile(new), table)
    assert verify(WorkbookFile(new)).intact


def test_the_users_own_column_and_words_live_through_the_next_close(tmp_path):
    new = upgrade(used(tmp_path / "Trade.xlsm")).book
    close(WorkbookFile(new), "2012-05", by="刘洋", at=AT)
    receipts = read_all(new)["receipts"].columns["跟单员 Follow-up"]
    assert receipts[:4] == ["小李", None, None, "小赵"]
    assert "客户名称 Customer" in read_all(new)["customers"].columns


def dated(row):
    """A new row of the policy in a workbook whose first open month is 2012-05: the earlier value
    until then.
    """
    if row["key"] not in earlier_values():
        return [row]
    return [{**row, "value": earlier_values()[row["key"]]}, {**row, "from": "2012-05-01"}]


def test_the_new_rule_rows_are_the_defaults_and_no_old_row_changed(book):
    def change(key, **values):
        raw = WorkbookFile(book, older=True).read([key])[key]
        WorkbookFile(book).commit(
            [Change(key, update={raw.columns["key"].index("wage.manager"): values})]
        )

    change("policy", value=Decimal(4321))
    tiers = WorkbookFile(book, older=True).read(["tiers"])["tiers"]
    WorkbookFile(book).commit([Change("tiers", keep=[0, *range(2, tiers.length)])])
    before = {
        key: export_rows(WorkbookFile(book, older=True), key)
        for key in ("policy", "tiers", "shares")
    }
    done = upgrade(book)
    after = {key: export_rows(WorkbookFile(done.book), key) for key in default_rows()}
    assert before["tiers"] == after["tiers"]
    assert before["shares"] == after["shares"]
    assert before["policy"] == after["policy"][: len(before["policy"])]
    fresh = MemoryTables(default_rows())
    new = [
        row
        for row in export_rows(fresh, "policy")
        if row["key"] not in {r["key"] for r in before["policy"]}
    ]
    # What is another rule now is the earlier one in the months that are closed: 2012-05 is the
    # first that is open.
    dated = [
        row
        for each in new
        for row in (
            [{**each, "value": earlier_values()[each["key"]]}, {**each, "from": "2012-05-01"}]
            if each["key"] in earlier_values()
            else [each]
        )
    ]
    new = dated
    assert new == after["policy"][len(before["policy"]) :]
    for key in set(default_rows()) & set(NEW_TABLES):
        assert export_rows(fresh, key) == after[key]
    assert {"policy": len(new)} | {
        k: len(default_rows()[k]) for k in NEW_TABLES if k in default_rows()
    } == done.rows


@pytest.mark.parametrize(
    "words", [("check",), ("close", "2012-05"), ("verify",), ("prepare", "2012-05")], ids=str
)
def test_an_older_workbook_is_told_to_upgrade_at_the_command(book, words):
    code, out, err = command(words[0], book, *words[1:])
    assert (code, out) == (3, "")
    assert "made by an older version" in err and "tradedept upgrade" in err


def test_of_an_older_workbook_what_is_there_can_be_exported(book):
    code, out, _ = command("export", book, "staff")
    assert (code, len(json.loads(out))) == (0, 8)
    code, out, err = command("export", book, "products")
    assert (code, out) == (3, "")
    assert "made by an older version" in err


@pytest.mark.parametrize("words", [("check",), ("export", "staff"), ("upgrade",)], ids=str)
def test_a_newer_workbook_is_refused_at_the_command(new, words):
    with_layout(new, f"<v>{LAYOUT + 1}</v>")
    code, out, err = command(words[0], new, *words[1:], "--json")
    assert (code, json.loads(out)["error"]["exit"]) == (3, 3)
    assert "newer than this program" in err and "Update TradeDept" in err


def test_a_layout_that_is_no_number_is_told(new):
    with_layout(new, "<v>2.5</v>")
    refused(new, "is no whole number", lambda path: WorkbookFile(path).read(["staff"]))


def test_the_command_writes_the_copy_and_says_what_was_added(book):
    code, out, err = command("upgrade", book, "--out", book.with_name("Neu.xlsm"), "--json")
    told = json.loads(out)
    assert (code, err, told["tables"]) == (0, "", NEW_TABLES)
    assert (told["layout"], told["written"]) == ({"from": 1, "to": LAYOUT}, True)
    assert verify(WorkbookFile(told["book"])).intact


def test_a_second_upgrade_is_refused_and_of_the_copy_there_is_none_to_do(book):
    copy = upgrade(book).book
    refused(book, "exists and was not overwritten")
    before = copy.read_bytes()
    code, out, _ = command("upgrade", copy)
    assert (0, before, ["Trade.upgraded.xlsm", "Trade.xlsm"]) == (
        code,
        copy.read_bytes(),
        sorted(os.listdir(book.parent)),
    )
    assert "nothing to do" in out


def test_a_copy_under_another_kinds_ending_is_wrong_usage(book):
    with pytest.raises(UsageError):
        upgrade(book, book.with_suffix(".xlsx"))


def test_a_workbook_open_in_excel_is_refused(book):
    book.with_name("~$Trade.xlsm").write_bytes(b"\x04Anna" + bytes(160))
    refused(book, "is open by Anna in Excel")


def test_a_workbook_of_somebody_elses_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    from filekit import rewards_book

    refused(rewards_book(path), "it is no TradeDept workbook")


def test_a_missing_column_comes_to_the_right_end(book):
    without_column(book, "customers")
    with pytest.raises(FileError):
        WorkbookFile(book).read(["customers"])
    area = place(book, "customers").area
    with open_package(book) as package:
        there = tables_there(package)
    before = WorkbookFile(book, older=True).read(["customers"])["customers"]
    done = upgrade(book)
    added = ["channel", *OF_CUSTOMERS]
    grown = {key: columns for key, columns in GROWN.items() if key in there}
    assert done.columns == {**grown, "customers": added}
    after = WorkbookFile(done.book).read(["customers"])["customers"]
    assert {**before.columns, **{key: [None] * before.length for key in added}} == after.columns
    assert area.right + len(added) == place(done.book, "customers").area.right
    sheet = loaded(done.book)[TABLES["customers"].sheet]
    assert sheet.tables["customers"].ref == sheet.tables["customers"].autoFilter.ref
    assert sheet["F5"].fill.fgColor.rgb == sheet["A5"].fill.fgColor.rgb
    assert sheet["F6"].alignment.horizontal == "center"


def test_what_stands_in_the_place_of_a_new_column_is_told_and_stays(book):
    without_column(book, "customers", keep_cells=True)
    refused(book, "the content of cell F5 is in the way")


def test_a_table_of_the_users_that_has_our_new_name_is_told(book):
    part = place(book, "stars").part
    rename = {part: lambda data: data.replace(b'"stars"', b'"products"')}
    refused(rewrite(book, rename), "it may be one of your own")


def test_a_name_of_the_users_that_a_new_table_needs_is_told(book):
    names = "<definedName name=\"Products\">'员工 Staff'!$A$1</definedName></definedNames>"
    rewrite(
        book, {"xl/workbook.xml": lambda data: data.replace(b"</definedNames>", names.encode())}
    )
    refused(book, "has a defined name products")


def test_a_sheet_of_the_users_that_has_our_new_name_keeps_it(book):
    rename = {
        "xl/workbook.xml": lambda data: data.replace("首页 Home".encode(), "产品 products".encode())
    }
    new = loaded(upgrade(rewrite(book, rename)).book)
    assert new.sheetnames[0] == "产品 products"
    assert list(new["产品 Products (2)"].tables) == ["products"]


def test_without_its_table_about_a_workbook_has_the_first_layout(book):
    done = upgrade(without_table(book, "about"))
    assert (done.layout, done.tables[-1]) == (1, "about")
    assert WorkbookFile(done.book).read(["about"])["about"].columns["value"][0] == LAYOUT


def test_a_lock_of_layout_1_holds_and_a_new_one_breaks_no_seal(book, tmp_path):
    state = {"state": "locked"}
    WorkbookFile(book).commit([Change("closes", update={0: state})])
    new = upgrade(book).book
    assert verify(WorkbookFile(new)).intact
    lock(WorkbookFile(new), parse_period("2012-03"))
    assert verify(WorkbookFile(new)).intact
    reopen(WorkbookFile(new), parse_period("2012-04"), by="刘洋", reason="typo", at=AT)
    close(WorkbookFile(new), "2012-04", by="刘洋", at=AT)
    assert verify(WorkbookFile(new)).intact


def test_what_changes_behind_a_close_of_layout_1_is_named_and_settled(new):
    tables = WorkbookFile(new)
    orders = tables.read(["orders", "receipts"])
    number = orders["receipts"].columns["order_no"][0]
    at = orders["orders"].columns["order_no"].index(number)
    others = {
        name
        for name in orders["orders"].columns["salesperson"]
        if name != orders["orders"].columns["salesperson"][at]
    }
    tables.commit(
        [Change("orders", update={at: {"salesperson": min(others), "amount": Decimal(1)}})]
    )
    changed = verify(WorkbookFile(new)).changed
    assert {("orders", number, "changed")} == {(row.table, row.key, row.kind) for row in changed}
    close(WorkbookFile(new), "2012-05", by="刘洋", at=AT)
    assert export_rows(WorkbookFile(new), "adjustments") != []
    assert verify(WorkbookFile(new)).intact


def test_the_policy_says_how_many_backups_stay(new):
    def write():
        tables = WorkbookFile(new)
        tables.read(["policy", "staff"])
        tables.commit(
            [Change("staff", update={0: {"hired": date(2008, 1, 1 + len(backups(new)))}})]
        )

    for _ in range(4):
        write()
    assert len(backups(new)) == 4
    newest = [
        {"key": "backups.keep", "value": Decimal(n), "from": date(year, 1, 1)}
        for n, year in ((2, 2013), (7, 2012))
    ]
    WorkbookFile(new, keep=9).commit([Change("policy", append=newest)])
    write()
    assert len(backups(new)) == 2


def test_killed_before_any_call_into_the_system_there_is_no_half_copy(tmp_path, capsys):
    program = Path(__file__).with_name("killing_upgrade.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    tries = [json.loads(line) for line in done.stdout.splitlines()]
    assert [
        each for each in tries if each != {**each, "old": "same", "copy": "whole", "left": []}
    ] == []
    killed = [each for each in tries if each["killed"]]
    assert len(killed) >= 10
    there = sum(each["there"] for each in killed)
    tell(
        capsys,
        f"upgrade: killed {len(killed)} times: no copy {len(killed) - there} times, a whole "
        f"one {there} times",
    )
