"""The home sheet: what the workbook is, what to do next, what is missing; below it the guide."""

from xlpy.build.book import (
    TODO,
    Book,
    serial,
    sheet_ref,
)
from xlpy.build.chartcredit import received_in
from xlpy.build.formulas import received
from xlpy.build.home_guide import Guide
from xlpy.build.lists import in_command
from xlpy.build.speech import Label, sentences, tab
from xlpy.build.style import (
    AMBER,
    AMBER_LIGHT,
    GREEN,
    GREEN_LIGHT,
    INK,
    MONTH,
    MUTED,
    NAVY,
    NAVY_LIGHT,
    PAPER,
    TEAL,
    WHITE,
    rule,
)
from xlpy.build.todo import DONE, ITEMS_TOP, NEXT, NOT_BEGUN, Todo, mark_states, whole_state
from xlpy.build.view import BOX, cell
from xlpy.core.tables import TABLES

CARDS_ROW, SENTENCE_ROW, BEGINNING_ROW, ITEMS_ROW = 8, 11, 11, 17
ROWS = Label("行", "rows")
CHECK = Label("请核对", "check")
BEGINNING = ("staff", "targets", "customers", "orders", "receipts")
"""What an empty workbook is filled with first, in this order."""


def write_home(book: Book) -> None:
    """Fill the home sheet."""
    Home(book).write()


class Home(Guide):
    """The sheet people start from."""

    def __init__(self, book: Book):
        super().__init__(book)
        self.todo = Todo(book)
        self.items = self.todo.items()

    def write(self) -> None:
        """Fill the sheet."""
        self._write_band()
        self._write_next()
        row = self._write_items(ITEMS_ROW)
        row = self.write_steps(row + 2)
        row = self.write_sheets(row + 2)
        row = self.write_colours(row + 2)
        self.view.print_set_up(row + 1)
        self.view.sheet.activate()

    def _write_band(self) -> None:
        view, last = self.view, self.view.last_column
        band = {"bg_color": NAVY, "font_color": WHITE}
        view.sheet.set_row(1, 42)
        view.blank(1, 1, last, **band)
        view.text(
            1,
            1,
            Label("外贸部工作簿", "TradeDept").apart("  "),
            **band,
            bold=True,
            font_size=22,
            indent=1,
        )
        view.sheet.set_row(2, 24)
        view.blank(2, 1, last, **band)
        view.text(
            2,
            1,
            Label(
                "提成、奖池、工资，按规则算，精确到分",
                "Commission, pools and pay by rule, exact to the fen",
            ).apart("  "),
            **band,
            indent=1,
        )
        zh = (
            "这本工作簿是外贸部的账：录入表填每月的事实，规则表写部门规定，结账把提成、分配、奖"
            "池、工资写进结果表。"
        )
        en = (
            "The department's books: input sheets take the month's facts, rule sheets the rules; "
            "closes write results."
        )
        first, *others = sentences(zh, en)
        view.text(3, 1, first, font_color=INK)
        for sentence in others:
            view.text(4, 1, sentence, font_color=MUTED, font_size=9)

    def _write_next(self) -> None:
        view = self.view
        view.text(
            5,
            1,
            Label(
                "点链接就到那张表；LibreOffice 提示按 Ctrl 时，按住再点。",
                "Click a link to go to its sheet; hold Ctrl where LibreOffice asks for it.",
            ),
            font_color=MUTED,
            font_size=9,
        )
        view.heading(6, Label("下一步", "Next"))
        closed = self.figures.closed_months
        arrived = received_in(self.figures, self.figures.next_month)
        live = received(self.book, "td_next", NEXT)
        cards = (
            (
                2,
                Label("下一个要结的月份", "Next month to close"),
                "=td_next",
                serial(self.figures.next_month.first),
                MONTH,
            ),
            (
                3,
                Label("最后已结", "Last closed"),
                '=IF(td_last_closed=0,"—",td_last_closed)',
                serial(closed[-1].first) if closed else "—",
                MONTH,
            ),
            (4, Label("还缺几项", "Still missing"), *self._still_missing(), "0"),
            (
                5,
                Label("该月已到账", "Received so far"),
                f'=IFERROR({live},"{CHECK}")',
                arrived,
                "#,##0.00",
            ),
            (
                6,
                Label("员工", "Staff"),
                f"=COUNTA({self.book.name('staff', 'name')})",
                len(self.figures.of("staff")),
                "0",
            ),
        )
        view.sheet.set_row(CARDS_ROW, 32)
        for column, label, formula, value, number_format in cards:
            look = {"bg_color": PAPER, "align": "center", "left": 5, "left_color": TEAL}
            view.text(CARDS_ROW - 1, column, label, **look, font_color=MUTED, font_size=9)
            big = {
                **look,
                "bold": True,
                "font_size": 16,
                "font_color": NAVY,
                "shrink": True,
                "num_format": number_format,
            }
            view.formula(CARDS_ROW, column, formula, value, **big)
        view.mark(
            (CARDS_ROW, 4, CARDS_ROW, 4), f"N({cell(CARDS_ROW, 4)})>0", rule(AMBER, AMBER_LIGHT)
        )
        self._write_sentence()
        self._write_beginning(BEGINNING_ROW)

    def _still_missing(self) -> tuple[str, int | str]:
        """How many are missing, formula and value; in words while nothing is begun, which no count
        can say.
        """
        state, missing = whole_state(self.items), sum(item.count for item in self.items)
        total = f"{sheet_ref(TODO)}!$E${ITEMS_TOP + len(self.items) + 1}"
        words = f'AND(td_missing=0,{total}="{NOT_BEGUN}")'
        return f'=IF({words},"{NOT_BEGUN}",td_missing)', missing or (
            NOT_BEGUN if state == NOT_BEGUN else 0
        )

    def _write_sentence(self) -> None:
        view, missing = self.view, sum(item.count for item in self.items)
        staff = self.book.name("staff", "name")
        texts = (
            Label(
                "按“设置”，或先填“员工”表，再填任务、客户、订单和回款。",
                "Press Set up, or begin with staff; then targets, customers, orders, receipts.",
            ),
            Label(
                "先补齐下面标黄的项，再检查和结账。",
                "Fill in what is marked below, then check and close.",
            ),
            Label(
                "该填的都有了：按“检查”，再按“结账”；或用命令：",
                "Everything is there: press Check, then Close month; or type: ",
            ),
            Label(
                "该月还没有回款：有就先登记；没有就按“检查”和“结账”；或用命令：",
                "No receipts yet: enter any there are, press Check and Close month; or type: ",
            ),
        )
        count, received = self.todo.received()
        ready = f'IF({count}=0,"{texts[3]}","{texts[2]}")'
        go = f'{ready}&"tradedept close "&td_file&" "&td_period'
        formula = f'=IF(COUNTA({staff})=0,"{texts[0]}",IF(td_missing>0,"{texts[1]}",{go}))'
        value = (
            f"{texts[2 if received else 3]}tradedept close {in_command(self.book.file)} "
            f"{self.figures.next_period}"
        )
        if missing:
            value = texts[1]
        if not self.figures.of("staff"):
            value = texts[0]
        look = {"bold": True, "bg_color": NAVY_LIGHT, "font_color": NAVY}
        view.sheet.set_row(SENTENCE_ROW - 1, 26)
        view.blank(SENTENCE_ROW - 1, 1, view.last_column, **look)
        view.formula(SENTENCE_ROW - 1, 1, formula, value, **look, indent=1)

    def _write_beginning(self, row: int) -> None:
        """What is filled in first, numbered, each with what is there: nothing is ticked that was
        never begun.
        """
        view = self.view
        for place, key in enumerate(BEGINNING):
            table, first = TABLES[key], TABLES[key].columns[0].key
            names = [self.book.name(key, TABLES[key].keys[-1] if TABLES[key].keys else first)]
            # Targets of the year are in the plans until the month is prepared.
            names += [self.book.name("plans", "name")] if key == "targets" else []
            count = sum(map(self._filled, names))
            look = {"align": "center", "bg_color": PAPER, "indent": 0}
            view.link(
                row, 2 + place, table.sheet, f"{place + 1}  {tab(table.sheet)}", **look, bold=True
            )
            counted = "+".join(f"COUNTA({name})" for name in names)
            formula = f'=IF({counted}=0,"{NOT_BEGUN}","{DONE} "&{counted}&" {ROWS}")'
            value = f"{DONE} {count} {ROWS}" if count else NOT_BEGUN
            view.formula(row + 1, 2 + place, formula, value, **look, font_size=9)
        area = (row + 1, 2, row + 1, 1 + len(BEGINNING))
        view.mark(area, f'LEFT({cell(row + 1, 2)},1)="{DONE}"', rule(GREEN, GREEN_LIGHT))
        view.mark(area, "TRUE", {"font_color": MUTED})

    def _filled(self, name: str) -> int:
        """How many cells of the column that a name stands for hold something."""
        table = max((key for key in TABLES if name.startswith(f"{key}_")), key=len)
        column = name.removeprefix(f"{table}_")
        return sum(bool(record.get(column)) for record in self.book.rows.get(table, ()))

    def _write_items(self, top: int) -> int:
        """The to-do sheet's lines with links; the last row."""
        view = self.view
        view.heading(top - 3, Label("还缺什么", "What is missing"))
        view.header(
            top - 2,
            1,
            (
                "",
                Label("项目", "Item"),
                Label("缺几项", "Missing"),
                Label("状态", "State"),
                Label("去填", "Go to"),
                Label("规则", "Rule"),
            ),
        )
        for k, item in enumerate(self.items):
            row, source = top - 1 + k, ITEMS_TOP + k + 1
            view.blank(row, 1, 1, **BOX)
            view.text(row, 2, Label(item.zh, item.en), **BOX, indent=1)
            view.formula(
                row,
                3,
                f"={sheet_ref(TODO)}!$D${source}",
                item.count,
                **BOX,
                align="center",
                bold=True,
            )
            view.formula(
                row, 4, f"={sheet_ref(TODO)}!$E${source}", item.state, **BOX, align="center"
            )
            view.link(row, 5, TABLES[item.table].sheet, TABLES[item.table].sheet, **BOX)
            view.text(row, 6, item.rule, **BOX, align="center", font_color=MUTED)
        last = top - 2 + len(self.items)
        mark_states(view, top - 1, last)
        return last
