"""Attendance from punch lists: every form of one list, bad files, other orders and forms."""

import csv
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from commands import command
from filekit import PROJECT
from openpyxl import Workbook
from punches_data import DATA, FORMS, HOURS, badges, days_of, lines
from relationkit import department as in_memory

from xlpy.book.days import ORDER_ASKED
from xlpy.book.load import load
from xlpy.core.attendance import (
    MARKS,
    clock,
    day_of,
    hours_on,
    minutes_of,
    person_day,
    person_months,
)
from xlpy.core.issues import DataError
from xlpy.core.policy import NoRule, RulesOn
from xlpy.files import WorkbookFile
from xlpy.jobs.punches import punches
from xlpy.punches.files import read_punches

needs_data = pytest.mark.skipif(
    not DATA.exists(), reason="the punch lists are not beside the project"
)
SHORT = dict(zip(MARKS, ("am_in", "am_out", "pm_in", "pm_out"), strict=True))
LEAVE = {
    "personal_leave_days": "leave",
    "sick_leave_days": "sick",
    "trip_days": "trip",
    "outing_days": "outing",
}


def to_the_minute(second):
    """A mark as the expected lines write it, without seconds."""
    if second is None:
        return ""
    text = clock(second)[:-3]
    return text.replace("次日", "next day")


@needs_data
@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same_days_to_the_minute(form):
    found = {(day.name, day.day.isoformat()): day for day in days_of(form)}
    expected = lines("expected.csv")
    assert len(found) == len(expected)
    for line in expected:
        day = found[line["name"], line["date"]]
        assert {SHORT[mark]: to_the_minute(day.marks[mark]) for mark in MARKS} == {
            mark: line[mark][:-3] for mark in SHORT.values()
        }
        told = {
            "late": len(day.late),
            "late_minutes": sum(day.late.values()),
            "early": len(day.early),
            "early_minutes": sum(day.early.values()),
            "missing": len(day.missing),
            "late_over_10_minutes": int(day.unannounced(HOURS) is not None),
            "no_punch_no_leave": int(day.no_word),
        }
        assert told == {key: int(line[key]) for key in told}, line
        assert " ".join(SHORT[mark] for mark in day.missing) == line["missing_marks"]


@needs_data
@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes_to_the_same_month(form):
    hours = HOURS
    found = {(str(m.month), m.name): m for m in person_months(days_of(form), hours)}
    for line in lines("expected_month.csv"):
        own = found[line["month"], line["name"]]
        told = (own.working_days, own.late, own.late_minutes, own.early, own.early_minutes)
        keys = ("workdays_in_file", "late", "late_minutes", "early", "early_minutes")
        assert told == tuple(int(line[key]) for key in keys)
        assert (own.missing, own.over, own.no_word) == tuple(
            int(line[key]) for key in ("missing", "late_over_10_minutes", "no_punch_no_leave")
        )
        for key, kind in LEAVE.items():
            assert float(own.leave.get(kind, 0)) == float(line[key])


@needs_data
def test_lines_of_nobodys_finger_are_counted():
    data = (DATA / "agl_ascii_failed/AGL_001.TXT").read_bytes()
    zeros = sum(line.split(b"\t")[2:3] == [b"0"] for line in data.splitlines())
    assert read_punches(data, badges(), HOURS.day_from).nobodys == zeros > 0


@needs_data
@pytest.mark.parametrize(
    ("name", "rows", "word"),
    [
        ("bad_dates_1_attlog.dat", [3, 5], "2026-02-30"),
        ("AGL_day_or_month_unknown.TXT", [2, 3, 4, 5], "2026-03-02"),
    ],
)
def test_lines_that_cannot_be_read_are_named_and_the_others_read(name, rows, word):
    data = (DATA / "refuse" / name).read_bytes()
    found = read_punches(data, badges(), HOURS.day_from)
    assert [issue.row for issue in found.issues] == rows
    assert word in found.issues[0].zh and word in found.issues[0].en
    assert len(found.punches) == len(data.splitlines()) - len(rows) - name.endswith("TXT")


def own_cases():
    with open(PROJECT / "tests/cases/attendance.csv", encoding="utf-8", newline="") as file:
        return [pytest.param(line, id=line["case"]) for line in csv.DictReader(file)]


def seconds(text):
    hour, minute, second = map(int, text.split(":"))
    return hour * 3600 + minute * 60 + second


@pytest.mark.parametrize("line", own_cases())
def test_a_day_by_hand(line):
    excuses = [tuple(line["excuses"].split())] if line["excuses"] else []
    day = person_day(
        date(2026, 3, 2),
        "甲",
        map(seconds, line["punches"].split()),
        replace(HOURS, needs=int(line["needs"] or 4)),
        line["working"] == "yes",
        excuses,
    )
    assert {mark: clock(day.marks[mark]) or "" for mark in MARKS} == {m: line[m] for m in MARKS}
    assert (sum(day.late.values()), sum(day.early.values())) == (
        int(line["late"]),
        int(line["early"]),
    )
    assert (" ".join(day.missing), " ".join(map(clock, day.others))) == (
        line["missing"],
        line["others"],
    )


def test_grace_forgives_up_to_its_minutes_and_no_more():
    hours = replace(HOURS, grace=5)
    found = [
        person_day(date(2026, 3, 2), "甲", [seconds(f"08:{m:02d}:00")], hours, True).late
        for m in (5, 6)
    ]
    assert found == [{}, {"morning_in": 6}]


def test_who_said_so_before_gets_no_proposal():
    def worst(*excuses):
        late = [seconds("08:11:00")]
        return person_day(date(2026, 3, 2), "甲", late, HOURS, True, excuses).unannounced(HOURS)

    assert worst() == 11
    assert worst(("morning_in", "announced")) is None
    assert worst(("afternoon", "announced")) == 11


def test_a_punch_before_five_is_of_the_day_before():
    hours = HOURS
    assert day_of(datetime(2026, 3, 1, 4, 59, 59), hours) == (date(2026, 2, 28), 86400 + 17999)
    assert day_of(datetime(2026, 3, 1, 5), hours) == (date(2026, 3, 1), 18000)


def rules(marks):
    values = {"hours.marks": marks, "hours.day_from": "5:00", "hours.grace": "0"}
    values |= {"hours.double": "3", "hours.punches": "4", "fine.unannounced": "10"}
    return RulesOn(date(2026, 3, 2), values, {}, {})


def test_the_policys_marks_are_four_times_one_after_another():
    assert hours_on(rules("8:00 12:00 13:30 18:00")) == HOURS
    for marks in ("8:00 12:00", "8:00 12:00 13:30 6:00", "8 12 13 18", "8:00 12:00 13:61 18:00"):
        with pytest.raises(NoRule):
            hours_on(rules(marks))
    assert minutes_of("24:00") is None


def test_of_two_punches_a_day_without_any_is_asked_about():
    hours = replace(HOURS, needs=2)
    day = person_day(date(2026, 3, 2), "甲", [], hours, True)
    assert day.no_word and day.missing == ("morning_in", "afternoon_out")
    half = person_day(date(2026, 3, 2), "甲", [], hours, True, [("morning", "leave")])
    assert not half.no_word and half.missing == ("afternoon_in", "afternoon_out")


ONE = (datetime(2026, 3, 2, 8, 6, 15), datetime(2026, 3, 2, 23, 47, 0))
"""What each of the lists below says of number 12."""
OWN = {
    "other order and a comma": "时间,姓名,工号\n2026-03-02 08:06:15,甲,12\n"
    "2026-03-02 23:47:00,甲,12\n",
    "day and time apart": "No.;Date;Time;EnNo\n1;2026/3/2;8:06:15;12\n2;2026/3/2;23:47;12\n",
    "clock of twelve hours": "user id\tdatetime\n12\t3/13/2026 07:00:00 AM\n"
    "12\t3/2/2026 8:06:15 AM\n12\t3/2/2026 11:47:00 PM\n",
    "上午 and 下午": "考勤号,打卡时间\n12,2026年3月2日 上午 8:06:15\n12,2026年3月2日 下午11:47\n",
    "a row a day": "日期,考勤号,签到,签退\n2026-03-02,12,08:06:15,23:47\n",
    "without a header": "12 \t2026-03-02 08:06:15\t1\n 0012\t2026-03-02 23:47:00\t0\n",
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("form", OWN)
def test_other_orders_headings_days_and_encodings(form, encoding):
    found = read_punches(OWN[form].encode(encoding), ["12"], HOURS.day_from)
    assert found.issues == []
    assert {punch.number.strip().lstrip("0") for punch in found.punches} == {"12"}
    assert tuple(p.moment for p in found.punches if p.moment.day == 2) == ONE


def test_a_time_after_midnight_in_a_days_row_is_the_next_days():
    text = "日期,考勤号,签到,签退\n2026-03-02,12,08:00,{}\n"
    for written in ("00:38", "次日 00:38", "00:38(+1)"):
        found = read_punches(text.format(written).encode(), ["12"], HOURS.day_from)
        assert found.punches[-1].moment == datetime(2026, 3, 3, 0, 38)


@pytest.mark.parametrize(
    "text", ["", "姓名,邮箱\n甲,a@b.example\n", "hello\n", "日期,金额\n2026-03-02,5\n"]
)
def test_what_is_no_punch_list_is_refused(text):
    with pytest.raises(DataError):
        read_punches(text.encode(), ["12"], HOURS.day_from)


def test_times_that_are_none_are_named_with_their_line():
    text = (
        "考勤号,打卡时间\n12,2026-03-02 08:00\n12,2026-03-02 24:10\n12,soon\n12,2026-03-02 08:61\n"
    )
    found = read_punches(text.encode(), ["12"], HOURS.day_from)
    assert ([issue.row for issue in found.issues], len(found.punches)) == ([3, 4, 5], 1)


def test_two_digit_years_stand_first_where_the_weekday_or_the_column_says_so():
    text = "UserId,考勤日期,打卡时间\n12,26-03-02 星期一,08:06\n"
    assert read_punches(text.encode(), ["12"], HOURS.day_from).punches[0].moment == datetime(
        2026, 3, 2, 8, 6
    )
    days = [date(2026, 3, 2) + timedelta(days=at) for at in range(5)]
    text = "UserId,考勤日期,打卡时间\n" + "".join(f"12,{day:%y-%m-%d},08:06\n" for day in days)
    assert [
        p.moment.date() for p in read_punches(text.encode(), ["12"], HOURS.day_from).punches
    ] == days


@pytest.mark.parametrize(
    "moments",
    [
        # The machine's clock was put back between two lines, and on again.
        ["2026-03-02 08:06:15", "2026-03-02 07:59:00", "2026-03-02 23:47:00"],
        # Hours that a summer time leaves out, or has twice, are moments as others.
        ["2026-03-29 02:30:00", "2026-10-25 02:30:00", "2026-10-25 02:30:00"],
    ],
)
def test_a_clock_that_was_changed_and_summer_time_lose_no_punch(moments):
    text = "".join(f"12\t{moment}\n" for moment in moments)
    found = read_punches(text.encode(), ["12"], HOURS.day_from)
    assert found.issues == []
    assert [str(punch.moment) for punch in found.punches] == moments


def test_a_workbook_with_days_and_times_as_text_is_read():
    rows = [["考勤号", "日期", "时间"], ["12", "2026-3-2", "8:06:15"], ["12", "2026/3/2", "23:47"]]
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    # What a machine's program calls .xls is often a web page.
    for data in (out.getvalue(), f"<html><table>{cells}</table></html>".encode()):
        found = read_punches(data, ["12"], HOURS.day_from)
        assert (found.issues, tuple(p.moment for p in found.punches)) == ([], ONE)


PEOPLE = (
    "badges",
    "考勤号,姓名\n" + "".join(f"{n},{name}\n" for n, name in (("7", "甲"), ("12", "乙"))),
)
STAFF = "staff", "姓名,岗位,入职日期\n甲,业务员,2020-01-01\n乙,业务员,2020-01-01\n"


def department(tmp_path):
    """A workbook with two people and their numbers."""
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    for table, text in (STAFF, PEOPLE):
        path = tmp_path / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        done = command("import", book, table, path)
        assert done.code == 0, done.err.decode()
    return book


LIST = (
    "7\t2026-03-02 08:12:00\n7\t2026-03-02 12:01:00\n7\t2026-03-02 13:20:00\n"
    "7\t2026-03-02 18:00:00\n12\t2026-03-02 07:55:00\n12\t2026-03-02 12:00:00\n"
    "12\t2026-03-02 18:01:00\n12\t2026-03-03 07:55:00\n"
)


def test_a_list_is_taken_over_once(tmp_path):
    book, path = department(tmp_path), tmp_path / "1_attlog.dat"
    path.write_text(LIST, encoding="utf-8")
    shown = json.loads(command("punches", book, path, "--dry-run", "--json").out)
    assert (shown["written"], shown["new"]) == (False, 8)
    done = json.loads(command("punches", book, path, "--json").out)
    assert (done["written"], done["new"], done["there_already"]) == (True, 8, 0)
    marks = [(d["name"], d["date"], d["late"], d["missing"]) for d in done["days"]]
    assert marks[0] == ("甲", "2026-03-02", {"morning_in": 12}, [])
    assert marks[2] == ("乙", "2026-03-02", {}, ["afternoon_in"])
    assert [(row["name"], row["code"]) for row in done["proposals"]] == [("甲", "B-4.5")]
    again = json.loads(command("punches", book, path, "--json").out)
    assert (again["new"], again["there_already"], again["attendance"]) == (0, 8, [])
    rows = WorkbookFile(book).read(["punches", "attendance_days", "attendance", "fine_proposals"])
    assert [load(rows[key])[1] for key in rows] == [[], [], [], []]
    assert [(r.name, r.late) for r in load(rows["attendance"])[0]] == [("甲", 1), ("乙", 0)]
    assert len(load(rows["punches"])[0]) == 8
    assert len(load(rows["attendance_days"])[0]) == len(done["days"]) == 4


LATE_IN_EACH_WEEK = [
    "7\t2026-03-02 08:12:00\n7\t2026-03-02 18:00:00\n",
    "7\t2026-03-10 08:05:00\n7\t2026-03-10 18:00:00\n7\t2026-03-11 08:07:00\n",
    "7\t2026-03-17 08:01:00\n7\t2026-03-18 07:58:00\n",
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_lists_of_parts_of_a_month_add_up_in_any_order(tmp_path, order):
    book, path = department(tmp_path), tmp_path / "week.dat"
    for week in order:
        path.write_text(LATE_IN_EACH_WEEK[week], encoding="utf-8")
        assert command("punches", book, path).code == 0
    counts = load(WorkbookFile(book).read(["attendance"])["attendance"])[0]
    assert [(row.name, row.late) for row in counts if row.name == "甲"] == [("甲", 4)]


@pytest.mark.parametrize(
    ("text", "month", "words"),
    [
        ("999\t2026-03-02 08:00:00\n7\t2026-03-02 08:00:00\n", None, ["999", "1"]),
        ("考勤号,姓名,打卡时间\n12,甲,2026-03-02 08:00\n", None, ["12", "乙", "甲"]),
        ("7\t2026-02-30 08:00:00\n7\t2026-03-02 08:00:00\n", None, ["2026-02-30"]),
        ("7\t2026-03-02 08:00:00\n", "2026-02", ["2026-03-02", "2026-02"]),
    ],
)
def test_what_is_wrong_with_a_list_is_named_and_nothing_is_written(tmp_path, text, month, words):
    book, path = department(tmp_path), tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    before = book.read_bytes()
    done = command("punches", book, path, *(["--month", month] if month else []))
    assert done.code != 0 and book.read_bytes() == before
    assert all(word in done.err.decode() for word in words), done.err.decode()


def test_two_people_with_one_number_are_refused(tmp_path):
    book, path = department(tmp_path), tmp_path / "list.csv"
    (tmp_path / "more.csv").write_text("考勤号,姓名,开始日期\n12,甲,2026-03-01\n", encoding="utf-8")
    assert command("import", book, "badges", tmp_path / "more.csv").code == 0
    path.write_text("12\t2026-03-02 08:00:00\n", encoding="utf-8")
    done = command("punches", book, path)
    assert done.code != 0 and "甲" in done.err.decode() and "乙" in done.err.decode()


def test_days_that_may_be_two_are_known_by_their_key():
    tables = in_memory(badges=[{"punch_no": "7", "name": "王芳"}])
    text = "Number,Name,Time\n7,王芳,03/04/2012 08:01\n7,王芳,soon\n"
    found = punches(tables, text.encode(), "x.csv", None)
    assert [issue.key for issue in found.issues] == [ORDER_ASKED, "punches.file"]
