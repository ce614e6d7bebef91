"""A sheet of XlsxWriter's that looks for functions of newer Excels only in formulas that have
one.
"""

import re
from functools import cache

from xlsxwriter.worksheet import Worksheet

_CALLED = re.compile(r"[\w.]+\(")


class PlainSheet(Worksheet):
    """Writes formulas as `Worksheet` does, which tries some thirty patterns on each, and 155 on
    those of rules: a third of a workbook's time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        called = set(_CALLED.findall(formula))
        if any(_is_respelt(name, expand_future_functions) for name in called):
            return super()._prepare_formula(formula, expand_future_functions)
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


@cache
def _is_respelt(called: str, expand_future_functions: bool) -> bool:
    """Whether XlsxWriter writes a function in another way than it is named: `UNIQUE(` as
    `_xlfn.UNIQUE(`.
    """
    return Worksheet()._prepare_formula(called, expand_future_functions) != called
