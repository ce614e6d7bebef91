"""Views that buttons read: the name of the sheet, and what stands in which of its columns."""

REPORT_SHEET = "报告 Report"
"""The sheet of a period's report."""
FUNNEL_SHEET = "漏斗图 Funnel charts"
"""The sheet of a period's funnel."""
TODAY = "今天跟进 Today"
"""The sheet of one person's day."""
TODAY_COLUMNS = (
    "due",
    "days_late",
    "what",
    "customer",
    "reference",
    "rule",
    "why",
    "last_said",
    "next_step",
)
"""The columns of the table `todo` that it shows, from its second column on."""


def today_column(key: str) -> int:
    """Where the sheet of one person's day shows a column of the table `todo`, from 0."""
    return 1 + TODAY_COLUMNS.index(key)
