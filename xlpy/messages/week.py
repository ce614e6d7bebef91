"""A week's report as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.money import show
from xlpy.core.tables.logs import Meeting
from xlpy.core.text import Text
from xlpy.core.weekly import PersonWeek
from xlpy.core.weektold import (
    ALL,
    HEADS,
    figures_of,
    name_of,
    shown_share,
    title_of,
    told_of,
)
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.week import WeekReport


def week_doc(report: "WeekReport") -> dict:
    """A week's report as JSON carries it; money as texts with two decimals."""
    return {
        "week": str(report.week),
        "from": str(report.week.monday),
        "to": str(report.week.sunday),
        "day": str(report.day),
        "people": [_person_doc(each) for each in report.people],
        "all": _person_doc(report.whole),
        "meetings": [_meeting_doc(row) for row in report.meetings],
        "meetings_next_week": [_meeting_doc(row) for row in report.meets_next],
        "trainings": [{"date": str(row.date), "topic": row.topic} for row in report.trainings],
        "issues_logged": [{"issue_no": row.issue_no, "what": row.what} for row in report.opened],
        "no_summary": report.no_summary,
        "no_weekly_meeting": report.no_meeting,
        **issues_doc(report.issues),
    }


def _person_doc(person: PersonWeek) -> dict:
    said = person.said
    return {
        "name": person.name,
        "enquiries": person.asked,
        "answered": person.answered,
        "not_answered": person.unanswered,
        "quotations": person.quotes,
        "orders": person.order_count,
        "order_amounts": {key: f"{amount:.2f}" for key, amount in sorted(person.orders.items())},
        "receipts": show(person.receipts),
        "follow_ups": person.follow_ups,
        "plan": [
            {
                "item_no": row.item_no,
                "before": shown_share(row.before),
                "after": shown_share(row.after),
            }
            for row in person.moved
        ],
        "done_late": [{"zh": text.zh, "en": text.en} for text in person.late],
        "to_do": person.to_do,
        "overdue": person.overdue,
        "next_week": [
            {"day": str(step.day), "number": step.number, "what": step.what} for step in person.next
        ],
        "said": said and {"done": said.done, "problems": said.problems, "next": said.next_},
    }


def _meeting_doc(row: Meeting) -> dict:
    keys = ("kind", "chair", "attended", "last_week", "next_week", "technical")
    return {"date": str(row.date)} | {key: getattr(row, key) for key in keys}


def week_text(report: "WeekReport", words: Words = BESIDE) -> str:
    """The figures by person, what each did and has before them, meetings, what is missing."""
    language = words.language
    lines = [[name_of(each, language), *figures_of(each)] for each in report.people]
    if report.name is None:
        lines.append([words(ALL), *figures_of(report.whole)])
    parts = [
        title_of(report.week).said(language),
        grid([words(head) for head in HEADS], lines, range(1, len(HEADS))),
    ]
    for person in report.people:
        if told := list(told_of(person, report.week)):
            named = name_of(person, language)
            parts += ["", f"{named}:", *(f"  {line.said(language)}" for line in told)]
    if rest := report.told:
        parts += ["", *(line.said(language) for line in rest)]
    if report.issues:
        head = words(
            Text("读不出的单元格不在周报里：", "What cannot be read is not in the report:")
        )
        parts += ["", head, issues_text(report.issues, words)]
    return "\n".join(parts)
