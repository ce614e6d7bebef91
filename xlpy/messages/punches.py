"""What a punch list comes to, as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.attendance import MARKS, MonthOfPerson, clock
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.merge import Changed
    from xlpy.jobs.punches import Attended


def punches_doc(found: "Attended", written: bool) -> dict:
    """A punch list as JSON carries it: times as texts, minutes as numbers."""
    return {
        "written": written,
        "new": found.new,
        "there_already": found.known,
        "nobodys": found.nobodys,
        "days": [
            {
                "date": str(day.day),
                "name": day.name,
                "working": day.working,
                **{mark: clock(day.marks[mark]) for mark in MARKS},
                "late": dict(day.late),
                "early": dict(day.early),
                "missing": list(day.missing),
                "others": [clock(second) for second in day.others],
                "no_punch_no_leave": day.no_word,
            }
            for day in found.days
        ],
        "months": [
            {
                "month": str(month.month),
                "name": month.name,
                "working_days": month.working_days,
                "late": month.late,
                "late_minutes": month.late_minutes,
                "early": month.early,
                "early_minutes": month.early_minutes,
                "missing": month.missing,
                "no_punch_no_leave": month.no_word,
                "leave": {kind: float(days) for kind, days in month.leave.items()},
            }
            for month in found.months
        ],
        "attendance": [
            {"row": each.row, "column": each.column, "before": each.before, "after": each.after}
            for each in found.merge
        ],
        "attendance_added": found.added,
        "proposals": [
            {"date": str(row.date), "name": row.name, "code": row.code, "reason": row.reason}
            for row in found.proposals
        ],
        "issues": issues_doc(found.issues),
    }


def _cell(each: "Changed", words: Words) -> str:
    """A cell of the table attendance: the row's month and name, the column's label."""
    table = TABLES["attendance"]
    row = words(Text(f"第 {each.row} 行", f"row {each.row}"))
    who = " ".join(filter(None, each.who))
    return f"{words.label(table)} {row} {who} {words.label(table.column(each.column))}"


def _figures(month: MonthOfPerson) -> tuple[int, ...]:
    minutes = month.late_minutes + month.early_minutes
    return (month.working_days, month.late, month.early, minutes, month.missing)


def punches_text(found: "Attended", written: bool | None, words: Words = BESIDE) -> str:
    """What a punch list comes to: a line for each person and month, then the rest.

    `written`: whether it was; None: that is still to be agreed to.
    """
    lines = [
        words(
            Text(
                f"新打卡 {found.new} 次，已有 {found.known} 次。",
                f"{found.new} new punches, {found.known} there already.",
            )
        )
    ]
    if found.nobodys:
        lines.append(
            words(
                Text(
                    f"机器不认识的手指 {found.nobodys} 行，不算。",
                    f"{found.nobodys} lines of a finger that the machine did not know do not "
                    "count.",
                )
            )
        )
    header = [
        words(Text("月份", "month")),
        words(Text("姓名", "name")),
        words(Text("工作日", "days")),
        words(Text("迟到", "late")),
        words(Text("早退", "early")),
        words(Text("分钟", "minutes")),
        words(Text("缺卡", "missing")),
    ]
    rows = [[str(m.month), m.name, *map(str, _figures(m))] for m in found.months]
    lines.append(grid(header, rows, range(2, 7)))
    for day in found.days:
        if day.no_word:
            lines.append(
                words(
                    Text(
                        f"{day.day} {day.name}：没有打卡也没有请假，请问本人。",
                        f"{day.day} {day.name}: no punch and no leave: ask.",
                    )
                )
            )
    for row in found.proposals:
        lines.append(f"{row.date} {row.name} {row.code}: {row.reason}")
    if found.added:
        table = words.label(TABLES["attendance"])
        added = words(Text(f"增加 {found.added} 行", f"{found.added} new rows"))
        lines.append(f"{table}: {added}")
    for each in found.merge:
        change = f"{each.before or '—'} → {each.after}"
        lines.append(f"{_cell(each, words)}: {change}")
    if found.issues:
        lines.append(issues_text(found.issues, words))
    if written is None:
        return "\n".join(lines)
    done = (
        words(Text("已写入。", "Written."))
        if written
        else words(Text("未写入。", "Nothing was written."))
    )
    return "\n".join([*lines, done])
