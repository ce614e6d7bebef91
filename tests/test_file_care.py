"""Histories of two books, damage in any part, answers that nobody hears, files' names, formulas in
CSV.
"""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from filekit import parts, rewards_book, rewrite

from xlpy.book.csvtext import escaped, unescaped
from xlpy.book.inputfile import read_input
from xlpy.book.tables import Change, MemoryTables
from xlpy.core.issues import FileError
from xlpy.documents.files import distinct_names, folded_name, safe_name
from xlpy.files import WorkbookFile
from xlpy.files.backups import DAMAGED, backups
from xlpy.files.history import history
from xlpy.files.undo import undo
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.import_ import import_rows

ROW = {"date": date(2012, 9, 3), "name": "new", "amount": 1}


def append(path, keep=20, anyway=False):
    WorkbookFile(path, keep, anyway=anyway).commit([Change("rewards", append=[ROW])])


def edited(path, name="别人"):
    workbook = openpyxl.load_workbook(path)
    workbook.active["B2"] = name
    workbook.save(path)


def command(*words, out=None):
    done = subprocess.run(
        [sys.executable, "-m", "xlpy", *map(str, words)],
        stdout=out or subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
    err = done.stderr.decode()
    assert "Traceback" not in err and "Exception ignored" not in err, err
    return done.returncode, (done.stdout or b"").decode(), err


def test_two_books_that_share_a_folder_have_each_its_own_history(tmp_path):
    one = rewards_book(tmp_path / "a.xlsm")
    two = rewards_book(tmp_path / "a.xlsx", [(date(2013, 1, 1), "other", 5, None, None)])
    first = one.read_bytes()
    append(one)
    append(two)
    assert [len(history(path)) for path in (one, two)] == [1, 1]
    edited(one)
    undo(one, anyway=True)
    assert one.read_bytes() == first


def test_another_book_in_the_place_is_not_undone(tmp_path):
    book = rewards_book(tmp_path / "a.xlsx")
    append(book)
    other = rewards_book(tmp_path / "b.xlsx", [(date(2013, 1, 1), "other", 5, None, None)])
    shutil.move(other, book)
    theirs = book.read_bytes()
    with pytest.raises(FileError, match="another workbook"):
        undo(book, anyway=True)
    assert book.read_bytes() == theirs


def test_a_backup_with_other_content_is_not_put_back(tmp_path):
    book = rewards_book(tmp_path / "a.xlsx")
    append(book)
    rewards_book(backups(book)[0], [(date(2013, 1, 1), "other", 5, None, None)])
    with pytest.raises(FileError, match="no longer what"):
        undo(book)


def test_the_history_of_an_earlier_program_is_used(tmp_path):
    book = rewards_book(tmp_path / "a.xlsx")
    first = book.read_bytes()
    append(book)
    record = tmp_path / "a.backups" / "history.json"
    entries = [
        {key: entry[key] for key in ("written", "backup")}
        for entry in json.loads(record.read_bytes())
    ]
    record.write_text(json.dumps(entries))
    undo(book)
    assert book.read_bytes() == first


def test_undo_says_what_it_takes_back_and_a_second_one_that_it_is_one(tmp_path):
    book = rewards_book(tmp_path / "a.xlsx")
    append(book)
    at = history(book)[-1].at
    for again in (False, True, False):
        code, out, _ = command("undo", book)
        assert code == 0 and at in out and "1 added" in out
        assert ("The undo before was taken back" in out) is again


@pytest.mark.parametrize(
    "change",
    [lambda data: data[: len(data) // 2], lambda _: None, lambda _: b"", lambda _: b"<a/>"],
    ids=["cut", "missing", "empty", "another thing"],
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet2.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"]
)
def test_damage_in_a_part_of_the_users_is_named_and_sound_backups_stay(tmp_path, part, change):
    def prepare(s):
        sheet = s.workbook.add_worksheet("Mine")
        chart = s.workbook.add_chart({"type": "column"})
        chart.add_series({"values": "='奖励 Rewards'!$C$2:$C$4"})
        sheet.insert_chart("B2", chart)

    book = rewards_book(tmp_path / "a.xlsx", prepare=prepare)
    append(book, keep=2)
    rewrite(book, {part: change(parts(book)[part])})
    before = book.read_bytes()
    with pytest.raises(FileError, match=part):
        append(book)
    with pytest.raises(FileError, match=part):
        WorkbookFile(book).refuse_damaged()
    assert book.read_bytes() == before
    for _ in range(4):
        append(book, keep=2, anyway=True)
    kept = [copy.stem.endswith(DAMAGED) for copy in backups(book)]
    assert kept.count(False) == 1 and kept.count(True) == 2


def _with_chart(path):
    def prepare(s):
        chart = s.workbook.add_chart({"type": "column"})
        chart.add_series({"values": "='奖励 Rewards'!$C$2:$C$4"})
        s.workbook.add_worksheet("Mine").insert_chart("B2", chart)

    return rewards_book(path, prepare=prepare)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet2.xml", "xl/charts/chart1.xml", "xl/tables/table1.xml"]
)
def test_a_part_whose_type_is_missing_is_named(tmp_path, part):
    book = _with_chart(tmp_path / "a.xlsx")
    WorkbookFile(book).refuse_damaged()
    entry = rb'<Override PartName="/%s"[^>]*/>' % part.encode()
    rewrite(book, {"[Content_Types].xml": lambda data: re.sub(entry, b"", data)})
    with pytest.raises(FileError, match=part) as told:
        WorkbookFile(book).refuse_damaged()
    assert "its type is missing" in told.value.en and "没有它的类型" in told.value.zh
    with pytest.raises(FileError, match=part):
        append(book)


def test_a_wrong_checksum_in_a_part_that_a_write_reads_is_named_with_the_part(tmp_path):
    book = _with_chart(tmp_path / "a.xlsx")
    with zipfile.ZipFile(book) as opened:
        info = opened.getinfo("xl/charts/chart1.xml")
    data = bytearray(book.read_bytes())
    names = struct.unpack_from("<HH", data, info.header_offset + 26)
    data[info.header_offset + 30 + sum(names) + info.compress_size // 2] ^= 0x55
    book.write_bytes(data)
    for anyway in (False, True):
        with pytest.raises(FileError, match=r"xl/charts/chart1\.xml"):
            append(book, anyway=anyway)
    assert book.read_bytes() == data


def test_undo_and_verify_say_of_a_damaged_book_that_it_is_damaged(tmp_path):
    book = _with_chart(tmp_path / "a.xlsx")
    before = book.read_bytes()
    append(book)
    rewrite(book, {"xl/charts/chart1.xml": lambda data: data[:-40]})
    broken = book.read_bytes()
    with pytest.raises(
        FileError, match=r"damaged after the last write.*xl/charts/chart1\.xml.*last-written"
    ):
        undo(book)
    assert book.read_bytes() == broken
    code, _, err = command("verify", book)
    assert code == 3 and "xl/charts/chart1.xml" in err
    undo(book, anyway=True)
    assert book.read_bytes() == before
    assert any(copy.read_bytes() == broken for copy in backups(book))


@pytest.mark.skipif(
    not os.path.exists("/dev/full"), reason="this system has no device that is always full"
)
def test_a_write_whose_answer_cannot_be_printed_is_told_as_landed_and_not_made_twice(tmp_path):
    book, rows = tmp_path / "b.xlsm", tmp_path / "r.csv"
    assert command("new", book)[0] == 0
    rows.write_text(
        "date,name,amount,approved_by,note\n2012-11-02,王芳,120,刘洋,env\n", encoding="utf-8"
    )
    with open("/dev/full", "wb") as full:
        code, _, err = command("import", book, "rewards", rows, out=full)
        assert code == 0 and '"b.xlsm" was written; do not do it again' in err
        code, _, err = command("export", book, "rewards", out=full)
        assert code == 3 and "could not be printed" in err
    code, out, err = command("import", book, "rewards", rows, "--json")
    assert code == 1 and json.loads(out)["issues"][0]["key"] == "row.same"
    assert len(export_rows(WorkbookFile(book), "rewards")) == 1
    assert command("import", book, "rewards", rows, "--anyway")[0] == 0


def test_a_pipe_that_is_closed_is_quiet(tmp_path):
    book = tmp_path / "b.xlsm"
    assert command("new", book)[0] == 0
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "wb") as closed:
        assert command("export", book, "policy", "--csv", out=closed) == (0, "", "")


NAMES = [
    "A/1",
    "A:1",
    "A_1",
    "a/1",
    "a_1",
    "CON",
    "con.1",
    "COM1",
    "A.",
    "A",
    "A ",
    "Ａ",
    "é",
    "e\u0301",
    "x" * 300,
]
NAMES += ["x" * 301, "..", "A_1~370b9816", "订" * 200, "A\u200b1", "A1"]


def test_every_order_number_has_a_file_name_of_its_own():
    found = distinct_names(NAMES)
    folded = [folded_name(name) for name in found.values()]
    assert len(set(folded)) == len(NAMES)
    for name in found.values():
        assert (
            not set(name) & set('<>:"/\\|?*')
            and name == name.strip(" .")
            and len(name.encode()) < 120
        )
        assert unicodedata.normalize("NFC", name) == name
    assert safe_name("2012-0915") == "2012-0915"


TEXTS = [
    "=1+1",
    "+86 755",
    "-x",
    "@a",
    "'=1",
    "''x",
    "'x",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "\t=1",
    "x=1",
    "",
    "'",
]


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_of_a_csv_file_is_a_formula_and_it_comes_back_the_same(text):
    written = escaped(text)
    assert not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert unescaped(written) == text
    tables = MemoryTables(
        {"rewards": [{**ROW, "amount": 500, "approved_by": "刘洋", "note": text}]}
    )
    again = MemoryTables()
    import_rows(again, "rewards", export_csv(tables, "rewards").encode())
    assert export_rows(again, "rewards") == export_rows(tables, "rewards")


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "folder", "pipe"])
def test_what_is_no_file_is_told(tmp_path, name):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError):
        read_input(tmp_path / Path(name))


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text on this system")
def test_a_folder_whose_name_is_no_utf8_is_read_written_and_undone(tmp_path):
    folder = os.path.join(os.fsencode(tmp_path), b"caf\xe9 \xb8\xdf")
    os.mkdir(folder)
    book = rewards_book(tmp_path / "a.xlsx").rename(Path(os.fsdecode(folder)) / "b.xlsx")
    before = book.read_bytes()
    append(book)
    assert WorkbookFile(book).read(["rewards"])["rewards"].columns["name"][-1] == "new"
    undo(book)
    assert book.read_bytes() == before
