"""Functions of the order dossier: what is missing in a form's row, how far each order has come
(C-2, E-3).
"""

from xlpy.book.cells.values import empty
from xlpy.core.issues import DataError, UsageError, XlpyError
from xlpy.core.text import Text
from xlpy.functions.grids import cells_of, grid, single, sound
from xlpy.functions.problems import CellProblem
from xlpy.functions.spec import COLUMN, TABLE, arg, function, rest

FORM = Text("单据", "form")
HEADERS = Text("标题行", "headers")
VALUES = Text("一行的值", "values")
TABLES = Text("表", "table")


@function(
    "一张单据还缺什么；齐全为空。",
    "What is missing in a form's row, in words; empty text when it is complete (C-2).",
    arg("form", "单据：如 报价单 或 quotation。", "The form, as quotation."),
    arg(
        "headers",
        "该单据表的标题行：quotations[#Headers]。",
        "The header row of its table.",
        COLUMN,
    ),
    arg(
        "values",
        "一行或几行的值，与标题行一样宽。",
        "The row's values, or several rows', as wide as the headers.",
        COLUMN,
    ),
)
def missing(form: object, headers: object, values: object) -> list[list]:
    """A text per row: Chinese, then English."""
    from xlpy.book.dossier_cells import missing_in_row

    name = single(form, FORM)
    if not isinstance(name, str) or empty(name):
        raise CellProblem(
            "value", Text("单据要写名称，如 报价单", "the form must be a name, such as quotation")
        )
    names, _ = cells_of(headers, HEADERS)
    rows = [[sound(cell, VALUES) for cell in row] for row in grid(values)]
    if any(len(row) != len(names) for row in rows):
        raise CellProblem(
            "value",
            Text(
                f"标题行有 {len(names)} 格，每行的值也要 {len(names)} 格",
                f"there are {len(names)} headers; each row must have as many values",
            ),
        )
    return [[" / ".join(filter(None, _answered(missing_in_row, name, names, row)))] for row in rows]


def _answered(look, *given):
    """What a job finds in ranges. Raises CellProblem for what it refuses, with the first bad
    cell.
    """
    try:
        return look(*given)
    except DataError as refused:
        first = next(issue for issue in refused.issues if issue.severity == "error")
        place = f" {first.row}" if first.row else ""
        raise CellProblem(
            "value", Text(f"{first.table}{place}：{first.zh}", f"{first.table}{place}: {first.en}")
        ) from None
    except UsageError as refused:
        raise CellProblem("value", refused.said) from None
    except XlpyError as refused:
        raise CellProblem("na", refused.said) from None


@function(
    "每张订单：订单号、已到的阶段、下一阶段、下一阶段还缺什么。",
    "A row per order: number, stage reached, next stage, what is missing for it (C-2, E-3).",
    arg(
        "orders",
        "订单表，连表头：orders[#All]。",
        "The orders table with its headers: orders[#All].",
        TABLE,
    ),
    rest(
        "forms",
        "员工表和各单据表，连表头，次序不限。",
        "The staff table and those of the forms, in any order.",
        TABLE,
    ),
)
def dossier(orders: object, *forms: object) -> list[list]:
    """Texts: order number, stage reached, next stage, what is missing."""
    from xlpy.book.dossier_cells import dossier_rows

    ranges = [
        [[sound(cell, TABLES) for cell in row] for row in grid(raw)] for raw in (orders, *forms)
    ]
    rows = _answered(dossier_rows, ranges)
    if not rows:
        raise CellProblem("na", Text("订单表里没有订单", "there is no order in the orders table"))
    return [list(row) for row in rows]
