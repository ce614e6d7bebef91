"""What LibreOffice has to know of the functions for cells: an interface (.idl), and names and help
(CalcAddIns).
"""

from collections.abc import Mapping

from xlpy.functions import REFERENCE, Argument, Function
from xlpy.libreoffice.extension.markup import configuration, entry, node, prop, words
from xlpy.libreoffice.names import CELLS, CELLS_INTERFACE

_ROWS = "sequence< sequence<any> >"
# A cell or a range as its values, and nothing where it was left out.
_VALUES = "any"
_RANGE = "com::sun::star::table::XCellRange"
# An argument of this type in front is seen by nobody: LibreOffice hands over the document.
_DOCUMENT = "com::sun::star::beans::XPropertySet"
_CATEGORY = "Add-In"
_MOST = 30
"""How often an argument can be repeated: once for each table that can be given. LibreOffice has a
type for any number of arguments, but calls the function of an array formula once for every cell of
their ranges.
"""


def interface(functions: Mapping[str, Function]) -> str:
    """The UNO interface with one method a function, as LibreOffice reads it when the extension is
    installed.
    """
    *modules, name = CELLS_INTERFACE.split(".")
    methods = "\n".join(f"  {_method(function)};" for function in functions.values())
    body = f"interface {name} : com::sun::star::uno::XInterface {{\n{methods}\n}};\n"
    for module in reversed(modules):
        body = f"module {module} {{\n{body}}};\n"
    return body


def _method(function: Function) -> str:
    given = [
        f"[in] {_type(argument)} {_place(at)}" for at, argument in enumerate(declared(function))
    ]
    if any(argument.shape == REFERENCE for argument in function.arguments):
        given.insert(0, f"[in] {_DOCUMENT} document")
    return f"{_ROWS} {function.name}({', '.join(given)})"


def _place(at: int) -> str:
    """The name by which an argument's declaration and help find each other, in their order."""
    return f"p{at:02}"


def _type(argument: Argument) -> str:
    return _RANGE if argument.shape == REFERENCE else _VALUES


def declared(function: Function) -> tuple[Argument, ...]:
    """The arguments as LibreOffice knows them: one that may be repeated is there many times."""
    return function.arguments + function.arguments[-1:] * (_MOST - 1 if function.repeats else 0)


def descriptions(functions: Mapping[str, Function]) -> str:
    """Each function's name in formulas and in files of Excel, its help and its arguments'
    (CalcAddIns.xcu).
    """
    listed = (_described(function) for function in functions.values())
    return configuration(
        "org.openoffice.Office",
        "CalcAddIns",
        node("AddInInfo", entry(CELLS, node("AddInFunctions", *listed))),
    )


def _described(function: Function) -> str:
    return entry(
        function.name,
        words("DisplayName", function.name),
        words("CompatibilityName", function.name),
        words("Description", function.help),
        prop("Category", _CATEGORY),
        node("Parameters", *(_parameter(at, a) for at, a in enumerate(declared(function)))),
    )


def _parameter(place: int, argument: Argument) -> str:
    return entry(
        _place(place), words("DisplayName", argument.name), words("Description", argument.help)
    )
