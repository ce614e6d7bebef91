"""One person's month on the What-if sheet: the commission, its tiers, its curve over receipts."""

from decimal import Decimal

from xlpy.build.asked import Asked, Given, Packed, word
from xlpy.build.book import WHATIF, Book, absolute, sheet_ref
from xlpy.build.lists import choice_labels
from xlpy.build.speech import Label, cell_of, spoken
from xlpy.build.style import FONT, INK, LINE, MONEY, NAVY, PERCENT, RED, SLATE, WHITE
from xlpy.build.validations import above, numbers
from xlpy.build.view import AMOUNT, RATIO, cell
from xlpy.build.whatif_pieces import (
    CALLS,
    LAST,
    LEFT,
    MONEY_ONLY,
    NOT_NEGATIVE,
    PLAIN_SHARE,
    RESULT,
    RIGHT,
    TARGET,
    Pieces,
)
from xlpy.build.whatif_start import Start, start_of
from xlpy.core.tables import TABLES
from xlpy.core.text import EN

PERSON, TIERS, STEPS = 7, 18, 31
TIER_LINES = 8
STEP_RATIOS = tuple(Decimal(k) / 4 for k in range(11))
NAMED_ERRORS = ",".join(
    f'"{error}"' for error in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
)
"""The errors in the order in which ERROR.TYPE counts them."""


class OnePerson(Pieces):
    """The blocks about one person."""

    def __init__(self, book: Book):
        super().__init__(book)
        self.start: Start = start_of(book)
        self.grades = choice_labels(TABLES["grades"].column("teamwork"))

    def write_person(self) -> tuple[Given, Given, Given]:
        """One person's month; receipts, target and commission."""
        top = PERSON + 2
        self.view.heading(PERSON, Label("一个人", "One person").under("B-3.B.1, B-3.A, B-4"))
        self.note(
            PERSON + 1,
            Label(
                "提成按月任务分档累进；绩效 = 业绩、全勤、团队精神、执行力，减罚款，不低于 0。",
                "Commission by tiers of the target; performance pay less fines, never below zero.",
            ),
        )
        given = self._person_inputs(top)
        receipts, target = given[:2]
        attained = self.shown(
            top,
            Label("完成率", "Attainment"),
            Asked("TD_ATTAINMENT", receipts, target),
            num_format=PERCENT,
        )
        personal = Asked(
            "TD_COMMISSION", receipts, target, word("personal"), self.tiers, self.day, self.policy
        )
        commission = self.shown(top + 1, Label("提成", "Commission"), personal, num_format=MONEY)
        paid = Asked("TD_PERFORMANCE", *given, self.day, self.policy)
        performance = self.shown(top + 2, Label("绩效", "Performance pay"), paid, num_format=MONEY)
        both = Given(
            f"ROUND({commission.text}+{performance.text},2)",
            round(commission.value + performance.value, 2),
        )
        summed = self.shown(top + 3, Label("两项合计", "Both together"), both, num_format=MONEY)
        self._write_in_words(top + 4, summed)
        self.why(top + 7, attained.text, commission.text, performance.text)
        return receipts, target, commission

    def _write_in_words(self, row: int, amount: Given) -> None:
        """An amount in words: 人民币大写, or in a workbook in English English words, which need
        two lines.
        """
        if spoken() == EN:
            look = {
                "bold": False,
                "text_wrap": True,
                "align": "left",
                "valign": "vcenter",
                "indent": 1,
            }
            self.view.sheet.merge_range(
                row, RIGHT, row + 1, LAST, "", self.view.style(**{**RESULT, **look})
            )
            self.shown(
                row, Label("大写", "In words"), Asked("TD_WORDS", amount, word("CNY")), **look
            )
            return
        self.view.blank(row, RIGHT, LAST, **RESULT)
        self.shown(row, Label("大写", "In words"), Asked("TD_RMB", amount), indent=1)

    def _person_inputs(self, top: int) -> tuple[Given, ...]:
        """What a person's month depends on."""
        start, perf = self.start, self.start.performance
        grade = {"validate": "list", "source": self.grades}
        times = numbers("integer", 0, 1000, Label("请填整数次数。", "Type a whole number."))
        days = numbers("decimal", 0, 31, Label("请填天数。", "Type days."))
        return (
            self.labelled(
                top, Label("回款", "Receipts"), start.receipts, MONEY_ONLY, num_format=MONEY
            ),
            self.labelled(top + 1, Label("任务", "Target"), start.target, TARGET, num_format=MONEY),
            self.labelled(
                top + 2, Label("迟到早退次数", "Late, early"), perf.late, times, num_format="0"
            ),
            self.labelled(
                top + 3,
                Label("事假天数", "Personal leave"),
                perf.personal_leave,
                days,
                num_format="0.0#",
            ),
            self.labelled(
                top + 4,
                Label("团队精神", "Teamwork"),
                self._grade(perf.teamwork),
                grade,
                align="right",
                indent=1,
            ),
            self.labelled(
                top + 5,
                Label("执行力", "Execution"),
                self._grade(perf.execution),
                grade,
                align="right",
                indent=1,
            ),
            self.labelled(
                top + 6, Label("罚款", "Fines"), perf.fines, NOT_NEGATIVE, num_format=MONEY
            ),
        )

    @staticmethod
    def _grade(value: object) -> object:
        return cell_of(TABLES["grades"].column("teamwork"), value)

    def write_tiers(self, receipts: Given, target: Given, commission: Given) -> None:
        """The parts of the receipts that fall into each tier, and what each brings."""
        view, top = self.view, TIERS + 2
        self.view.heading(
            TIERS, Label("这笔提成的各档", "The commission by tiers").under("B-3.B.1")
        )
        view.header(
            TIERS + 1,
            LEFT,
            (
                Label("超过", "Over"),
                Label("到", "Up to"),
                Label("这一档的回款", "Part"),
                Label("提成率", "Rate %"),
                Label("金额", "Amount"),
            ),
        )
        packed = Packed(
            "TD_TIERS", TIER_LINES, receipts, target, word("personal"), self.tiers, self.day
        )
        amount = {**AMOUNT, "align": "right"}
        looks = (
            (amount, "number"),
            (amount, "either"),
            (amount, "number"),
            (PLAIN_SHARE, "number"),
            (amount, "number"),
        )
        self.rows(top, LEFT, packed, looks)
        total = top + TIER_LINES
        sums = [(LEFT + k, packed.sum(k)) for k in (2, 4)]
        self.total(total, LEFT, top, sums, LEFT + 4)
        self.check(total, LEFT + 3, cell(total, LEFT + 4), commission.text)

    def write_steps(self, receipts: Given, target: Given, commission: Given) -> None:
        """The commission over the receipts at this target, and its curve."""
        view, top = self.view, STEPS + 2
        self.view.heading(STEPS, Label("任务不变，回款不同", "The same target, other receipts"))
        view.header(
            STEPS + 1,
            LEFT,
            (
                Label("完成率", "Attainment"),
                Label("回款", "Receipts"),
                Label("提成", "Commission"),
                Label("占回款", "Of receipts"),
            ),
        )
        amounts = []
        for row, ratio in enumerate(STEP_RATIOS, top):
            percent = self.input(
                row,
                LEFT,
                ratio,
                above(-1, Label("请填百分比。", "Type a percentage.")),
                num_format="0%",
                align="center",
            )
            money = Given(cell(row, LEFT + 1), round(ratio * target.value, 2))
            view.formula(
                row, LEFT + 1, f"=ROUND({target.text}*{percent.text},2)", money.value, **AMOUNT
            )
            amounts.append(money)
        at, earned = self._write_earned(top, target, amounts)
        for row, (money, [part]) in enumerate(zip(amounts, earned, strict=True), top):
            shown = self.read(part, "number")
            # What is no number is #VALUE!; 10^999 is more than a cell holds, which is #NUM! in
            # every program.
            kinds = (
                f'IF(LEFT({part.text},5)="#NUM!",10^999,IF(LEFT({part.text},4)="#N/A",NA(),'
                f"{shown.text}))"
            )
            formula = f"=IF(ISERROR({money.text}),{money.text},{kinds})"
            view.formula(row, LEFT + 2, formula, shown.value, **AMOUNT)
            share = float(shown.value) / float(money.value) if money.value else ""
            one, other = cell(row, LEFT + 2), cell(row, LEFT + 1)
            view.formula(row, LEFT + 3, f'=IF({other}=0,"",{one}/{other})', share, **RATIO)
        self._insert_chart(top, receipts, commission)
        self.why(top + len(STEP_RATIOS), at, *(part for [part] in earned))

    def _write_earned(
        self, top: int, target: Given, amounts: list[Given]
    ) -> tuple[str, list[list[Given]]]:
        """The commission on several amounts by one call, as `parts` gives it.

        The amounts are handed over by cells that name an error instead of showing it: LibreOffice
        calls no function with a range that holds one.
        """
        column = CALLS[LEFT] + 2
        for row, money in enumerate(amounts, top):
            named = f"CHOOSE(ERROR.TYPE({money.text}),{NAMED_ERRORS})"
            self.view.formula(
                row, column, f"=IF(ISERROR({money.text}),{named},{money.text})", money.value
            )
        ends = (absolute(row, column) for row in (top, top + len(amounts) - 1))
        handed = Given(":".join(ends), [[money.value] for money in amounts])
        given = (handed, target, word("personal"), self.tiers, self.day, self.policy)
        packed = Packed("TD_COMMISSION", len(amounts), *given)
        return self.parts(top, LEFT, packed)

    def _insert_chart(self, top: int, receipts: Given, commission: Given) -> None:
        """The curve, and on it the person above."""
        chart, sheet = (
            self.book.workbook.add_chart({"type": "scatter", "subtype": "straight"}),
            sheet_ref(WHATIF),
        )
        last = top + len(STEP_RATIOS) - 1
        across, up = (
            f"={sheet}!{absolute(top, c)}:{absolute(last, c)}" for c in (LEFT + 1, LEFT + 2)
        )
        line = {"line": {"color": NAVY, "width": 2.25}}
        chart.add_series(
            {"name": str(Label("提成", "Commission")), "categories": across, "values": up, **line}
        )
        dot = {"type": "circle", "size": 9, "fill": {"color": RED}, "border": {"color": WHITE}}
        at = {"categories": f"={sheet}!{receipts.text}", "values": f"={sheet}!{commission.text}"}
        chart.add_series(
            {
                "name": str(Label("上面的人", "The person above")),
                **at,
                "line": {"none": True},
                "marker": dot,
            }
        )
        _style(chart)
        chart.set_size({"width": 545, "height": 25 * (len(STEP_RATIOS) + 1)})
        placed = {"object_position": 1, "x_offset": 12, "y_offset": 4}
        self.view.sheet.insert_chart(STEPS + 1, LEFT + 4, chart, placed)


def _style(chart) -> None:
    """The look of the workbook's charts."""
    font = {"name": FONT, "size": 9, "color": SLATE}
    title = {"name": FONT, "size": 11, "bold": True, "color": INK}
    chart.set_title(
        {
            "name": str(Label("提成随回款", "Commission over receipts")),
            "name_font": title,
            "overlay": False,
        }
    )
    axis = {"num_font": font, "num_format": "#,##0", "min": 0, "line": {"color": LINE}}
    chart.set_x_axis({**axis, "major_gridlines": {"visible": False}})
    chart.set_y_axis({**axis, "major_gridlines": {"visible": True, "line": {"color": "#E6EAEF"}}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": WHITE}})
