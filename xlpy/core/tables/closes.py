"""Which periods are closed, what proves it, and what the workbook says of itself."""

from datetime import datetime

from xlpy.core.periods import Period
from xlpy.core.tables.choices import STATES
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import RESULT, Row, col


@table(
    "closes",
    "结账",
    "Closes",
    RESULT,
    "RULES",
    part="results",
    place=101,
    keys=("period",),
    note=(
        "结过的期间，按先后排列；摘要一行连一行。Closed periods in order; each digest chains "
        "to the one before."
    ),
    closing=True,
)
class Close(Row):
    """A period's state: open, closed or locked, and the digest of what its close read and wrote."""

    period: Period = col("期间", "Period", "period")
    state: str = col("状态", "State", "kind", choices=STATES)
    closed_at: datetime | None = col("结账时间", "Closed at", "timestamp", default=None)
    closed_by: str | None = col("结账人", "Closed by", "text", default=None)
    rows: int | None = col("行数", "Rows", "count", default=None)
    digest: str | None = col("摘要", "Digest", "text", default=None)
    previous: str | None = col("前一摘要", "Previous", "text", default=None)


@table(
    "seals",
    "封签",
    "Seals",
    RESULT,
    "RULES",
    part="system",
    place=102,
    keys=("period", "covers", "table", "part"),
    note=(
        "每次结账读过和写过的行的摘要，供核对。Digests of the rows that a close read or "
        "wrote, for verify."
    ),
    closing=True,
)
class Seal(Row):
    """The digest of some of one table's rows that a period's close read or wrote, and a print of
    each row.
    """

    period: Period = col("期间", "Period", "period")
    covers: Period = col(
        "所属期间",
        "Covers",
        "period",
        note="这些行属于哪个期间。The period that the rows belong to.",
    )
    table: str = col("表", "Table", "text")
    part: int = col("部分", "Part", "count")
    rows: int = col("行数", "Rows", "count")
    digest: str = col("摘要", "Digest", "text")
    prints: str = col(
        "行指纹",
        "Row prints",
        "text",
        note="每行的指纹，用来指出哪一行变了。Tells which row changed.",
    )


@table(
    "reopenings",
    "反结账",
    "Reopenings",
    RESULT,
    "RULES",
    part="system",
    place=103,
    keys=(),
    note="每次反结账：谁、何时、为什么。Every re-opening: who, when, why.",
    closing=True,
)
class Reopening(Row):
    """A re-opening: who, when, why, and the digest that stood before."""

    period: Period = col("期间", "Period", "period")
    reopened_at: datetime = col("时间", "Reopened at", "timestamp")
    reopened_by: str = col("经手人", "Reopened by", "text")
    reason: str = col("原因", "Reason", "text")
    digest: str = col("原摘要", "Digest before", "text")


@table(
    "about",
    "关于",
    "About",
    RESULT,
    "RULES",
    part="system",
    keys=("key",),
    note="本工作簿的版式版本等，程序用它判断能否打开。The workbook's layout version; the program "
    "goes by it.",
)
class About(Row):
    """A fact about the workbook itself, such as its layout version."""

    key: str = col("项目", "Item", "text")
    value: str | None = col("值", "Value", "value", default=None)
