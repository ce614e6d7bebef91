"""`tradedept statements`: a closed month's pages as PDF out of a workbook's file, as the button
makes them.
"""

import json
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import fonts
import goodbook
import pytest
from filekit import put, rewrite
from office import needed

from xlpy import cli
from xlpy.book.tables import Change, MemoryTables
from xlpy.build.workbook import new_book
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES
from xlpy.documents.statements import statements_of
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close
from xlpy.libreoffice import statements
from xlpy.programs import libreoffice as office

STAFF = ("刘洋", "王芳", "陈明", "赵磊")


@pytest.fixture(scope="module")
def closed_month(tmp_path_factory) -> Path:
    """The good department's July, closed: what its sheets show is gone until somebody computes it
    anew.
    """
    path = tmp_path_factory.mktemp("closed") / "账 簿.xlsm"
    path.write_bytes(goodbook.workbook(("2012-07",)))
    close(WorkbookFile(path), "2012-07", by="刘洋", at=datetime(2012, 8, 1, 9, 30))
    return path


@pytest.fixture
def book(closed_month, tmp_path) -> Path:
    """A copy of it, with the backup that the close made beside it."""
    shutil.copytree(closed_month.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / closed_month.name


def said(capsys, *words) -> tuple[int, str, str]:
    """The exit code, what was printed, and what was told."""
    code = cli.main([str(word) for word in ("statements", *words)])
    out, err = capsys.readouterr()
    return code, out, err


def text_of(pdf: Path) -> str:
    """A PDF's text; it must have one page."""
    command = [needed("pdftotext", "what the statements say"), "-layout", pdf, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert text.count("\f") == 1, pdf.name
    return text


@pytest.mark.parametrize("font", [fonts.INSTALLED, *fonts.STAND_INS])
def test_a_closed_month_is_a_page_a_person_one_for_the_team_and_one_for_the_pools(
    book, capsys, tmp_path_factory, monkeypatch, font
):
    """王芳's July: 1 500 + 300 × 71.85 % + 400 + 718.50 + 64.93 of the team's 649.25 + 500 −
    210.35 = 3 188.63.

    The team's 5 ‰ of 129 850; of its 649.25 the quarter's pool gets 20 %.
    """
    fonts.only(font, tmp_path_factory.mktemp("fonts"), monkeypatch)
    before = book.read_bytes()
    code, out, err = said(capsys, book, "2012-07", "--json")
    assert (code, err) == (0, "")
    folder = book.parent / "账 簿 工资单 statements" / "2012-07"
    files = [folder / f"2012-07 {name}.pdf" for name in (*STAFF, "团队 Team", "奖池 Pools")]
    assert json.loads(out) == {"month": "2012-07", "files": [str(path) for path in files]}
    assert sorted(folder.iterdir()) == sorted(files)
    shown = {path.stem.split(" ", 1)[1]: text_of(path) for path in files}
    assert all(name in shown[name] and "2012-07" in shown[name] for name in STAFF)
    assert "3,188.63" in shown["王芳"] and "718.50" in shown["王芳"]
    assert "649.25" in shown["团队 Team"] and "129.85" in shown["奖池 Pools"]
    assert book.read_bytes() == before
    assert {path.name for path in book.parent.iterdir()} == {
        book.name,
        "账 簿.backups",
        "账 簿 工资单 statements",
    }


def test_one_persons_statement_of_the_demo_goes_where_it_shall(tmp_path, capsys, monkeypatch):
    """The folder is seen from where the command is typed.

    The tiers above 100, 150, 200 %: 1 267 737.71 of 800 000 pay 8 000 + 5 000 + 1.5 % of 67 737.71.
    """
    demo, out = tmp_path / "Demo.xlsm", tmp_path / "给 王芳"
    new_book(demo, demo=True)
    monkeypatch.chdir(tmp_path)
    code, printed, _ = said(capsys, demo.name, "2012-09", "--person", "王芳", "--out", out.name)
    assert code == 0 and "1 个 PDF" in printed
    assert [path.name for path in out.iterdir()] == ["2012-09 王芳.pdf"]
    text = text_of(out / "2012-09 王芳.pdf")
    assert "1,267,737.71" in text and "14,016.07" in text


def test_what_depends_on_no_chooser_is_computed_too_and_no_nought_stands_for_it(book, capsys):
    """The company's names at the top of each page, whose values the write before left out."""
    names = {"zh_name": "某某进出口有限公司", "en_name": "Some Trading Co., Ltd."}
    WorkbookFile(book).commit([Change("companies", append=[{"company": "某某", **names}])])
    assert said(capsys, book, "2012-07", "--out", book.parent / "out")[0] == 0
    found = {path.stem: text_of(path) for path in (book.parent / "out").iterdir()}
    assert len(found) == len(STAFF) + 2
    for stem, text in found.items():
        assert all(name in text for name in names.values()), stem


def test_files_that_are_there_stay_unless_they_shall_be_replaced(book, capsys):
    old = book.parent / "2012-07 王芳.pdf"
    old.write_bytes(b"signed")
    words = (book, "2012-07", "--out", book.parent)
    code, out, err = said(capsys, *words)
    assert (code, out) == (3, "") and "已有“2012-07 王芳.pdf”；" in err and "--replace" in err
    assert old.read_bytes() == b"signed" and list(book.parent.glob("*.pdf")) == [old]
    assert said(capsys, *words, "--person", "王芳", "--replace")[0] == 0
    assert "3,188.63" in text_of(old) and list(book.parent.glob("*.pdf")) == [old]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("2012-08",), "2012-08 is not closed"),
        (("2012-Q3",), "is no month"),
        (("2012-07", "--person", "王"), 'no pay of "王"; there is that of 刘洋, 王芳, 陈明, 赵磊'),
    ],
)
def test_what_has_no_statements_is_refused_in_words(book, capsys, words, why):
    code, out, err = said(capsys, book, *words)
    assert (code, out) == (2, "") and why in err
    assert list(book.parent.glob("*statements*")) == []


def test_without_a_program_that_prints_it_says_so_and_leaves_nothing(book, capsys, monkeypatch):
    for module in (office, statements):
        monkeypatch.setattr(module, "soffice", lambda: None)
    code, out, err = said(capsys, book, "2012-07", "--json")
    assert code == json.loads(out)["error"]["exit"] == 3
    assert "neither LibreOffice nor Excel was found" in err
    assert list(book.parent.glob("*statements*")) == []


def test_pay_that_cannot_be_read_is_not_left_out_without_a_word(book, capsys):
    WorkbookFile(book).commit([Change("payroll", update={1: {"total": "much"}})])
    code, out, err = said(capsys, book, "2012-07")
    assert (code, out) == (1, "") and "much" in err
    assert list(book.parent.glob("*statements*")) == []


def test_a_statements_sheet_that_was_deleted_is_named(book, capsys):
    rewrite(book, {"xl/workbook.xml": put('name="td_pay_name"', 'name="td_pay_gone"')})
    code, out, err = said(capsys, book, "2012-07")
    assert (code, out) == (3, "") and "td_pay_name" in err
    assert list(book.parent.glob("*statements*")) == []


def test_files_of_two_people_are_two_also_when_their_names_differ_in_what_a_file_cannot_bear():
    month = Month(2012, 7)
    sums = {c.key: 0 for c in TABLES["payroll"].columns if c.type == "fen"}
    rows = [
        {**sums, "month": date(2012, 7, 1), "name": name} for name in ("A/B", "a:b", "团队 Team")
    ]
    files = [each.file for each in statements_of(MemoryTables({"payroll": rows}), month)]
    assert files == [
        "2012-07 A_B.pdf",
        "2012-07 a_b 2.pdf",
        "2012-07 团队 Team.pdf",
        "2012-07 团队 Team 2.pdf",
        "2012-07 奖池 Pools.pdf",
    ]
