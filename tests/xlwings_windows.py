"""udfs.py under xlwings' own decorators, as on Windows: run as a program, it prints what they
noted as JSON.

xlwings' module of functions needs pywin32 only for its server; empty stand-ins let it be imported
here.
"""

import json
import sys
import types
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import xlwings

for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["pythoncom"].CoInitialize = sys.modules["pythoncom"].IID_IDispatch = None
sys.modules["pywintypes"].com_error = Exception
sys.modules["win32com.client"].Dispatch = None

import xlwings.udfs as own  # noqa: E402

xlwings.func, xlwings.arg, xlwings.ret = own.xlfunc, own.xlarg, own.xlret
sys.platform = "win32"

import udfs  # noqa: E402
from xlpy.excel.functions import func  # noqa: E402


def engine():
    """As much of Excel's engine as turning values around needs: what COM takes for nothing is an
    empty text.
    """
    impl = types.SimpleNamespace(
        name="excel",
        type="desktop",
        prepare_xl_data_element=lambda value, options: "" if value is None else value,
        clean_value_data=lambda data, *options: [
            [None if cell in ("", None) else cell for cell in row] for row in data
        ],
    )
    return xlwings.Engine(impl=impl)


xlwings.engines.add(engine())


def called(name, *arguments):
    """A function called as xlwings' server calls it: arguments and result through its
    conversions.
    """
    function = getattr(udfs, name)
    noted = function.__xlfunc__
    places = [noted["args"][min(place, len(noted["args"]) - 1)] for place in range(len(arguments))]
    given = [
        place.get("optional")
        if value == -2147352572
        else own.conversion.read(None, value, place["options"])
        for place, value in zip(places, arguments, strict=True)
    ]
    return own.conversion.write(function(*given), None, noted["ret"]["options"])


MISSING = -2147352572
ANSWERS = {
    "single": called("TD_COMMISSION", 200000.0, 100000.0, MISSING, MISSING, MISSING),
    "column": called("TD_COMMISSION", ((80000.0,), ("abc",)), ((100000.0,), (100000.0,))),
    "blank": called("TD_COMMISSION", None, 100000.0),
    "table": called("TD_RANK", (("a",), ("b",)), ((1.0,), (2.0,))),
}
NOTED = {
    name: {
        "category": f.__xlfunc__["category"],
        "args": [
            [a["name"], a["doc"], "optional" in a, a["vararg"], a["options"]]
            for a in f.__xlfunc__["args"]
        ],
        "help": f.__xlfunc__["ret"]["doc"],
    }
    for name, f in vars(udfs).items()
    if name.startswith("TD_")
}

if __name__ == "__main__":
    assert func is own.xlfunc
    sys.stdout.write(json.dumps({"answers": ANSWERS, "noted": NOTED}))
