"""The What-if sheet: change a figure and see what it would bring, live by the functions for cells.

Its cells look only at themselves and at the tables of policy, tiers and shares, so figures
computed once stay right until one of these changes: a workbook shows them where no Python is, and
opening it calls no function.
"""

from decimal import Decimal

from xlpy.build.asked import Asked, Given, Packed, in_one_language, word
from xlpy.build.book import Book, absolute, serial
from xlpy.build.monthread import FIRST_DAY
from xlpy.build.speech import Label
from xlpy.build.style import DATE, MONEY, MONTH, PERCENT
from xlpy.build.validations import above, lenient, numbers
from xlpy.build.view import AMOUNT, BOX, RATIO, SOFT, TOTAL, cell, warned
from xlpy.build.whatif_person import OnePerson
from xlpy.build.whatif_pieces import (
    LAST,
    LEFT,
    MONEY_ONLY,
    NOT_NEGATIVE,
    RESULT,
    RIGHT,
    TARGET,
)
from xlpy.build.whatif_start import PEOPLE, Person
from xlpy.functions.costs import APPROVERS

MONTH_ROW, QUOTE, TEAM = 5, 46, 58
PEOPLE_TOP = TEAM + 9
SHARING = PEOPLE_TOP + PEOPLE + 3
SPLIT_LINES, PRIZE_LINES = 14, 12
PRIZES = SHARING + SPLIT_LINES + 5
_RATIO = numbers("decimal", 0, 1, Label("请填百分比，如 13%。", "Type a percentage such as 13%."))


def write_what_if(book: Book) -> None:
    """Fill the sheet."""
    WhatIf(book).write()


class WhatIf(OnePerson):
    """The sheet: the month, one person, a quotation, a department."""

    def write(self) -> None:
        """Fill the sheet."""
        view = self.view
        view.title(
            "如果",
            "What if",
            "黄底的格子随意改，其余的立即按规则重算；改“规则”“提成档”“分配比例”表也一样。这里"
            "的数不进结账。",
            "Change the yellow cells; all else follows by rule, as it does when the tables "
            "of policy, tiers and shares "
            "change. No close takes these figures.",
        )
        self._write_month()
        person = self.write_person()
        self.write_tiers(*person)
        self.write_steps(*person)
        self._write_quote()
        names, receipts, prized = self._write_people()
        team = self._write_team()
        self._write_sharing(team, names, receipts)
        self._write_prizes(names, prized)
        view.print_set_up(PRIZES + PRIZE_LINES + 7, pages_high=0)
        view.sheet.set_h_pagebreaks([TEAM])

    def _write_month(self) -> None:
        view, month = self.view, self.start.month
        view.text(MONTH_ROW, LEFT, Label("月份", "Month"), bold=True, align="right", indent=1)
        check = {"validate": "list", "source": "=list_months", **warned()}
        self.input(
            MONTH_ROW,
            LEFT + 1,
            serial(month.first),
            check,
            bold=True,
            align="center",
            num_format=MONTH,
        )
        view.text(MONTH_ROW, RIGHT - 2, Label("按这一天的规则", "By the rules of"))
        look = {**RESULT, "align": "center", "num_format": DATE}
        typed = absolute(MONTH_ROW, LEFT + 1)
        # A month that the program took for a text is read by the functions.
        is_day = f"IF(ISNUMBER({typed}),{typed}>={FIRST_DAY},FALSE)"
        formula = f'=IF({is_day},EOMONTH({typed},0),{typed}&"")'
        view.formula(MONTH_ROW, RIGHT, formula, serial(month.last), **look)
        self.day = Given(absolute(MONTH_ROW, RIGHT), month.last)
        self.sharing = (self.shares, self.day, self.policy)

    def _write_quote(self) -> None:
        """A price and its costs; margin, approval, the price in words."""
        top = QUOTE + 2
        self.view.heading(QUOTE, Label("一份报价", "A quotation").under("C-2.4"))
        self.note(
            QUOTE + 1,
            Label(
                "利润率 = (收入 − 成本 + 出口退税) ÷ 收入；低于底线须经理批准。",
                "Margin = (revenue − costs + export rebate) ÷ revenue; below the floor the "
                "manager approves.",
            ),
        )
        revenue, currency, rate, purchase, other, vat, rebate, floor = self._quote_inputs(top)
        costs = Given(f"{purchase.text}:{other.text}", [[purchase.value], [other.value]])
        asked = Asked("TD_MARGIN", revenue, costs, rate, vat, rebate)
        margin = self.shown(top, Label("利润率", "Margin"), asked, num_format=PERCENT)
        approver = Asked("TD_APPROVAL", margin, floor)
        approval = self.shown(
            top + 1,
            Label("谁可以批准", "Who may approve"),
            in_one_language(approver, *APPROVERS.values()),
            align="right",
            indent=1,
        )
        look = {"bold": False, "text_wrap": True, "align": "left", "valign": "vcenter", "indent": 1}
        self.view.sheet.merge_range(
            top + 2, RIGHT, top + 3, LAST, "", self.view.style(**{**RESULT, **look})
        )
        said = self.shown(
            top + 2,
            Label("售价大写", "Price in words"),
            Asked("TD_WORDS", revenue, currency),
            **look,
        )
        self.why(top + 8, margin.text, approval.text, said.text)

    def _quote_inputs(self, top: int) -> tuple[Given, ...]:
        quote = self.start.quote
        currencies = {"validate": "list", "source": "=list_currencies"}
        above_zero = above(0, Label("请填大于 0 的汇率。", "Type a rate above 0."))
        return (
            self.labelled(top, Label("售价", "Price"), quote.revenue, TARGET, num_format=MONEY),
            self.labelled(
                top + 1,
                Label("币种", "Currency"),
                quote.currency,
                currencies,
                align="right",
                indent=1,
            ),
            self.labelled(
                top + 2, Label("汇率", "Rate to CNY"), quote.rate, above_zero, num_format="0.0000##"
            ),
            self.labelled(
                top + 3,
                Label("采购价含税", "Purchase, VAT in"),
                quote.purchase,
                NOT_NEGATIVE,
                num_format=MONEY,
            ),
            self.labelled(
                top + 4,
                Label("其他成本", "Other costs"),
                quote.other,
                NOT_NEGATIVE,
                num_format=MONEY,
            ),
            self.labelled(
                top + 5, Label("增值税率", "VAT rate"), quote.vat, _RATIO, num_format=PERCENT
            ),
            self.labelled(
                top + 6, Label("退税率", "Rebate rate"), quote.rebate, _RATIO, num_format=PERCENT
            ),
            self.labelled(
                top + 7, Label("利润率底线", "Floor"), self.start.floor, _RATIO, num_format=PERCENT
            ),
        )

    def _write_people(self) -> tuple[Given, Given, tuple[Given, Given]]:
        """The department's people; their names, receipts, and the receipts of quarter and year."""
        labels = (
            Label("姓名", "Name"),
            Label("月回款", "Receipts"),
            Label("月任务", "Target"),
            Label("完成率", "Attainment"),
            Label("提成", "Commission"),
        )
        self.view.header(
            PEOPLE_TOP - 1,
            LEFT,
            (*labels, Label("季回款", "Quarter's receipts"), Label("年回款", "Year's receipts")),
        )
        people = [*self.start.people, *[None] * PEOPLE][:PEOPLE]
        sums = [self._person_row(row, person) for row, person in enumerate(people, PEOPLE_TOP)]
        self._people_total(PEOPLE_TOP + PEOPLE, [sum(values) for values in zip(*sums, strict=True)])

        def column(place: int, key: str) -> Given:
            first, last = (
                absolute(row, LEFT + place) for row in (PEOPLE_TOP, PEOPLE_TOP + PEOPLE - 1)
            )
            return Given(
                f"{first}:{last}", [[person and getattr(person, key)] for person in people]
            )

        return column(0, "name"), column(1, "receipts"), (column(5, "quarter"), column(6, "year"))

    def _people_list(self) -> dict:
        return {"validate": "list", "source": "=" + self.book.name("staff", "name"), **lenient()}

    def _person_row(self, row: int, person: Person | None) -> tuple:
        """One row, blank or with a person; receipts, target and commission for the sums."""
        self.input(row, LEFT, person and person.name, self._people_list(), indent=1)
        columns = (
            (1, "receipts", MONEY_ONLY),
            (2, "target", TARGET),
            (5, "quarter", MONEY_ONLY),
        )
        for place, key, check in (*columns, (6, "year", MONEY_ONLY)):
            self.input(row, LEFT + place, person and getattr(person, key), check, num_format=MONEY)
        # A range of one cell: LibreOffice hands a single blank cell over as 0, which would pass
        # for receipts.
        receipts, target = (
            Given(
                f"{cell(row, LEFT + place)}:{cell(row, LEFT + place)}",
                person and getattr(person, key),
            )
            for place, key, _ in columns[:2]
        )
        attained = Asked("TD_ATTAINMENT", receipts, target)
        earned = Asked(
            "TD_COMMISSION", receipts, target, word("personal"), self.tiers, self.day, self.policy
        )
        blank = f"COUNTA({cell(row, LEFT)}:{cell(row, LEFT + 2)})=0"
        for column, asked, look in ((LEFT + 3, attained, RATIO), (LEFT + 4, earned, AMOUNT)):
            value = asked.value if person else ""
            self.view.formula(
                row, column, f'=IF({blank},"",{asked.text})', value, **{**look, **SOFT}
            )
        return (
            (person.receipts, person.target, Decimal(str(earned.value)))
            if person
            else (Decimal(0),) * 3
        )

    def _people_total(self, row: int, sums: list[Decimal]) -> None:
        """The sums; a person without receipts or target, or a text there, makes them an error, not
        a smaller sum.
        """
        view, top = self.view, PEOPLE_TOP
        area = f"{cell(top, LEFT + 4)}:{cell(row - 1, LEFT + 4)}"
        view.blank(row, LEFT, LEFT + 6, **TOTAL)
        view.text(row, LEFT, Label("合计", "Total"), **TOTAL, indent=1)
        for column, value in zip((LEFT + 1, LEFT + 2), sums, strict=False):
            formula = (
                f"=ROUND(SUMPRODUCT(--({cell(top, column)}:{cell(row - 1, column)}))+0*SUM({area}"
                "),2)"
            )
            view.formula(row, column, formula, value, **TOTAL, num_format=MONEY)
        view.formula(row, LEFT + 4, f"=ROUND(SUM({area}),2)", sums[2], **TOTAL, num_format=MONEY)
        self.people_sums = [Given(absolute(row, LEFT + 1 + k), sums[k]) for k in (0, 1)]

    def _write_team(self) -> Given:
        """Manager, star and team target; the team commission."""
        start, top = self.start, TEAM + 2
        self.view.heading(TEAM, Label("一个部门", "A department").under("B-3.B.2"))
        self.note(
            TEAM + 1,
            Label(
                "团队提成按团队的档；团队任务不填，就是各人任务之和。",
                "The team commission has tiers of its own; a blank team target is the sum of "
                "the people's.",
            ),
        )
        names = f"={absolute(PEOPLE_TOP, LEFT)}:{absolute(PEOPLE_TOP + PEOPLE - 1, LEFT)}"
        self.manager = self.labelled(
            top,
            Label("经理", "Manager"),
            start.manager,
            self._people_list(),
            align="right",
            indent=1,
        )
        among = {"validate": "list", "source": names, **lenient()}
        self.star = self.labelled(
            top + 1, Label("协作之星", "Star"), start.star, among, align="right", indent=1
        )
        stated = self.labelled(
            top + 2, Label("团队任务", "Team target"), None, TARGET, num_format=MONEY
        )
        received, summed = self.people_sums
        base = self.shown(top, Label("团队回款", "Team receipts"), received, num_format=MONEY)
        either = Given(f'IF({stated.text}="",{summed.text},{stated.text})', summed.value)
        target = self.shown(top + 1, Label("团队任务", "Team target"), either, num_format=MONEY)
        attained = self.shown(
            top + 2,
            Label("完成率", "Attainment"),
            Asked("TD_ATTAINMENT", base, target),
            num_format=PERCENT,
        )
        team = Asked("TD_COMMISSION", base, target, word("team"), self.tiers, self.day)
        commission = self.shown(
            top + 3, Label("团队提成", "Team commission"), team, num_format=MONEY
        )
        people = [cell(PEOPLE_TOP + k, LEFT + 4) for k in range(PEOPLE)]
        self.why(PEOPLE_TOP + PEOPLE + 1, *people, attained.text, commission.text)
        return commission

    def _write_sharing(self, team: Given, names: Given, receipts: Given) -> None:
        """The split of the team commission, and beside it the ranks."""
        view, top = self.view, SHARING + 2
        self.view.heading(
            SHARING, Label("团队提成的分配", "The split").under("B-3.B.2.c"), last=LEFT + 3
        )
        packed = Packed(
            "TD_SPLIT", SPLIT_LINES, team, names, receipts, self.manager, self.star, *self.sharing
        )
        split = self.shared(top, LEFT, packed, team)
        self.view.heading(SHARING, Label("名次", "Ranks, by receipts"), RIGHT + 2, RIGHT)
        view.header(
            top - 1,
            RIGHT,
            (Label("姓名", "Name"), Label("回款", "Receipts"), Label("名次", "Rank")),
        )
        centred = {**BOX, "align": "center", "num_format": "0"}
        looks = ({**BOX, "indent": 1}, "text"), (AMOUNT, "number"), (centred, "either")
        ranks = self.rows(top, RIGHT, Packed("TD_RANK", PEOPLE, names, receipts), looks)
        self.why(top + SPLIT_LINES + 1, split, ranks)

    def _write_prizes(self, names: Given, received: tuple[Given, Given]) -> None:
        """The prizes of a quarter and, beside them, of a year."""
        calls, top = [], PRIZES + 3
        blocks = (
            (
                "quarter",
                Label("季度奖", "A quarter's prizes").under("B-3.C.a"),
                LEFT,
                self.start.quarter_pool,
            ),
            (
                "year",
                Label("年终奖", "A year's prizes").under("B-3.C.b"),
                RIGHT,
                self.start.year_pool,
            ),
        )
        for (kind, words, left, amount), receipts in zip(blocks, received, strict=True):
            self.view.heading(PRIZES, words, left + 3, left)
            self.view.text(PRIZES + 1, left, Label("奖池余额", "The pool"), **BOX, indent=1)
            pool = self.input(PRIZES + 1, left + 1, amount, NOT_NEGATIVE, num_format=MONEY)
            given = (pool, word(kind), names, receipts, self.manager, *self.sharing)
            calls.append(self.shared(top, left, Packed("TD_PRIZE", PRIZE_LINES, *given), pool))
        self.why(top + PRIZE_LINES + 1, *calls)
