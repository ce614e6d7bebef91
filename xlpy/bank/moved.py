"""What moved on a line, and which way: by sides, signs, words of direction and the running
balance; never guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlpy.bank.columns import IN, NEUTRAL, OUT, Layout, Sums, way_of
from xlpy.bank.records import Why
from xlpy.bank.sums import Sum, is_nothing, read_sum
from xlpy.book.cells.text import BadCell, brief, shown
from xlpy.book.grid import Row
from xlpy.book.words import vocabulary
from xlpy.core.headings import Column
from xlpy.core.text import Text

_PAID_BACK = re.compile(r"\s*[(（][^()（）]*(?:退款|refund)[^()（）]*[)）]\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moved:
    """A line's sum with its sign, the currency beside it, the column that it stands in, and doubts
    about it.
    """

    amount: Decimal
    column: Column | None = None
    currency: str | None = None
    neutral: bool = False
    leg: str | None = None
    group: Sums | None = None
    """The kind of sums that it is one of."""
    doubts: tuple[Why, ...] = ()


class Signs:
    """How a file writes money out, seen over all of its lines: with a minus, by a word, or not at
    all.
    """

    def __init__(self, layout: Layout, rows: Sequence[Row], mark: str | None, proven: bool):
        self.layout = layout
        both = sums_of(rows, layout.sums.both, mark) if layout.sums else []
        self.any_sign = (
            proven or any(found.sign for _, found in both) or any(found.side for _, found in both)
        )
        out = [found for row, found in both if found.side == OUT or way_in(layout, row) == OUT]
        out += (
            [found for _, found in sums_of(rows, layout.sums.money_out, mark)]
            if layout.sums
            else []
        )
        out = [found for found in out if found.size]
        minus = sum(found.sign < 0 for found in out)
        self.minus_is_usual = minus > len(out) - minus
        self.mixed = 0 < minus < len(out)
        cells = (
            [_at(row, column) for row in rows for column in layout.sums.columns]
            if layout.sums
            else []
        )
        written = [cell for cell in cells if isinstance(cell, str) and not is_nothing(cell)]
        self.has_decimals = sum("." in cell for cell in written) > 0
        self.speaks_of_out = any(_hints(layout, row) & {OUT} for row in rows)


def sums_of(
    rows: Sequence[Row], columns: Sequence[Column], mark: str | None
) -> list[tuple[Row, Sum]]:
    """Every sum that can be read in some columns, with its row."""
    found = []
    for row in rows:
        for column in columns:
            cell = _at(row, column)
            if not is_nothing(cell):
                try:
                    found.append((row, read_sum(cell, mark)))
                except BadCell:
                    continue
    return found


def way_in(layout: Layout, row: Row) -> str | None:
    """The direction that a line's own columns of direction say. Raises BadCell where they say
    none, or two.
    """
    said = set()
    for column in layout.ways:
        cell = shown(_at(row, column)).strip()
        if cell in ("", "--"):
            continue
        way = way_of(cell)
        if way is None:
            return None
        said.add(way)
    return said.pop() if len(said) == 1 else None


def _hints(layout: Layout, row: Row) -> set[str]:
    """The sides that a line's words about its kind name, also among other words."""
    found: set[str] = set()
    for column in layout.kinds:
        text = shown(_at(row, column))
        found |= vocabulary("hint").tagged(text).tags & {OUT}
        found |= vocabulary("direction").tagged(text).tags & {IN, OUT}
    return found


class Mover:
    """Reads what moved on each line of a table."""

    def __init__(
        self,
        layout: Layout,
        signs: Signs,
        mark: str | None,
        currency_of: Callable[[Row, Sums], str | None],
    ):
        self.layout = layout
        self.signs = signs
        self.mark = mark
        self.currency_of = currency_of

    def other_currency(
        self, row: Row, moved: Moved, currency: str | None
    ) -> tuple[Column, Decimal, str] | None:
        """Another sum of the line in another currency: its column, size and currency; None where
        there is none.

        Raises BadCell where it has a minus and what moved came in.
        """
        for peer in self.layout.peers:
            code = self.currency_of(row, peer)
            if not code or not currency or code == currency:
                continue
            for column in peer.columns:
                if cell := self._sum(row, column):
                    if cell.sign < 0 < moved.amount:
                        raise _contrary(OUT)
                    return column, cell.size, code
        return None

    def moved(self, row: Row, proof: int) -> Moved | None:
        """What moved on a line; None where it has no sum. `proof`: the sign that the balance
        proves, 0 where none.

        Raises BadCell where the sum or its side cannot be read.
        """
        found = self._legs(row) if self.layout.legs else self._of_groups(row, proof)
        if found is None or found.neutral:
            return found
        if proof and (found.amount > 0) != (proof > 0):
            raise BadCell(
                Text(
                    f"余额的变化说明是{'收' if proof > 0 else '支'}，与这一行写的相反",
                    f"the balance shows that it went {'in' if proof > 0 else 'out'}, the line "
                    "says the contrary",
                )
            )
        found = self._agreed(row, found)
        if found.column and _without_note(cell := _at(row, found.column)) != cell:
            found = replace(
                found,
                doubts=(*found.doubts, Text(f"{cell}：已退款", f"{cell}: it was paid back since")),
            )
        return found

    def _of_groups(self, row: Row, proof: int) -> Moved | None:
        """What the chosen sums hold; where there is a column per currency, the first that holds
        something.
        """
        chosen = self.layout.sums
        if chosen is None:
            return None
        others = [peer for peer in self.layout.peers if chosen.apart and peer.apart]
        for group in (chosen, *others):
            if found := self._sided(row, group) or self._either(row, proof, group):
                return replace(found, group=group)
        return None

    def _sum(self, row: Row, column: Column) -> Sum | None:
        cell = _at(row, column)
        if is_nothing(cell):
            return None
        found = read_sum(_without_note(cell), self.mark)
        self._refuse_cut(row, column, cell)
        return found if found.size else None

    def _refuse_cut(self, row: Row, column: Column, cell) -> None:
        """Raise BadCell for `12` before `345.67`: a comma within a sum that is not in quotes."""
        following = row.cells[column.at + 1] if column.at + 1 < len(row.cells) else ""
        if (
            not isinstance(cell, str)
            or not isinstance(following, str)
            or not self.signs.has_decimals
        ):
            return
        if cell.lstrip("+-").isdecimal() and len(cell.lstrip("+-")) <= 3 and _is_rest(following):
            raise BadCell(
                Text(
                    f"可能是 {cell},{following} 被逗号拆成两格；含逗号的金额要用双引号括起来",
                    f"may be {cell},{following} cut in two by its comma; put sums with commas in "
                    "quotes",
                )
            )

    def _sided(self, row: Row, group: Sums) -> Moved | None:
        """What stands in a column of money in or of money out."""
        found = []
        for column in (*group.money_in, *group.money_out):
            if cell := self._sum(row, column):
                found.append((column, cell, column in group.money_in))
        if len(found) > 1:
            raise BadCell(
                Text("收和支两边都有金额，请核对这一行", "has a sum on both sides; check the line")
            )
        if not found:
            return None
        column, cell, comes_in = found[0]
        way = self._way(row)
        if cell.side and (cell.side == IN) != comes_in:
            raise _contrary(cell.side)
        if way in (IN, OUT) and cell.sign >= 0 and (way == IN) != comes_in:
            raise _contrary(way)
        amount = cell.signed if comes_in else self._out(cell)
        return Moved(amount, column, cell.currency)

    def _out(self, cell: Sum) -> Decimal:
        """Money out: a minus before it is usual in some files; where only some have one it may be
        a reversal.
        """
        if self.signs.mixed and (cell.sign < 0) != self.signs.minus_is_usual:
            raise BadCell(
                Text(
                    "支出有的带负号有的不带，这一行可能是冲正，请核对",
                    "some sums out have a minus and some have none; this line may be a reversal; "
                    "check it",
                )
            )
        return -cell.size

    def _either(self, row: Row, proof: int, group: Sums) -> Moved | None:
        """What stands in a column that holds both sides."""
        for column in group.both:
            if (cell := self._sum(row, column)) is None:
                continue
            way = self._way(row)
            if way == NEUTRAL:
                return Moved(cell.size, column, neutral=True)
            if cell.side and way and cell.side != way:
                raise _contrary(cell.side)
            side = way or cell.side
            if side:
                return Moved(cell.signed if side == IN else self._out(cell), column, cell.currency)
            return self._unsided(row, column, cell, proof)
        if self._way(row) == NEUTRAL:
            return Moved(Decimal(0), neutral=True)
        return None

    def _unsided(self, row: Row, column: Column, cell: Sum, proof: int) -> Moved:
        if self.layout.ways and not cell.sign:
            raise BadCell(Text("没有写是收还是支", "neither in nor out is said"))
        if cell.sign or self.signs.any_sign:
            amount = cell.signed if cell.sign else cell.size * (proof or 1)
            return Moved(
                amount,
                column,
                cell.currency,
                doubts=() if cell.sign or proof else self._of_type(row),
            )
        return Moved(cell.size, column, cell.currency, doubts=self._doubts(row, column))

    def _of_type(self, row: Row) -> tuple[Why, ...]:
        """Why a sum without a sign, in a file that has signs, may be money out: its type says
        so.
        """
        types = [column for column in self.layout.kinds if "type" in column.tags]
        for text in (shown(_at(row, column)) for column in types):
            if "given back" in vocabulary("hint").tagged(text).tags:
                return (
                    Text(
                        f"没有负号，但类型“{brief(text)}”像是付出",
                        f'it has no minus, yet its type "{brief(text)}" may mean money out',
                    ),
                )
        return ()

    def _doubts(self, row: Row, column: Column) -> tuple[Why, ...]:
        """Why a sum without a sign, in a file that has no signs, may be money out."""
        hints = _hints(self.layout, row)
        if OUT in hints or (self.signs.speaks_of_out and IN not in hints):
            return (
                Text(
                    "文件没有写收支方向，这一行的文字像是付出",
                    "the file says nowhere what came in and what went out, and its words may "
                    "mean money out",
                ),
            )
        if "payment" in column.tags:
            name = column.heading
            return (
                Text(
                    f"“{name}”没有说是收还是付",
                    f'"{name}" does not say whether money came in or went out',
                ),
            )
        return ()

    def _legs(self, row: Row) -> Moved | None:
        """Of what was sent and what arrived in two currencies: what arrived of money in, what was
        sent of money out.
        """
        way = self._way(row)
        if way == NEUTRAL:
            return Moved(Decimal(0), neutral=True)
        if way is None:
            raise BadCell(Text("没有写是收还是支", "neither in nor out is said"))
        leg = "target" if way == IN else "source"
        for column in self.layout.legs[leg].columns:
            if cell := self._sum(row, column):
                return Moved(cell.size if way == IN else -cell.size, column, cell.currency, leg=leg)
        return None

    def _way(self, row: Row) -> str | None:
        """The direction that the line's columns say; None where they are blank. Raises BadCell for
        any other word.
        """
        said = set()
        for column in self.layout.ways:
            cell = shown(_at(row, column)).strip()
            if cell in ("", "--"):
                continue
            way = way_of(cell)
            if way is None:
                raise BadCell(
                    Text(
                        f"“{brief(cell)}”看不出是收还是付",
                        f'"{brief(cell)}" does not say whether money came in or went out',
                    )
                )
            said.add(way)
        if len(said) > 1:
            raise BadCell(
                Text(
                    "两列写的收支方向不同，请核对",
                    "two columns say different directions; check the line",
                )
            )
        return next(iter(said), None)

    def _agreed(self, row: Row, found: Moved) -> Moved:
        """The sum, with a doubt where another sum of the line that may be meant as well is not the
        same.
        """
        group = found.group or self.layout.sums
        own = found.currency or (self.currency_of(row, group) if group else None)
        for peer in self.layout.peers:
            code = self.currency_of(row, peer)
            for column in peer.columns if own is None or code in (None, own) else ():
                cell = self._sum(row, column)
                if cell and found.column and cell.size != abs(found.amount):
                    names = found.column.heading, column.heading
                    said = Text(
                        f"“{names[0]}”和“{names[1]}”不同，不知道哪个是到账金额",
                        f'"{names[0]}" and "{names[1]}" differ; which of them arrived is not known',
                    )
                    return replace(found, doubts=(*found.doubts, said))
        return found


def _without_note(cell):
    """A sum without the note behind it that it was paid back: `448.32(已退款70.48)`."""
    return _PAID_BACK.sub("", cell) if isinstance(cell, str) else cell


def _is_rest(text: str) -> bool:
    whole, _, decimals = text.partition(".")
    return len(whole) == 3 and whole.isdecimal() and (not decimals or decimals.isdecimal())


def _contrary(side: str) -> BadCell:
    zh, en = ("收", "in") if side == IN else ("支", "out")
    return BadCell(
        Text(f"同一行又写着{zh}，互相矛盾", f'the line says "{en}" as well, which is the contrary')
    )


def _at(row: Row, column: Column):
    return row.cells[column.at] if column.at < len(row.cells) else ""
