"""The rows that a new workbook starts with: the default rules, and for the demo a department's
year.
"""

from datetime import datetime
from functools import cache

from xlpy.book.defaults import default_rows, in_one
from xlpy.book.tables import MemoryTables
from xlpy.book.version import about_rows
from xlpy.core.text import BOTH, EN, Text

CLOSER = "刘洋"
TEAM = Text("外贸部", "Trade department")
"""What the team of people without one is called in a new workbook, by the language."""
CLOSES = (
    ("2012-01", datetime(2012, 2, 3, 9, 30)),
    ("2012-02", datetime(2012, 3, 5, 9, 30)),
    ("2012-03", datetime(2012, 4, 5, 10, 0)),
    ("2012-Q1", datetime(2012, 4, 5, 10, 20)),
    ("2012-04", datetime(2012, 5, 4, 9, 30)),
    ("2012-05", datetime(2012, 6, 4, 9, 30)),
    ("2012-06", datetime(2012, 7, 4, 10, 0)),
    ("2012-Q2", datetime(2012, 7, 4, 10, 20)),
    ("2012-07", datetime(2012, 8, 3, 9, 30)),
    ("2012-08", datetime(2012, 9, 5, 9, 30)),
    ("2012-09", datetime(2012, 10, 9, 10, 0)),
    ("2012-Q3", datetime(2012, 10, 9, 10, 20)),
)
"""What the demo has closed, and when; October is ready to be closed."""


def starting_rows(language: str = BOTH) -> dict[str, list[dict]]:
    """What every new workbook holds: the default rules, their notes in its language, and the
    layout version.
    """
    rows = in_one(default_rows(), language)
    if language == EN:
        rows["policy"] = [
            row | ({"value": TEAM.en} if row["key"] == "team.name" else {})
            for row in rows["policy"]
        ]
        rows["mail_templates"] = [r for r in rows["mail_templates"] if r["language"].isascii()]
    return {**rows, "about": about_rows(language)}


def sample_rows(language: str = BOTH) -> dict[str, list[dict]]:
    """The demo department with a dozen order dossiers and their board.

    Its first nine months and three quarters are closed by the product's own close.
    """
    return {key: [dict(row) for row in rows] for key, rows in _sample(language).items()}


@cache
def _sample(language: str) -> dict[str, list[dict]]:
    from xlpy.build.demo import demo_rows
    from xlpy.build.demo_dossier import dossier_rows
    from xlpy.build.demo_plan import STANDS
    from xlpy.jobs.close import close
    from xlpy.jobs.dossier import write_board
    from xlpy.jobs.plan import write_plan

    rows = {**in_one(default_rows(), language), **demo_rows(), "about": about_rows(language)}
    tables = _Kept(in_one({**rows, **dossier_rows(rows)}, language))
    for period, at in CLOSES:
        close(tables, period, by=CLOSER, at=at)
    write_board(tables)
    tables.language = language
    write_plan(tables, STANDS)
    return tables.rows


class _Kept(MemoryTables):
    """Tables in memory whose rows are taken out again as they went in."""

    @property
    def rows(self) -> dict[str, list[dict]]:
        """The rows by table, as cell values."""
        return self._rows
