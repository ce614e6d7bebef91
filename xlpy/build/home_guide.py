"""What the home sheet leads to: the month in steps, links to every sheet by part, the colours."""

from collections.abc import Sequence

from xlpy.actions.buttons import BY_KEY
from xlpy.build.book import (
    HOME,
    PAYSLIP,
    POOL_SHEET,
    TEAM_SHEET,
    TODO,
    Book,
    sheets_of,
)
from xlpy.build.lists import in_command
from xlpy.build.speech import Label
from xlpy.build.style import (
    AMBER,
    AMBER_LIGHT,
    BLUE,
    BLUE_LIGHT,
    BRONZE,
    INK,
    LINE,
    MUTED,
    NAVY,
    RED,
    RED_LIGHT,
    SLATE,
    TEAL,
    WHITE,
)
from xlpy.build.view import BOX, HIDDEN, View
from xlpy.core.parts import MONTH as MONTH_PART
from xlpy.core.parts import OPTIONAL, PARTS, Part, part_named
from xlpy.core.tables import TABLES

_COLOURS = {"awards": NAVY, "results": SLATE, "orders": TEAL, "rules": BRONZE, "system": MUTED}
STEPS = (
    (
        "登记订单和回款",
        "Enter orders and receipts",
        ("receipts", "orders", "credits"),
        "import {file} receipts CSV",
        ("import_table", "import_receipts"),
    ),
    (
        "生成本月要填的行",
        "Add the month's rows to fill in",
        (),
        "prepare {file} {month}",
        ("prepare",),
    ),
    ("填考勤和评分", "Fill in attendance and grades", ("attendance", "grades"), "", ()),
    (
        "指定协作之星；登记罚款、建议奖",
        "Name the star; fines, rewards",
        ("stars", "fines", "rewards"),
        "",
        (),
        "awards",
    ),
    ("指定协作之星", "Name the star of shared receipts", ("stars",), "", (), "-awards"),
    (
        "登记扣款和福利支出",
        "Deductions and welfare spending",
        ("deductions", "welfare"),
        "",
        (),
        "awards",
    ),
    (
        "罚款、建议奖、扣款、福利：有了再显示",
        "Fines, rewards, deductions: show when used",
        (),
        "show {file} awards",
        ("show_sheets",),
        "-awards",
    ),
    (
        "检查，把列出的问题改好",
        "Check, and correct what it lists",
        (TODO,),
        "check {file} {month}",
        ("check",),
    ),
    (
        "结账；先试算",
        "Close; try it first",
        ("payroll",),
        "close {file} {period}",
        ("preview_month", "close_month"),
    ),
    (
        "看结果，打印工资单、团队单",
        "Look at the results, print",
        (PAYSLIP, TEAM_SHEET, POOL_SHEET),
        "statements {file} {month}",
        ("explain", "statements"),
        "results",
    ),
    (
        "看结果，打印工资单",
        "Look at the results, print",
        (PAYSLIP, "payroll"),
        "statements {file} {month}",
        ("explain", "statements"),
        "-results",
    ),
)
"""Each step: words, the sheets to go to, the command, the buttons; a part where it stands only with
it, or (-) only without.
"""


def button_names(keys: Sequence[str]) -> str:
    """The buttons of those keys, as the sheet names them; empty for none."""
    names = ", ".join(str(Label(*BY_KEY[key].text)) for key in keys)
    return f"{Label('按钮', 'Button')}: {names}" if names else ""


class Guide:
    """The lower half of the sheet, by rows from a top that is given."""

    def __init__(self, book: Book):
        self.book = book
        self.view = View(book, HOME, (2, 5, 41, 23, 23, 23, 45))
        self.figures = self.view.figures

    def write_steps(self, top: int) -> int:
        """The month in numbered steps; the last row."""
        view, number = self.view, 0
        view.heading(top, Label("一个月怎么做", "The month in steps"))
        for k, (zh, en, sheets, command, buttons, *part) in enumerate(STEPS):
            row = top + 1 + k
            number += not part or not part[0].startswith("-")
            self._of_part(row, part[0] if part else "", 32)
            look = {
                "bold": True,
                "font_color": WHITE,
                "bg_color": TEAL,
                "align": "center",
                "font_size": 12,
            }
            view.text(row, 1, str(number), **look, border=1, border_color=WHITE)
            view.text(row, 2, Label(zh, en).apart("\n"), **BOX, text_wrap=True, indent=1)
            for place in range(3):
                self._write_step_link(row, 3 + place, sheets[place] if place < len(sheets) else "")
            self._write_command(row, command, buttons)
        return top + len(STEPS)

    def _of_part(self, row: int, part: str, height: float | None = None) -> None:
        """A row that stands only while a part is in view, or (-) while it is not; column A tells
        which, unseen.
        """
        key = part.removeprefix("-")
        if not key:
            self.view.sheet.set_row(row, height)
            return
        found = part_named(key)
        off = part.startswith("-")
        self.view.sheet.write_number(
            row, 0, -found.number if off else found.number, self.view.style(**HIDDEN)
        )
        hidden = (found in self.book.parts) is off
        self.view.sheet.set_row(row, height, None, {"hidden": True} if hidden else {})

    def _write_command(self, row: int, command: str, buttons: Sequence[str] = ()) -> None:
        """The buttons that do it, and below them the command, with the file's own name."""
        month = 'YEAR(td_next)&"-"&RIGHT("0"&MONTH(td_next),2)'
        parts = {"file": '"&td_file&"', "month": '"&' + month + '&"', "period": '"&td_period&"'}
        plain = {
            "file": in_command(self.book.file),
            "month": str(self.figures.next_month),
            "period": self.figures.next_period,
        }
        pressed = button_names(buttons)
        told = [f'"{pressed}"'] if pressed else []
        told += [f'"tradedept {command.format(**parts)}"'] if command else []
        formula = "=" + ("&CHAR(10)&".join(told) or '""')
        lines = [pressed, f"tradedept {command.format(**plain)}" if command else ""]
        look = {"font_name": "Consolas", "font_size": 9, "indent": 1, "font_color": SLATE}
        value = "\n".join(filter(None, lines))
        self.view.formula(row, 6, formula, value, **BOX, **look, text_wrap=True)

    def _write_step_link(self, row: int, column: int, target: str) -> None:
        if not target:
            self.view.blank(row, column, column, **BOX)
            return
        name = TABLES[target].sheet if target in TABLES else target
        self.view.link(row, column, name, name, **BOX)

    def write_sheets(self, top: int) -> int:
        """Links to the sheets in view, by part; the last row."""
        self.view.heading(top, Label("工作表", "Sheets"))
        row = top + 1
        for part in PARTS:
            row = self._write_group(row, part, sheets_of(part))
        more = Label("更多", "More").apart(" ")
        words = ", ".join(f"{Label(*part.name)} ({part.key})" for part in OPTIONAL)
        self.view.sheet.set_row(row, 44)
        look = self.view.style(
            indent=1, font_color=MUTED, font_size=9, text_wrap=True, valign="vcenter"
        )
        self.view.sheet.merge_range(row, 2, row, 5, f"{more}: {words}", look)
        self._write_command(row, "show {file} orders", ("show_sheets",))
        return row

    def _write_group(self, row: int, part: Part, names: list[str]) -> int:
        view, per_line = self.view, 4
        colour = _COLOURS.get(part.key, NAVY)
        for k, name in enumerate(names):
            line, place = divmod(k, per_line)
            if place == 0:
                self._of_part(row + line, "" if part is MONTH_PART else part.key)
                words = str(Label(*part.name)) if line == 0 else ""
                view.text(row + line, 2, words, bold=True, font_color=colour, indent=1, **BOX)
                view.blank(row + line, 3, 6, **BOX)
                view.blank(row + line, 1, 1, bg_color=colour)
            view.link(row + line, 3 + place, name, name, font_color=colour, **BOX)
        return row + (len(names) + per_line - 1) // per_line

    def write_colours(self, top: int) -> int:
        """What the colours mean; the last row."""
        view = self.view
        view.heading(top, Label("颜色", "Colours"))
        lines = (
            (
                Label("录入表", "Input sheets"),
                {"bg_color": NAVY, "font_color": WHITE},
                Label(
                    "白底的格子都可以填；列头批注写着规则。", "Fill in; header notes give the rule."
                ),
            ),
            (
                Label("规则表", "Rule sheets"),
                {"bg_color": BRONZE, "font_color": WHITE},
                Label("改规则就加一行新的生效日期。", "To change a rule, add a row with its date."),
            ),
            (
                Label("结果表", "Result sheets"),
                {"bg_color": SLATE, "font_color": WHITE},
                Label("由结账写入，不手改。", "Written by closes; not by hand."),
            ),
            (
                Label("可改的格子", "To choose or try"),
                {"bg_color": AMBER_LIGHT, "border": 1, "border_color": TEAL},
                Label(
                    "从下拉列表选月份、姓名；“如果”页上随意改。",
                    "Choose from the list; on What if, type any figures.",
                ),
            ),
            (
                Label("错误", "Wrong"),
                {"bg_color": RED_LIGHT, "font_color": RED},
                Label(
                    "重复、查无此人此单、不是数字。",
                    "Duplicates, unknown names or orders, no number.",
                ),
            ),
            (
                Label("缺", "Missing"),
                {"bg_color": AMBER_LIGHT, "font_color": AMBER},
                Label(
                    "必填的还空着，外币没有汇率。",
                    "Required but empty; a foreign receipt without a rate.",
                ),
            ),
            (
                Label("未来日期", "Future"),
                {"bg_color": BLUE_LIGHT, "font_color": BLUE},
                Label("日期在今天之后。", "A date after today."),
            ),
            (
                Label("已结", "Closed"),
                {"font_color": MUTED, "border": 1, "border_color": LINE},
                Label(
                    "已结月份的行，改动会成为更正。",
                    "Rows of closed months; a change becomes a correction.",
                ),
            ),
        )
        for row, (words, look, meaning) in enumerate(lines, top + 1):
            view.text(row, 2, words, **{"align": "center", **look})
            view.text(row, 3, meaning, indent=1, font_color=INK)
        return top + len(lines)
