"""What people do with orders, by command on a copy of the demo workbook, read back by another
reader (C-2, E-3.4).
"""

import os
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from hashlib import sha256
from json import loads
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from test_cli import run, succeeds

from xlpy.book.tables import Change
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile

DEMO = Path(__file__).parent.parent / "workbook" / "TradeDept.xlsm"
THIN, CONFIRMED, PACKED, ARCHIVED = "SO-0334", "SO-0332", "SO-0279", "SO-0182"
"""Orders of the demo: a thin margin that nobody approved, a deposit received, a balance due, one
that is complete.
"""


@pytest.fixture
def book(tmp_path):
    return Path(shutil.copyfile(DEMO, tmp_path / "账 簿.xlsm"))


def rows(book, table, **wanted):
    """The rows of a table as calamine reads its sheet, by column key, that have the values
    wanted.
    """
    schema = TABLES[table]
    cells = CalamineWorkbook.from_path(book).get_sheet_by_name(schema.sheet).to_python()
    [top] = [at for at, line in enumerate(cells) if line[0] == schema.columns[0].label]
    header, *lines = (line[: len(schema.columns)] for line in cells[top:])
    assert header == [column.label for column in schema.columns]
    found = [
        dict(zip(schema.column_keys, line, strict=True))
        for line in lines
        if any(cell != "" for cell in line)
    ]
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


def change(book, table, at, **values):
    """Type into the row of that number."""
    WorkbookFile(book).commit([Change(table, update={at: values})])


def place(book, table, **wanted):
    """The number of the row that has the values wanted."""
    every = rows(book, table)
    [row] = [row for row in every if all(row[key] == value for key, value in wanted.items())]
    return every.index(row)


def missing(book, order_no):
    """What the check of an order lists: its keys and English sentences."""
    code, out, _ = run("check", book, "--order", order_no, "--json")
    found = loads(out)
    return code, [(issue["key"], issue["en"]) for issue in found["issues"]]


def refused(book, *words):
    """What a command says that must fail and leave the file as it is."""
    before = book.read_bytes()
    code, _, err = run(words[0], book, *words[1:])
    assert (code in (1, 2), book.read_bytes() == before) == (True, True), err
    return err


TODAY = date(2012, 12, 28)
"""The day on which the commands run that write a day down."""


def does(*words):
    """What a command prints that must succeed, run in the last second of the tests' day."""
    return succeeds(*words, at=f"{TODAY} 23:59:59")


# --- A new order and its stages -------------------------------------------------------------------


def test_a_new_order_stands_in_the_file_with_its_forms(book):
    made = loads(does("order", book, CONFIRMED, "--by", "王芳", "--json"))
    number = made["order_no"]
    old, [new] = rows(book, "orders", order_no=CONFIRMED), rows(book, "orders", order_no=number)
    assert number not in {row["order_no"] for row in rows(DEMO, "orders")}
    same = ("customer", "currency", "amount", "incoterm", "payment_terms")
    assert [new[key] for key in same] == [old[0][key] for key in same]
    assert (new["salesperson"], new["stage"], new["order_date"]) == ("王芳", "询盘 enquiry", TODAY)
    for table, count in made["rows"].items():
        if "order_no" in TABLES[table].column_keys:
            assert len(rows(book, table, order_no=number)) == count, table
    lines = [
        (row["product"], row["quantity"], row["price"])
        for row in rows(book, "order_lines", order_no=number)
    ]
    assert lines == [
        (r["product"], r["quantity"], r["price"])
        for r in rows(DEMO, "order_lines", order_no=CONFIRMED)
    ]


def test_a_stage_waits_for_what_it_lacks_and_is_then_written_with_day_and_person(book):
    number = loads(does("order", book, CONFIRMED, "--by", "王芳", "--json"))["order_no"]
    said = refused(book, "stage", number, "quoted", "--by", "王芳")
    assert all(word in said for word in ("Sent on", "Analysed on", "Rate to CNY", "C-2.4"))
    day = date(2012, 11, 20)
    order = {"order_no": number}
    change(book, "quotations", place(book, "quotations", **order), sent_on=TODAY)
    known = {"analysed_on": day, "rate": Decimal("6.3"), "rate_on": day, "rate_source": "中国银行"}
    change(book, "costs", place(book, "costs", **order), **known)
    does("stage", book, number, "quoted", "--by", "陈明", "--note", "传真 by fax")
    [row] = rows(book, "stage_changes", **order)
    assert (row["stage"], row["by"], row["note"], row["changed_on"]) == (
        "已报价 quoted",
        "陈明",
        "传真 by fax",
        TODAY,
    )
    assert rows(book, "orders", **order)[0]["stage"] == "已报价 quoted"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("stage", THIN, "flying", "--by", "王芳"), 'no stage "flying"'),
        (("stage", "SO-9999", "quoted", "--by", "王芳"), 'no order "SO-9999"'),
        (("stage", ARCHIVED, "packed", "--by", "王芳"), "say why"),
        (("stage", PACKED, "packed", "--by", "Nobody"), "not in the staff table"),
        (("order", "QT-none", "--by", "王芳"), 'no order or quotation "QT-none"'),
        (("approve", THIN, "cost", "--by", "王芳"), "manager may"),
        (("approve", THIN, "letter", "--by", "刘洋"), "needs no approval"),
        (("approve", THIN, "flyer", "--by", "刘洋"), 'no form "flyer"'),
        (
            ("waive", CONFIRMED, "deposit", "--by", "刘洋", "--reason", "old customer"),
            "nothing to waive",
        ),
        (("waive", PACKED, "balance", "--by", "刘洋", "--reason", " "), "needs a reason"),
        (
            ("waive", PACKED, "dep", "--by", "刘洋", "--reason", "x"),
            'no gate "dep"; there are deposit, balance',
        ),
        (("waive", PACKED, "paid", "--by", "刘洋", "--reason", "x"), "nobody may"),
        (("archive", PACKED, "--by", "刘洋"), "cannot come to archived"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_that_cannot_be_says_why_and_leaves_the_file_to_the_byte(book, words, says):
    assert says in refused(book, *words)
    assert sorted(path.name for path in book.parent.iterdir()) == [book.name]


def test_what_people_choose_from_may_be_named_in_chinese(book):
    shown = [
        loads(succeeds(*words, "--json"))
        for words in (
            ("approve", book, THIN, "成本分析单", "--by", "刘洋", "--dry-run"),
            (
                "waive",
                book,
                PACKED,
                "余款 balance",
                "--by",
                "刘洋",
                "--reason",
                "老客户",
                "--dry-run",
            ),
            ("stage", book, PACKED, "已装箱", "--by", "刘洋"),
        )
    ]
    assert [each.get("form") or each.get("gate") or each.get("stage") for each in shown] == [
        "cost",
        "balance",
        "packed",
    ]
    [made] = loads(
        succeeds("paper", book, ARCHIVED, "订单档案", "--out", book.parent / "单据", "--json")
    )
    assert made["paper"] == "cover"


def test_a_folder_that_cannot_be_made_is_told(book):
    (book.parent / "note").write_text("a file")
    for words in (("paper", book, ARCHIVED, "cover"), ("archive", book, ARCHIVED, "--by", "刘洋")):
        code, _, err = run(*words, "--out", book.parent / "note")
        assert (code, "cannot be made" in err) == (3, True)


# --- Approvals and gates --------------------------------------------------------------------------


def test_an_approval_is_void_when_a_cost_or_price_changes_and_stands_again_when_it_is_changed_back(
    book,
):
    shown = loads(does("approve", book, THIN, "cost", "--by", "刘洋", "--dry-run", "--json"))
    assert (shown["written"], rows(book, "approvals", order_no=THIN)) == (False, [])
    given = loads(does("approve", book, THIN, "cost", "--by", "刘洋", "--json"))
    [row] = rows(book, "approvals", order_no=THIN)
    assert given["seen"] == shown["seen"] == [row["seen"]]
    assert (row["form"], row["by"], row["approved_on"]) == ("成本分析单 cost", "刘洋", TODAY)
    assert [key for key, _ in missing(book, THIN)[1] if key == "dossier.approval"] == []
    at = place(book, "costs", order_no=THIN)
    for column, step in (
        ("purchase", Decimal("0.01")),
        ("price", Decimal("-0.01")),
        ("rate", Decimal("0.0001")),
    ):
        old = rows(book, "costs")[at][column]
        change(book, "costs", at, **{column: Decimal(str(old)) + step})
        [said] = [en for key, en in missing(book, THIN)[1] if key == "dossier.approval"]
        assert "void" in said, column
        change(book, "costs", at, **{column: Decimal(str(old))})
        assert "dossier.approval" not in [key for key, _ in missing(book, THIN)[1]], column


def deposit_lacks(book):
    return [en for key, en in missing(book, CONFIRMED)[1] if key == "dossier.gate"]


def test_a_gate_shuts_again_when_its_receipt_is_taken_back_or_refunded(book, tmp_path):
    assert deposit_lacks(book) == []
    at = place(book, "receipts", order_no=CONFIRMED)
    row = rows(book, "receipts")[at]
    amount = Decimal(str(row["amount"]))
    kept = [index for index in range(len(rows(book, "receipts"))) if index != at]
    whole = book.read_bytes()
    WorkbookFile(book).commit([Change("receipts", keep=kept)])
    [said] = deposit_lacks(book)
    assert f"{amount:.2f} {row['currency']} is missing" in said
    book.write_bytes(whole)
    refund = tmp_path / "refund.csv"
    currency, rate = row["currency"], row["rate"]
    text = (
        "receipt_no,date,order_no,amount,currency,rate\n"
        f"RF-1,2012-12-20,{CONFIRMED},-{amount},{currency},{rate}\n"
    )
    refund.write_text(text, encoding="utf-8")
    succeeds("import", book, "receipts", refund)
    [said] = deposit_lacks(book)
    assert f"received 0.00 {row['currency']}" in said
    # Waived for what is missing now; when more goes back than came the gate is shut again.
    does("waive", book, CONFIRMED, "deposit", "--by", "刘洋", "--reason", "老客户 old customer")
    [waiver] = rows(book, "approvals", order_no=CONFIRMED, kind="放行 waiver")
    assert (waiver["seen"], waiver["reason"]) == (
        f"deposit {amount:.2f} {row['currency']}",
        "老客户 old customer",
    )
    assert deposit_lacks(book) == []
    assert "waived already" in refused(
        book, "waive", CONFIRMED, "deposit", "--by", "刘洋", "--reason", "again"
    )
    refund.write_text(text.replace("RF-1", "RF-2").replace(f"-{amount}", "-1"), encoding="utf-8")
    succeeds("import", book, "receipts", refund)
    [said] = deposit_lacks(book)
    assert f"{amount + 1:.2f} {row['currency']} is missing" in said


# --- Archive --------------------------------------------------------------------------------------


def test_an_archive_holds_papers_rows_and_digests_and_the_workbook_its_own(book):
    done = loads(does("archive", book, ARCHIVED, "--by", "刘洋", "--json"))
    path = Path(done["file"])
    [row] = rows(book, "archives", order_no=ARCHIVED)
    assert (path.parent, row["file"], row["digest"]) == (
        book.parent,
        path.name,
        sha256(path.read_bytes()).hexdigest(),
    )
    assert done["digest"] == row["digest"]
    with zipfile.ZipFile(path) as whole:
        assert whole.testzip() is None
        parts = {name: whole.read(name) for name in whole.namelist()}
    sums = dict(
        reversed(line.split("  ", 1)) for line in parts.pop("SHA256SUMS").decode().splitlines()
    )
    assert sums == {name: sha256(data).hexdigest() for name, data in parts.items()}
    papers = {name for name in parts if name.endswith(".pdf")}
    assert {name.removesuffix(".pdf") + ".xlsx" for name in papers} | papers | {"rows.json"} == set(
        parts
    )
    # Of the customs set booking note, draft C/O and VGM are complete; drafts stay out.
    assert [name.split("-")[-1].removesuffix(".pdf") for name in sorted(papers)] == sorted(
        done["papers"]
    )
    assert {"booking", "origin", "vgm"} < set(done["papers"]) and len(papers) == 14
    assert not any("DRAFT" in name for name in papers)
    assert all(parts[name].startswith(b"%PDF") for name in papers)
    kept = loads(parts["rows.json"])
    exported = loads(succeeds("export", book, "order_lines"))
    assert kept["order_lines"] == [line for line in exported if line["order_no"] == ARCHIVED]
    assert rows(book, "stage_changes", order_no=ARCHIVED)[-1]["changed_on"] == TODAY
    assert sorted(p.suffix for p in book.parent.iterdir()) == [".backups", ".xlsm", ".zip"]
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(book.stat().st_mode)
    # A second archive of the day leaves the first as it is.
    again = Path(loads(does("archive", book, ARCHIVED, "--by", "刘洋", "--json"))["file"])
    assert (again != path, sha256(path.read_bytes()).hexdigest()) == (True, row["digest"])
    assert rows(book, "archives", order_no=ARCHIVED)[0]["file"] == again.name


@pytest.mark.parametrize("seconds", [0.3, 1.5, 4])
def test_an_archive_that_is_interrupted_leaves_nothing_half(book, seconds):
    before = book.read_bytes()
    words = [sys.executable, "-m", "xlpy", "archive", str(book), ARCHIVED, "--by", "刘洋"]
    # A test run in the background ignores this signal, and would hand that on.
    heeding = {
        "start_new_session": True,
        "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    }
    running = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, **heeding)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert b"Traceback" not in out + err
    # Before Python has set itself up and after it is done, the signal ends the process without a
    # word of ours.
    assert running.returncode in (0, 130, -signal.SIGINT), err
    left = {path.name for path in book.parent.iterdir()} - {book.name, f"{book.stem}.backups"}
    # The interrupt may come when all is written: the archive and its digest are there, or neither
    # is.
    [row] = rows(book, "archives", order_no=ARCHIVED)
    if book.read_bytes() == before:
        assert running.returncode and not left
    else:
        assert left == {row["file"]}
        assert row["digest"] == sha256((book.parent / row["file"]).read_bytes()).hexdigest()
