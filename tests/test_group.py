"""A group of departments: every workbook once, sums that equal the single closes, differences by
name.
"""

import csv
import io
import json
import os
import shutil
import sys
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest
from departments import closed_by_product, make, memory_book
from groupkit import MONTHS, group_of, workbook
from openpyxl import load_workbook

from xlpy.book.load import load
from xlpy.book.tables import Change
from xlpy.cli import main
from xlpy.core.group.differences import KINDS, differences
from xlpy.core.group.facts import Origin, facts_of
from xlpy.core.issues import DataError, UsageError
from xlpy.core.periods import parse_period
from xlpy.files import WorkbookFile
from xlpy.group.sources import sources_of
from xlpy.group.together import actions_of, together
from xlpy.jobs.department import load_all

DEPARTMENTS = 100
LISTED = dict.fromkeys(KINDS, "list")
AT = datetime(2012, 4, 2, 9)


def facts(tables, name, period):
    loaded = load_all(tables)
    customers = load(tables.read(["customers"])["customers"])[0]
    origin = Origin(name, f"{name}.xlsm", "", 4, "")
    return facts_of(origin, loaded.department, {**loaded.records, "customers": customers}, period)


def fen(text):
    """A sum as a close wrote it, in fen, by text alone."""
    yuan, _, rest = text.partition(".")
    sign = -1 if yuan.startswith("-") else 1
    return sign * (abs(int(yuan)) * 100 + int(f"{rest:0<2}"))


def rows_in(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(capsys, *words):
    code = main(["group", *map(str, words), "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out.strip() else None, err


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three departments, January and February closed."""
    folder = group_of(tmp_path_factory.mktemp("group") / "部门", 3)
    for month in MONTHS:
        assert main(["group", "close", str(folder), month, "--workers", "0", "--by", "会计"]) == 0
    return folder


@pytest.fixture
def books(made, tmp_path):
    return Path(
        shutil.copytree(made, tmp_path / "部门", ignore=shutil.ignore_patterns("*.backups"))
    )


def test_the_groups_sums_equal_the_single_closes_of_made_departments(measured):
    group, paid, commission, receipts = [], 0, 0, 0
    for seed in range(DEPARTMENTS):
        department = make(seed, months=3)
        tables = memory_book(department)
        closed = closed_by_product(department, tables)
        year = parse_period(department.months[0][:4])
        months = {str(month) for month in year.months}
        paid += sum(fen(row["total"]) for row in closed["payroll"] if row["month"] in months)
        own = [row for row in closed["commissions"] if row["month"] in months]
        commission += sum(fen(row["commission"]) for row in own)
        receipts += sum(fen(row["receipts"]) for row in own)
        group.append((year, facts(tables, f"部门 {seed}", year)))
    years = {year for year, _ in group}
    found = {"receipts": 0, "commission": 0, "pay": 0}
    for year in years:
        mine = [each for own, each in group if own == year]
        view = together(mine, year, LISTED).view("departments")
        for at, head in enumerate(view.heads):
            if head.key in found:
                found[head.key] += sum(row[at] for row in view.rows)
    assert found == {"receipts": receipts, "commission": commission, "pay": paid}
    measured(f"group of {DEPARTMENTS} made departments: pay {paid / 100:,.2f}, equal to the fen")


def test_every_view_of_receipts_sums_to_the_same_whole(made, tmp_path, capsys):
    code, _, _ = run(capsys, "report", made, "2012-Q1", "--out", tmp_path, "--workers", 0)
    assert code == 0
    sums = {
        view: sum(fen(row["receipts"]) for row in rows_in(tmp_path, f"by_{view}"))
        for view in ("departments", "months", "people", "regions")
    }
    # 10,000 and −500 USD at 6.3, 50,000 and 20,000 CNY: 129,850.00 a month and department.
    assert set(sums.values()) == {12985000 * 2 * 3}
    assert sum(fen(row["credited"]) for row in rows_in(tmp_path, "receipts")) == 12985000 * 6


def test_the_groups_workbook_says_what_the_files_say(made, tmp_path, capsys):
    code, told, _ = run(
        capsys, "report", made, "2012-Q1", "--out", tmp_path, "--workers", 0, "--language", "en"
    )
    assert code == 0 and told["files"][0] == str(tmp_path / "Group.xlsx")
    book = load_workbook(tmp_path / "Group.xlsx")
    assert book.sheetnames == [
        *("Summary", "Months", "People", "Regions", "Pools", "Sources", "Differences"),
        *("部门 1", "部门 2", "部门 3"),
    ]
    summary = [row for row in book["Summary"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert summary[:4] == [
        *((f"部门 {n}", 259700, 2597, 1298.5, 24758.21, 869.98, 40) for n in (1, 2, 3)),
        ("Total", 779100, 7791, 3895.5, 74274.63, 2609.94, 120),
    ]


def test_each_source_is_listed_with_what_proves_it(made, tmp_path, capsys):
    run(capsys, "report", made, "2012-Q1", "--out", tmp_path, "--workers", 0)
    first = rows_in(tmp_path, "by_sources")[0]
    closes = WorkbookFile(made / "部门 1.xlsm").read(["closes"])["closes"]
    assert first["chain"] == closes.columns["digest"][-1]
    from hashlib import sha256

    assert first["digest"] and len(first["digest"]) == len(sha256().hexdigest())
    assert (first["months"], first["missing"], first["layout"]) == ("2", "2012-03", "4")
    assert first["intact"] == "完好 intact"


def test_parquet_holds_whole_fen(made, tmp_path, capsys):
    import pandas

    run(capsys, "report", made, "2012-02", "--out", tmp_path, "--workers", 0, "--parquet")
    frame = pandas.read_parquet(tmp_path / "receipts.parquet")
    assert frame["credited"].sum() == 12985000 * 3 and str(frame["credited"].dtype) == "Int64"


def test_a_changed_row_is_named_and_the_group_is_refused(books, tmp_path, capsys):
    book = WorkbookFile(books / "部门 2.xlsm")
    book.read(["receipts"])
    book.commit([Change("receipts", update={0: {"amount": 10001}})])
    code, told, _ = run(capsys, "verify", books, "--workers", 0)
    assert code == 1
    assert [each["state"] for each in told["books"]] == ["done", "failed", "done"]
    assert "R-2012-01-1-2" in told["books"][1]["en"]
    code, told, err = run(capsys, "report", books, "2012-Q1", "--out", tmp_path, "--workers", 0)
    assert (code == 1 and "部门 2" in err) or "R-2012-01-1-2" in err
    assert not (tmp_path / "Group.xlsx").exists()


def test_a_failing_workbook_is_named_and_stops_no_other(books, capsys):
    (books / "部门 2.xlsm").write_bytes(b"PK\x03\x04 no workbook")
    (books / "空.xlsm").write_bytes(b"")
    code, told, _ = run(capsys, "close", books, "2012-Q1", "--workers", 0, "--by", "会计")
    states = {each["department"]: each["state"] for each in told["books"]}
    assert states == {"部门 1": "failed", "部门 2": "failed", "部门 3": "failed", "空": "failed"}
    by = {each["department"]: each for each in told["books"]}
    # The quarter waits for March, in each book that can be read; its issue says so.
    assert [issue["key"] for issue in by["部门 1"]["issues"]] == [
        issue["key"] for issue in by["部门 3"]["issues"]
    ]
    assert code == 1 and "部门 2.xlsm" in by["部门 2"]["en"] and "空.xlsm" in by["空"]["en"]


def test_a_report_says_that_a_failing_workbook_keeps_it_from_being_written(books, tmp_path, capsys):
    (books / "部门 2.xlsm").write_bytes(b"")
    code, told, err = run(capsys, "report", books, "2012-Q1", "--out", tmp_path, "--workers", 0)
    assert code == 1 and told["files"] == [] and "was not written" in err
    assert not (tmp_path / "Group.xlsx").exists()


def test_what_is_closed_stays_and_the_rest_is_closed(books, capsys):
    (books / "部门 4.xlsm").write_bytes(workbook(4, ("2012-02",)))
    code, told, _ = run(capsys, "close", books, "2012-02", "--workers", 0, "--by", "会计")
    assert code == 0
    assert [each["state"] for each in told["books"]] == ["already"] * 3 + ["done"]
    assert (told["done"], told["already"], told["failed"]) == (1, 3, 0)


def group(*changes):
    """Facts of departments in memory, with rows changed."""
    from goodbook import Kept

    from xlpy.build.sample import starting_rows
    from xlpy.jobs.close import close
    from xlpy.jobs.import_ import import_rows

    found = []
    for number, change in enumerate(changes, 1):
        from departments import COLUMNS, csv_text
        from groupkit import department

        own = department(number, ("2012-01",))
        change(own)
        tables = Kept(starting_rows())
        for table, lines in own.items():
            import_rows(tables, table, csv_text(lines, COLUMNS[table]).encode())
        close(tables, "2012-01", by="会计", at=AT)
        found.append(facts(tables, f"部门 {number}", parse_period("2012-01")))
    return found


def nothing(rows):
    """No change."""


def renamed(old, new):
    def change(rows):
        for lines in rows.values():
            for row in lines:
                row.update({key: new for key, value in row.items() if value == old})

    return change


def kinds(found):
    return [(each.kind, each.about) for each in found]


def test_departments_without_anything_in_common_have_no_differences():
    assert differences(group(nothing, nothing)) == []


def test_one_person_in_two_departments_is_listed():
    found = differences(group(nothing, renamed("王芳-2", "王芳-1")))
    assert kinds(found) == [("person", "王芳-1")]
    assert found[0].departments == ("部门 1", "部门 2")


def test_an_order_and_a_receipt_that_stand_twice_are_refused():
    def twice(rows):
        renamed("S-1-2", "S-1-1")(rows)
        renamed("R-2012-01-1-2", "R-2012-01-1-1")(rows)

    both = group(nothing, twice)
    assert kinds(differences(both)) == [("order", "S-1-1"), ("receipt", "R-2012-01-1-1")]
    with pytest.raises(DataError) as refusal:
        together(both, parse_period("2012-01"), actions_of(None))
    assert [issue.table for issue in refusal.value.issues] == ["group order", "group receipt"]


def test_a_number_of_another_customers_order_is_only_listed():
    # S-2 is of 田中商事, S-1 of Müller GmbH.
    def taken(rows):
        renamed("S-2-2", "S-1-1")(rows)

    assert kinds(differences(group(nothing, taken))) == [("number", "S-1-1")]


def test_credit_across_departments_is_found_by_the_orders_number():
    # S-3 is the order whose credit 王芳 and 陈明 of each department share.
    found = differences(group(nothing, renamed("S-3-2", "S-3-1")))
    assert kinds(found) == [("credit", "S-3-1")]
    assert found[0].departments == ("部门 1", "部门 2")
    assert (
        "王芳-1 of 部门 1, 陈明-1 of 部门 1, 王芳-2 of 部门 2, 陈明-2 of 部门 2" in found[0].said.en
    )


def test_rules_that_differ_are_named_with_both_values():
    def other_rules(rows):
        rows["policy"] = [
            {
                **dict.fromkeys(("unit", "source", "note"), ""),
                "key": "fine.B-4.2",
                "value": "77",
                "from": "2012-01-01",
            }
        ]

    found = differences(group(nothing, nothing, other_rules))
    assert kinds(found) == [("rule", "fine.B-4.2")]
    assert found[0].departments == ("部门 3",) and "77: 部门 3" in found[0].said.en


def test_a_file_says_which_differences_are_refused(tmp_path):
    own = tmp_path / "actions.csv"
    own.write_text("kind,action\nperson,refuse\norder,list\n", "utf-8")
    assert actions_of(own)["person"] == "refuse" and actions_of(own)["order"] == "list"
    own.write_text("person,forbid\n", "utf-8")
    with pytest.raises(UsageError, match="person,forbid"):
        actions_of(own)


class TestWhichWorkbooks:
    def test_folders_in_folders_without_backups_and_locks(self, tmp_path):
        for name in (
            "a/北京.xlsm",
            "b/北京.xlsm",
            "上海.xlsx",
            "~$上海.xlsx",
            "x.backups/old.xlsm",
        ):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(b"")
        found = [source.department for source in sources_of(tmp_path).books]
        assert found == ["上海", os.path.join("a", "北京"), os.path.join("b", "北京")]

    def test_a_loop_of_links_ends_and_a_link_to_a_book_counts_once(self, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "一.xlsm").write_bytes(b"")
        (tmp_path / "in" / "round").symlink_to(tmp_path)
        (tmp_path / "twice.xlsm").symlink_to(tmp_path / "in" / "一.xlsm")
        found = sources_of(tmp_path)
        assert len(found.books) == 1 and "counts once" in found.notes[0].en

    def test_a_list_with_blanks_and_chinese_from_where_it_lies(self, tmp_path):
        listed = tmp_path / "清单.csv"
        listed.write_bytes("工作簿,部门\n一 部/账 本.xlsm,一部\n二.xlsm,\n\n".encode("gb18030"))
        books = sources_of(listed).books
        assert [(book.path, book.department) for book in books] == [
            (tmp_path / "一 部/账 本.xlsm", "一部"),
            (tmp_path / "二.xlsm", "二"),
        ]

    def test_one_name_for_two_departments_is_refused(self, tmp_path):
        listed = tmp_path / "list.csv"
        listed.write_text("a.xlsm,一部\nb.xlsm,一部\n", "utf-8")
        with pytest.raises(UsageError, match="一部"):
            sources_of(listed)

    def test_no_workbook_at_all_is_refused(self, tmp_path, capsys):
        assert main(["group", "check", str(tmp_path)]) == 2
        assert "no workbook" in capsys.readouterr().err

    def test_what_is_not_there_is_an_outcome_of_its_own(self, tmp_path, capsys):
        listed = tmp_path / "list.csv"
        listed.write_text("gone.xlsm,一部\n", "utf-8")
        code, told, _ = run(capsys, "check", listed, "--workers", 0)
        assert code == 1 and "gone.xlsm" in told["books"][0]["en"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def open_in_excel(path):
    path.with_name(f"~${path.name}").write_bytes(b"\x04Anna" + bytes(160))


def of_layout_3(path):
    shutil.copy(Path(__file__).parent / "golden" / "layout-3.xlsm", path)


def a_link_to_itself(path):
    path.unlink()
    path.symlink_to(path)


def bytes_of(path):
    return None if path.is_symlink() else path.read_bytes()


def holding(data):
    return lambda path: path.write_bytes(data)


HARMED = {
    "text": (holding("这不是工作簿".encode()), "is not an Excel workbook"),
    "empty": (holding(b""), "is an empty file"),
    "encrypted": (
        holding(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(4096)),
        "password to open",
    ),
    "xls": (holding(OLE + bytes(4096)), "old binary format"),
    "open": (open_in_excel, "Anna"),
    "layout": (of_layout_3, "layout 3"),
    "loop": (a_link_to_itself, "部门 2 loop.xlsm"),
    "rights": (lambda path: path.chmod(0o400), "read-only"),
}


@pytest.fixture(scope="module")
def closed_with_harmed(tmp_path_factory):
    """A folder where a workbook harmed in each way stands between two that are sound; the bytes of
    each before it was closed; the exit code; what became of each.
    """
    folder = group_of(tmp_path_factory.mktemp("unclosed") / "部 门", 3, ("2012-01",))
    second = folder / "部门 2.xlsm"
    paths = {name: folder / f"部门 2 {name}.xlsm" for name in HARMED}
    for name, path in paths.items():
        shutil.copy(second, path)
        HARMED[name][0](path)
    second.unlink()
    before = {name: bytes_of(path) for name, path in paths.items()}
    out = io.StringIO()
    with redirect_stdout(out):
        words = ["close", str(folder), "2012-01", "--workers", "0", "--by", "会计", "--json"]
        code = main(["group", *words])
    books = {each["department"]: each for each in json.loads(out.getvalue())["books"]}
    return paths, before, code, books


@pytest.mark.parametrize("name", HARMED)
def test_a_workbook_that_cannot_be_closed_says_why_and_the_others_are(name, closed_with_harmed):
    paths, before, code, books = closed_with_harmed
    assert code == 1
    assert len(books) == len(HARMED) + 2
    assert [books[f"部门 {number}"]["state"] for number in (1, 3)] == ["done", "done"]
    path = paths[name]
    assert books[path.stem]["state"] == "failed"
    assert HARMED[name][1] in books[path.stem]["en"]
    assert bytes_of(path) == before[name]


@pytest.mark.parametrize(
    ("absent", "words"),
    [
        ("pandas", ["report", "2012-Q1", "--workers", "0"]),
        ("pyarrow", ["report", "2012-Q1", "--workers", "0", "--parquet"]),
        ("Dask", ["check"]),
    ],
)
def test_what_is_not_installed_is_named_with_what_to_run(
    absent, words, made, monkeypatch, tmp_path, capsys
):
    monkeypatch.setitem(sys.modules, {"Dask": "distributed"}.get(absent, absent), None)
    what, *more = words
    assert main(["group", what, str(made), *more, "--out", str(tmp_path / "Group")]) == 3
    said = capsys.readouterr().err
    assert absent in said and "run pip install tradedept[group]" in said
    assert not (tmp_path / "Group").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frob", "."], "frob"),
        (["close", "."], "needs a period"),
        (["check", ".", "--workers", "-1"], "--workers"),
        (["check", ".", "--workers", "two"], "--workers"),
    ],
)
def test_wrong_words_are_refused_with_what_to_write(words, said, made, capsys):
    assert main(["group", words[0], str(made), *words[2:]]) == 2
    assert said in capsys.readouterr().err
