"""The sheet of one person's day: what to follow up today, how late, by which rule and why, what
was last said, the next step (D-4.2).
"""

from collections.abc import Mapping
from datetime import date

from xlpy.build.book import Book, serial
from xlpy.build.figures import is_day
from xlpy.build.formulas import exactly, nth_place
from xlpy.build.speech import Label, cell_of, label_of
from xlpy.build.style import AMBER, AMBER_LIGHT, MUTED, RED, rule
from xlpy.build.view import BOX, HIDDEN, View, cell
from xlpy.core.tables import TABLES
from xlpy.core.views import TODAY, TODAY_COLUMNS

NAME_ROW, COUNT_ROW, LIST_ROW, LINES = 5, 6, 8, 18
_WIDTHS = (11, 8, 13, 22, 14, 9, 38, 30, 30)
_ALIGN = {"due": "center", "days_late": "center", "rule": "center"}
_HEIGHT = 30


def write_today(book: Book) -> None:
    """Fill the sheet of one person's day."""
    Today(book).write()


class Today:
    """The tasks of one person, chosen by name, of the day that the table `todo` holds."""

    def __init__(self, book: Book):
        self.book = book
        self.view = View(book, TODAY, (2, *_WIDTHS))
        rows = enumerate(self.view.figures.of("todo"), 1)
        self.rows = [(place, row) for place, row in rows if is_day(row.get("day"))]
        self.name = str(self.rows[0][1].get("salesperson") or "") if self.rows else ""
        self.mine = [
            (place, row) for place, row in self.rows if (row.get("salesperson") or "") == self.name
        ]

    def n(self, column: str) -> str:
        """The name of a column of the table."""
        return self.book.name("todo", column)

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "今天跟进",
            "Today",
            "选一个人；按钮“今天跟进”更新清单，选中一行按“跟进完成”记下做了什么。空着是无人负责的。",
            "Choose a person. The button To do renews the list; select a line and press Done to "
            "write down what was done. Blank: what nobody has.",
        )
        self._write_choosers()
        columns = [TABLES["todo"].column(key) for key in TODAY_COLUMNS]
        view.header(LIST_ROW, 1, [label_of(column) for column in columns])
        for line in range(LINES):
            self._write_line(LIST_ROW + 1 + line, line)
        last = LIST_ROW + LINES
        late = f"N($C{LIST_ROW + 2})>0"
        view.mark((LIST_ROW + 1, 1, last, 2), late, rule(AMBER, AMBER_LIGHT) | BOX)
        view.rule_rows((LIST_ROW + 1, 1, last, 2), cell(LIST_ROW + 1, 0))
        view.rule_rows((LIST_ROW + 1, 3, last, view.last_column), cell(LIST_ROW + 1, 0))
        self._write_more(last + 1)
        view.sheet.freeze_panes(LIST_ROW + 1, 0)
        view.print_set_up(last + 1, landscape=True)

    def _write_choosers(self) -> None:
        view, day, who = self.view, self.n("day"), self.n("salesperson")
        first = f'=IF(COUNT({day})=0,"",INDEX({who},1)&"")'
        names = self.book.name("staff", "name")
        label = Label("业务员", "Salesperson")
        # The label stands in two columns, the name has the room of the third.
        view.chooser(NAME_ROW, 3, label, first, self.name, names, "td_today_name")
        days = [row["day"] for _, row in self.rows]
        on = serial(max(days)) if days else ""
        view.text(NAME_ROW, 4, Label("哪天", "Day"), bold=True, align="right", indent=1)
        look = {"num_format": "yyyy-mm-dd", "align": "center", "bold": True}
        view.formula(NAME_ROW, 5, f'=IF(COUNT({day})=0,"",MAX({day}))', on, **look)
        view.formula(COUNT_ROW, 3, self._count_formula(), self._counted(), font_color=MUTED)
        none = Label("清单还是空的：请按“今天跟进”。", "The list is empty: press To do.")
        value = "" if self.rows else none
        known = f'OR(td_today_name="",COUNTIF({names},{exactly("td_today_name")})>0)'
        formula = f'=IF({known},IF(COUNT({day})=0,"{none}",""),"{NO_PERSON}")'
        view.formula(NAME_ROW, 7, formula, value, font_color=RED)

    def _mine(self) -> str:
        """The conditions of COUNTIFS for the person's lines."""
        return f'{self.n("salesperson")},{exactly("td_today_name")},{self.n("day")},">0"'

    def _count_formula(self) -> str:
        mine, late = self._mine(), self.n("days_late")
        parts = COUNTED
        all_, over = f"COUNTIFS({mine})", f'COUNTIFS({mine},{late},">0")'
        day = self.n("day")
        return f'=IF(COUNT({day})=0,"",{all_}&"{parts[0]}"&{over}&"{parts[1]}")'

    def _counted(self) -> str:
        if not self.rows:
            return ""
        late = sum((row.get("days_late") or 0) > 0 for _, row in self.mine)
        return f"{len(self.mine)}{COUNTED[0]}{late}{COUNTED[1]}"

    def _write_line(self, row: int, line: int) -> None:
        """A line of the list, and unseen in the margin its place in the table."""
        view = self.view
        view.sheet.set_row(row, _HEIGHT)
        who, day = self.n("salesperson"), self.n("day")
        found = nth_place(f'({who}=td_today_name)*({day}<>"")', day, line + 1)
        place, mine = self.mine[line] if line < len(self.mine) else ("", {})
        view.formula(row, 0, f'{{=IFERROR({found},"")}}', place, **HIDDEN)
        for column, key in enumerate(TODAY_COLUMNS, 1):
            cells = f"INDEX({self.n(key)},$A{row + 1})"
            formula = f'=IF($A{row + 1}="","",IF({cells}="","",{cells}))'
            look = {"align": _ALIGN.get(key, "left"), "valign": "top"}
            look |= {"text_wrap": True, "font_size": 9}
            if key == "due":
                look["num_format"] = "yyyy-mm-dd"
            view.formula(row, column, formula, _shown(key, mine), **look)

    def _write_more(self, row: int) -> None:
        """How many lines the page has no room for."""
        count, text = f"COUNTIFS({self._mine()})", MORE
        formula = f'=IF({count}>{LINES},{count}-{LINES}&"{text}","")'
        over = len(self.mine) - LINES
        value = f"{over}{text}" if over > 0 else ""
        self.view.formula(row, 1, formula, value, font_color=RED, font_size=9)


NO_PERSON = Label("人员表里没有这个姓名。", "No such name in the staff table.")
COUNTED = (Label(" 件，", " to do, "), Label(" 件已过期", " late"))
MORE = Label(" 件不在这页：见跟进清单。", " more are not on this page: see the to-do list.")
"""What stands behind how many."""


def _shown(key: str, row: Mapping) -> object:
    """What a cell of a line shows now."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, date):
        return serial(value)
    return cell_of(TABLES["todo"].column(key), value)
