"""A sheet of XlsxWriter's that looks for functions of newer Excels only in formulas that have
one.
"""

import re
from functools import cache

from xlsxwriter.worksheet import Worksheet

_CALLED = re.compile(r"\w+\(")


class PlainSheet(Worksheet):
    """Writes formulas as `Worksheet` does, which tries some thirty patterns on each: a quarter of
    a workbook's time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        if expand_future_functions or any(map(_is_respelt, _CALLED.findall(formula))):
            return super()._prepare_formula(formula, expand_future_functions)
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


@cache
def _is_respelt(called: str) -> bool:
    """Whether XlsxWriter writes a function in another way than it is named: `UNIQUE(` as
    `_xlfn.UNIQUE(`.
    """
    return Worksheet()._prepare_formula(called) != called
