"""The pieces of the What-if sheet: cells to change, labelled results, rows of results, why there is an error."""

from decimal import Decimal

from xlpy.build.asked import Asked, Given, whole_table
from xlpy.build.book import WHATIF, absolute
from xlpy.build.lists import kind_words
from xlpy.build.statements import MATCHES, mark_check
from xlpy.build.style import AMBER_LIGHT, MONEY, MUTED, RED, TEAL
from xlpy.build.view import AMOUNT, BOX, HIDDEN, SOFT, TOTAL, View, cell

LEFT, RIGHT, LAST = 1, 6, 9
"""Where the blocks at the left and at the right begin, and the last column."""
INPUT = {"bg_color": AMBER_LIGHT, "border": 1, "border_color": TEAL}
RESULT = {**BOX, **SOFT, "bold": True}
PLAIN_SHARE = {**BOX, "num_format": "0.00##", "align": "center"}


class Pieces:
    """Writes on the sheet; what is written comes back as an argument for functions."""

    def __init__(self, book):
        self.book = book
        self.view = View(book, WHATIF, (2, 27, 15, 15, 15, 15, 22, 15, 12, 15))
        self.tiers, self.shares, self.policy = (whole_table(book, key) for key in ("tiers", "shares", "policy"))
        self.words = kind_words()

    def input(self, row: int, column: int, value, check: dict, **look) -> Given:
        """A cell for the user to change; as an argument."""
        sheet, style = self.view.sheet, self.view.style(**INPUT, **look)
        if value in (None, ""):
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, float(value), style)
        self.view.sheet.data_validation(row, column, row, column, check)
        return Given(absolute(row, column), value or None if isinstance(value, str) else value)

    def labelled(self, row: int, label: str, value, check: dict, **look) -> Given:
        """A labelled cell for the user to change, at the left; as an argument."""
        self.view.text(row, LEFT, label, **BOX, indent=1)
        return self.input(row, LEFT + 1, value, check, **look)

    def shown(self, row: int, label: str, what: Asked | Given, **look) -> Given:
        """A labelled formula at the right; as an argument."""
        self.label(row, label)
        self.view.formula(row, RIGHT, f"={what.text}", what.value, **{**RESULT, **look})
        return Given(absolute(row, RIGHT), what.value)

    def label(self, row: int, text: str) -> None:
        """A label at the right."""
        self.view.blank(row, RIGHT - 2, RIGHT - 1, **BOX)
        self.view.text(row, RIGHT - 2, text, **BOX)

    def note(self, row: int, text: str) -> None:
        """The rule in a sentence."""
        self.view.text(row, LEFT, text, font_color=MUTED, font_size=9)

    def why(self, row: int, *cells: str) -> None:
        """Why the first of some cells shows an error; nothing while none does."""
        formula = '""'
        for place in reversed(cells):
            formula = f"IF(ISERROR({place}),TD_WHY({place}),{formula})"
        look = {"font_color": RED, "font_size": 9, "text_wrap": True}
        self.view.sheet.set_row(row, 26)
        self.view.sheet.merge_range(row, LEFT, row, LAST, "", self.view.style(**look))
        self.view.formula(row, LEFT, f"={formula}", "", **look)

    def rows(self, top: int, left: int, asked: Asked, count: int, columns) -> str:
        """The rows of a call's results below a header; the first cell's address.

        `columns`: for each the place in the results, its look, and whether keys show as words. The number of rows
        stands unseen at the left: only rows that are there are asked for, and an error shows as one. The first row
        asks at once, so that the reason of an error is known of its cell.
        """
        view = self.view
        rows = absolute(top, left - 1)
        view.formula(top, left - 1, f"=ROWS({asked.text})", len(asked.rows), **HIDDEN)
        for k in range(count):
            for column, (place, look, words) in enumerate(columns, left):
                pick, value = asked.pick(k, place), asked.at(k, place)
                if words:
                    found = f"INDEX(list_words,MATCH({pick},list_kinds,0))"
                    # A kind is always one of ours; a name may be a person's.
                    pick = found if words == "kind" else f"IFERROR({found},{pick})"
                    value = self.words.get(value, value)
                formula = f'=IF({rows}<{k + 1},"",{pick})' if k else f"={pick}"
                view.formula(top + k, column, formula, value, **look)
        return cell(top, left)

    def total(self, row: int, left: int, top: int, columns: list[tuple[int, Decimal]], last: int) -> None:
        """Sums of columns below a block, rounded as floats may miss the fen; errors of the block show in them."""
        self.view.blank(row, left, last, **TOTAL)
        self.view.text(row, left, "合计 Total", **TOTAL, indent=1)
        for column, value in columns:
            area = f"{cell(top, column)}:{cell(row - 1, column)}"
            self.view.formula(row, column, f"=ROUND(SUM({area}),2)", value, **TOTAL, num_format=MONEY)

    def check(self, row: int, column: int, one: str, other: str) -> None:
        """Whether a sum is what it must be."""
        test = f"ABS({one}-{other})<0.005"
        formula = f'=IF({test},"{MATCHES[0]}","{MATCHES[1]}")'
        self.view.formula(row, column, formula, MATCHES[0], **TOTAL, align="center")
        mark_check(self.view, row, column)

    def shared(self, top: int, left: int, asked: Asked, count: int, whole: Given) -> str:
        """Who gets what, and that the parts sum to the whole; the first cell's address."""
        labels = ("去向 Kind", "姓名或奖池 Name or pool", "比例 Share %", "金额 Amount")
        self.view.header(top - 1, left, labels)
        text = {**BOX, "indent": 1}
        columns = ((0, text, "kind"), (1, text, "name"), (2, PLAIN_SHARE, ""), (3, AMOUNT, ""))
        first = self.rows(top, left, asked, count, columns)
        total = sum(Decimal(str(row[3])) for row in asked.rows)
        self.total(top + count, left, top, [(left + 3, total)], left + 3)
        self.check(top + count, left + 2, cell(top + count, left + 3), whole.text)
        return first
