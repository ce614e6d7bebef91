"""A command that was written wrongly, or that cannot go on, says what to type next; months are
understood as said.
"""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import departments
import goodbook
import pytest
from commands import command, said
from terminal import at_terminal

from xlpy import cli
from xlpy.book.cells.periodwords import read_said
from xlpy.book.tables import Change
from xlpy.commands.arguments import example
from xlpy.core.issues import UsageError
from xlpy.core.periods import parse_period
from xlpy.core.text import Text
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close

_FILE = Path(__file__).parent / "cases" / "periods_said.csv"
CASES = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
JULY, AUGUST = "2012-07", "2012-08"


@pytest.fixture(scope="module")
def july_closed(tmp_path_factory):
    path = tmp_path_factory.mktemp("closed") / "book.xlsm"
    path.write_bytes(goodbook.workbook([JULY, AUGUST]))
    close(WorkbookFile(path), JULY, by="刘洋", at=departments.datetime(2012, 8, 1))
    return path.read_bytes()


@pytest.fixture
def book(july_closed, tmp_path):
    path = tmp_path / "账 簿.xlsm"
    path.write_bytes(july_closed)
    return path


# --- Periods as people say them -------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['said']} near {case['near']}")
def test_a_period_is_understood_as_people_say_it(case):
    found = read_said(case["said"], parse_period(case["today"]), lambda: parse_period(case["near"]))
    assert str(found.period) == case["period"]


@pytest.mark.parametrize(
    "words", ["13月", "0月", "Q5", "2012.13", "月", "last", "nextmonths", "2012.7.", "去年13月"]
)
def test_what_names_no_period_is_refused(words):
    with pytest.raises(UsageError):
        read_said(words, parse_period("2026-11"), lambda: parse_period("2012-10"))


@pytest.mark.parametrize(
    ("words", "likely"),
    [("七月", "2012-07"), ("July", "2012-07"), ("Dec 2011", "2011-12"), ("十一月", "2012-11")],
)
def test_a_month_in_words_is_answered_with_the_likely_one(words, likely):
    with pytest.raises(UsageError, match=f"是不是 {likely}.*do you mean {likely}"):
        read_said(words, parse_period("2026-11"), lambda: parse_period("2012-10"))


PERIOD_COMMANDS = {
    "prepare": (),
    "check": (),
    "close": ("--dry-run",),
    "explain": ("王芳",),
}


@pytest.mark.parametrize("word", PERIOD_COMMANDS)
def test_every_command_that_takes_a_month_understands_one_without_its_year(word, book, capsys):
    """The year is that of the month to close next, and is said."""
    code, out, err = said(capsys, word, book, "8月", *PERIOD_COMMANDS[word], "--json")
    assert code == 0 and "8月 → 2012-08" in err
    assert "2012-08" in out or word == "check"


def test_last_month_is_counted_from_the_day_of_the_command(book):
    done = command("close", book, "上月", "--dry-run", "--json", at="2012-09-03T09:00:00")
    assert (done.code, json.loads(done.out)["period"]) == (0, AUGUST)


def test_a_button_understands_the_same(july_closed, book):
    from xlpy.actions.buttons import BY_KEY
    from xlpy.actions.work import Work
    from xlpy.desk.desk import Prepared

    work = Work(
        BY_KEY["close_month"],
        None,
        Prepared({"period": "2012.7"}),
        now=lambda: departments.datetime(2012, 9, 1),
    )
    assert str(work.ask_month(Text("哪个月？", "Which month?"), None)) == JULY


# --- Commands that are written wrongly ------------------------------------------------------------


MISSPELT = {
    "import": ["imprt", "improt", "导入"],
    "close": ["clsoe", "结账"],
    "check": ["CHECK", "chek"],
    "statements": ["statement"],
    "verify": ["veryfy"],
    "doctor": ["体检"],
    "undo": ["撤销"],
}


@pytest.mark.parametrize(
    ("typed", "meant"), [(each, word) for word, typed in MISSPELT.items() for each in typed]
)
def test_a_misspelt_command_is_answered_with_the_likely_one(typed, meant, capsys):
    code, _, err = said(capsys, typed, "book.xlsm")
    assert code == 2
    assert f"是不是 {meant}？" in err and f"did you mean {meant}?" in err


def test_a_word_like_no_command_is_answered_without_a_guess(capsys):
    code, _, err = said(capsys, "xyzzy")
    assert (code, "did you mean" in err) == (2, False)
    assert "tradedept --help" in err


def test_a_misspelt_option_is_answered_with_the_likely_one(book, capsys):
    code, _, err = said(capsys, "close", book, JULY, "--dryrun")
    assert code == 2
    assert "did you mean --dry-run?" in err and "tradedept close TradeDept.xlsm 2012-07" in err


@pytest.mark.parametrize("word", [word for word, *_ in cli.COMMANDS])
def test_what_is_missing_is_named_and_the_form_is_shown_by_an_example(word, capsys):
    arguments = next(own for name, _, _, own in cli.COMMANDS if name == word)
    words = example(word, arguments)
    cli.parser().parse_args(words[1:])
    if len(words) > 2:
        code, _, err = said(capsys, word)
        assert code == 2
        assert "还缺" in err and f"例 example: {' '.join(words)}" in err


def test_help_lists_each_command_once_under_its_part_of_the_month(capsys):
    _, out, _ = said(capsys, "--help")
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("    ")]
    assert sorted(listed) == sorted(word for word, *_ in cli.COMMANDS)
    course = ["import", "prepare", "check", "close", "explain", "statements"]
    assert [word for word in listed if word in course] == course


# --- Refusals that say what to type next ----------------------------------------------------------


def next_of(book, *words):
    done = command(*words, "--json")
    assert done.code != 0
    return json.loads(done.out)["next"]


def test_a_close_out_of_order_says_which_comes_first(book):
    assert next_of(book, "close", book, "2012-10") == ["tradedept", "close", str(book), AUGUST]
    assert next_of(book, "close", book, "2012-Q3") == ["tradedept", "close", str(book), AUGUST]


def test_a_close_with_errors_says_how_to_look_again(book):
    WorkbookFile(book).commit([Change("receipts", update={1: {"amount": "五万"}})])
    assert next_of(book, "close", book, AUGUST) == ["tradedept", "check", str(book), AUGUST]
    err = command("close", book, AUGUST).err.decode()
    assert "改好后 When that is corrected: tradedept check" in err


def test_a_workbook_that_is_not_there_is_answered_with_the_likely_name(book):
    other = book.with_name("账簿.xlsm")
    assert next_of(book, "check", other, JULY) == ["tradedept", "check", str(book), JULY, "--json"]
    away = book.with_name("nothing.xlsm")
    assert next_of(book, "check", away, JULY) == ["tradedept", "new", str(away)]


def test_an_import_with_bad_rows_says_to_come_again(book):
    rows = book.with_name("r.csv")
    rows.write_text(
        "receipt_no,date,order_no,amount,currency\nR-91,2012-02-30,S-1,10,CNY\n", encoding="utf-8"
    )
    words = ["import", str(book), "receipts", str(rows)]
    assert next_of(book, *words) == ["tradedept", *words, "--json"]


# --- A month that is closed already ---------------------------------------------------------------


def test_a_close_of_a_closed_month_says_so_and_is_done(book, capsys):
    code, out, _ = said(capsys, "close", book, JULY)
    assert code == 0
    assert "2012-07 早已结账，未写入 was closed already, nothing written" in out


def test_also_when_its_data_have_errors_now(book, capsys):
    WorkbookFile(book).commit([Change("receipts", update={0: {"amount": "五万"}})])
    before = book.read_bytes()
    code, out, _ = said(capsys, "close", book, JULY)
    assert code == 0
    assert "was closed already" in out and "it was not compared" in out and "五万" in out
    assert book.read_bytes() == before


# --- Undo asks ------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a terminal of one's own needs a system with pty"
)
@pytest.mark.parametrize(
    ("answer", "taken"), [("y", True), ("是", True), ("", False), ("n", False)]
)
def test_an_undo_on_a_terminal_says_what_it_takes_back_and_asks(book, answer, taken):
    assert command("close", book, AUGUST).code == 0
    closed = book.read_bytes()
    shown = at_terminal(["undo", book], [answer])
    assert "Take back the write of" in shown and "close 2012-08" in shown
    assert ("Nothing was taken back" in shown) is not taken
    assert (book.read_bytes() != closed) is taken


# --- Completion -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shell", "has"),
    [
        ("bash", "complete "),
        ("zsh", "compdef"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName"),
    ],
)
def test_the_script_of_each_shell_names_the_command(shell, has, capsys):
    code, out, _ = said(capsys, "completion", shell)
    assert code == 0
    assert has in out and "tradedept" in out


def completed(line, folder):
    """What the shell would offer behind a line, as its script asks for it."""
    found = folder / "offered"
    asked = {
        "_ARGCOMPLETE": "1",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line.encode())),
        "_ARGCOMPLETE_IFS": "\n",
    }
    asked |= {"_ARGCOMPLETE_STDOUT_FILENAME": str(found), "_ARGCOMPLETE_SUPPRESS_SPACE": "1"}
    subprocess.run(
        [sys.executable, "-m", "xlpy"], env=os.environ | asked, cwd=folder, timeout=60, check=False
    )
    return found.read_text().splitlines()


def test_a_shell_completes_commands_options_workbooks_tables_and_months(book):
    folder = book.parent
    book.rename(folder / "book.xlsm")
    assert completed("tradedept clo", folder) == ["close"]
    assert completed("tradedept close book.xlsm 2012-08 --dr", folder) == ["--dry-run"]
    assert completed("tradedept close b", folder) == ["book.xlsm"]
    assert completed("tradedept import book.xlsm rece", folder) == ["receipts"]
    assert completed("tradedept close book.xlsm 2012-0", folder) == [AUGUST, JULY]
