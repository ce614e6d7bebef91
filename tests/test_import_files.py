"""Tables as people have them: the shared files as they are, the same as workbooks, and what is
wrong with files.
"""

import csv
import io
import json
import unicodedata
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from commands import command

from xlpy.book.filetable import Told, read_file
from xlpy.book.grid import SeveralSheets
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import DataError, UsageError
from xlpy.jobs.export import export_rows
from xlpy.jobs.import_ import import_rows

SHARED = Path(__file__).parents[2] / "shared" / "cases" / "import"
FILES = {
    "staff": "staff",
    "staff_b": "staff",
    "customers": "customers",
    "orders": "orders",
    "orders_b": "orders",
    "receipts": "receipts",
    "receipts2": "receipts",
    "credits": "credits",
    "grades7": "grades",
    "fines": "fines",
    "rew": "rewards",
    "plans": "plans",
    "plans2": "plans",
    "tier": "tiers",
    "tier2": "tiers",
    "bado": "orders",
    "bad2": "receipts",
    "r10": "receipts",
}
"""Each shared file, and the table that it is for."""
MONEY = {"orders": 5, "receipts": 3, "plans": 2, "rewards": 2}
"""The place of the amounts in the files."""


def shared(name):
    path = SHARED / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"the shared data are absent: {path}")
    return path.read_bytes()


def cells_of(data):
    """The rows of a shared file that hold something, read without the program."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]


def number_of(cell):
    plain = unicodedata.normalize("NFKC", cell).strip("￥¥").replace(",", "")
    return Decimal(f"-{plain[1:-1]}" if plain.startswith("(") else plain)


def typed(cell):
    """A cell as a spreadsheet program makes of it when it is typed: numbers and some days, the
    rest as text.
    """
    try:
        return float(cell.replace(",", "")) if cell.isascii() else cell
    except ValueError:
        pass
    try:
        return datetime.strptime(cell, "%Y/%m/%d")
    except ValueError:
        return cell or None


def as_workbook(rows, title="外贸部 2012 年", total=True):
    """The rows below a title, a blank row between, and a totals row below them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    sheet.append([])
    sheet.append(rows[0])
    for row in rows[1:]:
        sheet.append([typed(cell.strip()) for cell in row])
        for at, cell in enumerate(row, 1):
            if cell.endswith("%"):
                sheet.cell(sheet.max_row, at, float(cell[:-1]) / 100).number_format = "0%"
    if total:
        sheet.append(["合计", *[None] * (len(rows[0]) - 2), 12345.67])
    return saved(book)


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("form", ["as it is", "as a workbook"])
@pytest.mark.parametrize("name", FILES)
def test_a_shared_file_goes_in_whole(name, form):
    table, data = FILES[name], shared(name)
    rows, tables = cells_of(data), MemoryTables()
    done = import_rows(tables, table, data if form == "as it is" else as_workbook(rows))
    assert (done.added, done.issues, done.open) == (len(rows) - 1, [], [])
    found = export_rows(tables, table)
    if table in MONEY:
        wanted = [number_of(row[MONEY[table]]) for row in rows[1:]]
        assert [Decimal(row["amount"]) for row in found] == wanted
    if form == "as a workbook":
        assert [left.row for left in done.left] == [1, len(rows) + 3]


def test_no_order_is_without_its_day_and_no_probation_is_lost():
    for name in ("orders", "orders_b"):
        tables = MemoryTables()
        import_rows(tables, "orders", shared(name))
        days = [row["order_date"] for row in export_rows(tables, "orders")]
        assert (len(days), days[:3], None in days) == (
            40,
            ["2012-06-01", "2012-06-08", "2012-06-15"],
            False,
        )
    for name in ("staff", "staff_b"):
        tables = MemoryTables()
        import_rows(tables, "staff", shared(name))
        rows = {row["name"]: row for row in export_rows(tables, "staff")}
        assert rows["赵敏"]["probation_until"] == "2012-09-30"
        assert [row["role"] for row in rows.values()] == ["manager", *["salesperson"] * 4]


def test_grades_and_shares_are_what_people_write():
    tables = MemoryTables()
    import_rows(tables, "grades", shared("grades7"))
    import_rows(tables, "credits", shared("credits"))
    assert [(row["teamwork"], row["execution"]) for row in export_rows(tables, "grades")] == [
        ("full", "full"),
        ("full", "half"),
        ("half", "none"),
        ("half", "full"),
    ]
    assert [row["share"] for row in export_rows(tables, "credits")] == [60, 40]


def test_what_the_workbook_does_not_know_is_said_and_what_it_spells_otherwise_is_put_right():
    tables = MemoryTables()
    for name in ("staff", "customers", "orders"):
        import_rows(tables, name, shared(name))
    done = import_rows(tables, "orders", shared("bado"))
    assert [(each.given, each.known) for each in done.respelled] == [("李 小红", "李小红")]
    assert [(i.column, "深圳市宏达进出口有限公司" in i.zh) for i in done.strangers] == [
        ("customer", True)
    ]
    done = import_rows(tables, "receipts", shared("bad2"))
    assert [(each.given, each.known) for each in done.respelled] == [("xs2012-001", "XS2012-001")]
    assert [(i.row, i.column, "XS2012-999" in i.en) for i in done.strangers] == [
        (2, "order_no", True)
    ]
    done = import_rows(tables, "fines", shared("fines"))
    assert [("王五" in i.zh, i.severity) for i in done.strangers] == [(True, "warning")]


# --- Files as people have them --------------------------------------------------------------------

STAFF = [["姓名", "职务", "入职日期"], ["张伟", "经理", "2011/6/1"], ["赵敏", "业务员", "2012/7/2"]]


def staff_of(data, **told):
    tables = MemoryTables()
    done = import_rows(tables, "staff", data, told=Told(**told))
    return [(row["name"], row["role"], row["hired"]) for row in export_rows(tables, "staff")], done


RIGHT = [("张伟", "manager", "2011-06-01"), ("赵敏", "salesperson", "2012-07-02")]


def as_text(rows, delimiter=","):
    return "\n".join(delimiter.join(row) for row in rows).encode()


@pytest.mark.parametrize(
    "above",
    [
        [["外贸部员工表"]],
        [["外贸部员工表"], [""], ["制表日期：2012-08-01", "", "单位：元"]],
        [["Staff of the department", "", "2012"]],
    ],
    ids=["a title", "title, blank, notes", "an English title"],
)
def test_titles_above_the_header_are_left_out(above):
    found, done = staff_of(as_text([*above, *STAFF]))
    assert found == RIGHT
    assert all(left.row < done.file.header for left in done.left)


@pytest.mark.parametrize(
    "below",
    [
        [["合计", "", "2"]],
        [["", "合计：", ""]],
        [["总计 2 人", "", ""]],
        [["Total", "2", ""]],
        [["制表人：陈国强", "审核：李小红", ""]],
        [["备注：以上为在职人员", "", ""]],
        [["", "", ""], ["合计", "", "2"], ["制表：陈国强", "", ""]],
        [["姓名", "职务", "入职日期"]],
    ],
)
def test_totals_and_notes_below_are_left_out_and_told(below):
    found, done = staff_of(as_text([*STAFF, *below]))
    assert found == RIGHT
    assert len(done.left) == len([row for row in below if any(row)])


def test_headings_over_two_rows_are_read_together():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["员工", None, "时间", None],
        ["姓名", "职务", "入职", "离职"],
        ["张伟", "经理", datetime(2011, 6, 1)],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    sheet.append(["赵敏", "业务员", datetime(2012, 7, 2)])
    assert staff_of(saved(book))[0] == RIGHT


def test_headings_merged_downwards_are_read_together():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["姓名", "职务", "任职时间", None],
        [None, None, "入职", "离职"],
        ["张伟", "经理", datetime(2011, 6, 1)],
    ):
        sheet.append(row)
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(cells)
    sheet.append(["赵敏", "业务员", datetime(2012, 7, 2)])
    assert staff_of(saved(book))[0] == RIGHT


def test_a_second_header_in_another_language_is_no_row():
    rows = [STAFF[0], ["Name", "Title", "Hired"], *STAFF[1:]]
    assert staff_of(as_text(rows))[0] == RIGHT


def test_what_is_copied_from_a_spreadsheet_is_read():
    assert staff_of(as_text(STAFF, "\t"))[0] == RIGHT


def test_a_web_page_under_the_name_of_a_workbook_is_read():
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in STAFF)
    assert staff_of(f"<html><table>{rows}</table></html>".encode())[0] == RIGHT


def test_several_sheets_that_may_be_meant_are_asked_about():
    book = openpyxl.Workbook()
    for name in ("2011", "2012"):
        sheet = book.create_sheet(name)
        for row in STAFF:
            sheet.append(row)
    data = saved(book)
    with pytest.raises(SeveralSheets) as caught:
        read_file("staff", data)
    assert caught.value.names == ["2011", "2012"]
    assert staff_of(data, sheet="2012")[0] == RIGHT
    with pytest.raises(UsageError, match="2013"):
        read_file("staff", data, Told(sheet="2013"))


def test_the_sheet_whose_headings_fit_is_taken_and_the_one_of_the_table_before_others():
    book = openpyxl.Workbook()
    book.active.append(["说明：请先读"])
    for name in ("员工", "旧"):
        sheet = book.create_sheet(name)
        for row in STAFF:
            sheet.append(row)
    assert staff_of(saved(book))[1].file.sheet == "员工"


def test_two_columns_of_one_meaning_are_said_and_one_can_be_ignored():
    rows = [["姓名", "职务", "岗位"], ["张伟", "经理", "经理"]]
    with pytest.raises(DataError) as caught:
        staff_of(as_text(rows))
    assert ["职务" in issue.zh and "岗位" in issue.zh for issue in caught.value.issues] == [True]
    assert staff_of(as_text(rows), ignore=["岗位"])[0] == [("张伟", "manager", None)]


def test_a_column_without_a_heading_is_asked_about_by_its_letter():
    rows = [["姓名", "", "入职日期"], *STAFF[1:]]
    with pytest.raises(DataError) as caught:
        staff_of(as_text(rows))
    assert any('"B=' in issue.en for issue in caught.value.issues)
    assert staff_of(as_text(rows), columns={"B": "role"})[0] == RIGHT


def test_what_was_said_of_a_heading_is_learned():
    tables = MemoryTables()
    text = as_text([["姓名", "岗别", "入职日期"], *STAFF[1:]])
    with pytest.raises(DataError) as caught:
        import_rows(tables, "staff", text)
    assert {issue.column for issue in caught.value.issues} == {None, "role"}
    import_rows(tables, "staff", text, told=Told(columns={"岗别": "role"}))
    assert import_rows(tables, "staff", text, replace=True).added == 2


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (PNG, "no CSV text"),
        (b"%PDF-1.7\n", "a PDF is not read"),
        (b"PK\x03\x04\x00\x00", "cannot be read"),
        (b"PK\x03\x04\x00\x00word/document.xml", "is a Word file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "cannot be read"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(508) + "EncryptedPackage".encode("utf-16-le") + bytes(4096),
            "has a password",
        ),
        (b"just a letter\nto somebody\n", "names no column"),
    ],
    ids=[
        "nothing",
        "blank lines",
        "a picture",
        "a PDF",
        "half a workbook",
        "a letter in Word",
        "half an .xls",
        "a password",
        "a letter",
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(data, says):
    with pytest.raises(DataError) as caught:
        import_rows(MemoryTables(), "staff", data)
    assert says in caught.value.issues[0].en


def test_a_header_without_rows_adds_nothing():
    assert import_rows(MemoryTables(), "staff", as_text(STAFF[:1])).added == 0


def test_an_amount_under_a_percent_format_is_what_its_cell_shows():
    book = openpyxl.Workbook()
    for row in (["订单号", "姓名", "比例"], ["S-1", "张伟", 0.625], ["S-1", "赵敏", 0.375]):
        book.active.append(row)
    for row in (2, 3):
        book.active.cell(row, 3).number_format = "0.0%"
    tables = MemoryTables()
    import_rows(tables, "credits", saved(book))
    assert [row["share"] for row in export_rows(tables, "credits")] == [62.5, 37.5]


def test_days_that_may_be_two_say_how_to_tell_all_of_them_at_once():
    text = as_text([STAFF[0], ["张伟", "经理", "6/1/2011"], ["赵敏", "业务员", "7/2/2012"]])
    with pytest.raises(DataError) as caught:
        staff_of(text)
    assert [
        "--dates month-first" in issue.en or "--dates day-first" in issue.en
        for issue in caught.value.issues
    ] == [
        True,
        True,
    ]
    assert staff_of(text, order="month-first")[0] == RIGHT


# --- Rows that are there --------------------------------------------------------------------------


def merged(tables, table, text):
    return import_rows(tables, table, text.encode(), merge=True)


def test_a_merge_updates_known_rows_fills_prepared_ones_adds_new_ones_and_keeps_the_rest():
    tables = MemoryTables(
        {
            "grades": [
                {"month": "2012-07", "name": "张伟"},
                {"month": "2012-07", "name": "赵敏", "teamwork": "full", "execution": "half"},
                {"month": "2012-07", "name": "孙浩", "teamwork": "none", "execution": "none"},
            ]
        }
    )
    text = (
        "月份,姓名,团队精神,执行力\n2012年7月,张伟,满分,半\n2012-07,赵敏,,满分\n2012-07,李小红,"
        "无,无\n"
    )
    done = merged(tables, "grades", text)
    assert (done.added, done.updated, done.same) == (1, 2, 0)
    assert [(each.row, each.column, each.before) for each in done.changes] == [
        (2, "teamwork", ""),
        (2, "execution", ""),
        (3, "execution", "half"),
    ]
    assert [
        (row["name"], row["teamwork"], row["execution"]) for row in export_rows(tables, "grades")
    ] == [
        ("张伟", "full", "half"),
        ("赵敏", "full", "full"),
        ("孙浩", "none", "none"),
        ("李小红", "none", "none"),
    ]
    assert (merged(tables, "grades", text).updated, merged(tables, "grades", text).same) == (0, 3)


def test_a_merge_needs_the_key_and_what_it_changes_alone():
    tables = MemoryTables(
        {"staff": [{"name": "张伟", "role": "manager"}, {"name": "孙浩", "role": "salesperson"}]}
    )
    assert merged(tables, "staff", "姓名,离职日期\n孙 浩,2012/8/15\n").updated == 1
    assert [row["left"] for row in export_rows(tables, "staff")] == [None, "2012-08-15"]
    with pytest.raises(DataError):
        merged(tables, "staff", "姓名,离职日期\n新人,2012/8/15\n")
    with pytest.raises(DataError):
        merged(tables, "staff", "离职日期\n2012/8/15\n")


def test_a_merge_with_a_cell_that_cannot_be_read_changes_nothing():
    tables = MemoryTables({"staff": [{"name": "张伟", "role": "manager"}]})
    with pytest.raises(DataError) as caught:
        merged(tables, "staff", "姓名,职务,入职日期\n张伟,司机,昨天\n")
    assert [(issue.row, issue.column) for issue in caught.value.issues] == [
        (2, "role"),
        (2, "hired"),
    ]
    assert export_rows(tables, "staff")[0]["hired"] is None


def test_a_merge_of_rows_without_a_key_adds_only_those_that_are_not_there():
    tables, text = (
        MemoryTables(),
        "日期,姓名,规则代码\n2012-07-03,张伟,E-1.7\n2012-07-03,张伟,E-1.7\n",
    )
    assert merged(tables, "fines", text).added == 2
    assert (merged(tables, "fines", text).added, merged(tables, "fines", text).same) == (0, 2)
    assert merged(tables, "fines", text + "2012-07-03,张伟,E-1.7\n").added == 1


# --- The command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    book = tmp_path_factory.mktemp("import") / "empty.xlsm"
    assert command("new", book).code == 0
    return book


def test_the_command_shows_what_became_of_each_column_and_dry_run_writes_nothing(empty, tmp_path):
    book, file = tmp_path / "book.xlsm", tmp_path / "员工.csv"
    book.write_bytes(empty.read_bytes())
    file.write_bytes(as_text(STAFF))
    before = book.read_bytes()
    shown = command("import", book, "staff", file, "--dry-run")
    assert (shown.code, book.read_bytes() == before) == (0, True)
    assert all(text in shown.out.decode() for text in ("B  职务", "岗位 role", "would add 2"))
    done = json.loads(command("import", book, "员工", file, "--json").out)
    assert (done["added"], done["written"], done["columns"][1]) == (
        2,
        True,
        {"heading": "职务", "letter": "B", "column": "role", "left_out": False},
    )


def test_the_command_refuses_an_unknown_column_with_what_to_say_and_learns_it(empty, tmp_path):
    book, file = tmp_path / "book.xlsm", tmp_path / "staff.csv"
    book.write_bytes(empty.read_bytes())
    file.write_bytes(as_text([["姓名", "职务", "座右铭"], ["张伟", "经理", "稳"]]))
    refused = command("import", book, "staff", file)
    assert refused.code == 1
    assert (
        '--map "座右铭=COLUMN"' in refused.err.decode()
        and '--ignore "座右铭"' in refused.err.decode()
    )
    assert command("import", book, "staff", file, "--map", "座右铭=none").code == 2
    assert command("import", book, "staff", file, "--map", "座右铭=团队").code == 0
    file.write_bytes(as_text([["姓名", "职务", "座右铭"], ["赵敏", "业务员", "快"]]))
    assert command("import", book, "staff", file).code == 0
    rows = json.loads(command("export", book, "staff").out)
    assert [(row["name"], row["team"]) for row in rows] == [("张伟", "稳"), ("赵敏", "快")]
