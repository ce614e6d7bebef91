"""The pay statement: choose a month and a person, and see each line of the pay, its rule and where
it comes from.
"""

from datetime import date

from xlpy.build.book import PAYSLIP, Book, serial
from xlpy.build.figures import in_month, number
from xlpy.build.formulas import exactly, nth_place, place_of_text
from xlpy.build.monthread import MONTH_FORMS, month_read, no_month
from xlpy.build.speech import Label, Worded, cell_of, label_of
from xlpy.build.staff import role_by, role_formula
from xlpy.build.style import GREEN, GREEN_LIGHT, INK, MONEY, MONTH, MUTED, RED, RED_LIGHT, rule
from xlpy.build.view import (
    AMOUNT,
    BOX,
    HIDDEN,
    RATIO,
    TOTAL,
    View,
    cell,
    money_text,
    percent_text,
    plain_text,
)
from xlpy.core.books import MINUS, PLUS
from xlpy.core.periods import Month, Quarter, Year
from xlpy.core.tables import TABLES

MONTH_ROW, NAME_ROW, LINES_ROW = 5, 6, 9
COMMA = Worded("，", ", ", "，")
DIFFERS = Worded("不等", "do not add", "不等")
"""What a check of the sum says, in part, where it is off."""
ATTAINMENT, GRADE, SHARE = (
    Label("完成率", "Attainment"),
    Label("评分", "Grade"),
    Label("比例", "Share"),
)
PRIZE, NO_PRIZE = Label("的奖金", "prize of the period"), Label("本月没有", "None this month")
SHARE_LINES, SHARES_RULE = 5, "B-3.B.2.c"


def write_payslip(book: Book) -> None:
    """Fill the pay statement."""
    Payslip(book).write()


class Payslip:
    """The sheet, and the month and person that it shows when the workbook is new."""

    def __init__(self, book):
        self.view = View(book, PAYSLIP, (2, 28, 17, 14, 62))
        self.book = book
        self.figures = self.view.figures
        closed = self.figures.closed_months
        self.month = closed[-1] if closed else None
        self.name = self._first_name()
        self.pay = self._row("payroll")
        self.basis = self._row("commissions")

    def _first_name(self) -> str:
        """The month's first person with a commission row; while no month is closed, the staff
        table's first.
        """
        sold = self.figures.select("commissions", month=in_month(self.month)) if self.month else ()
        return next(
            (str(row["name"]) for row in (*sold, *self.figures.of("staff")) if row.get("name")), ""
        )

    def _month_rows(self, table: str) -> list:
        if self.month is None:
            return []
        first = TABLES[table].columns[0].key
        return self.figures.select(table, name=self.name, **{first: in_month(self.month)})

    def _row(self, table: str) -> dict:
        return next(iter(self._month_rows(table)), {})

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "工资单",
            "Pay statement",
            "每行写明规则和来源。",
            "Each line names its rule and where it comes from.",
        )
        view.letterhead()
        self._write_choosers()
        view.heading(8, Label("工资", "Pay"))
        row = self._write_lines()
        row = self._write_basis(row + 2)
        row = self._write_shares(row + 2)
        self._write_signatures(row + 2)

    def _write_choosers(self) -> None:
        view, role = self.view, self.book.name("staff", "role")
        names = self.book.name("staff", "name")
        month = serial(self.month.first) if self.month else ""
        view.chooser(
            MONTH_ROW,
            2,
            Label("月份", "Month"),
            '=IF(td_last_closed=0,"",td_last_closed)',
            month,
            "list_closed",
            "td_pay_month",
            MONTH_FORMS,
            num_format=MONTH,
        )
        view.understood("td_pay", MONTH_ROW, month_read("td_pay_month", "td_next"), month)
        sold, months = (self.book.name("commissions", key) for key in ("name", "month"))
        first = f'=IFERROR(INDEX({sold},MATCH(N(td_pay_read),{months},0)),INDEX({names},1)&"")'
        view.chooser(NAME_ROW, 2, Label("姓名", "Name"), first, self.name, names, "td_pay_name")
        before = 'IF(td_pay_read="",DATE(9999,12,31),EDATE(td_pay_read,1))'
        now = role_formula(
            self.book, "td_pay_name", f"INDEX({role},{place_of_text('td_pay_name', names)})", before
        )
        shown = f'=IFERROR({now}&"","")'
        roles = role_by(self.figures, self.name, self.month.last if self.month else date.max) or ""
        view.text(MONTH_ROW, 3, Label("岗位", "Role"), bold=True, align="right", indent=1)
        view.formula(MONTH_ROW, 4, shown, cell_of(TABLES["staff"].column("role"), roles), indent=1)
        count = self._count("payroll")
        text = Label("这个月没有此人的工资。", "No pay of this person in this month.")
        none = Label("还没有已结的月份。", "No month is closed yet.")
        odd = no_month("td_pay_month")
        formula = (
            f'=IF(IFERROR(td_pay_month="",FALSE),"{none}",IF(td_pay_read="",{odd},IF({count}=0,'
            f'"{text}","")))'
        )
        value = none if self.month is None else "" if self.pay else text
        view.formula(NAME_ROW, 4, formula, value, indent=1, font_color=RED)

    def _sum(self, table: str, column: str) -> str:
        first = TABLES[table].columns[0].key
        parts = [self.book.name(table, key) for key in (column, first, "name")]
        return f"SUMIFS({parts[0]},{parts[1]},td_pay_read,{parts[2]},{exactly('td_pay_name')})"

    def _count(self, table: str) -> str:
        first, name = (
            self.book.name(table, TABLES[table].columns[0].key),
            self.book.name(table, "name"),
        )
        wanted = exactly("td_pay_name")
        if TABLES[table].columns[0].type == "date":
            return (
                f'COUNTIFS({first},">="&td_pay_read,{first},"<"&EDATE(td_pay_read,1),{name},'
                f"{wanted})"
            )
        return f"COUNTIFS({first},td_pay_read,{name},{wanted})"

    def _write_lines(self) -> int:
        """A line per item that makes up the total, the total, its check, and what was not taken;
        the last row.
        """
        view = self.view
        view.header(
            LINES_ROW,
            1,
            (
                Label("项目", "Item"),
                Label("金额（元）", "Amount, CNY"),
                Label("规则", "Rule"),
                Label("怎么来的", "How it comes about"),
            ),
        )
        items = [c for c in TABLES["payroll"].columns if c.key in (*PLUS, *MINUS)]
        for row, column in enumerate(items, LINES_ROW + 1):
            sign = "-" if column.key in MINUS else ""
            value = number(self.pay.get(column.key)) * (-1 if sign else 1)
            view.text(row, 1, label_of(column), **BOX, indent=1)
            view.formula(row, 2, f"={sign}{self._sum('payroll', column.key)}", value, **AMOUNT)
            view.text(row, 3, column.rule or "—", **BOX, align="center", font_color=MUTED)
            formula, text = self._how(column.key)
            view.formula(row, 4, formula, text, **BOX, indent=1, font_color=MUTED)
        return self._write_total(LINES_ROW + len(items) + 1, len(items))

    def _write_total(self, row: int, lines: int) -> int:
        view = self.view
        total = number(self.pay.get("total"))
        view.blank(row, 1, 4, **TOTAL)
        view.sheet.set_row(row, 26)
        view.text(row, 1, label_of(TABLES["payroll"].column("total")), **TOTAL, indent=1)
        view.formula(
            row,
            2,
            f"={self._sum('payroll', 'total')}",
            total,
            **TOTAL,
            num_format=AMOUNT["num_format"],
        )
        view.text(row, 3, TABLES["payroll"].column("total").rule, **TOTAL, align="center")
        first, last = cell(row - lines, 2), cell(row - 1, 2)
        adds_up = Label("各项相加等于合计", "The lines add up to the total")
        differs = Label("各项相加不等于合计，请核对", "The lines do not add up; please check")
        formula = (
            f'=IF(OR(td_pay_read="",{self._count("payroll")}=0),"",'
            f'IF(ABS(SUM({first}:{last})-{cell(row, 2)})<0.005,"{adds_up}",'
            f'"{differs}"))'
        )
        view.formula(row, 4, formula, adds_up if self.pay else "", **TOTAL, indent=1)
        view.mark(
            (row, 4, row, 4), f'ISNUMBER(SEARCH("{DIFFERS}",{cell(row, 4)}))', rule(RED, RED_LIGHT)
        )
        view.mark((row, 4, row, 4), f'{cell(row, 4)}<>""', rule(GREEN, GREEN_LIGHT))
        untaken = TABLES["payroll"].column("fines_untaken")
        view.text(row + 1, 1, label_of(untaken), indent=1, font_color=MUTED)
        value = number(self.pay.get("fines_untaken"))
        money = {"num_format": AMOUNT["num_format"], "font_color": MUTED}
        view.formula(row + 1, 2, f"={self._sum('payroll', 'fines_untaken')}", value, **money)
        view.text(row + 1, 3, untaken.rule, align="center", font_color=MUTED)
        view.text(
            row + 1,
            4,
            Label("超出绩效工资，不计入合计", "Beyond the performance pay; not in the total"),
            indent=1,
            font_color=MUTED,
        )
        return row + 1

    def _how(self, key: str) -> tuple[str, str]:
        """Where an item comes from: a formula and the text that it gives now."""
        maker = getattr(self, f"_how_{key}", None)
        formula, text = maker() if maker else ('""', "")
        if self.month is None:
            text = ""
        if formula.startswith("{"):
            return f'{{=IF(td_pay_read="","",{formula[2:-1]})}}', text
        return f'=IF(td_pay_read="","",IFERROR({formula},""))', text

    def _how_post_wage(self):
        until, names = self.book.name("staff", "probation_until"), self.book.name("staff", "name")
        found = f"INDEX({until},{place_of_text('td_pay_name', names)})"
        day = self.figures.first("staff", "probation_until", name=self.name)
        probation = bool(day and self.month and day >= self.month.first)
        texts = (
            Label("按岗位和在职的工作日", "By role and days in service"),
            Label("试用期内，按比例", "On probation, reduced"),
        )
        return f'IF({found}>=td_pay_read,"{texts[1]}","{texts[0]}")', texts[probation]

    def _how_sales_pay(self):
        formula = f'"{ATTAINMENT} "&TEXT({self._sum("commissions", "attainment")},"0.00%")'
        return formula, f"{ATTAINMENT} {percent_text(number(self.basis.get('attainment')))}"

    def _how_attendance_pay(self):
        late, leave = self._sum("attendance", "late"), self._sum("attendance", "personal_leave")
        row = self._row("attendance")
        words = Label("迟到早退", "Late or early"), Label("事假", "Personal leave")
        values = [plain_text(number(row.get(key))) for key in ("late", "personal_leave")]
        formula = f'"{words[0]} "&{late}&"{COMMA}{words[1]} "&{leave}'
        return formula, f"{words[0]} {values[0]}{COMMA}{words[1]} {values[1]}"

    def _grade(self, key: str):
        month, name = self.book.name("grades", "month"), self.book.name("grades", "name")
        found = (
            f"INDEX({self.book.name('grades', key)},MATCH(1,({month}=td_pay_read)*({name}"
            "=td_pay_name),0))"
        )
        grade = cell_of(TABLES["grades"].column(key), self._row("grades").get(key))
        return f'{{=IFERROR("{GRADE} "&{found},"")}}', f"{GRADE} {grade}" if grade else ""

    def _how_teamwork_pay(self):
        return self._grade("teamwork")

    def _how_execution_pay(self):
        return self._grade("execution")

    def _counted(self, table: str, words: str):
        return f'{self._count(table)}&" {words}"', f"{len(self._month_rows(table))} {words}"

    def _how_fines_taken(self):
        return self._counted(
            "fines", Label("次罚款，从绩效项目扣", "fines, from the performance items")
        )

    def _how_commission(self):
        texts = [f'TEXT({self._sum("commissions", key)},"#,##0.00")' for key in ("base", "target")]
        values = [money_text(number(self.basis.get(key))) for key in ("base", "target")]
        words = Label("基数", "Base"), Label("任务", "Target")
        formula = f'"{words[0]} "&{texts[0]}&"{COMMA}{words[1]} "&{texts[1]}'
        return formula, f"{words[0]} {values[0]}{COMMA}{words[1]} {values[1]}"

    def _how_team_share(self):
        return self._counted(
            "splits", Label("份团队提成，见下", "shares of the team commission, see below")
        )

    def _how_prizes(self):
        before = "EDATE(td_pay_read,-1)"
        quarter = f'YEAR({before})&"-Q"&MONTH({before})/3'
        year = f'IF(MONTH({before})=12,"{COMMA}"&YEAR({before}),"")'
        formula = f'IF(MOD(MONTH({before}),3)=0,{quarter}&{year}&" {PRIZE}","{NO_PRIZE}")'
        return formula, self._prize_text()

    def _prize_text(self) -> str:
        if self.month is None:
            return ""
        before: Month = self.month + -1
        if before.number % 3:
            return str(NO_PRIZE)
        quarter, year = Quarter(before.year, before.number // 3), Year(before.year)
        return f"{quarter}{f'{COMMA}{year}' if before.number == 12 else ''} {PRIZE}"

    def _how_rewards(self):
        return self._counted("rewards", Label("项建议奖", "suggestion rewards"))

    def _how_adjustments(self):
        return self._counted(
            "adjustments", Label("项以前月份的更正", "corrections of earlier months")
        )

    def _how_deductions(self):
        return self._counted("deductions", Label("项扣款", "deductions"))

    def _write_basis(self, row: int) -> int:
        """How the commission's base comes about; the last row."""
        view = self.view
        view.heading(row, Label("提成依据", "Basis of the commission"))
        columns = [c for c in TABLES["commissions"].columns if c.type in ("fen", "ratio")]
        for place, column in enumerate(columns, row + 1):
            look = RATIO | {"align": "right"} if column.type == "ratio" else AMOUNT
            view.text(place, 1, label_of(column), **BOX, indent=1)
            view.formula(
                place,
                2,
                f"={self._sum('commissions', column.key)}",
                number(self.basis.get(column.key)),
                **look,
            )
            view.text(place, 3, column.rule, **BOX, align="center", font_color=MUTED)
            view.blank(place, 4, 4, **BOX)
        return row + len(columns)

    def _write_shares(self, row: int) -> int:
        """The person's shares of the team commission; the last row."""
        view, book = self.view, self.book
        view.heading(row, Label("团队提成的份额", "Shares of the team commission"))
        month, name = book.name("splits", "month"), book.name("splits", "name")
        held = f"({month}=td_pay_read)*({name}=td_pay_name)"
        rows = self._month_rows("splits")
        numbers = [
            k
            for k, r in enumerate(self.figures.of("splits"), 1)
            if any(r is found for found in rows)
        ]
        for k in range(SHARE_LINES):
            at, own = row + 1 + k, rows[k] if k < len(rows) else None
            place = nth_place(held, month, k + 1)
            index = f'{{=IF(td_pay_read="","",IFERROR({place},""))}}'
            view.formula(at, 0, index, numbers[k] if own else "", **HIDDEN)
            pick = f'IF($A{at + 1}="","",INDEX({{}},$A{at + 1}))'
            kind = f'=IF($A{at + 1}="","",INDEX({book.name("splits", "kind")},$A{at + 1}))'
            view.formula(
                at,
                1,
                kind,
                cell_of(TABLES["splits"].column("kind"), own["kind"]) if own else "",
                indent=1,
            )
            amount = "=" + pick.format(book.name("splits", "amount"))
            view.formula(at, 2, amount, number(own["amount"]) if own else "", num_format=MONEY)
            rule_id = f'=IF($A{at + 1}="","","{SHARES_RULE}")'
            view.formula(
                at, 3, rule_id, SHARES_RULE if own else "", align="center", font_color=MUTED
            )
            share = (
                f'=IF($A{at + 1}="","","{SHARE} '
                f'"&INDEX({book.name("splits", "share")},$A{at + 1})&" %")'
            )
            text = f"{SHARE} {plain_text(own['share'])} %" if own else ""
            view.formula(at, 4, share, text, indent=1, font_color=MUTED)
        view.rule_rows((row + 1, 1, row + SHARE_LINES, 4), cell(row + 1, 0))
        return row + SHARE_LINES

    def _write_signatures(self, row: int) -> None:
        view = self.view
        view.sheet.set_row(row, 30)
        line = {"bottom": 1, "bottom_color": INK, "valign": "bottom", "font_color": MUTED}
        view.blank(row, 1, 4, **line)
        for column, text in (
            (1, Label("制表", "Prepared by")),
            (2, Label("审核", "Approved by")),
            (4, Label("签收", "Received by")),
        ):
            view.text(row, column, text, **line)
        view.print_set_up(row + 1)
