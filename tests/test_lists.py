"""Tables that people take along: templates, one table, a month, all; as workbooks and as CSV."""

import csv
import io
import json

import openpyxl
import pytest
from commands import command

from xlpy.book.tables import MemoryTables
from xlpy.core.issues import FileError, UsageError
from xlpy.core.periods import Month
from xlpy.core.tables import DOSSIER, INPUTS, RULE_TABLES, TABLES
from xlpy.documents.listfiles import write_lists
from xlpy.jobs.export import export_rows
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.listed import listed, template_of

LIVE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "＝1", "'x", "\t=1"]
MANGLED = ["00123", "1-2", "12E5", "123456789012345678", "2012-07-03", "3/4"]


def customers(names):
    return MemoryTables({"customers": [{"customer": name} for name in names]})


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("table", [table.key for table in (*INPUTS, *RULE_TABLES, *DOSSIER)])
def test_a_template_is_imported_as_nothing_and_says_so(table, suffix, tmp_path):
    tables = MemoryTables({"staff": [{"name": "张伟", "role": "manager"}]})
    path = tmp_path / f"template.{suffix}"
    write_lists(path, [template_of(tables, table)])
    before = export_rows(tables, table)
    done = import_rows(tables, table, path)
    assert (done.added, done.open, len(done.left)) == (0, [], 2)
    assert export_rows(tables, table) == before


def test_a_row_below_the_examples_is_taken_and_the_examples_are_not(tmp_path):
    tables, path = MemoryTables(), tmp_path / "staff.xlsx"
    write_lists(path, [template_of(tables, "staff")])
    book = openpyxl.load_workbook(path)
    book["员工 Staff"].append(["赵敏", "业务员"])
    book.save(path)
    assert import_rows(tables, "staff", path).added == 1
    assert export_rows(tables, "staff")[0]["name"] == "赵敏"


def test_a_template_has_notes_lists_and_the_workbooks_names(tmp_path):
    names = [f"业务员{number}" for number in range(60)]
    tables = MemoryTables({"staff": [{"name": name, "role": "salesperson"} for name in names]})
    path = tmp_path / "orders.xlsx"
    write_lists(path, [template_of(tables, "orders")])
    book = openpyxl.load_workbook(path)
    sheet = book["订单 Orders"]
    assert "必填" in sheet["A1"].comment.text and "Required" in sheet["A1"].comment.text
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert "询盘 enquiry" in lists["I"]
    hidden = book[lists["C"].split("!")[0].strip("='")]
    assert (hidden.sheet_state, [cell.value for cell in hidden["A"]][:60]) == ("hidden", names)


@pytest.mark.parametrize("text", [*LIVE, *MANGLED])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_no_text_becomes_a_formula_a_number_or_a_day_and_all_come_back(text, suffix, tmp_path):
    path, again = tmp_path / f"customers.{suffix}", MemoryTables()
    write_lists(path, listed(customers([text]), "customers"))
    if suffix == "xlsx":
        cell = openpyxl.load_workbook(path).active["A2"]
        assert (cell.data_type, cell.value) == ("s", text.strip())
    else:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        cell = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))[1][0]
        assert cell.startswith(("'", '="'))
    import_rows(again, "customers", path)
    assert export_rows(again, "customers")[0]["customer"] == text.strip()


ROWS = {
    "staff": [{"name": "张伟", "role": "manager", "post_wage": 2500.5}],
    "grades": [
        {"month": "2012-07", "name": "张伟", "teamwork": "full", "execution": "half"},
        {"month": "2012-08", "name": "张伟", "teamwork": "none", "execution": "half"},
    ],
    "receipts": [
        {
            "receipt_no": "R-1",
            "date": (2012, 7, 31),
            "order_no": "S-1",
            "amount": 10.5,
            "currency": "USD",
            "rate": 6.3,
        },
        {
            "receipt_no": "R-2",
            "date": (2012, 8, 1),
            "order_no": "S-1",
            "amount": -3,
            "currency": "CNY",
        },
    ],
}


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("table", ROWS)
def test_what_is_taken_along_comes_back_the_same(table, suffix, tmp_path):
    tables, again, path = MemoryTables(ROWS), MemoryTables(), tmp_path / f"x.{suffix}"
    write_lists(path, listed(tables, table))
    assert import_rows(again, table, path).issues == []
    assert export_rows(again, table) == export_rows(tables, table)


def test_a_month_is_its_rows_of_all_tables_that_have_months():
    found = {each.key: each.rows for each in listed(MemoryTables(ROWS), "2012-07", Month(2012, 7))}
    assert {key: len(rows) for key, rows in found.items()} == {"grades": 1, "receipts": 1}
    assert found["receipts"][0][0] == "R-1"


def test_all_is_every_table_with_rows_and_each_sheet_is_found_again(tmp_path):
    tables, path = MemoryTables(ROWS), tmp_path / "all.xlsx"
    write_lists(path, listed(tables, "all"))
    assert openpyxl.load_workbook(path).sheetnames == ["员工 Staff", "回款 Receipts", "评分 Grades"]
    for table in ROWS:
        again = MemoryTables()
        import_rows(again, table, path)
        assert export_rows(again, table) == export_rows(tables, table)


def test_headings_and_choices_are_in_the_workbooks_language():
    tables = MemoryTables({**ROWS, "about": [{"key": "language", "value": "en"}]})
    staff = listed(tables, "staff")[0]
    assert (staff.headings[:2], staff.rows[0][:2], staff.name) == (
        ["Name", "Role"],
        ["张伟", "manager"],
        "Staff",
    )


def test_several_tables_are_no_csv_and_a_file_that_is_there_stays(tmp_path):
    tables, path = MemoryTables(ROWS), tmp_path / "x.csv"
    with pytest.raises(UsageError, match="one table"):
        write_lists(path, listed(tables, "all"))
    with pytest.raises(UsageError, match="xlsx"):
        write_lists(tmp_path / "x.pdf", listed(tables, "staff"))
    path.write_text("mine")
    with pytest.raises(FileError):
        write_lists(path, listed(tables, "staff"))
    assert path.read_text() == "mine"
    write_lists(path, listed(tables, "staff"), replace=True)
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("table", ["payroll", "nothing"])
def test_there_is_no_template_of_what_takes_no_import(table):
    assert table not in TABLES or TABLES[table].group == "result"
    with pytest.raises(UsageError):
        template_of(MemoryTables(), table)


def test_the_commands_write_beside_the_workbook_and_where_they_are_told(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    assert command("template", book, "员工").code == 0
    assert command("import", book, "staff", tmp_path / "staff.xlsx").code == 0
    done = json.loads(command("export", book, "policy", "--to", tmp_path / "p.csv", "--json").out)
    assert done["rows"]["policy"] > 10
    assert command("export", book, "2012-07", "--to", tmp_path / "m.xlsx").code == 0
    assert command("export", book, "all", "--to", tmp_path / "all.csv").code == 2
