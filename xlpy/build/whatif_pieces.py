"""The pieces of the What-if sheet: cells to change, labelled results, rows of results, why there
is an error.
"""

from collections.abc import Iterable
from decimal import Decimal

from xlpy.build.asked import Asked, Given, Packed, in_one_language, whole_table
from xlpy.build.book import WHATIF, absolute
from xlpy.build.lists import kind_words
from xlpy.build.speech import Label, sentences, spelled
from xlpy.build.statements import MATCHES, mark_check
from xlpy.build.style import AMBER_LIGHT, MONEY, MUTED, RED, TEAL
from xlpy.build.validations import BOUND, above, numbers
from xlpy.build.view import AMOUNT, BOX, SOFT, TOTAL, View, cell
from xlpy.functions.tiered import AND_ABOVE

LEFT, RIGHT, LAST = 1, 6, 9
"""Where the blocks at the left and at the right begin, and the last column."""
CALLS = {LEFT: 10, RIGHT: 16}
"""Where hidden columns begin, for the blocks at the left and at the right: the call, then its
results as texts.
"""
LAST_HIDDEN = 20
NUMBER = "_xlfn.NUMBERVALUE"
INPUT = {"bg_color": AMBER_LIGHT, "border": 1, "border_color": TEAL}
RESULT = {**BOX, **SOFT, "bold": True}
PLAIN_SHARE = {**BOX, "num_format": "0.00##", "align": "center"}
MONEY_ONLY = numbers("decimal", -BOUND, BOUND, Label("请填金额。", "Type an amount."))
TARGET = above(0, Label("请填大于 0 的金额。", "Type an amount above 0."))
NOT_NEGATIVE = numbers(
    "decimal", 0, BOUND, Label("请填不小于 0 的金额。", "Type an amount, not below 0.")
)


class Pieces:
    """Writes on the sheet; what is written comes back as an argument for functions."""

    def __init__(self, book):
        self.book = book
        self.view = View(book, WHATIF, (2, 27, 15, 15, 15, 15, 22, 15, 12, 15))
        self.tiers, self.shares, self.policy = (
            whole_table(book, key) for key in ("tiers", "shares", "policy")
        )
        self.words = kind_words()
        self._hide()

    def _hide(self) -> None:
        """Hide the columns of the workings, which say what they are to whoever shows them."""
        first = CALLS[LEFT]
        self.view.sheet.set_column(first, LAST_HIDDEN, 16, None, {"hidden": True})
        zh = (
            "算式（隐藏列）：一块只调用一次函数，全部结果在一个文本里；右边各格从中取出自己的一"
            "份，可见的格子再显示它。"
        )
        en = (
            "Workings (hidden columns): a block calls its function once, all results come as "
            "one text; each cell "
            "beside it takes its part out, and the cells in sight show that."
        )
        for row, text in enumerate(sentences(zh, en), 2):
            self.view.text(row, first, text, font_color=MUTED, font_size=9)

    def input(self, row: int, column: int, value: object, check: dict, **look: object) -> Given:
        """A cell for the user to change; as an argument."""
        sheet, style = self.view.sheet, self.view.style(**INPUT, **look)
        if value in (None, ""):
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, float(value), style)
        self.view.sheet.data_validation(row, column, row, column, spelled(check))
        return Given(absolute(row, column), value or None if isinstance(value, str) else value)

    def labelled(
        self, row: int, label: str | Label, value: object, check: dict, **look: object
    ) -> Given:
        """A labelled cell for the user to change, at the left; as an argument."""
        self.view.text(row, LEFT, label, **BOX, indent=1)
        return self.input(row, LEFT + 1, value, check, **look)

    def shown(self, row: int, label: str | Label, what: Asked | Given, **look: object) -> Given:
        """A labelled formula at the right; as an argument."""
        self.label(row, label)
        self.view.formula(row, RIGHT, f"={what.text}", what.value, **{**RESULT, **look})
        return Given(absolute(row, RIGHT), what.value)

    def label(self, row: int, text: str | Label) -> None:
        """A label at the right."""
        self.view.blank(row, RIGHT - 2, RIGHT - 1, **BOX)
        self.view.text(row, RIGHT - 2, text, **BOX)

    def note(self, row: int, text: str | Label) -> None:
        """The rule in a sentence."""
        self.view.text(row, LEFT, text, font_color=MUTED, font_size=9)

    def why(self, row: int, *cells: "str | Given") -> None:
        """Why the first of some cells shows an error; nothing while none does.

        A Given is a result in a packed text, which has its reason in it.
        """
        formula = '""'
        for place in reversed(cells):
            if isinstance(place, Given):
                told = f'MID({place.text},FIND(" ",{place.text})+1,LEN({place.text}))'
                formula = f'IF(LEFT({place.text})="#",{told},{formula})'
            else:
                formula = f"IF(ISERROR({place}),TD_WHY({place}),{formula})"
        look = {"font_color": RED, "font_size": 9, "text_wrap": True}
        self.view.sheet.set_row(row, 26)
        self.view.sheet.merge_range(row, LEFT, row, LAST, "", self.view.style(**look))
        self.view.formula(row, LEFT, f"={formula}", "", **look)

    def parts(self, top: int, left: int, packed: Packed) -> tuple[str, list[list[Given]]]:
        """A call and its results as texts, in the hidden columns of the block that begins at
        `left`.

        Comes back: the call's cell, and the results by row and column.
        """
        column = CALLS[left]
        at = absolute(top, column)
        self.view.formula(top, column, f"={packed.text}", packed.value)
        found = []
        for row in range(packed.count):
            found.append([])
            for place in range(packed.width):
                part = packed.part(row, place, at)
                self.view.formula(top + row, column + 1 + place, f"={part.text}", part.value)
                found[-1].append(Given(cell(top + row, column + 1 + place), part.value))
        return at, found

    def rows(
        self, top: int, left: int, packed: Packed, columns: Iterable[tuple[dict[str, object], str]]
    ) -> str:
        """The rows of a call's results below a header; the call's cell.

        `columns`: for each its look, and how its texts are read: a name of `self.reading`.
        """
        at, parts = self.parts(top, left, packed)
        for row, line in enumerate(parts, top):
            for column, (part, (look, kind)) in enumerate(zip(line, columns, strict=True), left):
                shown = self.read(part, kind)
                self.view.formula(row, column, f"={shown.text}", shown.value, **look)
        return at

    def read(self, part: Given, kind: str) -> Given:
        """A result in a packed text as its cell shows it.

        `number`, `text`, `either`; `kind`: a key of ours in words; `name`: a name, or a key of
        ours in words.
        """
        at, value = part.text, str(part.value)
        number = f'{NUMBER}({at},".",",")'
        words = f"INDEX(list_words,MATCH({at},list_kinds,0))"
        if kind == "number":
            return Given(f'IF({at}="","",{number})', float(value) if value else "")
        if kind == "either":
            text = in_one_language(Given(at, _number(value)), AND_ABOVE)
            return Given(f'IF({at}="","",IFERROR({number},{text.text}))', text.value)
        if kind == "kind":
            return Given(f'IF({at}="","",{words})', self.words.get(value, value))
        # A name may be a person's.
        return (
            Given(f"IFERROR({words},{at})", self.words.get(value, value))
            if kind == "name"
            else part
        )

    def total(
        self, row: int, left: int, top: int, columns: list[tuple[int, Decimal]], last: int
    ) -> None:
        """Sums of columns below a block, rounded as floats may miss the fen; errors of the block
        show in them.
        """
        self.view.blank(row, left, last, **TOTAL)
        self.view.text(row, left, Label("合计", "Total"), **TOTAL, indent=1)
        for column, value in columns:
            area = f"{cell(top, column)}:{cell(row - 1, column)}"
            self.view.formula(
                row, column, f"=ROUND(SUM({area}),2)", value, **TOTAL, num_format=MONEY
            )

    def check(self, row: int, column: int, one: str, other: str) -> None:
        """Whether a sum is what it must be."""
        test = f"ABS({one}-{other})<0.005"
        formula = f'=IF({test},"{MATCHES[0]}","{MATCHES[1]}")'
        self.view.formula(row, column, formula, MATCHES[0], **TOTAL, align="center")
        mark_check(self.view, row, column)

    def shared(self, top: int, left: int, packed: Packed, whole: Given) -> str:
        """Who gets what, and that the parts sum to the whole; the call's cell."""
        labels = (
            Label("去向", "Kind"),
            Label("姓名或奖池", "Name or pool"),
            Label("比例", "Share %"),
            Label("金额", "Amount"),
        )
        self.view.header(top - 1, left, labels)
        text = {**BOX, "indent": 1}
        columns = (text, "kind"), (text, "name"), (PLAIN_SHARE, "number"), (AMOUNT, "number")
        at = self.rows(top, left, packed, columns)
        bottom = top + packed.count
        self.total(bottom, left, top, [(left + 3, packed.sum(3))], left + 3)
        self.check(bottom, left + 2, cell(bottom, left + 3), whole.text)
        return at


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
