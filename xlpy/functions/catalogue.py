"""Every function for cells, in the order of the documentation."""

from xlpy.functions import (
    costs,
    customers,
    days,
    dossier,
    enquiries,
    packed,
    paytable,
    reports,
    sharing,
    targets,
    tiered,
)
from xlpy.functions.run import answer
from xlpy.functions.spec import REFERENCE, Function, arg, registered

CATEGORY = "外贸部 TradeDept"
"""Where the function wizards list them."""

WHY = Function(
    "TD_WHY",
    "这个单元格为什么是错误：原因；没有错误为空。",
    "Why a cell shows an error: the reason in words; empty when it shows none.",
    (arg("cell", "用了 TD_ 函数的单元格。", "A cell with a TD_ function.", REFERENCE),),
    None,
)
"""Only the host knows which formula a cell holds, so each host answers in its own way."""

_MODULES = (
    tiered,
    sharing,
    paytable,
    targets,
    dossier,
    costs,
    customers,
    enquiries,
    reports,
    days,
    packed,
)
FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (*(found for module in _MODULES for found in registered(module)), WHY)
}
"""Name → function."""


def call(name: str, *arguments: object) -> list[list]:
    """The results of the function of that name as rows of cells, as `run.answer` gives them."""
    return answer(FUNCTIONS[name], *arguments)
