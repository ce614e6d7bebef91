"""The rows below one header as lines of a statement: which are entries, what each entry says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from xlpy.bank import balances
from xlpy.bank.columns import Layout, Sums, codes_in, currency_in, layout_of
from xlpy.bank.exchanged import exchanged
from xlpy.bank.moved import Mover, Signs, sums_of, way_in
from xlpy.bank.records import ENTRY, SKIP, UNPAID, UNREAD, Line, Quote, Why
from xlpy.bank.sums import is_nothing, is_sum, mark_of, read_sum, within_decimals
from xlpy.bank.years import short_day
from xlpy.book.cells.text import BadCell, brief, fold, shown
from xlpy.book.days import is_day, read_file_day
from xlpy.book.grid import Row
from xlpy.book.words import vocabulary
from xlpy.core.headings import Column
from xlpy.core.text import Text

_NO_MONEY = Text("没有金额", "has no sum")
_NOTE = Text("没有日期和金额", "has no day and no sum")
_TOTAL = Text("是合计、余额，不是流水", "is a total or a balance, no entry")
_NEUTRAL = Text("不计收支：既不是收也不是支", "is neutral: neither in nor out")


class Entries:
    """Rows below one header."""

    def __init__(
        self,
        headings: list[Column],
        rows: Sequence[Row],
        order: str | None,
        head: str | None,
        hints: frozenset[str],
    ):
        self.order = order
        self.head = head
        self.hints = hints
        self.width = len(headings)
        self.day_places = [c.at for c in headings if c.meaning in ("date", "date or sum")]
        entries = [row for row in rows if any(is_day(_at(row, at)) for at in self.day_places)]
        self.layout: Layout = layout_of(headings, entries)
        self.rows = rows
        self.entries = entries
        columns = [*(self.layout.sums.columns if self.layout.sums else ()), *self.layout.balances]
        self.mark = mark_of(_at(row, c.at) for row in entries for c in columns)
        self.proofs = dict(zip((id(row) for row in entries), self._proofs(), strict=True))
        signs = Signs(self.layout, entries, self.mark, any(self.proofs.values()))
        self.is_card = "card" in hints or self._is_repaid()
        self.mover = Mover(self.layout, signs, self.mark, self._currency_of)

    def notes(self) -> list[Why]:
        """What is to be known of the table as a whole."""
        found = [self.layout.clash] if self.layout.clash else []
        days = [column.heading for column in self.layout.dates]
        if len(days) > 1:
            found.append(Text(f"日期取“{days[0]}”列", f'the day is that of the column "{days[0]}"'))
        return found

    def lines(self) -> list[Line]:
        """Every row as a line."""
        return [self._line(row) for row in self.rows]

    def _line(self, row: Row) -> Line:
        try:
            return self._dated_line(row)
        except BadCell as bad:
            texts = self._texts(row)
            return Line(row.number, UNREAD, self._day_or_none(row), texts=texts, why=bad.said)

    def _day_or_none(self, row: Row):
        try:
            return self._day(row) if any(map(is_day, self.days(row))) else None
        except BadCell:
            return None

    def _dated_line(self, row: Row) -> Line:
        if not any(map(is_day, self.days(row))):
            return self._without_day(row)
        _refuse_more(row, self.width)
        if self.layout.clash:
            raise BadCell(self.layout.clash)
        if self.layout.sums is None:
            raise BadCell(Text("没有一列是金额", "no column is a sum"))
        day = self._day(row)
        texts = self._texts(row)
        if refused := self._never(row):
            return Line(
                row.number,
                UNPAID,
                day,
                currency=self._currency(row, None)[0],
                texts=texts,
                why=refused,
            )
        moved = self.mover.moved(row, self.proofs.get(id(row), 0))
        neutral = moved is not None and moved.neutral
        if moved is None:
            self._refuse_unknown_side(row)
        if moved is None or neutral or not moved.amount or moved.column is None:
            code = self._currency(row, None)[0]
            return Line(
                row.number,
                SKIP,
                day,
                None,
                code,
                texts=texts,
                why=_NEUTRAL if neutral else _NO_MONEY,
            )
        currency, doubts = self._currency(row, moved.currency, moved.leg, moved.group)
        amount = within_decimals(_at(row, moved.column.at), moved.amount, currency or self.head)
        quote = self._quote(row)
        if (
            currency
            and not moved.leg
            and (other := self.mover.other_currency(row, moved, currency))
        ):
            found = exchanged(moved.column.heading, amount, currency, other)
            amount, currency, quote = found or (amount, currency, quote)
        whole = tuple(row.texts)
        unsaid = moved.column in self._both() and way_in(self.layout, row) is None
        line = Line(
            row.number, ENTRY, day, amount, currency, quote, self._number(row), texts, whole
        )
        return replace(
            line, doubts=(*moved.doubts, *doubts, *self._doubts(row, texts, amount, unsaid))
        )

    def _refuse_unknown_side(self, row: Row) -> None:
        """Raise BadCell for a sum in a column that is not understood, where only one side of the
        statement is.
        """
        sums = self.layout.sums
        if sums is None or sums.both or bool(sums.money_in) == bool(sums.money_out):
            return
        for column in self.layout.texts:
            cell = _at(row, column.at)
            if (
                self.layout.told[column.at] == "unknown"
                and is_sum(cell)
                and read_sum(cell, self.mark).size
            ):
                raise BadCell(
                    Text(
                        f"“{column.heading}”里的 {brief(shown(cell))} 可能是金额，看不懂这一列",
                        f'{brief(shown(cell))} under "{column.heading}" may be a sum; the column '
                        "is not understood",
                    )
                )

    def _without_day(self, row: Row) -> Line:
        """A row without a day is a total or a note; one that has a sum of its own must not go by
        unseen.
        """
        first = next((text for text in row.texts if text), "")
        tagged = vocabulary("totals").tagged(re.split(r"[:：\d]", first)[0])
        is_total = "total" in tagged.tags or any(_total_word(text) for text in row.texts)
        columns = self.layout.sums.columns if self.layout.sums else []
        sums = [cell for c in columns if not is_nothing(cell := _at(row, c.at))]
        cell = next((cell for cell in self.days(row) if cell != ""), "")
        if is_total or not sums or (cell == "" and not any(map(is_sum, sums))):
            return Line(row.number, SKIP, texts=self._texts(row), why=_TOTAL if is_total else _NOTE)
        if short := next((cell for at in self.day_places if short_day(cell := _at(row, at))), None):
            raise BadCell(
                Text(
                    f"“{short}”没有年份，表头之前也没有写；请在表头之前写上年份，如 2012年",
                    f'"{short}" has no year, and none stands above the header; write it there, '
                    "such as 2012",
                )
            )
        if cell == "":
            raise BadCell(Text("这一行有金额但没有日期", "this line has a sum but no day"))
        return Line(
            row.number,
            UNREAD,
            texts=self._texts(row),
            why=Text(f"“{brief(cell)}”不是日期", f'"{brief(cell)}" is no day'),
        )

    def _day(self, row: Row):
        return read_file_day(next(filter(is_day, self.days(row))), self.order)

    def days(self, row: Row) -> list:
        """A row's cells that may name its day, the best first."""
        return [_at(row, column.at) for column in self.layout.dates]

    def _texts(self, row: Row) -> tuple[str, ...]:
        return tuple(
            text
            for c in self.layout.texts
            if (text := shown(_at(row, c.at)).strip()) and text != "/"
        )

    def _never(self, row: Row) -> Why | None:
        """Why a line's status says that no money moved; None where it says that it did, or
        nothing.
        """
        for column in self.layout.statuses:
            cell = shown(_at(row, column.at))
            if cell and "never" in vocabulary("status").tagged(cell).tags:
                return Text(
                    f"状态“{brief(cell)}”：钱没有到账或没有付出",
                    f'its status is "{brief(cell)}": the money never moved',
                )
        return None

    def _is_repaid(self) -> bool:
        """Whether money that came in bears a minus, as on a credit card's statement, by what its
        lines say.

        Some with a minus name a payment received, or all of them a repayment, and none without a
        minus does.
        """
        received: set[int] = set()
        repays: dict[int, set[bool]] = {-1: set(), 1: set()}
        for row in self.entries:
            hints = {
                tag for text in self._texts(row) for tag in vocabulary("hint").tagged(text).tags
            }
            for sign in {
                -1 if found.sign < 0 else 1 for _, found in sums_of([row], self._both(), self.mark)
            }:
                received |= {sign} if "card repaid" in hints else set()
                repays[sign].add("repays" in hints)
        return received == {-1} or (repays[-1] == {True} and repays[1] == {False})

    def _both(self) -> list[Column]:
        """The columns with sums of both sides."""
        groups = (self.layout.sums, *self.layout.peers) if self.layout.sums else ()
        return [column for group in groups for column in group.both]

    def _doubts(self, row: Row, texts: Sequence[str], amount: Decimal, unsaid: bool) -> list[Why]:
        """Reasons not to book a line as it stands; `unsaid`: nothing but a sign says which way the
        money went.
        """
        found = []
        for column in self.layout.statuses:
            cell = shown(_at(row, column.at))
            if not is_nothing(cell) and "done" not in vocabulary("status").tagged(cell).tags:
                found.append(
                    Text(
                        f"看不懂状态“{brief(cell)}”",
                        f'the status "{brief(cell)}" is not understood',
                    )
                )
        for column in self.layout.reversals:
            cell = fold(shown(_at(row, column.at))).casefold()
            if cell not in (
                "",
                "-",
                "--",
                "/",
                "0",
                "n",
                "no",
                "否",
                "正常",
                "false",
                "未冲正",
                "未冲账",
            ):
                found.append(
                    Text(f"“{column.heading}”：{cell}", f'"{column.heading}" says "{cell}"')
                )
        for column in self.layout.refunds:
            if not is_nothing(cell := _at(row, column.at)) and read_sum(cell, self.mark).size:
                found.append(Text(f"其中已退 {shown(cell)}", f"of it {shown(cell)} was paid back"))
        hints = {tag for text in texts for tag in vocabulary("hint").tagged(text).tags}
        if amount > 0 and hints & {"reversal", "spent"}:
            found.append(
                Text(
                    "附言说是冲正、退回或消费", "its text names a reversal, a return or a purchase"
                )
            )
        if "hold" in hints:
            found.append(Text("附言说钱还没有到", "its text says that the money is not there yet"))
        if self.is_card and unsaid:
            found.append(
                Text(
                    "像是信用卡账单：没有负号的是消费，有负号的是还款",
                    "this looks like a credit card's: sums without a minus were spent, those "
                    "with one paid in",
                )
            )
        if "ledger" in self.hints:
            found.append(
                Text(
                    "这是自己的账，不是银行的：借方才是收",
                    "this is a ledger of your own: debit means in",
                )
            )
        return found

    def _currency(
        self, row: Row, beside: str | None, leg: str | None = None, group: Sums | None = None
    ) -> tuple[str | None, list[Why]]:
        """A line's currency: its column's, or that in the cell or the heading of the sum, or the
        head's; and doubts.
        """
        named = []
        for column in self._currency_columns(leg, group):
            cell = shown(_at(row, column.at)).strip()
            if not is_nothing(cell):
                stated = currency_in(cell)
                if stated is None:
                    return None, [
                        Text(f"“{brief(cell)}”不是币种", f'"{brief(cell)}" is not a currency')
                    ]
                named.append(stated)
        sums = self.layout.legs[leg] if leg else group or self.layout.sums
        headings = {code for c in sums.columns for code in codes_in(c)} if sums else set()
        if len(set(named)) > 1 or (not named and len(headings) > 1):
            codes = " / ".join(sorted(set(named) or headings))
            return None, [Text(f"币种不止一个：{codes}", f"several currencies: {codes}")]
        code = next(iter(named), None)
        near = None if beside == "CNY" and code == "JPY" else beside
        if code and near and code != near:
            return None, [
                Text(
                    f"币种列是 {code}，金额旁是 {near}",
                    f"its currency is {code}, beside its sum stands {near}",
                )
            ]
        return code or near or next(iter(headings), None) or self.head, []

    def _currency_of(self, row: Row, group: Sums) -> str | None:
        """The currency of one kind of sums on a line, by its own column of currencies or its
        headings; None without.
        """
        columns = self.layout.currencies_of.get(group.kind, ())
        named = {
            currency_in(cell)
            for c in columns
            if not is_nothing(cell := shown(_at(row, c.at)).strip())
        }
        codes = named or {code for column in group.columns for code in codes_in(column)}
        return next(iter(codes)) if len(codes) == 1 else None

    def _currency_columns(self, leg: str | None, group: Sums | None) -> list[Column]:
        if group is not None and group is not self.layout.sums:
            return self.layout.currencies_of.get(group.kind, [])
        return [c for c in self.layout.between if leg in c.tags] if leg else self.layout.currencies

    def _quote(self, row: Row) -> Quote | None:
        pair = [currency_in(t) for c in self.layout.between if (t := shown(_at(row, c.at)))]
        for column in self.layout.rates:
            cell = _at(row, column.at)
            if not is_nothing(cell):
                if (
                    is_sum(cell)
                    and (number := read_sum(cell, "." if self.mark is None else self.mark).signed)
                    > 0
                ):
                    return Quote(column.heading, number, tuple(filter(None, pair)))
                return None
        return None

    def _number(self, row: Row) -> str:
        found = (shown(_at(row, column.at)).strip() for column in self.layout.numbers)
        return next(
            (
                number
                for number in found
                if re.search(r"[1-9A-Za-z]", number) and re.search(r"\d", number)
            ),
            "",
        )

    def _proofs(self) -> list[int]:
        """What the running balance proves of each entry."""
        sums = self.layout.sums
        if sums is None or len(self.layout.balances) != 1 or self.layout.clash:
            return [0] * len(self.entries)
        by_currency: dict[str | None, list] = {}
        for at, row in enumerate(self.entries):
            by_currency.setdefault(self._currency(row, None)[0], []).append(at)
        found = [0] * len(self.entries)
        for places in by_currency.values():
            moves = [self._move(self.entries[at]) for at in places]
            for at, sign in zip(places, balances.signs(moves), strict=True):
                found[at] = sign
        return found

    def _move(self, row: Row) -> balances.Move | None:
        try:
            columns = self.layout.sums.columns if self.layout.sums else ()
            cells = [_at(row, c.at) for c in columns]
            sizes = [read_sum(cell, self.mark).size for cell in cells if not is_nothing(cell)]
            balance = read_sum(_at(row, self.layout.balances[0].at), self.mark)
        except BadCell:
            return None
        sizes = [size for size in sizes if size]
        side = -1 if balance.side == "out" else 1
        return (sizes[0], side * balance.signed) if len(set(sizes)) == 1 else None


def _at(row: Row, at: int):
    return row.cells[at] if at < len(row.cells) else ""


def _total_word(text: str) -> bool:
    tagged = vocabulary("totals").tagged(text.rstrip(":："))
    return tagged.whole


def _refuse_more(row: Row, width: int) -> None:
    """Raise BadCell for a line longer than the header: a comma within an amount would make another
    of it.
    """
    if more := next((cell for cell in row.cells[width:] if cell != ""), None):
        raise BadCell(
            Text(
                f"这一行比表头多出“{brief(more)}”；含逗号的金额和文字要用双引号括起来",
                f'this line has more cells than the header, from "{brief(more)}" on; put amounts '
                "and texts with commas in "
                "quotes",
            )
        )
