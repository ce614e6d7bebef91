"""What a table, a column and a row are.

A table is a class; its fields are the columns, in the sheet's order. A field whose type admits
None may stay blank.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, make_dataclass
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, dataclass_transform

from xlpy.core.text import Text

CLOSES = Text("结账", "the closes")
"""Who writes the results that no other table names."""

INPUT, RULES, RESULT = "input", "rules", "result"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, labels, what its cells hold, the note of its header, and the field that
    holds it.
    """

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
    """What a drop-down offers although the cell may hold other text: a list of `lists.OFFERS`, or
    `table.column`.
    """
    field: str = ""
    also: tuple[str, ...] = ()
    """What people call it in files of their own, beside its key and labels."""
    was: str = ""
    """The English label that workbooks of earlier layouts have and keep: formulas may name it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a heading may call it: key, labels, and what people say."""
        return (self.key, self.zh, self.en, self.label, *self.also)

    @property
    def label(self) -> str:
        """The header: Chinese, then English."""
        return f"{self.zh} {self.en}"

    def label_in(self, language: str) -> str:
        """The header in a workbook of that language."""
        return Text(self.zh, self.en).said(language, " ")


RecordT = TypeVar("RecordT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def of_rows(record: type[RecordT]) -> type[RecordT]:
    """Makes a class a frozen dataclass that has from `Row` what others get each for itself.

    To make that anew for each of a hundred classes takes every command longer than to read a small
    workbook.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(record)
    made._values = attrgetter(*(part.name for part in fields(made)))
    return made  # type: ignore[no-any-return]


@of_rows
class Row:
    """A row of a table; `row` is its number on the sheet, for messages."""

    _values: ClassVar[Callable[[Any], tuple[Any, ...]]]
    """Gives all fields of a row of the class."""

    row: int = field(default=0, kw_only=True)

    def __init__(self, *values: object, **named: object):
        # Most classes of rows never need a constructor: their rows are read, column by column.
        record = type(self)
        record.__init__ = _constructor(record)  # type: ignore[method-assign]
        record.__init__(self, *values, **named)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __setstate__(self, state: tuple[None, dict[str, object]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = self.__class__._values
        return values(self) == values(other)

    def __hash__(self) -> int:
        return hash(self.__class__._values(self))

    def __repr__(self) -> str:
        shown = (f"{part.name}={getattr(self, part.name)!r}" for part in fields(self))
        return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _constructor(record: type[Row]) -> Any:
    """The constructor that a class of rows would have as any other dataclass."""
    parts = [(part.name, part.type, part) for part in fields(record)]
    made = make_dataclass(record.__name__, parts, frozen=True, repr=False, eq=False)
    return vars(made)["__init__"]


Records = Mapping[str, Sequence[Any]]
"""Rows by the key of their table. Any: of which class a table's rows are, its key says, which no
type checker reads.
"""
RecordLists = dict[str, list[Any]]
"""The same, to be added to."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key (also the name of the Excel table), sheet, columns and the columns that
    identify a row.
    """

    key: str
    sheet: str
    zh: str
    en: str
    group: str
    rule: str
    note: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    record: type[Row]
    """The class of its rows."""
    part: str
    """The key of the part of the workbook that shows it (`core/parts.py`)."""
    place: int
    """Where its sheet stands among those of its group; several of one place stand as declared."""
    writer: Text = CLOSES
    """What writes a result table, in Chinese and English."""
    closing: bool = False
    """Whether a close reads or writes it."""

    @property
    def by_whom(self) -> str:
        """What a result table says when somebody types into it."""
        zh, en = self.writer
        return (
            f"这张表由{zh}写入：改录入表，再做一次。Written by {en}: correct the inputs, then do "
            "it again."
        )

    def column(self, key: str) -> Column:
        """The column of that key. Raises KeyError when there is none."""
        return next(c for c in self.columns if c.key == key)

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The column keys in the sheet's order."""
        return tuple(c.key for c in self.columns)


def col(
    zh: str,
    en: str,
    type_: str,
    *,
    default: Any = MISSING,
    choices: tuple[tuple[str, str], ...] = (),
    refers: str = "",
    rule: str = "",
    note: str = "",
    offers: str = "",
    also: str = "",
    was: str = "",
) -> Any:
    """A field that is a column; its key is the field's name (`from_` is `from`).

    `also`: what people call it in their own files, with semicolons between. `was`: its English
    label in workbooks of earlier layouts.
    """
    names = tuple(also.split(";")) if also else ()
    column = Column(
        "", zh, en, type_, True, choices, refers, rule, note, offers, also=names, was=was
    )
    return field(default=default, metadata={"column": column})
