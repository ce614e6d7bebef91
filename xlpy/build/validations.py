"""What a cell takes: drop-down lists, dates, numbers; in result tables nothing by hand."""

from xlpy.book.cells.dates import FIRST, FIRST_BORN, LAST
from xlpy.build.book import FIRST_ROW, SPARE_ROWS, Book, column_index, letters
from xlpy.build.lists import choice_labels, fits
from xlpy.build.speech import Label, in_language, label_of, spelled
from xlpy.build.view import warned
from xlpy.core.parameters import PARAMETERS
from xlpy.core.tables import RESULT, Column, Table
from xlpy.core.tables.lists import OFFERS

_PEOPLE_OR_TEAMS = {("targets", "name"), ("plans", "name")}
_ABOVE_ZERO = {
    ("targets", "amount"),
    ("plans", "amount"),
    ("rewards", "amount"),
    ("welfare", "amount"),
}
_UP_TO_100 = {
    ("credits", "share"),
    ("shares", "share"),
    ("tiers", "rate"),
    ("costs", "vat"),
    ("costs", "rebate_rate"),
    ("terms", "deposit"),
    *((key, side) for key in ("letters", "letter_amendments") for side in ("more", "less")),
}
BOUND = 10**12


def add_validations(book: Book, table: Table) -> None:
    """Tell Excel what each column of a table takes."""
    sheet = book.sheet(table.sheet)
    last = book.last_row(table.key) + SPARE_ROWS
    if table.group == RESULT:
        sheet.data_validation(FIRST_ROW, 0, last, len(table.columns) - 1, _by_whom(table))
        return
    for place, column in enumerate(table.columns):
        options = _options(book, table, column)
        if options:
            sheet.data_validation(
                FIRST_ROW, place, last, place, spelled({**_message(column), **options})
            )
    if table.key == "policy":
        _add_policy_choices(book, table)


def _add_policy_choices(book: Book, table: Table) -> None:
    """Each choice of the rules offers the values that it can have; a number or another row takes
    what is typed.
    """
    sheet, place = book.sheet(table.sheet), column_index(table, "value")
    for at, row in enumerate(book.rows.get("policy", ()), FIRST_ROW):
        parameter = PARAMETERS.get(row.get("key"))
        if parameter and parameter.choices:
            options = {"validate": "list", "source": list(parameter.choices), **lenient()}
            sheet.data_validation(at, place, at, place, options)


def _by_whom(table: Table) -> dict:
    zh, en = table.writer
    title = str(Label(f"{zh}写入", f"Written by {en}"))
    return {
        "validate": "custom",
        "value": "=FALSE",
        "error_title": title,
        "error_message": in_language(table.by_whom),
    }


def _message(column: Column) -> dict:
    label = label_of(column)
    title = label if len(label) <= 32 else column.zh
    return {
        "error_title": title,
        "error_message": Label(
            "请按下拉列表或列头批注填写。", "See the list or the header's note."
        ),
    }


def _options(book: Book, table: Table, column: Column) -> dict | None:
    place = table.key, column.key
    if column.choices:
        labels = choice_labels(column)
        return {
            "validate": "list",
            "source": labels if fits(labels) else f"=list_{table.key}_{column.key}",
            **asked(),
        }
    if column.refers:
        return {"validate": "list", "source": "=" + book.name(*column.refers.split("."))}
    if place in _PEOPLE_OR_TEAMS:
        return {"validate": "list", "source": "=" + book.name("staff", "name"), **lenient()}
    if column.offers:
        return _offered(book, column.offers)
    if table.keys == (column.key,) and column.type == "text":
        return _unique(book, table, column)
    return _by_type(table, column)


def _offered(book: Book, offers: str) -> dict:
    """A list of words that people go on with."""
    if "." in offers:
        return {"validate": "list", "source": "=" + book.name(*offers.split(".")), **warned()}
    if offers not in OFFERS or not OFFERS[offers].warns:
        return {"validate": "list", "source": f"=list_{offers}", **lenient()}
    # With blanks ignored Excel would take anything, for the blank cells that the list is continued
    # in.
    return {"validate": "list", "source": f"=list_{offers}", "ignore_blank": False, **warned()}


def lenient() -> dict:
    """A list that suggests: other entries are taken without a word."""
    return {"show_error": False}


def asked() -> dict:
    """A list of choices: one half of a choice, such as `manager`, is understood, so it is asked
    about and not refused.
    """
    return {
        "error_type": "warning",
        "error_message": Label(
            "不在列表里。只写一半（经理、manager）认得，保留吗？",
            "Not in the list. One half of it (manager) is understood. Keep it?",
        ),
    }


def _unique(book: Book, table: Table, column: Column) -> dict:
    cell = f"{letters(column_index(table, column.key))}{FIRST_ROW + 1}"
    return {
        "validate": "custom",
        "value": f"=SUMPRODUCT(--({book.name(table.key, column.key)}={cell}))<=1",
        "error_message": Label("已经有这一项，不能重复。", "This one is there already."),
    }


def _by_type(table: Table, column: Column) -> dict | None:
    lists = {"month": "list_months", "period": "list_periods", "currency": "list_currencies"}
    if column.type in lists:
        return {"validate": "list", "source": "=" + lists[column.type], **warned()}
    if column.type in ("date", "birthday"):
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST if column.type == "date" else FIRST_BORN,
            "maximum": LAST,
            "error_message": Label("请填日期，如 2012-07-31。", "Type a date such as 2012-07-31."),
        }
    if column.type == "count":
        return numbers("integer", 0, 10_000, Label("请填整数次数。", "Type a whole number."))
    if column.type == "days":
        return numbers("decimal", 0, 31, Label("请填天数，0 至 31。", "Type days, 0 to 31."))
    if column.type == "rate":
        return above(0, Label("请填大于 0 的汇率。", "Type a rate above 0."))
    if column.type in ("fen", "amount", "percent", "price", "quantity", "ratio", "number"):
        return _amount(table, column)
    return None


def _amount(table: Table, column: Column) -> dict:
    place = table.key, column.key
    if place in _ABOVE_ZERO:
        return above(0, Label("请填大于 0 的金额。", "Type an amount above 0."))
    if place in _UP_TO_100:
        return numbers(
            "decimal", 0, 100, Label("请填 0 至 100 的百分数。", "Type a percentage from 0 to 100.")
        )
    if column.type in ("quantity", "price"):
        return numbers(
            "decimal",
            0,
            BOUND,
            Label("请填不小于 0 的数字。", "Type a number that is not below 0."),
        )
    return numbers("decimal", -BOUND, BOUND, Label("请填数字。", "Type a number."))


def numbers(kind: str, low: int, high: int, message: Label) -> dict:
    """Whole numbers or decimals between two bounds."""
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_message": message,
    }


def above(low: int, message: Label) -> dict:
    """Numbers above a bound."""
    return {"validate": "decimal", "criteria": ">", "value": low, "error_message": message}
