"""What is missing in the logs of the days: causes that come back, cures that nobody looked at,
weeks without a summary or meeting, quarters with few trainings (A-Q1.2, D-4.3.1, E-1.8, A-3.2).

Everything is judged by a day that is given: the last one in the logs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from xlpy.core.circles import circles
from xlpy.core.issues import Issue, warning
from xlpy.core.likeness.fold import plain
from xlpy.core.parameters import tokens
from xlpy.core.periods import Calendar, Quarter, month_of
from xlpy.core.policy import NoRule, Rules, RulesOn
from xlpy.core.roles import ROLES
from xlpy.core.roster import Roster
from xlpy.core.tables.logs import LoggedIssue, Meeting, Training, WorkLog
from xlpy.core.tables.people import Staff
from xlpy.core.tables.planning import PlanItem
from xlpy.core.text import Text
from xlpy.core.weeks import Week, summed_up, week_of, weeks

HELD, ALIKE, LOGGERS = "plan.held_days", "plan.causes_alike", "plan.loggers"
LEAST, MOST = "plan.trainings_least", "plan.trainings_most"
CAUSES, SUMMARY, MEETING, TRAINING = "A-Q1.2", "D-4.3.1", "E-1.8", "A-3.2"
WEEK, WEEKLY = "week", "weekly"
_NAMES = re.compile(r"\s*[;,、；，\n]\s*")


def named(text: str | None) -> list[str]:
    """The names of a cell that holds several."""
    return [name for name in _NAMES.split((text or "").strip()) if name]


def alike(one: str, other: str) -> Fraction:
    """How much two causes have in common, from 0 to 1: twice the pairs of neighbouring signs in
    both ÷ the pairs of each, whatever case, width and blanks (A-Q1.2).
    """
    return _common(_pairs(one), _pairs(other))


def _pairs(text: str) -> Counter[str]:
    bare = "".join(sign for sign in plain(text) if sign.isalnum())
    return Counter(bare[at : at + 2] for at in range(max(len(bare) - 1, 1))) if bare else Counter()


def _common(one: Counter[str], other: Counter[str]) -> Fraction:
    whole = one.total() + other.total()
    return Fraction(2 * (one & other).total(), whole) if whole else Fraction()


def repeats(rows: Sequence[LoggedIssue], least: Fraction) -> list[tuple[LoggedIssue, LoggedIssue]]:
    """Each issue that came back, with the last earlier one that it repeats: the one that it names,
    else the last whose cause is alike by at least that share (A-Q1.2).
    """
    ordered = sorted(rows, key=lambda row: row.date)
    known = {row.issue_no: row for row in rows}
    pairs = {row.issue_no: _pairs(row.cause or "") for row in rows}
    found = []
    for at, row in enumerate(ordered):
        own = pairs[row.issue_no]
        earlier = known.get(row.repeats or "") or next(
            (
                before
                for before in reversed(ordered[:at])
                if own and _common(own, pairs[before.issue_no]) >= least
            ),
            None,
        )
        if earlier is not None and earlier is not row:
            found.append((row, earlier))
    return found


def issue_log(rows: Sequence[LoggedIssue], rules: RulesOn, day: date) -> Iterator[Issue]:
    """Warnings of the issue log: causes that came back, cures that did not hold or that nobody
    looked at, no reason or owner, and what is overdue on a day (A-Q1.2). Raises NoRule.
    """
    held, least = rules.count(HELD), rules.ratio(ALIKE)
    numbers = {row.issue_no for row in rows}
    around: set[str] = set()
    for circle in circles({row.issue_no: [row.repeats] for row in rows if row.repeats}):
        around.update(circle)
        yield _in_a_circle(rows, circle)
    for row, before in repeats(rows, least):
        if not {row.issue_no, before.issue_no} <= around:
            yield from _came_back(row, before)
    for row in rows:
        number = row.issue_no
        if not row.owner:
            said = Text(f"{number} 没有负责人；请写一人", f"{number} has no owner; name somebody")
            yield warning("issue_log", row.row, "owner", CAUSES, said, "issue.owner")
        if row.repeats and row.repeats not in numbers:
            said = Text(
                f"问题记录里没有“{row.repeats}”；请改正 {number} 的重犯哪件",
                f'{number} repeats "{row.repeats}", which is not in the issue log; correct it',
            )
            yield warning("issue_log", row.row, "repeats", CAUSES, said, "issue.unknown")
        if row.done_on and not row.why_this_cure:
            said = Text(
                f"{number} 做完了，没写为什么这样治；请补上，好看出治的是起因",
                f"{number} is done and does not say why this cure; add it",
            )
            yield warning("issue_log", row.row, "why_this_cure", CAUSES, said, "issue.why")
        if row.due and not row.done_on and row.due < day:
            said = Text(
                f"{number} 的期限 {row.due} 已过，到 {day} 还没做完",
                f"{number} was due on {row.due} and is not done by {day}",
            )
            yield warning("issue_log", row.row, "due", CAUSES, said, "issue.late")
        if row.done_on and not row.held_on and row.done_on + timedelta(days=held) <= day:
            said = Text(
                f"{number} 在 {row.done_on} 治好，{held} 天后没有人复查；没再犯请填复查有效日期",
                (
                    f"{number} was done on {row.done_on}; {held} days later nobody has looked "
                    "whether "
                    "it held: fill in the day, or enter it anew"
                ),
            )
            yield warning("issue_log", row.row, "held_on", CAUSES, said, "issue.held")


def _in_a_circle(rows: Iterable[LoggedIssue], circle: Sequence[str]) -> Issue:
    places = {row.issue_no: row.row for row in rows}
    way = " → ".join(f"{number} ({places[number]})" for number in [*circle, circle[0]])
    said = Text(
        f"重犯哪件绕成了圈：{way}（括号里是行号）；请只写以前的那件",
        f"these repeat each other in a circle: {way}, with their rows; name only the earlier one",
    )
    return warning("issue_log", places[circle[0]], "repeats", CAUSES, said, "issue.circle")


def _came_back(row: LoggedIssue, before: LoggedIssue) -> Iterator[Issue]:
    number, other = row.issue_no, before.issue_no
    if before.date > row.date:
        said = Text(
            f"{number} 写着重犯 {other}，但 {other} 在它之后（{before.date}）；请改正",
            f"{number} repeats {other}, which is of a later day ({before.date}); correct it",
        )
        yield warning("issue_log", row.row, "repeats", CAUSES, said, "issue.after")
        return
    if not row.repeats:
        said = Text(
            f"{number} 的起因“{row.cause}”与 {other} 的“{before.cause}”相似；是重犯请填 {other}",
            (
                f'{number}: the cause "{row.cause}" is like that of {other}, "{before.cause}"; '
                "if it "
                f"came back, write {other} into Repeats"
            ),
        )
        yield warning("issue_log", row.row, "repeats", CAUSES, said, "issue.again")
    if before.held_on and before.held_on < row.date:
        said = Text(
            f"{other} 在 {before.held_on} 复查有效，{row.date} 又犯（{number}）；请换办法",
            (
                f"{other} was seen to have held on {before.held_on}, but came back on {row.date} "
                "as "
                f"{number}; find another cure"
            ),
        )
        yield warning("issue_log", before.row, "held_on", CAUSES, said, "issue.back")


def loggers(roster: Roster, rules: RulesOn, week: Week) -> list[str]:
    """Who has to sum up a week: people in the roles of the policy, there from its first day to its
    last (D-4.3.1). Raises NoRule for what is no role.
    """
    roles = tokens(rules.text(LOGGERS))
    if not set(roles) <= {key for key, _ in ROLES}:
        raise NoRule(LOGGERS, rules.day, rules.text(LOGGERS))
    return [
        person.name
        for person in roster.everyone_on(week.sunday)
        if person.role in roles and _is_there(person, week)
    ]


def _is_there(person: Staff, week: Week) -> bool:
    began = person.hired is None or person.hired <= week.monday
    return began and (person.left is None or person.left >= week.sunday)


def summaries(rows: Iterable[WorkLog], calendar: Calendar) -> dict[Week, dict[str, WorkLog]]:
    """The summaries of each week by person; of two the later row (D-4.3.1)."""
    found: dict[Week, dict[str, WorkLog]] = defaultdict(dict)
    for row in rows:
        if row.kind == WEEK:
            found[summed_up(row.date, calendar)][row.name] = row
    return found


def missing_summaries(
    rows: Sequence[WorkLog],
    roster: Roster,
    rules: Rules,
    calendar: Calendar,
    away: Collection[tuple[str, Week]] = (),
) -> Iterator[Issue]:
    """A warning for each week between the first summary and the last that somebody did not sum up
    (D-4.3.1). `away`: who had no working day in a week. Raises NoRule.
    """
    found = summaries(rows, calendar)
    if not found:
        return
    for week in weeks(min(found), max(found)):
        if week.first_working(calendar) is None:
            continue
        wanted = loggers(roster, rules.on(week.sunday), week)
        names = [n for n in wanted if n not in found.get(week, ()) and (n, week) not in away]
        if names:
            said = Text(
                f"{week}（{week.monday} 起）没有周报：{'、'.join(names)}",
                f"{week} (from {week.monday}) has no summary of {', '.join(names)}",
            )
            yield warning("work_log", None, "date", SUMMARY, said, "log.missing")


def meetings(
    rows: Sequence[Meeting], calendar: Calendar, people: Collection[str]
) -> Iterator[Issue]:
    """A warning for each week between the first weekly meeting and the last that has none; for each
    without last week, next week or who was there; for strangers (E-1.8).
    """
    weekly = [row for row in rows if row.kind == WEEKLY]
    held = {week_of(row.date) for row in weekly}
    for week in weeks(min(held), max(held)) if held else ():
        if week not in held and week.first_working(calendar) is not None:
            said = Text(
                f"{week}（{week.monday} 起）没有周例会",
                f"{week} (from {week.monday}) has no weekly meeting",
            )
            yield warning("meetings", None, "date", MEETING, said, "meeting.missing")
    for row in weekly:
        blank = [key for key in ("attended", "last_week", "next_week") if not getattr(row, key)]
        if blank:
            names = {"attended": "参加", "last_week": "上周", "next_week": "下周"}
            zh = f"{row.date} 的周例会没写：{'、'.join(names[key] for key in blank)}"
            told = ", ".join(blank).replace("_", " ")
            en = f"in the weekly meeting of {row.date} is missing: {told}"
            yield warning("meetings", row.row, blank[0], MEETING, Text(zh, en), "meeting.blank")
    yield from _strangers("meetings", rows, MEETING, people)


def trainings(
    rows: Sequence[Training], rules: Rules, people: Collection[str], day: date
) -> Iterator[Issue]:
    """A warning for each quarter with too few or too many trainings, of those that are over by a
    day, from the first training on; for trainings of nobody and strangers (A-3.2). Raises NoRule.
    """
    counts = Counter(month_of(row.date).quarter for row in rows)
    for quarter in _quarters(counts, day):
        on = rules.on(quarter.months[-1].last)
        least, most, count = on.count(LEAST), on.count(MOST), counts[quarter]
        if not least <= count <= most:
            said = Text(
                f"{quarter} 培训 {count} 次，规定 {least} 至 {most} 次",
                f"{quarter} had {count} trainings; it should be {least} to {most}",
            )
            yield warning("trainings", None, "date", TRAINING, said, "training.count")
    for row in rows:
        if not named(row.attended):
            said = Text(f"“{row.topic}”没写谁参加", f'"{row.topic}" does not say who was there')
            yield warning("trainings", row.row, "attended", TRAINING, said, "training.nobody")
    yield from _strangers("trainings", rows, TRAINING, people)


def _quarters(counts: Counter[Quarter], day: date) -> Iterator[Quarter]:
    quarter = min(counts, default=None)
    while quarter is not None and quarter.months[-1].last < day:
        yield quarter
        quarter = quarter + 1


def owners(
    table: str, rows: Iterable[PlanItem | LoggedIssue], rule: str, people: Collection[str]
) -> Iterator[Issue]:
    """A warning for each owner who is not in the staff table (A)."""
    for row in rows:
        if row.owner and row.owner not in people:
            said = Text(
                f"负责人“{row.owner}”不在员工表里；请改正，一项只写一人，别人写协助",
                f'the owner "{row.owner}" is not in the staff table; name one person of it',
            )
            yield warning(table, row.row, "owner", rule, said, "owner.unknown")


def _strangers(
    table: str, rows: Sequence[Meeting] | Sequence[Training], rule: str, people: Collection[str]
) -> Iterator[Issue]:
    for row in rows:
        if names := [name for name in named(row.attended) if name not in people]:
            said = Text(
                f"参加的“{'、'.join(names)}”不在员工表里；请改正，或姓名之间用分号",
                (
                    f'"{", ".join(names)}" is not in the staff table; correct it, or put '
                    "semicolons "
                    "between names"
                ),
            )
            yield warning(table, row.row, "attended", rule, said, "attended.unknown")
