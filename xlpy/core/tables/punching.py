"""Attendance from punch lists: whose number, the punches, excuses, days, proposed fines (C-5.3)."""

import datetime

from xlpy.core.tables.choices import DAY_PARTS, DECIDED, EXCUSES
from xlpy.core.tables.columns import fen, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, RESULT, Row, col
from xlpy.core.text import Text

_TIME = (
    "写作 08:06:15；次日的写作“次日 00:38”。"
    "As 08:06:15; after midnight with the mark of the next day before it."
)


@table(
    "badges",
    "考勤号登记",
    "Badges",
    INPUT,
    "C-5.3",
    part="days",
    keys=("punch_no", "from"),
    note="考勤机上的号是谁的，从哪天到哪天。Whose a number of the punch machine is, from when on.",
)
class Badge(Row):
    """Whose a punch machine's number is, and in which days (C-5.3)."""

    punch_no: str = col(
        "考勤号",
        "Punch no.",
        "text",
        note="机器上的号；账号也可以。The machine's number; an account will do, too.",
        also="考勤号码;工号;登记号码;编号;号码;number;no;enno;user id;userid;account;staff no",
    )
    name: str = person()
    from_: datetime.date | None = col(
        "开始日期", "From", "date", default=None, also="从;启用日期;起;since;start"
    )
    to: datetime.date | None = col(
        "结束日期", "To", "date", default=None, also="到;停用日期;止;until;end"
    )


@table(
    "punches",
    "打卡",
    "Punches",
    INPUT,
    "C-5.3",
    part="days",
    keys=("punch_no", "time"),
    note="每次打卡一行，由“打卡”从考勤机的文件导入。One row per punch, taken from the machine's "
    "file by punches.",
)
class Punch(Row):
    """A punch: the number, the time, the file it came from (C-5.3)."""

    punch_no: str = col(
        "考勤号", "Punch no.", "text", also="考勤号码;工号;登记号码;编号;number;no;enno;user id"
    )
    time: datetime.datetime = col(
        "打卡时间",
        "Time",
        "timestamp",
        note="如 2026-03-02 08:06:15。As 2026-03-02 08:06:15.",
        also="时间;日期时间;签到时间;datetime;date time;punched at",
    )
    source: str | None = col(
        "来自文件", "From file", "text", default=None, also="文件;机器;machine"
    )


@table(
    "excuses",
    "请假外出",
    "Excuses",
    INPUT,
    "C-5.3",
    part="days",
    keys=("date", "name", "part", "kind"),
    note="请假、出差、忘打卡、事先说明，每天一行。Leave, trips, forgotten punches, what was "
    "announced; a row a day.",
)
class Excuse(Row):
    """Why somebody has no punch or is late on a day, or a part of it (C-5.3, B-4.5)."""

    date: datetime.date = col("日期", "Date", "date", also="请假日期;外出日期;day")
    name: str = person()
    part: str = col(
        "时段",
        "Part",
        "choice",
        choices=DAY_PARTS,
        also="上午下午;半天;请假时段;half;part of the day;period",
    )
    kind: str = col(
        "事由",
        "Kind",
        "choice",
        choices=EXCUSES,
        also="类别;类型;假别;请假类型;原因;type;reason;leave type",
    )
    approved_by: str | None = person(
        "批准人", "Approved by", default=None, also="审批人;批准;approver;approval"
    )
    note: str | None = col("备注", "Note", "text", default=None, also="说明;remark;comment")


@table(
    "attendance_days",
    "每日考勤",
    "Attendance days",
    RESULT,
    "C-5.3",
    part="days",
    keys=("date", "name"),
    note="每人每天的四次打卡和结论；由“打卡”写入。Everybody's four marks and what follows, by day; "
    "written by punches.",
    writer=Text("打卡", "punches"),
)
class AttendanceDay(Row):
    """A person's day: four marks, times late, early and missing, minutes, the verdict (C-5.3)."""

    date: datetime.date = col("日期", "Date", "date")
    name: str = person()
    in1: str | None = col("上午上班", "In 1", "text", note=_TIME, default=None)
    out1: str | None = col("上午下班", "Out 1", "text", default=None)
    in2: str | None = col("下午上班", "In 2", "text", default=None)
    out2: str | None = col("下午下班", "Out 2", "text", default=None)
    late: int | None = col("迟到次数", "Late", "count", default=None)
    early: int | None = col("早退次数", "Early", "count", default=None)
    missing: int | None = col(
        "缺卡次数",
        "Missing",
        "count",
        note="缺卡不是迟到。A missing punch is not lateness.",
        default=None,
    )
    minutes: int | None = col("迟到早退分钟", "Minutes", "count", default=None)
    verdict: str | None = col("结论", "Verdict", "text", default=None)


@table(
    "fine_proposals",
    "罚款建议",
    "Fine proposals",
    RESULT,
    "B-4",
    part="days",
    keys=("date", "name", "code"),
    note="只是建议：经理决定了才进“罚款”表。Proposals only: what the manager decided goes to the "
    "table fines.",
    writer=Text("打卡", "punches"),
)
class FineProposal(Row):
    """A fine that the rules would allow; nothing is deducted until somebody decides (B-4)."""

    date: datetime.date = col("日期", "Date", "date")
    name: str = person()
    code: str = col(
        "规则代码", "Rule code", "text", note="规则的编号，如 B-4.5。The rule's id, as B-4.5."
    )
    reason: str | None = col("原因", "Reason", "text", default=None)
    amount: int | None = fen("金额", "Amount", default=None)
    decision: str | None = col("决定", "Decision", "choice", choices=DECIDED, default=None)
