"""The ten forms of one punch list beside the project, and who, when and on leave goes with them."""

import csv
from collections import defaultdict
from datetime import date

from filekit import PROJECT

from xlpy.core.attendance import Hours, person_days
from xlpy.core.periods import Calendar
from xlpy.punches.files import read_punches
from xlpy.punches.records import plain_number

DATA = PROJECT.parent / "shared" / "data" / "punches"
FORMS = {
    "attlog": ["1_attlog.dat"],
    "utf16": ["agl_utf16/AGL_001.TXT"],
    "gbk": ["agl_gbk/AGL_001.TXT"],
    "ascii": ["agl_ascii_failed/AGL_001.TXT"],
    "records": ["zk_records.csv"],
    "computed": ["zk_computed.csv"],
    "dingtalk daily": ["dingtalk_daily.xlsx"],
    "dingtalk raw": ["dingtalk_records.xlsx"],
    "wecom": ["wecom_上下班打卡_日报_20260223-20260308.xlsx"],
    "month sheets": ["02月汇总表.xls", "03月汇总表.xls"],
}
HOURS = Hours((480, 720, 810, 1080), 300, 0, 3, 10)
"""C-5.3: 8:00-12:00, 13:30-18:00; the choices that the lists are made with."""
FIRST, LAST = date(2026, 2, 23), date(2026, 3, 8)
_PARTS = {"full": "day", "am": "morning", "pm": "afternoon"}
_KINDS = {"personal": "leave"}


def lines(name):
    """The lines of a CSV of the folder."""
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def badges():
    """Number to name."""
    return {line["number"]: line["name"] for line in lines("people.csv")}


def calendar():
    """The holidays and make-up days that go with the lists."""
    days = ((date.fromisoformat(line["date"]), line["day"]) for line in lines("calendar.csv"))
    return Calendar(days)


def excuses():
    """(name, day) to the parts and kinds of leave."""
    found = defaultdict(list)
    for line in lines("leave.csv"):
        kind = _KINDS.get(line["kind"], line["kind"])
        key = line["name"], date.fromisoformat(line["date"])
        found[key].append((_PARTS[line["part"]], kind))
    return found


def days_of(form):
    """Everybody's days, as one of the forms tells them."""
    people = badges()
    moments = {name: [] for name in people.values()}
    for name in FORMS[form]:
        found = read_punches((DATA / name).read_bytes(), people, HOURS.day_from)
        assert found.issues == []
        for punch in found.punches:
            moments[people.get(plain_number(punch.number)) or punch.name].append(punch.moment)
    return person_days(moments, FIRST, LAST, calendar(), HOURS, excuses())
