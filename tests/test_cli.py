"""The real command in a process of its own: exit codes, streams, JSON, encodings, and files that
stay as they were.
"""

import csv
import io
import json
import signal
import subprocess
import sys
import time

import departments
import goodbook
import pytest
from commands import command

from xlpy import cli
from xlpy.book.tables import Change
from xlpy.commands.arguments import argument_help
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close

JULY, AUGUST = "2012-07", "2012-08"
INTERFACE = {
    "new": "BOOK [--demo]",
    "import": "BOOK TABLE FILE [--replace]",
    "export": "BOOK TABLE [--csv]",
    "prepare": "BOOK MONTH",
    "check": "BOOK [PERIOD] [--order NO]",
    "close": "BOOK PERIOD [--dry-run]",
    "reopen": "BOOK PERIOD --by NAME --reason TEXT",
    "explain": "BOOK PERIOD NAME",
    "verify": "BOOK",
    "doctor": "",
}
"""The commands that stay, and what follows their word: other people's scripts hold on to them."""
PAY = "3188.63"
"""Wang Fang's July: 1,500 + 300 × 71.85 % + 400 + 1 % of 71,850 + 64.93 of the team's 649.25 + 500
− 210.35.
"""


def run(*arguments, at="", **environment):
    """The finished command: (exit code, stdout, stderr); never with a traceback. `at`: the time,
    else now.
    """
    done = command(*arguments, at=at, **environment)
    out, err = done.out.decode("utf-8"), done.err.decode("utf-8")
    assert "Traceback" not in out + err, err
    return done.code, out, err


def succeeds(*arguments, at="", **environment):
    """What a command prints that must succeed and say nothing on stderr."""
    code, out, err = run(*arguments, at=at, **environment)
    assert (code, err) == (0, "")
    return out


@pytest.fixture(scope="session")
def good():
    """The good department's workbook, two months, nothing closed: its bytes."""
    return goodbook.workbook([JULY, AUGUST])


@pytest.fixture(scope="session")
def july_closed(good, tmp_path_factory):
    """The same with July closed."""
    path = tmp_path_factory.mktemp("closed") / "book.xlsm"
    path.write_bytes(good)
    close(WorkbookFile(path), JULY, by="刘洋", at=departments.datetime(2012, 8, 1))
    return path.read_bytes()


@pytest.fixture
def book(good, tmp_path):
    """The good workbook under a name with Chinese and blanks."""
    return placed(good, tmp_path)


@pytest.fixture
def closed_book(july_closed, tmp_path):
    return placed(july_closed, tmp_path)


def placed(data, folder):
    path = folder / "外贸部 2012" / "账 簿.xlsm"
    path.parent.mkdir()
    path.write_bytes(data)
    return path


def state(path):
    """The workbook's folder: every file with its bytes."""
    return {
        each.relative_to(path.parent): each.read_bytes()
        for each in path.parent.rglob("*")
        if each.is_file()
    }


def sheet_row(path, table, number):
    """The sheet's row of a table's first, second … row."""
    return WorkbookFile(path).read([table])[table].first_row + number - 1


def type_in(path, table, number, column, value):
    """Put a value into a cell of a table's first, second … row, as somebody types it in Excel."""
    WorkbookFile(path).commit([Change(table, update={number - 1: {column: value}})])


# --- Help and usage -------------------------------------------------------------------------------


def test_help_lists_every_command_of_the_interface():
    out = succeeds("--help")
    words = {line.split()[0] for line in out.splitlines() if line.startswith("    ")}
    assert INTERFACE.keys() <= words
    assert words >= {word for word, *_ in cli.COMMANDS}


@pytest.mark.parametrize("word", [word for word, *_ in cli.COMMANDS])
def test_every_command_has_help_in_both_languages(word, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main([word, "--help"])
    out = capsys.readouterr().out
    assert left.value.code == 0
    assert "--json" in out and " · " in out


@pytest.mark.parametrize(("word", "arguments"), INTERFACE.items())
def test_a_command_takes_what_the_interface_says(word, arguments):
    shown = next(argument_help(own) for name, _, _, own in cli.COMMANDS if name == word)
    assert [each for each in arguments.split() if each not in shown] == []


USAGE = {
    "no command": [],
    "an unknown command": ["pay", "BOOK"],
    "no book": ["close"],
    "no period": ["close", "BOOK"],
    "a month that there is not": ["close", "BOOK", "2012-13"],
    "a quarter where a month belongs": ["prepare", "BOOK", "2012-Q3"],
    "words for a period": ["explain", "BOOK", "July", "王芳"],
    "an empty period": ["check", "BOOK", ""],
    "a table that there is not": ["export", "BOOK", "wages"],
    "a table that only the closes write": ["import", "BOOK", "payroll", "FILE"],
    "a name that is not in the staff table": ["explain", "BOOK", JULY, "张三"],
    "re-opening without a name": ["reopen", "BOOK", JULY, "--reason", "typo"],
    "re-opening without a reason": ["reopen", "BOOK", JULY, "--by", "刘洋", "--reason", " "],
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_exit_2_with_a_sentence_on_stderr(case, book, capsys, monkeypatch):
    """In this process: `run` below proves that the command's own process ends alike."""
    (book.parent / "f.csv").write_text("month,name\n")
    before = state(book)
    arguments = [
        {"BOOK": str(book), "FILE": str(book.parent / "f.csv")}.get(each, each)
        for each in USAGE[case]
    ]
    try:
        code = cli.main(arguments)
    except SystemExit as left:
        code = left.code
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.strip()
    assert before == state(book)


def test_wrong_usage_ends_the_real_process_with_2(book):
    code, out, err = run("close", book, "2012-13")
    assert (code, out) == (2, "")
    assert "2012-07、2012-Q3 或 2012" in err and "write 2012-07, 2012-Q3, 2012" in err


# --- Files that cannot be used --------------------------------------------------------------------


def test_a_file_that_cannot_be_used_is_exit_3_with_a_sentence(tmp_path, book):
    (tmp_path / "text.xlsm").write_text("not a workbook")
    for path in (tmp_path / "没有.xlsm", tmp_path / "text.xlsm", tmp_path):
        code, out, err = run("check", path)
        assert (code, out) == (3, "")
        assert path.name in err
    code, _, err = run("import", book, "receipts", tmp_path / "没有.csv")
    assert code == 3 and "没有.csv" in err


def test_a_new_workbook_takes_no_other_file_s_place(book):
    before = state(book)
    code, out, err = run("new", book, "--json")
    assert (code, json.loads(out)["error"]["exit"]) == (3, 3)
    assert book.name in err
    assert before == state(book)


# --- The data needs attention ---------------------------------------------------------------------


@pytest.fixture
def bad_book(book):
    """Several faults at once, typed into a real file."""
    type_in(book, "receipts", 2, "amount", "五万")
    type_in(book, "credits", 1, "share", 59)
    type_in(book, "receipts", 4, "date", "1989-12-31")
    type_in(book, "stars", 1, "name", "张三")
    WorkbookFile(book).commit([Change("grades", keep=[0, 2, 3])])
    return book


def faults(path):
    """Where the faults of the bad book are, in the order of its tables: table, sheet row, column,
    rule.
    """
    found = [
        ("credits", 1, "share", "B-3.B.1"),
        ("receipts", 2, "amount", "B-3.B.1"),
        ("receipts", 4, "date", "B-3.B.1"),
        ("grades", None, "name", "B-3.A"),
        ("stars", 1, "name", "B-3.B.2.c"),
    ]
    return [
        (table, number and sheet_row(path, table, number), *rest) for table, number, *rest in found
    ]


def test_check_lists_all_faults_and_ends_with_1(bad_book):
    before = state(bad_book)
    code, out, err = run("check", bad_book, JULY, "--json")
    document = json.loads(out)
    assert (code, err) == (1, "")
    assert [(i["table"], i["row"], i["column"], i["rule"]) for i in document["issues"]] == faults(
        bad_book
    )
    assert (document["errors"], document["warnings"]) == (5, 0)
    assert before == state(bad_book)


def test_close_refuses_with_all_faults_and_writes_nothing(bad_book):
    before = state(bad_book)
    code, out, err = run("close", bad_book, JULY)
    assert (code, out) == (1, "")
    assert "没有结账" in err and "nothing was written" in err and "5 个错误 errors" in err
    for table, row, column, rule in faults(bad_book):
        assert f"{table} {f'行 row {row} ' if row else ''}{column} ({rule})" in err
    assert before == state(bad_book)


def test_json_of_a_refusal_is_one_document_and_the_words_go_to_stderr(bad_book):
    code, out, err = run("close", bad_book, JULY, "--json")
    document = json.loads(out)
    assert (code, document["error"]["exit"], document["errors"]) == (1, 1, 5)
    assert document["error"]["en"] in err


def test_bad_rows_of_a_csv_file_are_listed_and_none_is_taken(book):
    file = book.parent / "回款.csv"
    rows = [
        "R-91,2012-07-03,S-1,10,CNY,",
        "R-92,2012-02-30,S-1,much,XYZ,",
        "R-2012-07-1,2012-07-03,S-1,1,CNY,",
    ]
    file.write_text(
        "\n".join(["receipt_no,date,order_no,amount,currency,rate", *rows]), encoding="utf-8"
    )
    before = state(book)
    code, out, err = run("import", book, "receipts", file, "--json")
    found = [(issue["row"], issue["column"]) for issue in json.loads(out)["issues"]]
    assert (code, found) == (1, [(3, "date"), (3, "amount"), (3, "currency"), (4, "receipt_no")])
    assert "2012-02-30" in err
    assert before == state(book)


# --- A month through the command ------------------------------------------------------------------

FORMS = {
    "staff": ("gb18030", ";", "\r\n"),
    "receipts": ("utf-8-sig", "\t", "\n"),
    "grades": ("utf-8", ",", "\n"),
}
"""How three files come: encoding, delimiter, line end."""


def as_file(folder, table, own):
    """A table's rows as a CSV file in its form."""
    encoding, delimiter, newline = FORMS[table]
    text = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(departments.csv_text(own, departments.COLUMNS[table])))
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    file = folder / f"{table} 表.csv"
    file.write_bytes(text.getvalue().encode(encoding))
    return file


def test_a_new_book_holds_the_rules_and_no_rows(tmp_path):
    path = tmp_path / "新 book.xlsm"
    assert path.name in succeeds("new", path)
    assert len(json.loads(succeeds("export", path, "tiers"))) == 6
    assert (
        succeeds("export", path, "receipts", "--csv")
        == "receipt_no,date,order_no,amount,currency,rate\n"
    )


def test_a_month_from_csv_files_of_three_forms_is_checked_and_closed(tmp_path):
    path = placed(goodbook.workbook([JULY], without=FORMS), tmp_path)
    rows = goodbook.rows([JULY])
    for table in FORMS:
        assert f"added {len(rows[table])}" in succeeds(
            "import", path, table, as_file(tmp_path, table, rows[table])
        )
    assert succeeds("export", path, "staff", "--csv").splitlines()[2] == "王芳,salesperson,,,,,,"
    assert (
        succeeds("check", path, JULY, LC_ALL="C", PYTHONIOENCODING="ascii")
        == "没有问题。No issues.\n"
    )
    assert "已结账 closed" in succeeds("close", path, JULY, "--by", "刘洋")
    closes = json.loads(succeeds("export", path, "closes"))
    assert [(row["period"], row["state"], row["closed_by"]) for row in closes] == [
        (JULY, "closed", "刘洋")
    ]


def test_a_dry_run_prints_the_figures_and_leaves_every_file_as_it_was(book):
    before = state(book)
    document = json.loads(succeeds("close", book, JULY, "--dry-run", "--json"))
    assert (document["written"], document["period"], len(document["payroll"])) == (False, JULY, 4)
    assert document["payroll"][1]["total"] == PAY
    assert before == state(book)


def test_closing_twice_leaves_the_file_s_bytes(closed_book):
    before = state(closed_book)
    document = json.loads(succeeds("close", closed_book, JULY, "--json"))
    assert (document["already_closed"], document["written"], document["differences"]) == (
        True,
        False,
        [],
    )
    assert before == state(closed_book)


def test_prepare_adds_rows_once(book):
    assert "没有缺少的行" in succeeds("prepare", book, JULY)
    before = state(book)
    assert json.loads(succeeds("prepare", book, JULY, "--json"))["added"] == {}
    assert before == state(book)


def test_explain_prints_the_path_to_the_total(closed_book):
    document = json.loads(succeeds("explain", closed_book, JULY, "王芳", "--json"))
    assert document["closed"]
    assert [line["item"] for line in document["lines"]][:2] == ["receipts", "commission"]
    assert document["lines"][-1]["amount"] == PAY


def test_verify_names_what_was_changed_with_its_old_value(closed_book):
    assert "Intact: 1 closes" in succeeds("verify", closed_book)
    type_in(closed_book, "receipts", 2, "amount", 51000)
    code, out, _ = run("verify", closed_book, "--json")
    (changed,) = json.loads(out)["changed"]
    assert (code, changed["table"], changed["key"]) == (1, "receipts", "R-2012-07-2")
    assert changed["row"] == sheet_row(closed_book, "receipts", 2)
    assert (changed["was"]["amount"], changed["now"]["amount"]) == ("50000.00", "51000.00")


def test_reopen_records_who_and_why_and_lock_forbids_it(closed_book):
    out = succeeds(
        "reopen", closed_book, JULY, "--by", "刘洋", "--reason", "一笔回款漏了", "--json"
    )
    assert json.loads(out) == {"period": JULY, "by": "刘洋", "reason": "一笔回款漏了"}
    succeeds("close", closed_book, JULY)
    assert json.loads(succeeds("lock", closed_book, JULY, "--json")) == {"locked": [JULY]}
    code, _, err = run("reopen", closed_book, JULY, "--by", "刘洋", "--reason", "again")
    assert code == 1 and "已锁定" in err


# --- What nobody foresaw --------------------------------------------------------------------------


def test_a_fault_of_the_program_is_one_sentence_and_says_that_it_is_ours(book, capsys, monkeypatch):
    def broken(options):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(cli, "_run_command", broken)
    assert cli.main(["verify", str(book), "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["exit"] == 3
    assert "ZeroDivisionError: by nothing" in err and "test_cli.py" in err
    assert len(err.splitlines()) == 2


def test_an_interrupted_command_says_so(book, capsys, monkeypatch):
    def stopped(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run_command", stopped)
    assert cli.main(["verify", str(book)]) == 130
    assert "已中断" in capsys.readouterr().err


def test_an_interrupt_that_falls_into_a_finalizer_is_not_dropped(book, capsys, monkeypatch):
    class Finalized:
        def __del__(self):
            raise KeyboardInterrupt

    def runs(options):
        Finalized()
        time.sleep(5)

    # A test run in the background ignores this signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(cli, "_run_command", runs)
    try:
        assert cli.main(["verify", str(book)]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    told = capsys.readouterr().err
    assert "已中断" in told and "Traceback" not in told


DROPPED_LATE = """
import gc, sys
import xlpy.__main__, xlpy.cli

class Finalized:
    def __del__(self):
        raise KeyboardInterrupt

def {moment}(*_, done={module}.{moment}):
    Finalized()
    return done(*_)

{module}.{moment} = {moment}
sys.argv = ["tradedept", "--version"]
sys.exit(xlpy.__main__.run())
"""


@pytest.mark.parametrize(
    ("module", "moment"), [("gc", "enable"), ("gc", "disable"), ("xlpy.cli", "parser")]
)
def test_an_interrupt_that_is_dropped_at_any_moment_of_a_command_shows_no_traceback(module, moment):
    code = DROPPED_LATE.format(module=module, moment=moment)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.returncode in (0, 130)
    assert "Traceback" not in ran.stdout + ran.stderr and "Exception ignored" not in ran.stderr


def test_an_interrupt_when_the_answer_is_printed_says_so(book, capsys, monkeypatch):
    def stopped(code, failed=False, ended=cli.ended):
        if not failed:
            raise KeyboardInterrupt
        return ended(code, failed)

    monkeypatch.setattr(cli, "ended", stopped)
    assert cli.main(["export", str(book), "staff", "--json"]) == 130
    assert "已中断" in capsys.readouterr().err
