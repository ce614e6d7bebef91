"""Where the figures of the dashboard's charts are on their sheet, and their headings."""

from dataclasses import dataclass

from xlpy.build.book import CHART_DATA, absolute, sheet_ref
from xlpy.build.speech import Label
from xlpy.core.tables import TABLES
from xlpy.core.tables.choices import REGIONS

TIERS = 5
HIGHEST = 9 + TIERS
"""The column of the highest tier that the chart draws, and of those above it."""
THRESHOLDS, MONTHS_TOP = 5, 7
PERSONS_TOP = MONTHS_TOP + 16
FEWEST, MOST = 8, 20
"""For how many persons the charts have room: for those that there are and two more, within these
bounds.
"""
OWN = 10
"""The first of four columns: what is a person's own and what is shared, of the year and of the
month.
"""
TEAM_NAME = HIGHEST + 1
"""The column of the months' names of the team of people without one."""
UNPLANNED = TEAM_NAME + 1
"""The column of what each month adds to the year's target: all of it without plans, else what no
plan covers.
"""
FIRST_ROW = UNPLANNED + 1
"""The column of the first row of receipts that is of each month; the last one's is beside it."""
ACHIEVED, HEAT_PERSONS = FIRST_ROW + 2, 10
"""The first column of what the year's best receive in the months that are not closed; how many
they are at most.
"""
LABELS = ACHIEVED + HEAT_PERSONS
"""The first column of what the charts write along their axes, blank while a chart has no
figures.
"""
DRAWN = LABELS + 3
"""The first column of what columns and lines are drawn from: the figures themselves, but none
where they are 0.
"""
PLANNED_ROW = MONTHS_TOP + 12
POOLS = ("welfare", "quarter", "year")
MONTH_LABELS = (Label("月份", "Month"), Label("回款", "Receipts"), Label("任务", "Target"))
PERSON_LABELS = (
    Label("姓名", "Name"),
    Label("年回款", "Year receipts"),
    Label("年任务", "Year target"),
    Label("月回款", "Month receipts"),
    Label("月任务", "Month target"),
)
"""What heads the first columns of months and of persons; legends say it, too."""
NO_TIER = Label("无提成", "None")
CROWDED = Label(
    "回款太多：个人只计已结月份。",
    "Too many receipts: persons' figures are those of closed months.",
)


def drawn(column: int) -> int:
    """The column that a column of figures is drawn from; of the months' and the persons'
    figures.
    """
    return DRAWN + column - 2


NOTHING = drawn(7)
"""The column of zeros that a chart draws beside its figures, so that its axis fits without
figures, too.
"""


def pool_names() -> list[str]:
    """What each pool is called, in the order of their columns."""
    return [str(Label(zh, key)) for key, zh in TABLES["pools"].column("pool").choices]


@dataclass(frozen=True)
class Places:
    """Where the chart data stand: the rows of persons and regions, from 0."""

    persons: int

    @property
    def persons_last(self) -> int:
        """The last person's row."""
        return PERSONS_TOP + self.persons - 1

    @property
    def regions_top(self) -> int:
        """The first region's row."""
        return self.persons_last + 5

    @property
    def regions_last(self) -> int:
        """The row of receipts without a region."""
        return self.regions_top + len(REGIONS)

    @property
    def titles_top(self) -> int:
        """The row of the first chart's title."""
        return self.regions_last + 3

    def state(self, panel: int) -> str:
        """The cell that holds 0 while a chart has no figures."""
        return f"$C${self.titles_top + panel + 1}"

    @staticmethod
    def ref(first_row: int, column: int, last_row: int) -> str:
        """A column of chart data as a chart's series takes it."""
        return (
            f"={sheet_ref(CHART_DATA)}!{absolute(first_row, column)}:{absolute(last_row, column)}"
        )
