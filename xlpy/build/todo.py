"""The to-do sheet: what the next month still needs before it can be closed, in sum and person by
person.
"""

from dataclasses import dataclass

from xlpy.build.book import TODO, Book, serial
from xlpy.build.chartcredit import LIMIT
from xlpy.build.figures import Figures, in_month
from xlpy.build.formulas import between, exactly, place_of, places
from xlpy.build.speech import Label, Worded, cell_of
from xlpy.build.staff import employed, is_employed, is_seller, role_by, role_formula, sellers, sells
from xlpy.build.style import (
    AMBER,
    AMBER_LIGHT,
    GREEN,
    GREEN_LIGHT,
    MONTH,
    MUTED,
    NAVY,
    TEAL,
    WHITE,
    rule,
)
from xlpy.build.view import BOX, HIDDEN, View, cell
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES

NEXT = "EDATE(td_next,1)"
"""The first day behind the month to close next."""
ITEMS_TOP, MISSING, DONE, NONE = 8, Label("缺", "missing"), "✓", "—"
UNKNOWN = Label("太多", "too many")
ASK = Worded("请用 check", "use check", "请用 check")
COMPLETE, NOT_BEGUN, NOT_NEEDED = (
    Worded("✓ 齐了", "✓ complete", "✓ 齐了 complete"),
    Label("未开始", "not begun"),
    Label("不用", "none needed"),
)
PART = Label("已齐 ", ""), " / ", Label("", " done")
YES = Label("是", "yes")


@dataclass(frozen=True)
class Item:
    """Something that a month needs: words, the sheet to go to, rule; then formulas, each with its
    present result.

    How many are missing, of how many (`AT` stands for the cell of those missing), and what is
    there once work begins.
    """

    zh: str
    en: str
    table: str
    rule: str
    formula: str
    count: int
    whole: str
    of: int
    begun: str
    started: bool
    entered: bool = False
    """Whether what counts as missing was entered, but wrong: it is begun."""

    @property
    def state(self) -> str:
        """Not begun, n of m, complete, or that nothing is needed."""
        if self.count:
            done = self.of - self.count
            return part(done, self.of) if done > 0 or self.entered else NOT_BEGUN
        if not self.started:
            return NOT_BEGUN
        return COMPLETE if self.of else NOT_NEEDED

    def state_formula(self, missing: str, whole: str) -> str:
        """The same as a formula of the cells with the two counts."""
        some = f'"{PART[0]}"&{whole}-{missing}&"{PART[1]}"&{whole}&"{PART[2]}"'
        some = some if self.entered else f'IF({whole}>{missing},{some},"{NOT_BEGUN}")'
        none = f'IF({self.begun}=0,"{NOT_BEGUN}",IF({whole}=0,"{NOT_NEEDED}","{COMPLETE}"))'
        return f'=IF(ISTEXT({missing}),"{ASK}",IF({missing}>0,{some},{none}))'


AT = "@missing"


def part(done: int, of: int) -> str:
    """The state of what is done in part."""
    return f"{PART[0]}{done}{PART[1]}{of}{PART[2]}"


def whole_state(items: list[Item]) -> str:
    """The state of all items together: begun once one is complete or done in part."""
    states = [item.state for item in items]
    if states.count(NOT_BEGUN) == len(states):
        return NOT_BEGUN
    done = sum(state in (COMPLETE, NOT_NEEDED) for state in states)
    return COMPLETE if done == len(states) else part(done, len(states))


def mark_states(view: View, first: int, last: int) -> None:
    """Colour the counts of what is missing and the states beside them: a tick for what is complete
    only.
    """
    area = (first, 3, last, 4)
    view.mark(area, f"N($D{first + 1})>0", rule(AMBER, AMBER_LIGHT))
    view.mark(area, f'LEFT($E{first + 1},1)="{DONE}"', rule(GREEN, GREEN_LIGHT))
    view.mark(area, "TRUE", {"font_color": MUTED})


def write_todo(book: Book) -> None:
    """Fill the to-do sheet."""
    Todo(book).write()


class Todo:
    """The sheet, and what the next month still needs."""

    def __init__(self, book):
        self.book = book
        self.view = View(book, TODO, (2, 26, 30, 14, 16, 16, 16))
        self.figures: Figures = self.view.figures
        self.month: Month = self.figures.next_month
        self.people = max(20, len(self.figures.of("staff")) + 8)

    def n(self, table: str, column: str) -> str:
        """The name of a table's column."""
        return self.book.name(table, column)

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "待办",
            "To do",
            "下一个月结账前还缺什么；完整的检查用 tradedept check。",
            "What the next month still needs before it can be closed; tradedept check is the "
            "whole check.",
        )
        view.text(5, 1, Label("下一个要结的月份", "Next month to close"), bold=True)
        look = {
            "bold": True,
            "font_size": 14,
            "font_color": NAVY,
            "num_format": MONTH,
            "align": "center",
        }
        view.formula(5, 3, "=td_next", serial(self.month.first), **look)
        view.header(
            ITEMS_TOP - 1,
            1,
            (
                Label("项目", "Item"),
                "",
                Label("缺几项", "Missing"),
                Label("状态", "State"),
                Label("去填", "Go to"),
                Label("规则", "Rule"),
            ),
        )
        look = {"bold": True, "font_color": WHITE, "bg_color": TEAL, "align": "center"}
        view.sheet.merge_range(
            ITEMS_TOP - 1, 1, ITEMS_TOP - 1, 2, str(Label("项目", "Item")), view.style(**look)
        )
        items = self.items()
        for row, item in enumerate(items, ITEMS_TOP):
            self._write_item(row, item)
        last = ITEMS_TOP + len(items) - 1
        self._write_sum(last + 1, items)
        mark_states(view, ITEMS_TOP, last + 1)
        self._write_people(last + 4)

    def _write_item(self, row: int, item: Item) -> None:
        view, at = self.view, cell(row, 3)
        view.text(row, 1, Label(item.zh, item.en), **BOX, indent=1)
        view.blank(row, 2, 2, **BOX)
        view.formula(row, 3, _formula(item.formula), item.count, **BOX, align="center", bold=True)
        view.formula(row, 0, _formula(item.whole.replace(AT, at)), item.of, **HIDDEN)
        view.formula(
            row, 4, item.state_formula(at, cell(row, 0)), item.state, **BOX, align="center"
        )
        view.link(row, 5, TABLES[item.table].sheet, TABLES[item.table].sheet, **BOX)
        view.text(row, 6, item.rule, **BOX, align="center", font_color=MUTED)

    def _write_sum(self, row: int, items: list[Item]) -> None:
        view, look = self.view, {"bold": True, "top": 1, "align": "center"}
        view.blank(row, 1, 6, top=1)
        view.text(row, 1, Label("合计", "Total"), bold=True, top=1, indent=1)
        total = sum(item.count for item in items)
        view.formula(row, 3, f"=SUM({cell(ITEMS_TOP, 3)}:{cell(row - 1, 3)})", total, **look)
        view.formula(row, 4, self._whole_formula(row, len(items)), whole_state(items), **look)
        self.book.name_cell("td_missing", TODO, row, 3)

    @staticmethod
    def _whole_formula(row: int, count: int) -> str:
        """What `whole_state` tells, of the states above a row."""
        area = f"{cell(row - count, 4)}:{cell(row - 1, 4)}"
        done = f'(COUNTIF({area},"{COMPLETE}")+COUNTIF({area},"{NOT_NEEDED}"))'
        some = f'"{PART[0]}"&{done}&"{PART[1]}{count}{PART[2]}"'
        return (
            f'=IF(COUNTIF({area},"{NOT_BEGUN}")={count},"{NOT_BEGUN}",IF({done}={count},'
            f'"{COMPLETE}",{some}))'
        )

    def received(self) -> tuple[str, bool]:
        """How many receipts the month has, by formula, and whether it has any: the work of a month
        begins with them.
        """
        day = self.n("receipts", "date")
        formula = f'COUNTIFS({day},">="&td_next,{day},"<"&{NEXT})'
        return formula, bool(self.figures.count("receipts", date=in_month(self.month)))

    def items(self) -> list[Item]:
        """What is counted, in the order of the work."""
        return [self._rates(), self._orders(), self._shares(), *self._per_person(), self._star()]

    def _rates(self) -> Item:
        currency, rate = self.n("receipts", "currency"), self.n("receipts", "rate")
        home = ("CNY", "RMB", "人民币")
        others = ",".join(f'{currency},"<>{code}"' for code in home)
        foreign = f'COUNTIFS({currency},"<>",{others}'
        rows = [
            r
            for r in self.figures.of("receipts")
            if r.get("currency") and r["currency"] not in home
        ]
        count = sum(r.get("rate") is None for r in rows)
        return Item(
            "外币回款没有汇率",
            "Foreign receipts without a rate",
            "receipts",
            "B-3.B.1",
            f'{foreign},{rate},"")',
            count,
            f"{foreign})",
            len(rows),
            *self.received(),
        )

    def _orders(self) -> Item:
        order, known = self.n("receipts", "order_no"), self.n("orders", "order_no")
        count = f'SUMPRODUCT(({order}<>"")*ISNA({place_of(order, known)}))'
        orders = {r["order_no"] for r in self.figures.of("orders")}
        rows = [r for r in self.figures.of("receipts") if r.get("order_no")]
        return Item(
            "回款的订单号不存在",
            "Receipts of unknown orders",
            "receipts",
            "B-3.B.1",
            f'IF(ROWS({order})*ROWS({known})>{LIMIT},"{UNKNOWN}",{count})',
            sum(r["order_no"] not in orders for r in rows),
            f"COUNTA({order})",
            len(rows),
            *self.received(),
            entered=True,
        )

    def _shares(self) -> Item:
        order, share = self.n("credits", "order_no"), self.n("credits", "share")
        total = f"SUMIF({order},{exactly(order)},{share})"
        once = f'/(COUNTIF({order},{exactly(order)})+({order}=""))'
        formula = f'SUMPRODUCT(({order}<>"")*(ABS({total}-100)>0.000001){once})'
        sums: dict = {}
        for row in self.figures.of("credits"):
            sums[row["order_no"]] = sums.get(row["order_no"], 0) + row["share"]
        count = sum(total != 100 for total in sums.values())
        return Item(
            "协作比例合计不是 100 %",
            "Shares that are not 100 %",
            "credits",
            "B-3.B.1",
            f"ROUND({formula},0)",
            count,
            # How many orders share is counted only where one is wrong: it takes long.
            f'IF(N({AT})>0,ROUND(SUMPRODUCT(({order}<>""){once}),0),COUNTA({order}))',
            len(sums) if count else len(self.figures.of("credits")),
            *self.received(),
            entered=True,
        )

    def _per_person(self) -> list[Item]:
        lines = (
            ("没有任务的业务员", "Salespeople without a target", "targets", "B-3.B.1"),
            ("没有考勤的业务员", "Salespeople without attendance", "attendance", "B-3.A"),
            ("没有评分的业务员", "Salespeople without grades", "grades", "B-3.A"),
        )
        names = self.n("staff", "name")
        in_service = [r for r in self.figures.of("staff") if self._needed(r)]
        return [
            Item(
                zh,
                en,
                table,
                rule_id,
                f"{{=SUM({self._service()}*({self._has(table, names)}=0))}}",
                sum(not self._filled(table, r["name"]) for r in in_service),
                f"{{=SUM({self._service()})}}",
                len(in_service),
                f"COUNTA({names})",
                bool(self.figures.of("staff")),
            )
            for zh, en, table, rule_id in lines
        ]

    def _service(self) -> str:
        """Whether each person of the staff table sells in the month, an array."""
        hired, left = self.n("staff", "hired"), self.n("staff", "left")
        return f"{sellers(self.book, NEXT)}*{employed(hired, left, 'td_next', NEXT)}"

    def _role(self, row) -> str:
        return str(role_by(self.figures, row["name"], self.month.last) or "")

    def _role_said(self, person) -> object:
        """The role of a line's person as its cell shows it."""
        return cell_of(TABLES["staff"].column("role"), self._role(person)) if person else ""

    def _needed(self, row) -> bool:
        return is_seller(self._role(row)) and is_employed(row, self.month)

    def _has(self, table: str, name: str) -> str:
        """How many rows the month has for a name, or for each of several; grades count when both
        are given.
        """
        both = ""
        if table == "grades":
            both = "".join(f',{self.n("grades", key)},"<>"' for key in ("teamwork", "execution"))
        return (
            f"COUNTIFS({self.n(table, 'month')},td_next,{self.n(table, 'name')},{exactly(name)}"
            f"{both})"
        )

    def _filled(self, table: str, name: str) -> bool:
        rows = self.figures.select(table, month=in_month(self.month), name=name)
        return any(table != "grades" or (r.get("teamwork") and r.get("execution")) for r in rows)

    def _star(self) -> Item:
        day, order = self.n("receipts", "date"), self.n("receipts", "order_no")
        shared, named = self.n("credits", "order_no"), self.n("stars", "month")
        several = f"COUNTIF({shared},{exactly(shared)})"
        people = f"IFERROR(LOOKUP({place_of(order, shared)},{places(shared)},{several}),0)"
        formula = (
            f"{{=IF(AND(SUM({between(day, 'td_next', NEXT)}*({people}>1))>0,COUNTIFS({named},"
            f"td_next)=0),1,0)}}"
        )
        orders = [r["order_no"] for r in self.figures.of("credits")]
        rows = self.figures.select("receipts", date=in_month(self.month))
        wanted = any(orders.count(r["order_no"]) > 1 for r in rows)
        missing = wanted and not self.figures.count("stars", month=in_month(self.month))
        return Item(
            "没有指定协作之星",
            "Shared receipts, no star named",
            "stars",
            "B-3.B.2.c",
            formula,
            int(missing),
            f"MAX(N({AT}),COUNTIFS({named},td_next))",
            max(int(missing), self.figures.count("stars", month=in_month(self.month))),
            *self.received(),
        )

    def _write_people(self, top: int) -> None:
        """A line per person of the staff: what is there for the month, what is missing."""
        view = self.view
        view.heading(top, Label("每个人", "Person by person"))
        view.header(
            top + 1,
            1,
            (
                Label("姓名", "Name"),
                Label("岗位", "Role"),
                Label("要算", "Counts"),
                Label("任务", "Target"),
                Label("考勤", "Attendance"),
                Label("评分", "Grades"),
            ),
        )
        staff, first = self.figures.of("staff"), top + 2
        for k in range(self.people):
            self._write_person(first + k, k, staff[k] if k < len(staff) else None)
        last = first + self.people - 1
        view.rule_rows((first, 1, last, 3), cell(first, 1))
        # LibreOffice takes one format alone where two areas overlap: the states' own area has its
        # line in each rule.
        states = (first, 4, last, 6)
        view.mark(states, f'E{first + 1}="{MISSING}"', rule(AMBER, AMBER_LIGHT) | BOX)
        view.mark(states, f'E{first + 1}="{DONE}"', rule(GREEN) | BOX)
        view.rule_rows(states, cell(first, 1))
        words = Label(f"员工超过 {self.people} 人，其余见各表。", "More staff than listed here.")
        more = f'=IF(ROWS({self.n("staff", "name")})>{self.people},"{words}","")'
        view.formula(last + 1, 1, more, "", font_color=MUTED, font_size=9)
        view.print_set_up(last + 1)

    def _write_person(self, row: int, k: int, person) -> None:
        view, names = self.view, self.n("staff", "name")
        there = f"{k + 1}>ROWS({names})"
        name = person["name"] if person else ""
        view.formula(row, 1, f'=IF({there},"",INDEX({names},{k + 1})&"")', name, indent=1)
        at = cell(row, 1)
        hired, left = (f"INDEX({self.n('staff', key)},{k + 1})" for key in ("hired", "left"))
        role = role_formula(self.book, at, f"INDEX({self.n('staff', 'role')},{k + 1})", NEXT)
        view.formula(row, 2, f'=IF({at}="","",{role}&"")', self._role_said(person), indent=1)
        needed = bool(person) and self._needed(person)
        value = (Label("是", "yes") if needed else NONE) if name else ""
        service = f"{sells(cell(row, 2))}*{employed(hired, left, 'td_next', NEXT)}"
        formula = f'=IF({at}="","",IF({service}>0,"{YES}","{NONE}"))'
        view.formula(row, 3, formula, value, align="center")
        for column, table in enumerate(("targets", "attendance", "grades"), 4):
            counts = f'IF({self._has(table, f"${at}")}>0,"{DONE}","{MISSING}")'
            formula = f'=IF(${at}="","",IF($D{row + 1}="{NONE}","{NONE}",{counts}))'
            state = (
                (DONE if self._filled(table, name) else MISSING) if needed else NONE if name else ""
            )
            view.formula(row, column, formula, state, align="center")


def _formula(text: str) -> str:
    return text if text.startswith("{") else f"={text}"
