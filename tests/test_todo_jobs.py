"""The to-do list over a workbook's tables: what becomes a task, what is written, what was done."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import UsageError
from xlpy.documents.todopage import write_book
from xlpy.jobs.customers import known_of
from xlpy.jobs.todo import done, todo_list, write_todo
from xlpy.messages.todo import calendar, todo_doc, todo_text

DAY = date(2012, 7, 9)
AT = datetime(2012, 7, 9, 16, 30, 12)


def book(**rows):
    """A department of two with a customer of 王芳's, and other rows."""
    staff = [{"name": name, "role": "salesperson", "hired": DAY} for name in ("王芳", "陈明")]
    oak = {"customer": "Oak", "country": "France", "owner": "王芳", "status": "active"}
    return MemoryTables({**default_rows(), "staff": staff, "customers": [oak], **rows})


def asked(number="E-1", **more):
    return {
        "enquiry_no": number,
        "received_at": datetime(2012, 7, 8, 9, 5),
        "customer": "Oak",
        "salesperson": "王芳",
        **more,
    }


def what(listed):
    return [(task.what, task.reference) for task in listed.tasks]


def test_rows_become_tasks():
    order = {"order_no": "SO-1", "customer": "Oak", "salesperson": "王芳", "currency": "USD"}
    tables = book(
        enquiries=[asked(), asked("E-2", replied_at=AT)],
        quotations=[{"quotation_no": "Q-1", "enquiry_no": "E-1", "sent_on": date(2012, 7, 1)}],
        orders=[{**order, "stage": "shipped"}],
        export_papers=[{"order_no": "SO-1", "paper": "B/L", "issued_on": date(2012, 6, 2)}],
        accounts=[{"order_no": "SO-1", "kind": "balance", "due_on": DAY, "due": Decimal(900)}],
        greetings=[{"holiday": "14 July", "country": "FRANCE", "date": date(2012, 7, 12)}],
    )
    found = todo_list(tables, DAY)
    assert what(found) == [
        ("reply", "E-1"),
        ("quote", "Q-1"),
        ("received", "SO-1"),
        ("balance", "SO-1"),
        ("holiday", "14 July"),
    ]
    assert found.issues == []
    # 2 June + 30 days at sea + 7 days.
    assert found.tasks[2].due == date(2012, 7, 9)


@pytest.mark.parametrize(
    ("stage", "left"), [("enquiry", 1), ("quoted", 1), ("confirmed", 0), (None, 0)]
)
def test_a_confirmed_order_answers_its_quotation(stage, left):
    order = {"order_no": "SO-1", "customer": "Oak", "salesperson": "王芳", "stage": stage}
    quoted = {"quotation_no": "Q-1", "order_no": "SO-1", "sent_on": date(2012, 7, 1)}
    assert len(todo_list(book(orders=[order], quotations=[quoted]), DAY).tasks) == left


def test_of_several_quotations_the_last_one_is_asked_after():
    quoted = [
        {"quotation_no": f"Q-{at}", "enquiry_no": "E-1", "sent_on": date(2012, 7, at)}
        for at in (1, 2, 3)
    ]
    replied = asked(replied_at=AT)
    assert what(todo_list(book(enquiries=[replied], quotations=quoted), DAY)) == [("quote", "Q-3")]


def test_a_cell_that_cannot_be_read_is_told_and_the_rest_is_listed():
    found = todo_list(book(enquiries=[asked(), asked("E-2", received_at="yesterday")]), DAY)
    assert what(found) == [("reply", "E-1")]
    assert [(issue.table, issue.row, issue.column) for issue in found.issues] == [
        ("enquiries", 3, "received_at")
    ]
    assert "yesterday" in todo_text(found)


def test_a_stranger_has_no_list():
    with pytest.raises(UsageError, match="there are 王芳, 陈明"):
        todo_list(book(), DAY, "李雷")


def test_written_are_everybodys_tasks_and_those_of_yesterday_go():
    tables = book(enquiries=[asked(), asked("E-2", customer=None, salesperson="陈明")])
    write_todo(tables, DAY - timedelta(1))
    assert what(write_todo(tables, DAY, "陈明")) == [("reply", "E-2")]
    raw = tables.read(["todo"])["todo"]
    assert list(raw.columns["day"]) == [(2012, 7, 9)] * 2
    assert list(raw.columns["salesperson"]) == ["王芳", "陈明"]
    assert "received 2012-07-08 09:05" in raw.columns["why"][0]


def test_a_reply_is_the_enquirys_answer():
    tables = book(enquiries=[asked("E-0"), asked()])
    found = done(tables, "e-1", "sent the catalogue", AT, next_on=DAY, next_step="call")
    assert found.row.about == "enquiry"
    [row] = known_of(tables, DAY).facts.follow_ups
    assert (row.date, row.customer, row.reference, row.salesperson) == (DAY, "Oak", "E-1", "王芳")
    assert (row.summary, row.next_on, row.next_step) == ("sent the catalogue", DAY, "call")
    replied = [row.replied_at for row in known_of(tables, DAY).facts.enquiries]
    assert replied == [None, datetime(2012, 7, 9, 16, 30)]
    assert what(todo_list(tables, DAY)) == [("reply", "E-0"), ("planned", "E-1")]


def greeted(summary):
    contact = {"contact_no": "C-1", "customer": "Oak", "contact": "Ann"}
    before = {
        "date": date(2011, 7, 9),
        "customer": "Oak",
        "contact_no": "C-1",
        "about": "birthday",
        "summary": "Many happy returns!",
    }
    tables = book(contacts=[{**contact, "birthday": date(1970, 7, 9)}], follow_ups=[before])
    return tables, done(tables, "C-1", summary, AT, by="陈明")


@pytest.mark.parametrize(
    "summary", ["Many happy returns!", "many happy returns", "MANY  HAPPY, RETURNS"]
)
def test_a_greeting_that_is_the_last_one_is_told(summary):
    tables, found = greeted(summary)
    [issue] = found.issues
    assert (issue.rule, issue.row, issue.key) == ("D-4.2.4", 2, "greeting.same")
    assert len(known_of(tables, DAY).facts.follow_ups) == 2


def test_a_greeting_in_other_words_is_the_persons_who_sent_it():
    tables, found = greeted("All the best for the new year of life")
    assert found.issues == []
    assert (found.row.contact_no, found.row.reference) == ("C-1", None)
    assert found.row.salesperson == "陈明"
    assert "birthday" not in [task.what for task in todo_list(tables, DAY).tasks]


@pytest.mark.parametrize(
    ("reference", "said", "told"),
    [
        ("E-9", "x", 'E-9" is not on the day'),
        ("Oak", "  ", "say what was said"),
        ("", "x", "is not on the day"),
    ],
)
def test_what_is_not_on_the_list_cannot_be_done(reference, said, told):
    with pytest.raises(UsageError, match=told):
        done(book(enquiries=[asked()]), reference, said, AT)


def test_a_number_of_two_customers_is_asked_back():
    steps = [
        {"date": DAY, "customer": name, "reference": "fair", "next_on": DAY, "next_step": "call"}
        for name in ("Oak", "Elm")
    ]
    tables = book(follow_ups=steps)
    with pytest.raises(UsageError, match="several customers: Oak, Elm"):
        done(tables, "fair", "called", AT)
    assert done(tables, "elm", "called", AT).row.customer == "Elm"


def test_json_has_the_tasks_with_reasons_in_both_languages():
    document = todo_doc(todo_list(book(enquiries=[asked()]), DAY))
    [task] = document["tasks"]
    assert task["due"] == "2012-07-08"
    assert task["days_late"] == 1
    assert task["why"]["en"].startswith("received 2012-07-08 09:05")
    assert task["why"]["zh"].startswith("2012-07-08 09:05 收到")


# --- The calendar file ----------------------------------------------------------------------------


def events(tables, at=AT):
    """The file's lines as a calendar program reads them."""
    data = calendar(todo_list(tables, DAY).tasks, at)
    assert data.endswith(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_file_has_an_event_of_the_day_for_each_task():
    lines = events(book(enquiries=[asked(), asked("E-2")]))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    # What is late is for today.
    assert lines.count("DTSTART;VALUE=DATE:20120709") == 2
    assert len({line for line in lines if line.startswith("UID:")}) == 2


def test_signs_that_mean_something_in_calendar_files_are_marked_and_no_letter_is_cut():
    name = "Oak; Sons, Ltd \\ 橡木\n家具" + "很长的名字" * 30
    lines = events(book(enquiries=[asked(customer=None, company=name)]))
    [summary] = [line for line in lines if line.startswith("SUMMARY:")]
    assert "Oak\\; Sons\\, Ltd \\\\ 橡木\\n家具" + "很长的名字" * 30 in summary


def test_a_task_keeps_its_event_from_day_to_day():
    tables = book(enquiries=[asked()])
    later = calendar(todo_list(tables, DAY + timedelta(3)).tasks, AT + timedelta(3)).decode()
    [uid] = [line for line in events(tables) if line.startswith("UID:")]
    assert uid in later


# --- The page -------------------------------------------------------------------------------------


def printed(tables, tmp_path):
    """The texts of each sheet of the page's workbook."""
    path = tmp_path / "todo.xlsx"
    write_book(path, DAY, todo_list(tables, DAY).tasks, "en")
    return {
        sheet.title: [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        for sheet in load_workbook(path).worksheets
    }


def test_each_person_has_a_page_and_nobodys_comes_last(tmp_path):
    rows = [asked(), asked("E-2", customer=None, salesperson=None, company="New Ltd")]
    pages = printed(book(enquiries=rows), tmp_path)
    assert list(pages) == ["王芳", "nobody's"]
    assert "To do · 王芳 · 2012-07-09" in pages["王芳"]
    assert any("received 2012-07-08 09:05" in text for text in pages["王芳"])
    assert "New Ltd\nE-2" in pages["nobody's"]


def test_a_day_without_tasks_has_a_page_that_says_so(tmp_path):
    [texts] = printed(book(), tmp_path).values()
    assert texts == ["To do · 2012-07-09", "0 to do, 0 of them late."]


def test_a_footer_that_begins_with_a_digit_keeps_it(tmp_path):
    printed(book(enquiries=[asked()]), tmp_path)
    with ZipFile(tmp_path / "todo.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    # Digits right behind the size of the letters would be a part of it.
    assert "&amp;8 2012-07-09" in sheet


# --- Done from the list ---------------------------------------------------------------------------


def test_what_is_done_leaves_the_written_list_and_the_next_step_waits_for_its_day():
    tables = book(enquiries=[asked(), asked("E-2")])
    write_todo(tables, DAY)
    done(tables, "Oak E-1", "sent the list", AT, next_on=DAY + timedelta(3), next_step="call")
    raw = tables.read(["todo"])["todo"]
    assert list(raw.columns["reference"]) == ["E-2"]
    assert list(raw.columns["last_said"]) == ["2012-07-09 sent the list"]


def test_a_list_of_another_day_stays_as_it_is():
    tables = book(enquiries=[asked()])
    write_todo(tables, DAY - timedelta(1))
    done(tables, "E-1", "sent the list", AT)
    assert list(tables.read(["todo"])["todo"].columns["reference"]) == ["E-1"]


def test_a_customer_with_several_tasks_is_asked_back_and_both_names_mean_one():
    tables = book(enquiries=[asked(), asked("E-2")])
    with pytest.raises(UsageError, match="has several: E-1, E-2"):
        done(tables, "oak", "sent", AT)
    assert done(tables, " oak  e-2 ", "sent", AT).row.reference == "E-2"


def test_a_dry_run_tells_of_a_repeated_greeting_and_writes_nothing():
    contact = {"contact_no": "C-1", "customer": "Oak", "birthday": date(1970, 7, 9)}
    before = {"customer": "Oak", "contact_no": "C-1", "about": "birthday", "summary": "Joy!"}
    tables = book(
        contacts=[{**contact, "contact": "Ann"}], follow_ups=[{**before, "date": date(2011, 7, 9)}]
    )
    found = done(tables, "C-1", "joy", AT, dry_run=True)
    assert [issue.key for issue in found.issues] == ["greeting.same"]
    assert len(known_of(tables, DAY).facts.follow_ups) == 1


def test_of_two_tasks_of_one_order_the_kind_that_is_meant_is_done():
    order = {"order_no": "SO-1", "customer": "Oak", "salesperson": "王芳", "currency": "USD"}
    tables = book(
        orders=[{**order, "stage": "shipped"}],
        export_papers=[{"order_no": "SO-1", "paper": "B/L", "issued_on": date(2012, 6, 2)}],
        accounts=[{"order_no": "SO-1", "kind": "balance", "due_on": DAY, "due": Decimal(900)}],
    )
    assert what(todo_list(tables, DAY)) == [("received", "SO-1"), ("balance", "SO-1")]
    asked_for = done(tables, "Oak SO-1", "pays on Friday", AT, what="balance", dry_run=True)
    assert asked_for.row.about == "balance"
    assert done(tables, "SO-1", "all fine", AT, dry_run=True).row.about == "received"
