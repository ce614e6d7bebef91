"""The workbook that the source builds: the same each time, as its golden text says, right in every
cached value.
"""

import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from bookdump import BOOK, GOLDEN, ROOT, Dump, dump
from calculating import formulas_that_differ, loaded, shown, with_functions_of_ours
from office import complaints
from openpyxl import Workbook
from readings import stored
from xlsxwriter.worksheet import Worksheet

import xlpy
from xlpy.book.defaults import default_rows
from xlpy.book.tables import Change
from xlpy.build.book import WHATIF
from xlpy.build.plainsheet import PlainSheet
from xlpy.build.sample import sample_rows, starting_rows
from xlpy.build.workbook import build, new_book
from xlpy.core.issues import FileError
from xlpy.core.tables import LAYOUT, TABLES
from xlpy.files import WorkbookFile
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.sealing.verify import verify


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "TradeDept.xlsm"
    path.write_bytes(build(sample_rows()))
    return path


@pytest.fixture(scope="module")
def demo_by_openpyxl(demo) -> Workbook:
    """With formulas; its tests only look."""
    return loaded(demo, values=False)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("fresh") / "fresh.xlsm"
    new_book(path)
    return path


@pytest.fixture
def copy(demo, tmp_path) -> Path:
    path = tmp_path / "copy.xlsm"
    path.write_bytes(demo.read_bytes())
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_workbook_in_the_repository_is_what_the_source_builds(demo):
    """Parts are compared, not packed bytes: another zlib packs otherwise. Mend with: python -m
    xlpy.build
    """
    expected, actual = parts(demo), parts(BOOK)
    assert list(expected) == list(actual)
    assert [name for name in expected if expected[name] != actual[name]] == []


def test_the_workbook_is_what_its_golden_text_says(demo):
    """Mend, after a look at the difference, with: python tests/bookdump.py"""
    assert GOLDEN.read_text("utf-8") == dump(demo)


def test_the_same_source_gives_the_same_bytes_wherever_it_is_built(demo, tmp_path):
    script = (
        "import sys; from xlpy.build.sample import sample_rows; from xlpy.build.workbook "
        "import build; "
        "sys.stdout.buffer.write(build(sample_rows()))"
    )
    surroundings = {
        **os.environ,
        "TZ": "Asia/Shanghai",
        "PYTHONHASHSEED": "4711",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=tmp_path,
        env=surroundings,
        check=True,
    )
    assert demo.read_bytes() == done.stdout


def test_every_table_and_column_of_the_schema_stands_on_its_sheet_under_its_label(demo_by_openpyxl):
    expected = {t.key: (t.sheet, [c.label for c in t.columns]) for t in TABLES.values()}
    actual = {
        table.name: (sheet.title, [column.name for column in table.tableColumns])
        for sheet in demo_by_openpyxl
        for table in sheet.tables.values()
    }
    assert expected == actual


def test_every_header_has_a_note_that_names_its_rule(demo_by_openpyxl):
    for table in TABLES.values():
        sheet = demo_by_openpyxl[table.sheet]
        header = next(iter(sheet.tables.values())).ref.partition(":")[0]
        row = int(re.sub("[A-Z]", "", header))
        for place, column in enumerate(table.columns, 1):
            note = sheet.cell(row, place).comment
            assert note is not None and (column.rule or table.rule) in note.text, (
                f"{table.key}.{column.key}"
            )


def test_a_new_workbook_holds_the_default_rules_and_nothing_else(fresh):
    tables = WorkbookFile(fresh).read(TABLES)
    expected = {key: len(rows) for key, rows in default_rows().items()} | {"about": 2}
    filled = {
        key: raw.length
        for key, raw in tables.items()
        if not all(map(raw.is_empty, range(raw.length)))
    }
    assert expected == filled
    assert {"key": "layout", "value": float(LAYOUT)} == tables["about"].row_values(0)
    assert {"key": "program", "value": xlpy.__version__} == tables["about"].row_values(1)


def test_the_values_of_the_rows_come_back_from_the_file(demo):
    rows = sample_rows()
    raw = WorkbookFile(demo).read(["receipts"])["receipts"]
    expected = [(r["receipt_no"], r["date"], r["amount"], r.get("rate")) for r in rows["receipts"]]
    columns = [raw.columns[key] for key in ("receipt_no", "date", "amount", "rate")]
    actual = [
        (no, date(*day), Decimal(str(amount)), None if rate is None else Decimal(str(rate)))
        for no, day, amount, rate in zip(*columns, strict=True)
    ]
    assert expected == actual


def test_the_file_is_a_macro_workbook_with_code_names_and_no_forced_calculation(demo):
    lines = Dump(demo)
    assert lines.content_type() == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert b"fullCalcOnLoad" not in lines.parts["xl/workbook.xml"]
    names = [lines.xml(part).find("{*}sheetPr").get("codeName") for _, part in lines.sheets()]
    assert all(re.fullmatch(r"sh[A-Za-z]+", name) for name in names)
    assert len(names) == len({name.casefold() for name in names})


def test_no_part_tells_on_which_machine_or_day_it_was_built(demo):
    for name, data in parts(demo).items():
        assert not re.search(rb"/(?:home|root|tmp|work|opt)/", data), name
    with zipfile.ZipFile(demo) as archive:
        found = {(entry.date_time, entry.create_system) for entry in archive.infolist()}
    assert found == {((1980, 1, 1, 0, 0, 0), 0)}


@pytest.mark.parametrize(
    "key", ["receipts", "orders", "attendance", "deductions", "commissions", "payroll", "seals"]
)
def test_rows_of_long_tables_have_a_height(demo, key):
    """Without one LibreOffice tries every highlight on every row when it opens the file: minutes
    for 30 000 rows.
    """
    lines = Dump(demo)
    part = dict(lines.sheets())[TABLES[key].sheet]
    assert lines.xml(part).find("{*}sheetFormatPr").get("customHeight") == "1"


def test_every_name_in_lists_and_highlights_is_defined(demo):
    """A name that is missing makes Excel drop a list or a highlight without a word."""
    lines = Dump(demo)
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    defined = {name.get("name") for name in lines.book.iter(f"{main}definedName")}
    used = set()
    for _, part in lines.sheets():
        for tag in ("formula", "formula1", "formula2"):
            for element in lines.xml(part).iter(main + tag):
                plain = re.sub(r'"[^"]*"', "", element.text or "")
                used |= set(re.findall(r"\b[a-z]+_[a-z_]+\b", plain))
    assert used and set() == used - defined


def test_new_refuses_a_file_that_is_there_and_leaves_it_as_it_was(tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"mine")
    with pytest.raises(FileError, match="已经存在"):
        new_book(path)
    assert path.read_bytes() == b"mine"
    assert [path] == list(tmp_path.iterdir())


def test_new_says_so_when_the_folder_is_not_there(tmp_path):
    with pytest.raises(FileError, match="无法写入"):
        new_book(tmp_path / "nowhere" / "book.xlsm")


def test_the_builder_is_imported_without_its_library():
    script = "import sys, xlpy.build.workbook; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_the_demo_is_intact_and_its_october_can_be_closed(copy):
    tables = WorkbookFile(copy)
    verified = verify(tables)
    assert (verified.changed, verified.breaks) == ([], [])
    assert [issue.text for issue in check(tables) if issue.severity == "error"] == []
    assert close(tables, "2012-10", by="刘洋", at=datetime(2012, 11, 5, 9, 30)).written


# LibreOffice as second opinion


def test_every_cached_value_of_the_demo_is_what_libreoffice_computes(demo):
    count, differing = formulas_that_differ(demo)
    assert count > 1000
    assert differing == []


def test_every_cached_value_of_a_new_workbook_is_what_libreoffice_computes(fresh):
    count, differing = formulas_that_differ(fresh)
    assert count > 1000
    assert differing == []


def test_only_what_if_needs_functions_of_ours(demo):
    assert {sheet for sheet, _ in with_functions_of_ours(stored(demo).formulas)} == {WHATIF}


def test_a_wrong_cached_value_is_noticed(demo, tmp_path):
    wrong = tmp_path / "TradeDept.xlsm"
    changed = 0
    with zipfile.ZipFile(demo) as old, zipfile.ZipFile(wrong, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if b'codeName="shViewPayslip"' in data[:2000]:
                data, changed = re.subn(
                    rb"(<f>-SUMIFS[^<]*</f><v>)[^<]*", rb"\g<1>12345", data, count=1
                )
            new.writestr(name, data)
    assert changed == 1
    _, differing = formulas_that_differ(wrong)
    assert differing and all("Payslip" in line for line in differing)


def test_after_an_edit_the_views_show_the_new_state_without_a_hard_recalculation(copy):
    close(WorkbookFile(copy), "2012-10", by="刘洋", at=datetime(2012, 11, 5, 9, 30))
    book = shown(copy, always=False)
    values = [cell.value for row in book["待办 To do"].iter_rows() for cell in row]
    assert datetime(2012, 11, 1) in values
    errors = [
        f"{sheet.title} {cell.coordinate} {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" and cell.value != "#N/A"
    ]
    assert errors == []


def test_to_do_and_pay_statement_go_by_the_role_that_is_in_force(copy):
    """Who was promoted by the end of the next month sells no more, who became a salesperson needs
    the rows of one.
    """
    changes = [
        {"name": "王芳", "from": date(2012, 10, 31), "role": "经理 manager"},
        {"name": "王芳", "from": date(2012, 11, 1), "role": "业务员 salesperson"},
        {"name": "赵磊", "from": date(2012, 11, 1), "role": "经理 manager"},
        {"name": "吴敏", "from": date(2012, 6, 1), "role": "salesperson"},
        {"name": "吴敏", "from": date(2012, 3, 1), "role": "经理 manager"},
        {"name": "王芳", "from": date(2012, 1, 1), "role": "助理 assistant"},
    ]
    WorkbookFile(copy).commit([Change("staff_changes", append=changes)])
    book = shown(copy, "待办 To do", "工资单 Payslip")
    people = {row[1]: row[2:5] for row in book["待办 To do"].iter_rows(values_only=True)}
    assert people["王芳"] == ("经理 manager", "—", "—")
    assert people["赵磊"] == ("业务员 salesperson", "是 yes", "✓")
    assert people["吴敏"] == ("salesperson", "是 yes", "缺 missing")
    assert people["没有考勤的业务员 Salespeople without attendance"][1] == 1
    assert "助理 assistant" in [
        cell for row in book["工资单 Payslip"].iter_rows(values_only=True) for cell in row
    ]


# Microsoft's validator


def test_microsofts_validator_finds_nothing_in_the_demo_nor_in_a_new_workbook(demo, fresh):
    assert complaints(demo) == []
    assert complaints(fresh) == []


def appended() -> list[Change]:
    rows = {
        key: sample_rows()[key][-3:]
        for key in ("receipts", "orders", "attendance", "payroll", "pools", "fines")
    }
    return [Change(key, append=tuple(more)) for key, more in rows.items()]


def test_microsofts_validator_finds_nothing_in_a_workbook_that_was_edited(copy):
    WorkbookFile(copy).commit(appended())
    assert complaints(copy) == []


def test_microsofts_validator_finds_nothing_in_a_new_workbook_that_was_filled(fresh, tmp_path):
    path = tmp_path / "filled.xlsm"
    path.write_bytes(fresh.read_bytes())
    WorkbookFile(path).commit(appended())
    assert complaints(path) == []


def test_what_the_editor_appends_gets_lists_and_highlights(copy):
    WorkbookFile(copy).commit(
        [Change("holidays", append=tuple({"date": date(2013, 1, 1)} for _ in range(600)))]
    )
    lines = dump(copy)
    sheet = lines[lines.index("sheet 日历 Holidays") :].split("\n\n")[0]
    assert "(end+0)" in sheet and "(end-" not in sheet


def test_microsofts_validator_notices_a_broken_workbook(demo, tmp_path):
    broken = tmp_path / "broken.xlsm"
    with zipfile.ZipFile(demo) as old, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<bogus/><sheetData>", 1)
            new.writestr(name, data)
    assert complaints(broken) != []


FORMULAS = (
    "=SUM(A1:B2)",
    "{=SUM(UNIQUE(A1:A9))}",
    "=_xlfn.SORT(B1)+MAP(C1)",
    '="a(b)"&FILTER(A1:A3,B1:B3)',
    "=XSORT(A1)",
    "A1",
)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("expand", [False, True])
def test_formulas_are_written_as_xlsxwriter_writes_them(formula, expand):
    assert PlainSheet()._prepare_formula(formula, expand) == Worksheet()._prepare_formula(
        formula, expand
    )


def test_rows_of_the_demo_are_the_callers_own():
    """They are made once: who changes theirs changes nobody else's."""
    sample_rows()["staff"][0]["name"] = "nobody"
    assert sample_rows()["staff"][0]["name"] != "nobody"


def test_starting_rows_name_only_tables_and_columns_of_the_schema():
    for key, rows in {**starting_rows(), **sample_rows()}.items():
        assert all(set(row) <= set(TABLES[key].column_keys) for row in rows), key
