"""What a table and a column of the workbook are, and short ways to write them down."""

from dataclasses import dataclass

INPUT, RULES, RESULT = "input", "rules", "result"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, labels, what its cells hold and the sentence that its header note shows."""

    key: str
    zh: str
    en: str
    type: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    refers: str = ""
    rule: str = ""
    note: str = ""
    offers: str = ""
    """What a drop-down offers although the cell may hold other text: a list of `offers`, or `table.column`."""

    @property
    def label(self) -> str:
        """The header: Chinese, then English."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key (also the name of the Excel table), sheet, columns and the columns that identify a row."""

    key: str
    sheet: str
    zh: str
    en: str
    group: str
    rule: str
    note: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    writer: tuple[str, str] = ("结账", "the closes")
    """What writes a result table, in Chinese and English."""

    @property
    def by_whom(self) -> str:
        """What a result table says to who would type into it."""
        zh, en = self.writer
        return f"这张表由{zh}写入：改录入表，再做一次。Written by {en}: correct the inputs, then do it again."

    def column(self, key: str) -> Column:
        """The column of that key. Raises KeyError when there is none."""
        return next(c for c in self.columns if c.key == key)

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The column keys in the sheet's order."""
        return tuple(c.key for c in self.columns)


def col(key, zh, en, type_, required=True, choices=(), refers="", rule="", note="", offers="") -> Column:
    """A column."""
    return Column(key, zh, en, type_, required, choices, refers, rule, note, offers)


def month(note="月份，写作 2012-07。Month, written 2012-07.") -> Column:
    """The column `month`."""
    return col("month", "月份", "Month", "month", note=note)


def person(key="name", zh="姓名", en="Name", required=True, note="") -> Column:
    """A column that holds a name of the staff table."""
    return col(
        key,
        zh,
        en,
        "text",
        required,
        refers="staff.name",
        note=note or "员工表里的姓名。A name of the staff table.",
    )


def fen(key, zh, en, rule="", note="") -> Column:
    """A column of money in yuan, read as fen."""
    return col(key, zh, en, "fen", rule=rule, note=note)


def terms() -> tuple[Column, Column]:
    """The columns of delivery and payment terms."""
    return (
        col(
            "incoterm",
            "贸易术语",
            "Incoterm",
            "text",
            False,
            note="Incoterms 2020 与地点，如 CIF Hamburg。With its place.",
            offers="incoterms",
        ),
        col(
            "payment_terms",
            "付款条件",
            "Payment terms",
            "text",
            False,
            note="付款条件表里的一行。A row of the table of payment terms.",
            offers="terms.payment_terms",
        ),
    )
