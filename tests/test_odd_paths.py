"""Every command on paths that are not UTF-8, on devices and pipes in the place of files, and into
a closed pipe.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import command
from test_cli import run, succeeds

from xlpy import cli
from xlpy.book.paths import as_text, is_text
from xlpy.commands.arguments import EXAMPLES
from xlpy.core.issues import FileError
from xlpy.libreoffice.launcher import open_book

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="names of files are text on this system"
)
ROOT = Path(__file__).parent.parent
DEMO, OLD = ROOT / "workbook" / "TradeDept.xlsm", ROOT / "tests" / "golden" / "layout-3.xlsm"
CLOSED, OPEN = "2012-09", "2012-10"
ARCHIVED = "SO-0182"
REWARDS = "date,name,amount,approved_by,note\n2012-11-02,王芳,120,刘洋,env\n"
BANK = "日期,付款人,金额,币种\n2012-11-02,Nobody,1.00,CNY\n"


def odd(text, folder):
    """A path in a folder whose last name has a byte that no UTF-8 text has."""
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + os.fsencode(text).replace(b"~", b"\xff")))


@pytest.fixture
def folder(tmp_path):
    found = odd("外贸 ~\xe9", tmp_path)
    found.mkdir()
    return found


@pytest.fixture
def book(folder):
    return Path(shutil.copyfile(DEMO, odd("账~.xlsm", folder)))


def test_a_text_that_is_no_utf8_is_told_from_others(folder):
    assert [is_text("账 簿"), is_text(Path("a")), is_text(folder), is_text("\ud800")] == [
        True,
        True,
        False,
        False,
    ]
    assert (as_text("账\udcff.xlsm"), as_text("账.xlsm")) == ("账?.xlsm", "账.xlsm")


def test_a_new_workbook_and_an_upgraded_one_stand_under_such_a_name(folder):
    book, old = odd("新~.xlsm", folder), odd("旧~.xlsm", folder)
    assert json.loads(succeeds("new", book, "--json"))["book"] == str(book)
    shutil.copyfile(OLD, old)
    succeeds("upgrade", old)
    succeeds("upgrade", old, "--out", odd("别~.xlsm", folder))
    names = [book, odd("旧~.upgraded.xlsm", folder), odd("别~.xlsm", folder)]
    assert [run("check", path)[0] for path in names] == [run("check", book)[0]] * 3
    assert sorted(folder.iterdir()) == sorted([*names, old])
    assert "新?.xlsm" in str(_home(book))


def _home(book):
    from python_calamine import CalamineWorkbook

    with open(book, "rb") as file:
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_rows_come_in_and_out_and_back_again_under_such_a_name(book, folder):
    before = book.read_bytes()
    rows, statement = odd("奖~.csv", folder), odd("单~.csv", folder)
    rows.write_text(REWARDS, encoding="utf-8")
    statement.write_text(BANK, encoding="utf-8")
    succeeds("import", book, "rewards", rows)
    assert "2012-11-02" in succeeds("export", book, "rewards", "--csv")
    assert run("bank", book, statement, "--dry-run")[0] in (0, 1)
    succeeds("prepare", book, "2013-01")
    succeeds("board", book, "--write")
    assert len(list(odd("账~.backups", folder).glob("*.xlsm"))) == 4
    assert len(json.loads(run("doctor", book, "--json")[1])["of_book"]) == 11
    for _ in range(3):
        shown = json.loads(succeeds("undo", book, "--json", "--anyway"))
    assert shown
    assert book.read_bytes() != before and "2012-11-02" in succeeds(
        "export", book, "rewards", "--csv"
    )


def test_a_month_is_closed_explained_and_reopened_under_such_a_name(book):
    succeeds("close", book, OPEN, "--by", "刘洋")
    assert "2012-10" in succeeds("explain", book, OPEN, "王芳")
    succeeds("verify", book)
    succeeds("reopen", book, OPEN, "--by", "刘洋", "--reason", "试")


def test_statements_papers_and_archive_are_printed_into_such_a_folder(book, folder):
    succeeds("statements", book, CLOSED, "--person", "王芳")
    succeeds("statements", book, CLOSED, "--person", "陈明", "--out", odd("单~", folder))
    made = json.loads(
        succeeds("paper", book, ARCHIVED, "cover", "--out", odd("纸~", folder), "--json")
    )
    done = json.loads(
        succeeds("archive", book, ARCHIVED, "--by", "刘洋", "--out", odd("档~", folder), "--json")
    )
    pdfs = [*odd("账~ 工资单 statements", folder).rglob("*.pdf"), *odd("单~", folder).iterdir()]
    assert [path.read_bytes()[:4] for path in pdfs] == [b"%PDF"] * 2
    assert [Path(path).suffix for path in made[0]["files"]] == [".xlsx", ".pdf"]
    assert all(Path(path).is_file() for path in [*made[0]["files"], done["file"]])
    assert not [path for path in folder.rglob("*") if path.name.startswith(".tradedept")]


def test_libreoffice_is_not_started_with_a_path_that_it_cannot_open(book, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(FileError, match="rename the file or folder"):
        open_book(book)


WORDS = {
    "by": ("reopen", "BOOK", CLOSED, "--reason", "x", "--by"),
    "name": ("explain", "BOOK", CLOSED),
}
WORDS |= {"table": ("export", "BOOK"), "person": ("statements", "BOOK", CLOSED, "--person")}
WORDS |= {
    "note": ("stage", "BOOK", ARCHIVED, "paid", "--by", "王芳", "--note"),
    "leave": ("bank", "BOOK", "F", "--leave"),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_word_for_a_cell_that_is_no_text_is_refused(book, words):
    before = book.read_bytes()
    code, _, err = run(*[str(book) if word == "BOOK" else word for word in words], "王\udcff")
    assert (code, "no UTF-8 text" in err, book.read_bytes() == before) == (2, True, True)


# --- Devices and pipes ----------------------------------------------------------------------------

GIVEN = {
    "month": "2012-10",
    "period": "2012-10",
    "plan period": "2012-Q4",
    "name": "王芳",
    "order_no": ARCHIVED,
    "source": ARCHIVED,
    "stage": "paid",
    "form": "cover",
    "gate": "deposit",
    "table": "rewards",
    "--by": "刘洋",
    # Needed where it does not only look at an archive.
    "archive --by": "刘洋",
    # Needed where it makes papers.
    "paper --out": "out",
    "--reason": "x",
}
READS = [
    entry
    for entry in cli.COMMANDS
    if "book" in entry[3] and entry[0] not in ("new", "doctor", "open")
]
NO_FILES = ["/dev/zero", "/dev/null", "pipe", "folder", "/dev/stdin"]


def words_of(entry, book, file, out):
    """A command with all that it must have."""
    word, _, _, arguments = entry
    found = [word]
    for argument in arguments.split():
        name = argument.rstrip("?!")
        needed = argument.endswith("!") or f"{word} {name}" in GIVEN
        if name.startswith("--") and not needed:
            continue
        # A catalogue's ending says what it is.
        saved = out.with_suffix(".xlsx") if word == "catalogue" else out
        paths = {"book": book, "file": file, "--out": saved}
        value = paths.get(name) or GIVEN.get(f"{word} {name}") or GIVEN.get(name) or EXAMPLES[name]
        found += [name, value] if name.startswith("--") else [value]
    return found


@pytest.fixture
def place(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize("entry", READS, ids=lambda entry: entry[0])
def test_a_workbook_that_is_no_file_is_told_by_every_command(place, entry):
    rows = place / "r.csv"
    rows.write_text(BANK if entry[0] == "bank" else REWARDS, encoding="utf-8")
    for name in NO_FILES:
        code, _, err = run(*words_of(entry, place / name, rows, place / "out"))
        assert (code, "fault of ours" in err) == (3, False), (name, err)
    assert sorted(path.name for path in place.iterdir()) == ["folder", "pipe", "r.csv"]


@pytest.mark.parametrize("word", ["import", "bank"])
def test_rows_that_are_no_file_are_told(place, word):
    book = Path(shutil.copyfile(DEMO, place / "b.xlsm"))
    before = book.read_bytes()
    given = ("rewards",) if word == "import" else ()
    for name in NO_FILES:
        code, _, err = run(word, book, *given, place / name)
        assert (code, "fault of ours" in err) == (3, False), (name, err)
    assert book.read_bytes() == before


@pytest.mark.parametrize("name", ["history.json", "lock"])
def test_a_pipe_or_device_in_the_place_of_our_own_notes_holds_nothing_up(place, name):
    book = Path(shutil.copyfile(DEMO, place / "b.xlsm"))
    notes = {"history.json": place / "b.backups" / "history.json", "lock": place / ".~lock.b.xlsm#"}
    rows = place / "r.csv"
    rows.write_text(REWARDS, encoding="utf-8")
    for make in (os.mkfifo, lambda path: os.symlink("/dev/zero", path)):
        notes[name].parent.mkdir(exist_ok=True)
        make(notes[name])
        code, _, err = run("undo", book)
        assert (code, "fault of ours" in err) == (3, False), err
        code, _, err = run("import", book, "rewards", rows, "--anyway")
        assert code == (3 if name == "lock" else 0), err
        notes[name].unlink()


def closed_pipe():
    ours, theirs = os.pipe()
    os.close(ours)
    return open(theirs, "wb")


SHOWS = {
    "check": False,
    "export": True,
    "explain": False,
    "verify": True,
    "board": True,
    "doctor": False,
    "bank": True,
}


@pytest.mark.parametrize(("word", "as_json"), SHOWS.items(), ids=SHOWS)
def test_an_answer_into_a_closed_pipe_is_quiet(place, word, as_json):
    book = Path(shutil.copyfile(DEMO, place / "b.xlsm"))
    statement = place / "s.csv"
    statement.write_text(BANK, encoding="utf-8")
    entry = next(entry for entry in cli.COMMANDS if entry[0] == word)
    words = [str(each) for each in words_of(entry, book, statement, place / "out")]
    words = [each.replace("2012-10", CLOSED) for each in words] + ["--json"] * as_json
    heard = command(*words)
    with closed_pipe() as closed:
        done = subprocess.run(
            [sys.executable, "-m", "xlpy", *words],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
    said = done.stderr.decode()
    assert (done.returncode, said) == (heard.code, heard.err.decode()), said
    assert "Traceback" not in said and "Exception ignored" not in said
