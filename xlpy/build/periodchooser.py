"""A period and a view that are chosen on a sheet, whatever the form in which they are typed, and
what is said of one that is none.
"""

from dataclasses import dataclass

from xlpy.build.book import serial
from xlpy.build.monthread import PERIOD_FORMS, month_read, no_period, period_read
from xlpy.build.speech import Label
from xlpy.build.view import View
from xlpy.core.periods import Month, parse_period

BY_FORMS = Label("一部分（业务员）", "part of one (person)")
_NO_VIEW = Label("没有这样的分法，请从列表选。", "There is no such view; choose from the list.")


@dataclass(frozen=True)
class PeriodChooser:
    """Two choosers in a row, a period's and a view's: the beginning of their cells' names, their
    columns, the lists that they offer, and what they show when the workbook is new.
    """

    name: str
    row: int
    columns: tuple[int, int]
    lists: tuple[str, str]
    period: str
    by: str

    @property
    def chosen(self) -> str:
        """The name of the cell in which the period is chosen."""
        return f"{self.name}_period"

    @property
    def period_read(self) -> str:
        """The name of the cell that says which period it is."""
        return f"{self.chosen}_read"

    @property
    def by_read(self) -> str:
        """The name of the cell that says which view it is."""
        return f"{self.name}_by_read"

    def write(self, view: View, last: str) -> None:
        """Fill the cells; `last`: the column whose last period is shown until one is chosen."""
        first, second = self.columns
        periods, views = self.lists
        formula, label = f'=IFERROR(INDEX({last},ROWS({last}))&"","")', Label("期间", "Period")
        text = {"num_format": "@"}
        period, by, at = self.chosen, f"{self.name}_by", self.row
        view.chooser(at, first, label, formula, self.period, periods, period, PERIOD_FORMS, **text)
        month = view.understood(f"{period}_month", 2, month_read(period, "td_next"), self._month())
        view.understood(period, 3, period_read(period, "td_next", month), self.period)
        label, formula = Label("按", "By"), f'="{self.by}"'
        view.chooser(at, second, label, formula, self.by, views, by, BY_FORMS)
        half = f'INDEX({views},MATCH("*"&TRIM({by})&"*",{views},0))'
        view.understood(by, 4, f'=IFERROR(IF(TRIM({by})="","",{half}),"")', self.by)

    def hint(self, count: str, press: Label) -> str:
        """The formula for what is said beside them: of a period or view that is none, and `press`
        where there is nothing of the period (`count` is 0).
        """
        odd = f'IF(IFERROR({self.chosen}="",FALSE),"{press}",{no_period(self.chosen)})'
        none = f'IF({self.by_read}="","{_NO_VIEW}",IF({count}=0,"{press}",""))'
        return f'=IF({self.period_read}="",{odd},{none})'

    def _month(self) -> object:
        """The first day of the month that the sheet shows; an empty text for a longer period."""
        if not self.period or not isinstance(period := parse_period(self.period), Month):
            return ""
        return serial(period.first)
