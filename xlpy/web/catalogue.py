"""The functions for cells as Excel learns them (functions.json): from the catalogue of functions.

Every argument is taken as rows of cells of any kind, so that Python sees one shape whatever stands
in the formula.
"""

import json
from collections.abc import Iterable

from xlpy.functions import FUNCTIONS, Argument, Function


def functions_json(functions: Iterable[Function] = FUNCTIONS.values()) -> str:
    """The text of functions.json."""
    told = {"allowErrorForDataTypeAny": True, "functions": [_function(each) for each in functions]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _function(function: Function) -> dict[str, object]:
    return {
        "id": function.name,
        "name": function.name,
        "description": function.help,
        "parameters": [_parameter(each) for each in function.arguments],
        "result": {"type": "any", "dimensionality": "matrix"},
        "options": _options(function),
    }


def _options(function: Function) -> dict[str, bool]:
    """What Excel hands to a call: the address of its cell, those of its arguments. Only the host
    knows why a cell shows an error, so its function is asked again with every computation.
    """
    places = {"requiresAddress": True, "requiresParameterAddresses": True}
    return places if function.compute else places | {"volatile": True}


def _parameter(argument: Argument) -> dict[str, object]:
    told: dict[str, object] = {
        "name": argument.name,
        "description": argument.help,
        "type": "any",
        "dimensionality": "matrix",
    }
    if argument.optional:
        told["optional"] = True
    if argument.repeats:
        told["repeating"] = True
    return told
