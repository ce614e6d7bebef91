"""Every button pressed in LibreOffice on a copy of the shipped workbook, compared with the command
on its twin.
"""

import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import northwind
import pytest
from filekit import changed_parts, parts
from goodbook import fill
from lo import SHIPPED, again, libreoffice, rows_of
from office import needed
from openpyxl import load_workbook
from test_dossier_northwind import rows as northwind_dossiers

from xlpy import cli
from xlpy.actions.buttons import BUTTONS
from xlpy.bank.files import read_statement
from xlpy.book.tables import Change
from xlpy.build.book import FUNNEL, HOME, REPORT
from xlpy.build.funnelsheet import LIST_TOP
from xlpy.build.today import LIST_ROW
from xlpy.build.workbook import new_book
from xlpy.commands import month
from xlpy.core.periods import Month, Year
from xlpy.core.tables import TABLES
from xlpy.core.views import TODAY
from xlpy.core.weeks import parse_week
from xlpy.desk.buttons import EXCEL
from xlpy.documents.papers import papers
from xlpy.files import WorkbookFile
from xlpy.files.backups import backups
from xlpy.files.partsheets import parts_in_view
from xlpy.functions import call, reasons
from xlpy.jobs.bank import propose, take_over
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.dossier import check_order
from xlpy.jobs.drafts import draft_of
from xlpy.jobs.explain import explain
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.orders import cells
from xlpy.jobs.sealing.verify import verify
from xlpy.jobs.week import week_report
from xlpy.libreoffice.differences import to_json
from xlpy.messages.drafts import draft_text
from xlpy.messages.results import close_text, explain_text, verify_text
from xlpy.messages.week import week_text
from xlpy.messages.words import Words

MONTH = "2012-10"
TASK, DONE_IN = ("customer", "reference"), ("follow_ups", "todo")
"""What names a task; the tables that what was done of it changes."""
BANK = """招商银行交易明细,,,,,,
账号：,6225 0000,币种：,人民币,,,
交易日期,交易流水号,借方发生额（支取）,贷方发生额（收入）,余额,对方户名,摘要
20121003,S0001,,"50,000.00","80,000.00",ACME TRADING,货款 SO-0012
20121005,S0003,,1000.50,79800.50,某人,没有编号
"""


@contextmanager
def twins_of(book, hidden=False):
    """A workbook open in LibreOffice, and a copy of its file for the command."""
    with tempfile.TemporaryDirectory() as folder:
        twin = shutil.copyfile(book, Path(folder) / book.name)
        libreoffice().open_book(path=str(book), hidden=hidden)
        try:
            yield book, twin
        finally:
            libreoffice().close_book(book=str(book))


@pytest.fixture
def twins(tmp_path):
    """Copies of the shipped workbook; the open one is as it was shipped."""
    folder = tmp_path / "twin"
    folder.mkdir()
    return again(), shutil.copyfile(SHIPPED, folder / SHIPPED.name)


def added(twins, *changes):
    """The same rows for the open workbook and for the command's."""
    book, twin = twins
    for change in changes:
        libreoffice().commit(book=str(book), change=to_json(change))
    WorkbookFile(twin).commit(changes)


PRESSED = set()


def press(book, button, **answers):
    """What was said, once the button did what it says."""
    PRESSED.add(button)
    done, said = libreoffice().press(book=str(book), button=button, answers=answers)
    assert done, said
    return said


def refused(book, button, **answers):
    """What was said when the button could not do what it says."""
    done, said = libreoffice().press(book=str(book), button=button, answers=answers)
    assert not done
    return "\n".join(text for kind, _, text in said if kind in ("fail", "show"))


def saved(book):
    """The tables of the workbook once LibreOffice has saved it."""
    libreoffice().save(book=str(book))
    return WorkbookFile(book).read(TABLES)


def compare(twins, monkeypatch, *words):
    """After the command on the twin, its file is what LibreOffice saved: every byte of every part,
    and so every cell.

    Only that a number ends in zeros is left out of account: 5.00 and 5 are the same cell.
    """
    book, twin = twins
    libreoffice().save(book=str(book))
    # The command's clock stands where LibreOffice's stood.
    ours = WorkbookFile(book).read([key for key, _ in TIMES])
    times = [time for key, column in TIMES for time in ours[key].columns[column] if time]
    monkeypatch.setattr(month, "now", lambda: datetime(*max(times)))
    assert cli.main([str(word) for word in words]) == 0
    left, right = parts(book), parts(twin)
    others = [
        name
        for name in changed_parts(book, twin)
        if with_short_numbers(left[name]) != with_short_numbers(right[name])
    ]
    if others:  # a table is told sooner than a part
        mine, theirs = (WorkbookFile(path).read(TABLES) for path in twins)
        assert [key for key in TABLES if mine[key] != theirs[key]] == []
    assert others == []


def with_short_numbers(data):
    return re.sub(rb"(<v>-?[0-9]+)\.0+</v>", rb"\1</v>", data)


TIMES = (("closes", "closed_at"), ("reopenings", "reopened_at"))


# --- Buttons that write ---------------------------------------------------------------------------


def test_a_month_from_prepare_to_close_to_reopen_is_the_commands(twins, monkeypatch):
    book, twin = twins
    press(book, "prepare")
    compare(twins, monkeypatch, "prepare", twin, MONTH)
    press(book, "close_month")
    compare(twins, monkeypatch, "close", twin, MONTH, "--by", "刘洋")
    press(book, "reopen", reason="typing error")
    compare(twins, monkeypatch, "reopen", twin, MONTH, "--by", "刘洋", "--reason", "typing error")


def test_a_quarter_taken_back_and_closed_again_is_the_commands(twins, monkeypatch):
    book, twin = twins
    press(book, "reopen", reason="a prize was wrong")
    compare(
        twins,
        monkeypatch,
        "reopen",
        twin,
        "2012-Q3",
        "--by",
        "刘洋",
        "--reason",
        "a prize was wrong",
    )
    press(book, "close_quarter")
    compare(twins, monkeypatch, "close", twin, "2012-Q3", "--by", "刘洋")


def test_a_year_closes_as_the_commands(tmp_path, monkeypatch):
    book = tmp_path / "Year.xlsm"
    new_book(book)
    fill(WorkbookFile(book), [str(month) for month in Year(2012).months])
    for period in (*Year(2012).months, *Year(2012).quarters):
        close(WorkbookFile(book), period, by="刘洋", at=datetime(2013, 1, 5))
    with twins_of(book) as twins:
        press(book, "close_year")
        compare(twins, monkeypatch, "close", twins[1], "2012", "--by", "刘洋")


def test_northwinds_first_month_closes_as_the_commands(tmp_path, monkeypatch):
    assert northwind.FOLDER.is_dir(), (
        f"this test needs the shared data: {northwind.FOLDER} is absent"
    )
    company, book = northwind.company(), tmp_path / "Northwind.xlsm"
    new_book(book)
    for table, rows in company.tables.items():
        if rows:
            import_rows(WorkbookFile(book), table, company.csv(table).encode())
    with twins_of(book) as twins:
        press(book, "close_month")
        compare(twins, monkeypatch, "close", twins[1], "1996-07", "--by", "Andrew Fuller")


def test_northwinds_board_of_830_orders_is_the_commands(tmp_path, monkeypatch):
    book = tmp_path / "Northwind.xlsm"
    new_book(book)
    rows, company = northwind_dossiers(), northwind.company()
    for table in ("staff", "customers"):
        import_rows(WorkbookFile(book), table, company.csv(table).encode())
    kept = ("orders", "products", "prices", "order_lines", "quotations")
    WorkbookFile(book).commit(
        [Change(key, append=[cells(key, row) for row in rows[key]]) for key in kept]
    )
    with twins_of(book) as twins:
        assert "830" in shown(press(book, "board"))
        compare(twins, monkeypatch, "board", twins[1], "--write")


def test_receipts_of_a_bank_are_those_of_the_job(twins, tmp_path):
    book, twin = twins
    statement = tmp_path / "bank.csv"
    statement.write_text(BANK, encoding="gb18030")
    press(book, "import_receipts", file=str(statement))
    taken = take_over(
        WorkbookFile(twin), propose(WorkbookFile(twin), read_statement(statement.read_bytes()))
    )
    assert [receipt.order_no for receipt in taken] == ["SO-0012"]
    libreoffice().save(book=str(book))
    assert rows_of(book) == rows_of(twin)


def test_a_table_made_elsewhere_is_imported_as_the_command_does(twins, tmp_path, monkeypatch):
    book, twin = twins
    file = tmp_path / "罚款.csv"
    file.write_text(
        "罚款日期,业务员,条款,罚款金额,口号\n2012/10/8,王芳,E-1.7,￥50,静\n", encoding="gb18030"
    )
    press(book, "import_table", table="罚款", file=str(file), **{"column 口号": "note"})
    words = ("import", twin, "fines", file, "--merge", "--map", "口号=note")
    assert cli.main([str(word) for word in words]) == 0
    libreoffice().save(book=str(book))
    assert rows_of(book) == rows_of(twin)


def test_a_long_import_says_how_far_it_is(twins, tmp_path):
    book, _ = twins
    file = tmp_path / "回款.csv"
    lines = [f"R{number:05},SO-0301,2012-10-08,CNY,1.00" for number in range(10_001)]
    file.write_text("\n".join(["收款编号,订单号,收款日期,币种,金额", *lines]), encoding="utf-8")
    said = press(book, "import_table", table="receipts", file=str(file))
    told = [text for kind, text, _ in said if kind == "progress"]
    for what in ("read", "written", "verified"):
        counts = [text.split("rows ")[1] for text in told if f"{what}, rows" in text]
        assert counts == [f"{done} of 10001" for done in (0, 10000, 10001)], what


def test_a_new_order_and_its_stage_are_the_commands(twins, monkeypatch):
    book, twin = twins
    press(book, "new_order", order="SO-0316", by="王芳")
    compare(twins, monkeypatch, "order", twin, "SO-0316", "--by", "王芳")
    press(book, "change_stage", order="SO-0316", stage="enquiry", by="王芳")
    assert cli.main(["stage", str(twin), "SO-0316", "enquiry", "--by", "王芳"]) == 0
    assert saved(book) == WorkbookFile(twin).read(TABLES)


def test_an_order_on_hold_stands_with_its_reason_as_by_the_command(twins, monkeypatch):
    book, twin = twins
    given = {"order": "SO-0316", "stage": "on hold", "by": "王芳", "reason": "buyer moves house"}
    press(book, "change_stage", **given)
    words = ("SO-0316", "on hold", "--by", "王芳", "--note", "buyer moves house")
    compare(twins, monkeypatch, "stage", twin, *words)
    assert "buyer moves house" in rows_of(twin)["stage_changes", "note"]


def test_the_board_is_the_commands(tmp_path, monkeypatch):
    book = tmp_path / "Board.xlsm"
    shutil.copyfile(SHIPPED, book)
    WorkbookFile(book).commit([Change("board", keep=())])
    with twins_of(book) as twins:
        assert "13" in shown(press(book, "board"))
        assert TABLES["board"].sheet in libreoffice().selected(book=str(book))
        compare(twins, monkeypatch, "board", twins[1], "--write")
    assert rows_of(book)["board", "order_no"] == rows_of(SHIPPED)["board", "order_no"]


def test_the_to_do_list_is_the_commands(twins):
    book, twin = twins
    asked = {"enquiry_no": "E-1", "received_at": datetime(2012, 7, 9, 9), "company": "Oak"}
    added(twins, Change("enquiries", append=[asked]))
    assert "E-1" in shown(press(book, "todo"))
    # Its part was hidden.
    assert TABLES["todo"].sheet in libreoffice().selected(book=str(book))
    assert cli.main(["todo", str(twin), "--write"]) == 0
    theirs = WorkbookFile(twin).read(TABLES)
    assert saved(book) == theirs
    # One line is typed, of the task of the selected line of the sheet; then it is gone.
    first = " ".join(filter(None, (theirs["todo"].columns[k][0] for k in TASK)))
    libreoffice().select(book=str(book), sheet=TODAY, area=f"F{LIST_ROW + 2}")
    refused(book, "done", said="sent it", of="E-9")
    assert "sent it" in shown(press(book, "done", said="sent it", next=""))
    step = {"next": "call", "on": "2040-01-02"}
    assert "call" in shown(press(book, "done", of="Oak E-1", said="the list", **step))
    assert cli.main(["todo", str(twin), "--done", first, "sent it"]) == 0
    words = ["--done", "Oak E-1", "the list", "--next", "2040-01-02", "call"]
    assert cli.main(["todo", str(twin), *words]) == 0
    ours, theirs = saved(book), WorkbookFile(twin).read(TABLES)
    assert [ours[key] for key in DONE_IN] == [theirs[key] for key in DONE_IN]
    assert ours["follow_ups"].columns["summary"] == ["sent it", "the list"]
    assert ours["enquiries"].columns["replied_at"][0]
    assert "E-1" not in ours["todo"].columns["reference"]


def test_the_years_plan_is_the_commands(twins):
    book, twin = twins
    item = {"quarter": "Q4", "deliverable": "9 pictures", "owner": "王芳"}
    # One for each year that this may be run in: the button shows the year of the day.
    items = [
        item | {"item_no": f"P-{year}", "year": year, "deadline": date(year, 12, 31)}
        for year in range(2026, 2060)
    ]
    added(twins, Change("plan_items", append=items))
    assert "P-20" in shown(press(book, "plan"))
    # Its part was hidden.
    assert TABLES["plan_year"].sheet in libreoffice().selected(book=str(book))
    assert cli.main(["plan", str(twin), "--write"]) == 0
    theirs = WorkbookFile(twin).read(TABLES)
    assert saved(book) == theirs
    assert any(str(no).startswith("P-20") for no in theirs["plan_year"].columns["item_no"])


def test_punches_are_the_commands(twins, tmp_path):
    (book, twin), path = twins, tmp_path / "1_attlog.dat"
    path.write_text(
        "7\t2012-10-08 08:12:00\n7\t2012-10-08 18:00:00\n7\t2012-11-01 08:00:00\n"
        "9\t2012-10-09 08:01:00\n"
    )
    rows = [{"punch_no": "7", "name": "王芳"}, {"punch_no": "9", "name": "陈明"}]
    added(twins, Change("badges", append=rows))
    unchanged(book, "punches", file=str(path), agree=False)
    said = press(book, "punches", file=str(path), month="2012-10")
    [asked] = [text for kind, _, text in said if kind == "confirm"]
    assert "王芳" in "".join(text for _, _, text in said) and "3" in asked
    assert TABLES["attendance_days"].sheet in libreoffice().selected(book=str(book))
    words = ["punches", str(twin), str(path), "--month", "2012-10"]
    assert cli.main(words) == 0
    theirs = WorkbookFile(twin).read(TABLES)
    assert saved(book) == theirs
    assert theirs["punches"].length == 3
    assert theirs["fine_proposals"].columns["name"] == ["王芳"]
    path.write_text("99\t2012-10-08 08:12:00\n")
    assert "99" in refused(book, "punches", file=str(path))


def test_the_week_is_the_commands_and_is_saved_to_print(twins):
    book, twin = twins
    said = press(book, "week", week="2012-W41", page=True)
    text = week_text(week_report(WorkbookFile(twin), date(2026, 1, 1), parse_week("2012-W41")))
    assert text in [each for kind, _, each in said if kind == "show"]
    assert "王芳" in text
    assert (book.parent / "2012-W41.xlsx").stat().st_size > 1000
    assert "W99" in refused(book, "week", week="2012-W99")


SHOWN = ("D6", "B9", "B31")
"""Of the report's sheet: the period, the first sentence, the first person."""


def test_the_report_is_the_commands_and_its_sheet_shows_the_period(twins):
    book, twin = twins
    for period in ("2012-07", "2012-Q2", "2012-07"):
        assert f"{period} brought CNY" in shown(press(book, "report", period=period))
        assert cli.main(["report", str(twin), period, "--write"]) == 0
    # Its part was hidden.
    assert REPORT in libreoffice().selected(book=str(book))
    theirs = WorkbookFile(twin).read(TABLES)
    assert saved(book) == theirs
    cells = libreoffice().read(book=str(book), places=[(REPORT, at) for at in SHOWN])
    period, sentence, person = (rows[0][0] for rows in cells)
    assert (period, person) == ("2012-07", "刘洋")
    assert sentence in theirs["report_lines"].columns["said"] and "2012-07" in sentence


def test_cards_are_the_commands(twins, tmp_path):
    (book, twin), path = twins, tmp_path / "cards.csv"
    path.write_text("Company,Name,E-mail,Country\nOak Ltd,Ann,ann@oak.example,Chile\n")
    unchanged(book, "cards", file=str(path), agree=False)
    said = press(book, "cards", file=str(path), owner="陈明")
    assert "Oak Ltd" in "".join(text for _, _, text in said)
    assert TABLES["contacts"].sheet in libreoffice().selected(book=str(book))
    assert cli.main(["cards", str(twin), str(path), "--owner", "陈明"]) == 0
    theirs = WorkbookFile(twin).read(TABLES)
    ours = saved(book)
    assert [key for key in TABLES if ours[key] != theirs[key]] == []
    assert theirs["contacts"].columns["contact"] == ["Ann"]
    path.write_text("one,two\n1,2\n")
    refused(book, "cards", file=str(path))


def test_the_draft_of_a_mail_is_the_commands_and_writes_nothing(twins):
    book, twin = twins
    asked = {"enquiry_no": "E-1", "received_at": datetime(2012, 10, 8, 9), "company": "New Ltd"}
    asked |= {"contact": "Ann", "mail": "ann@new.example"}
    added(twins, Change("enquiries", append=[asked]))
    before = libreoffice().state(book=str(book))
    said = shown(press(book, "draft", of="New Ltd E-1"))
    assert said == draft_text(draft_of(WorkbookFile(twin), "E-1", date(2013, 1, 1)))
    assert "ann@new.example" in said and "Dear Ann," in said
    assert libreoffice().state(book=str(book)) == before
    assert "E-9" in refused(book, "draft", of="E-9")


def test_the_funnel_is_the_commands_and_its_charts_show_the_period(twins):
    book, twin = twins
    asked = [
        {"enquiry_no": f"E-{at}", "received_at": datetime(2012, 7, at, 9), "channel": channel}
        for at, channel in enumerate(("search", "website", "search"), 1)
    ]
    added(twins, Change("enquiries", append=asked))
    for period in ("2012", "2012-07"):
        assert f"funnel of {period}" in shown(press(book, "funnel", period=period))
        assert cli.main(["funnel", str(twin), period, "--write"]) == 0
    assert FUNNEL in libreoffice().selected(book=str(book))
    assert saved(book) == WorkbookFile(twin).read(TABLES)
    places = [(FUNNEL, "C6"), (FUNNEL, f"B{LIST_TOP + 2}:C{LIST_TOP + 3}")]
    [[[period]], lines] = libreoffice().read(book=str(book), places=places)
    assert (period, [[*line] for line in lines]) == ("2012-07", [["search", 2], ["website", 1]])
    assert "2012-Q9" in refused(book, "funnel", period="2012-Q9")


def test_customers_are_compared_merged_handed_over_and_graded(twins):
    (book, copy), kept, twin = twins, "Hollins & Wray Ltd", "Hollins and Wray"
    other = {"customer": twin, "country": "UK", "owner": "陈明", "phone": "+44 20 555 01"}
    added(twins, Change("customers", append=[other]))
    by = {"by": "刘洋"}
    for button, answers in (
        ("merge", {"kept": kept, "merged": kept}),
        ("hand_over", {"name": "陈明", "to": "陈明"}),
        ("clash", {"of": "nobody"}),
        ("grade", {"period": "2012"}),
    ):
        refused(book, button, **by, **answers)
    for button, answers in (
        ("merge", {"kept": kept, "merged": twin}),
        ("hand_over", {"name": "陈明", "to": "赵磊"}),
        ("grade", {"period": "2012-Q3"}),
    ):
        unchanged(book, button, agree=False, **by, **answers)
    assert twin in shown(press(book, "clash", of=twin, other=kept, decision="same", **by))
    assert "customers: " in shown(press(book, "merge", kept=kept, merged=twin, **by))
    assert "赵磊" in shown(press(book, "hand_over", name="陈明", to="赵磊", **by))
    assert "gradings were written" in shown(press(book, "grade", period="2012-Q3", **by))
    ours = saved(book)
    for words in (
        ["clash", copy, "--of", twin, "--other", kept, "--decision", "same"],
        ["merge", copy, kept, twin],
        ["handover", copy, "陈明", "赵磊"],
        ["grade", copy, "2012-Q3", "--write"],
    ):
        assert cli.main([*map(str, words), "--by", "刘洋"]) == 0
    theirs = WorkbookFile(copy).read(TABLES)
    assert [key for key in TABLES if ours[key] != theirs[key]] == []
    assert ours["gradings"].length and ours["assignments"].length


def test_an_approval_holds_the_figure_that_the_dialog_shows_and_is_the_commands(twins, monkeypatch):
    book, twin = twins
    said = press(book, "approve", order="SO-0334", by="刘洋")
    [asked] = [text for kind, _, text in said if kind == "confirm"]
    compare(twins, monkeypatch, "approve", twin, "SO-0334", "cost", "--by", "刘洋")
    approvals = rows_of(book)
    row = approvals["approvals", "order_no"].index("SO-0334")
    assert approvals["approvals", "seen"][row] in asked
    assert "nothing of order SO-0334 waits" in refused(book, "approve", order="SO-0334", by="刘洋")


def test_a_waiver_holds_what_lacks_and_why_and_is_the_commands(twins, monkeypatch):
    book, twin = twins
    said = press(book, "waive", order="SO-0279", by="刘洋", reason="old customer")
    [asked] = [text for kind, _, text in said if kind == "confirm"]
    compare(
        twins,
        monkeypatch,
        "waive",
        twin,
        "SO-0279",
        "balance",
        "--by",
        "刘洋",
        "--reason",
        "old customer",
    )
    rows = rows_of(book)
    assert (rows["approvals", "seen"][-1] in asked, rows["approvals", "reason"][-1]) == (
        True,
        "old customer",
    )


def test_a_revision_keeps_what_the_paper_said_and_is_the_commands(twins, monkeypatch):
    book, twin = twins
    said = press(book, "revise", order="SO-0279", paper="order", reason="改数量", by="王芳")
    [asked] = [text for kind, _, text in said if kind == "confirm"]
    words = ("revise", twin, "SO-0279", "order", "--by", "王芳", "--reason", "改数量")
    compare(twins, monkeypatch, *words)
    rows = rows_of(book)
    assert rows["revisions", "content"][-1].splitlines()[0] in asked


def test_an_attached_file_lies_beside_the_workbook_and_is_the_commands(
    twins, tmp_path, monkeypatch
):
    book, twin = twins
    file = tmp_path / "签字 PI.pdf"
    file.write_bytes(b"%PDF-1.4")
    given = {"order": "SO-0279", "form": "proforma", "kind": "signed", "by": "王芳"}
    press(book, "attach_file", file=str(file), **given)
    words = ("attach", twin, "SO-0279", "proforma", file, "--kind", "signed", "--by", "王芳")
    compare(twins, monkeypatch, *map(str, words))
    for path in (book, twin):
        lies = path.with_name(f"{path.stem}.files") / "SO-0279" / file.name
        assert lies.read_bytes() == b"%PDF-1.4"


def test_an_archive_is_a_zip_beside_the_workbook_and_its_rows_are_the_commands(twins):
    book, twin = twins
    scan = book.with_name("签字 PI.pdf")
    scan.write_bytes(b"%PDF-1.4")
    given = {"order": "SO-0182", "form": "proforma", "kind": "signed", "by": "王芳"}
    press(book, "attach_file", file=str(scan), **given)
    words = ("attach", twin, "SO-0182", "proforma", scan, "--kind", "signed", "--by", "王芳")
    assert cli.main([str(word) for word in words]) == 0
    press(book, "archive_order", order="SO-0182", by="刘洋")
    libreoffice().save(book=str(book))
    assert cli.main(["archive", str(twin), "SO-0182", "--by", "刘洋"]) == 0
    ours, theirs = rows_of(book), rows_of(twin)
    # A PDF says when it was made, so the two archives differ in their digests.
    assert [key for key in ours if ours[key] != theirs[key]] == [("archives", "digest")]
    for path, rows in ((book, ours), (twin, theirs)):
        [at] = [at for at, number in enumerate(rows["archives", "order_no"]) if number == "SO-0182"]
        file = path.parent / rows["archives", "file"][at]
        assert sha256(file.read_bytes()).hexdigest() == rows["archives", "digest"][at]
        with ZipFile(file) as archive:
            [kept] = [name for name in archive.namelist() if name.startswith("attachments/")]
            assert kept.endswith(scan.name) and archive.read(kept) == b"%PDF-1.4"
        assert cli.main(["archive", "--verify", str(file)]) == 0


def test_undo_takes_a_close_back(twins):
    book, _ = twins
    press(book, "close_month")
    assert libreoffice().save(book=str(book)) == ["info"]
    assert changed_parts(book, SHIPPED) != set()
    press(book, "undo")
    libreoffice().save(book=str(book))
    assert rows_of(book) == rows_of(SHIPPED)


def test_libreoffices_own_undo_does_not_reach_behind_a_write(twins):
    """It would take back parts of what a button wrote, and leave others."""
    book, _ = twins
    libreoffice().write(book=str(book), sheet=TABLES["fines"].sheet, area="B6", values=[["赵磊"]])
    press(book, "close_month")
    assert libreoffice().standing(book=str(book))["undo"] == []


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_an_empty_workbook_is_set_up_and_a_part_hidden_again_as_by_the_commands(tmp_path):
    book = tmp_path / "New.xlsm"
    new_book(book, year=2012)
    people, plans = tmp_path / "people.csv", tmp_path / "plans.csv"
    people.write_text("name,role,team\n陈国强,经理,外贸部\n王芳,salesperson,\n", encoding="utf-8")
    plans.write_text("period,name,amount\n2012,王芳,600000\n", encoding="utf-8")
    typed = {"people": "陈国强 经理 外贸部", "people 2": "王芳", "target 王芳": "600000"}
    told = {"company": "宏达", "period": "2012-07", "parts": "awards,results,plan", "by": "陈国强"}
    with twins_of(book) as (_, twin):
        said = press(book, "setup", language="both", **typed, **told)
        [asked] = [text for kind, _, text in said if kind == "confirm"]
        assert "2012-07" in asked and "Awards and deductions" in asked
        libreoffice().save(book=str(book))
        files = ("--people", people, "--targets", plans, "--parts", "awards,results,plan")
        words = ("setup", twin, "--company", "宏达", "--start", "2012-07", *files)
        assert cli.main([str(word) for word in words]) == 0
        assert changed_parts(book, twin) == set()
        assert [part.key for part in parts_in_view(book)] == ["month", "awards", "results", "plan"]
        press(book, "show_sheets", part="awards")
        libreoffice().save(book=str(book))
        assert cli.main(["show", str(twin), "awards", "--hide"]) == 0
        assert changed_parts(book, twin) == set()
        assert [part.key for part in parts_in_view(book)] == ["month", "results", "plan"]
        loaded = load_workbook(book)
        rows = loaded[HOME].row_dimensions
        assert libreoffice().in_view(book=str(book), sheet=HOME, rows=80) == [
            [sheet.title for sheet in loaded if sheet.sheet_state == "visible"],
            [row for row in range(1, 81) if rows[row].hidden],
        ]


# --- Buttons that write nothing into the workbook -------------------------------------------------


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped workbook, open; whoever uses it leaves it as it is."""
    copy = shutil.copyfile(SHIPPED, tmp_path_factory.mktemp("shipped") / SHIPPED.name)
    with twins_of(copy, hidden=True) as (book, _):
        before = libreoffice().state(book=str(book))
        yield book
        after = libreoffice().state(book=str(book))
        assert [name for name in before if before[name] != after[name]] == []


def shown(said):
    """The last text that a button showed."""
    return [text for kind, _, text in said if kind in ("tell", "show")][-1]


def test_check_shows_the_issues_of_the_job(shipped):
    # Whoever goes to no finding stays where they are.
    answers = {"finding": None}
    _, said = libreoffice().press(book=str(shipped), button="check", answers=answers)
    assert shown(said) == Words().issues(check(WorkbookFile(SHIPPED)))


def test_preview_shows_the_figures_of_the_jobs_dry_run(shipped):
    dry = close(
        WorkbookFile(SHIPPED),
        Month(2012, 10),
        by="TradeDept",
        at=datetime(2012, 11, 1),
        dry_run=True,
    )
    assert shown(press(shipped, "preview_month")) == close_text(dry)


def test_verify_says_what_the_job_says(shipped):
    assert shown(press(shipped, "verify")) == verify_text(verify(WorkbookFile(SHIPPED)))


def test_explain_explains_the_person_and_month_of_the_selected_row(shipped):
    payroll = WorkbookFile(SHIPPED).read(["payroll"])["payroll"]
    at = payroll.columns["name"].index("王芳")
    period = Month(*payroll.columns["month"][at][:2])
    libreoffice().select(
        book=str(shipped), sheet=TABLES["payroll"].sheet, area=f"B{payroll.first_row + at}"
    )
    said = press(shipped, "explain")
    libreoffice().select(book=str(shipped), sheet=HOME, area="A1")
    assert shown(said) == explain_text(explain(WorkbookFile(SHIPPED), period, "王芳"))


def test_statements_are_a_page_a_person_one_for_the_team_and_one_for_the_pools(shipped):
    pdftotext = needed("pdftotext", "what the statements say")
    press(shipped, "statements", period="2012-09")
    folder = shipped.with_name(f"{shipped.stem} 工资单 statements") / "2012-09"
    paid = zip(*(rows_of(SHIPPED)["payroll", column] for column in ("name", "month")), strict=True)
    names = [name for name, first in paid if first == (2012, 9, 1)] + ["团队 Team", "奖池 Pools"]
    assert {f"2012-09 {name}.pdf" for name in names} == {path.name for path in folder.iterdir()}
    for path in folder.iterdir():
        text = subprocess.run(
            [pdftotext, path, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert text.count("\f") == 1, path.name
        assert "2012" in text and (
            path.stem.split(" ", 1)[1] in text or path.stem.endswith(("Team", "Pools"))
        ), path


def test_an_orders_dossier_lacks_what_the_job_says(shipped):
    said = press(shipped, "check_order", order="SO-0280")
    assert shown(said) == Words().issues(check_order(WorkbookFile(SHIPPED), "SO-0280"))


def test_papers_of_an_order_are_the_jobs_to_the_byte(shipped, tmp_path):
    press(shipped, "order_papers", order="SO-0012", papers="cover account")
    folder = shipped.with_name(f"{shipped.stem} 单据 papers")
    papers(WorkbookFile(SHIPPED), ["SO-0012"], ["cover", "account"], tmp_path, SHIPPED.parent)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {path.name for path in folder.iterdir()} and any(
        name.endswith(".pdf") for name in names
    )
    for name in names:
        if name.endswith(".xlsx"):
            assert changed_parts(tmp_path / name, folder / name) == set()


def test_backup_is_a_copy_with_what_was_typed_since(twins):
    book, _ = twins
    press(book, "backup")
    libreoffice().write(book=str(book), sheet=TABLES["fines"].sheet, area="B6", values=[["typed"]])
    press(book, "backup")
    first, second = backups(book)
    assert changed_parts(first, SHIPPED) == set()
    shipped = rows_of(SHIPPED)
    assert [key for key, value in rows_of(second).items() if value != shipped[key]] == [
        ("fines", "name")
    ]


def test_help_tells_what_each_button_does_in_the_language_that_was_chosen(shipped):
    press(shipped, "language", language="en")
    english = shown(press(shipped, "help"))
    press(shipped, "language", language="both")
    both = shown(press(shipped, "help"))
    for button in BUTTONS:
        assert (button.tip_en in english, button.tip_zh in english, button.tip_zh in both) == (
            True,
            False,
            True,
        )


def test_why_tells_the_reason_of_the_selected_cells_error(twins):
    book, _ = twins
    sheet = TABLES["welfare"].sheet
    libreoffice().write(
        book=str(book), sheet=sheet, area="K2:L2", values=[["abc", '=TD_COMMISSION(K2;100;"team")']]
    )
    libreoffice().select(book=str(book), sheet=sheet, area="L2")
    [problem] = reasons(call("TD_COMMISSION", "abc", 100.0, "team"))
    assert problem == shown(press(book, "why"))


def test_the_menu_has_every_button_and_the_toolbar_the_large_ones():
    ours = [button for button in BUTTONS if button.where != EXCEL]
    expected = {
        (f"vnd.sun.star.job:alias=TradeDept-{button.key}", button.label): button.large
        for button in ours
    }
    menu, toolbar = ([tuple(item) for item in items if item[1]] for items in libreoffice().menu())
    assert (set(expected), {item for item in expected if expected[item]}) == (
        set(menu),
        set(toolbar),
    )


@pytest.mark.parametrize("button", ["check", "close_month", "import_receipts", "help", "why"])
def test_a_button_whose_questions_nobody_answers_does_nothing(shipped, button):
    libreoffice().press_alone(book=str(shipped), button=button)


def test_our_windows_hold_what_they_are_to_show(shipped):
    assert libreoffice().dialogs(book=str(shipped), text="王芳 1,234.50") == ["王芳 1,234.50"] * 2


@pytest.mark.parametrize(
    "prompt",
    ["结哪个月的账？\nClose which month?", "哪个阶段？已报价 quoted、" * 12 + "\n" + "stage " * 40],
)
def test_a_question_is_shown_whole_and_its_line_is_the_first_that_the_keyboard_reaches(
    shipped, prompt
):
    have, need, reached = libreoffice().question(book=str(shipped), prompt=prompt)
    assert have >= need > 0
    assert reached == ["line", "button1", "button2"]


def test_a_file_is_picked_beside_the_workbook(shipped):
    assert libreoffice().picker_folder(book=str(shipped)) == shipped.parent.as_uri()


def test_a_long_text_is_never_wider_or_higher_than_the_window_in_front_and_goes_on_in_the_next_line():  # noqa: E501
    book = str(again())
    *large, wraps = libreoffice().text_size(book=book, text=("王芳 wide " * 90 + "\n") * 200)
    *small, _ = libreoffice().text_size(book=book, text="short")
    assert wraps and all(0 < one < other <= 1 for one, other in zip(small, large, strict=True))


# --- A job that fails -----------------------------------------------------------------------------


def unchanged(book, button, **answers):
    """What a failing button says; the workbook, open and on disk, its settings and its folder are
    as they were.
    """
    before, on_disk = libreoffice().state(book=str(book)), book.read_bytes()
    beside = sorted(book.parent.rglob("*"))
    text = refused(book, button, **answers)
    after = libreoffice().state(book=str(book))
    assert [name for name in before if before[name] != after[name]] == []
    assert (on_disk, beside) == (book.read_bytes(), sorted(book.parent.rglob("*")))
    return text


def undone_input(book):
    """Something typed that can be undone, and something undone that can be done again."""
    for text in ("first", "second"):
        libreoffice().type_in(book=str(book), sheet=TABLES["fines"].sheet, cell="F6", text=text)
    libreoffice().undo(book=str(book))
    state = libreoffice().standing(book=str(book))
    assert (len(state["undo"]), len(state["redo"])) == (1, 1)


def test_statements_leave_what_can_be_undone_and_what_was_saved_as_it_was(twins):
    book, _ = twins
    undone_input(book)
    before = libreoffice().state(book=str(book))
    press(book, "statements", period="2012-09")
    assert libreoffice().state(book=str(book)) == before


def test_statements_of_which_one_cannot_be_written_leave_no_trace(twins):
    book, _ = twins
    folder = book.with_name(f"{book.stem} 工资单 statements") / "2012-09"
    (folder / "2012-09 王芳.pdf").mkdir(parents=True)
    (folder / "2012-09 王芳.pdf" / "mine").touch()
    (folder / "2012-09 刘洋.pdf").write_bytes(b"older")
    assert "王芳" in unchanged(book, "statements", period="2012-09")
    assert (folder / "2012-09 刘洋.pdf").read_bytes() == b"older"


def test_check_leads_to_the_first_cell_that_is_wrong(twins):
    book, _ = twins
    sheet = TABLES["receipts"].sheet
    libreoffice().write(book=str(book), sheet=sheet, area="D6", values=[["abc"]])
    assert "abc" in shown(press(book, "check"))
    assert libreoffice().selected(book=str(book)).endswith(".$D$6")
    assert sheet in libreoffice().selected(book=str(book))


def test_each_finding_of_check_leads_to_its_cell_warnings_too(twins):
    book, twin = twins
    found = [issue for issue in check(WorkbookFile(twin)) if issue.row]
    assert {issue.severity for issue in found} == {"warning"} and len(found) > 3
    for number, issue in enumerate(found, 1):
        press(book, "check", finding=str(number))
        where = libreoffice().selected(book=str(book))
        assert TABLES[issue.table].sheet in where and where.endswith(f"${issue.row}"), issue
    said = refused(book, "check", finding="99")
    assert f"1 至 {len(found)} 的号码" in said


def test_a_close_with_bad_data_leaves_no_trace_and_names_the_cell(twins):
    book, _ = twins
    libreoffice().write(book=str(book), sheet=TABLES["receipts"].sheet, area="D6", values=[["abc"]])
    text = unchanged(book, "close_month")
    assert tuple(word for word in ("6", "abc") if word in text) == ("6", "abc")


def test_a_close_that_is_refused_in_the_midst_of_writing_leaves_no_trace(twins):
    book, _ = twins
    undone_input(book)
    libreoffice().protect(book=str(book), sheet=TABLES["closes"].sheet)
    text = unchanged(book, "close_month")
    assert (
        all(word in text for word in ("as it was", TABLES["closes"].sheet, "protected"))
        and "uno" not in text
    )


@pytest.fixture(scope="module")
def only_read(tmp_path_factory):
    """The shipped workbook, open to be read only."""
    book = shutil.copyfile(SHIPPED, tmp_path_factory.mktemp("read") / "Read.xlsm")
    libreoffice().open_book(path=str(book), read_only=True)
    yield book
    libreoffice().close_book(book=str(book))


@pytest.mark.parametrize(
    "button", ["prepare", "close_month", "reopen", "board", "new_order", "approve", "undo"]
)
def test_a_workbook_that_is_open_to_be_read_only_is_not_written_and_it_is_told(only_read, button):
    answers = {"period": "2012-11"} if button == "prepare" else {}
    order = {"new_order": "SO-0316", "approve": "SO-0334"}.get(button)
    text = unchanged(
        only_read, button, by="刘洋", reason="why", **answers, **({"order": order} if order else {})
    )
    assert "read-only" in text and "只读" in text
    assert press(only_read, "check")


@pytest.mark.parametrize(
    ("button", "answers", "words"),
    [
        ("approve", {"order": "SO-0334", "by": "王芳"}, "may not approve"),
        ("approve", {"order": "SO-0334", "form": "sample", "by": "刘洋"}, "needs no approval"),
        ("approve", {"order": "SO-9999", "by": "刘洋"}, 'no order "SO-9999"'),
        ("waive", {"order": "SO-0279", "by": "刘洋", "reason": " "}, "say why"),
        ("waive", {"order": "SO-0279", "by": "王芳", "reason": "old customer"}, "may not approve"),
        ("waive", {"order": "SO-0338", "by": "刘洋", "reason": "old customer"}, "no gate"),
        ("archive_order", {"order": "SO-0279", "by": "刘洋"}, "cannot come to archived"),
    ],
)
def test_who_may_not_or_has_nothing_to_agree_to_is_told_and_nothing_is_written(
    shipped, button, answers, words
):
    assert words in unchanged(shipped, button, **answers)
    assert list(shipped.parent.glob("*.zip")) == []


def test_what_keeps_an_order_from_the_archive_is_said_before_the_question(shipped):
    done, said = libreoffice().press(
        book=str(shipped), button="archive_order", answers={"order": "SO-0279", "by": "刘洋"}
    )
    assert (done, "confirm" in [kind for kind, *_ in said]) == (False, False)


def test_a_button_that_the_person_cancels_leaves_no_trace(twins):
    book, _ = twins
    for button, order in (
        ("approve", "SO-0334"),
        ("waive", "SO-0279"),
        ("archive_order", "SO-0182"),
    ):
        unchanged(book, button, agree=False, order=order, by="刘洋", reason="old customer")
    unchanged(book, "close_month", agree=False)
    unchanged(book, "prepare", period=None)


def test_every_button_of_the_list_was_pressed():
    assert {button.key for button in BUTTONS if button.where != EXCEL} == PRESSED
