"""The files of source that are made from what is declared elsewhere.

`macros.py` and `udfs.py` have the names that buttons and cells call, from the declared buttons and
functions;
`core/policykeys.py` says what the values of policy keys can be, from `defaults/policy.csv`: the
core reads no file.
"""

import csv
from pathlib import Path

from xlpy.actions.buttons import ACTIONS, BUTTONS
from xlpy.core.parameters import CHOICE, NO_CAP
from xlpy.desk.buttons import Button
from xlpy.functions import FUNCTIONS
from xlpy.functions.spec import Function

ROOT = Path(__file__).parents[2]
_POLICY = ROOT / "xlpy" / "defaults" / "policy.csv"
_MADE = "`python -m xlpy.build` makes this file: do not edit it."
_WIDTH = 100
_YES = "yes"
_MACROS = f'''\
"""What Excel's buttons call, through xlwings' RunPython.

Each is one press of the button of its name.

What a button does stands in `xlpy/actions/`, where each is declared.
{_MADE}
"""

from xlpy.excel.buttons import press
'''
_KEYS = f'''"""What the values of each policy key can be.

{_MADE}
"""

# Key, kind, unit, low, high, choices, may be blank, `none` for no bound, closes compute by it.
KEYS: tuple[tuple[str, str, str, int, int | None, tuple[str, ...], bool, bool, bool], ...] = (
'''
_UDFS = f'''\
"""The functions that people type into cells.

Excel calls them through xlwings, by the workbook's own wrappers. Each takes single cells or whole
columns; a column in gives a column out in one call. What a function does stands in
`xlpy/functions/`, for every spreadsheet program alike. Where a function has no result the cell
shows an Excel error, and `=TD_WHY(cell)` says why.
{_MADE}
"""

# ruff: noqa: D103 - the names are those of the formulas, and their help comes from the catalogue
from xlpy.excel.functions import in_cells, result
'''


def macros() -> str:
    """The text of `macros.py`."""
    return "\n\n".join([_MACROS, *(_macro(button) for button in BUTTONS if not button.host)])


def _macro(button: Button) -> str:
    does = (ACTIONS[button.key].__doc__ or "").partition("\n")[0]
    return f'def {button.key}() -> None:\n    """{does}"""\n    press("{button.key}")\n'


def udfs() -> str:
    """The text of `udfs.py`."""
    return "\n\n".join(
        [_UDFS, *(_udf(function) for function in FUNCTIONS.values() if function.compute)]
    )


def _udf(function: Function) -> str:
    given = [f"*{each.name}" if each.repeats else each.name for each in function.arguments]
    taken = [
        f"{name}=None" if each.optional else name
        for name, each in zip(given, function.arguments, strict=True)
    ]
    head = _wrapped(f"def {function.name}(", taken, "):")
    body = _wrapped("    return result(", [f'"{function.name}"', *given], ")")
    return f"@in_cells\n{head}\n{body}\n"


def _wrapped(head: str, arguments: list[str], tail: str) -> str:
    """A call in one line, or its arguments in a line of their own, or each in one."""
    line = f"{head}{', '.join(arguments)}{tail}"
    if len(line) <= _WIDTH:
        return line
    margin = " " * (len(head) - len(head.lstrip()))
    within = f"{margin}    {', '.join(arguments)}"
    if len(within) > _WIDTH:
        within = "\n".join(f"{margin}    {argument}," for argument in arguments)
    return f"{head}\n{within}\n{margin}{tail}"


def policy_keys() -> str:
    """The text of `xlpy/core/policykeys.py`."""
    with open(_POLICY, encoding="utf-8", newline="") as file:
        return "".join([_KEYS, *map(_key, csv.DictReader(file)), ")\n"])


def _key(row: dict[str, str]) -> str:
    words = tuple(row["choices"].split())
    is_choice = row["kind"] == CHOICE
    listed = "".join(f"{word}, " for word in map(_quoted, words))
    choices = f"({listed.rstrip(' ' if len(words) == 1 else ', ')})"
    values = [
        *(_quoted(row[name]) for name in ("key", "kind", "unit")),
        row["low"] or "0",
        row["high"] or "None",
        choices if is_choice else "()",
        *(
            str(flag)
            for flag in (
                row["blank"] == _YES,
                not is_choice and NO_CAP in words,
                row["closes"] == _YES,
            )
        ),
    ]
    return f"{_wrapped('    (', values, '),')}\n"


def _quoted(text: str) -> str:
    return f'"{text}"'


MADE = {"macros.py": macros, "udfs.py": udfs, "xlpy/core/policykeys.py": policy_keys}
"""Each file that is made, by its place in the source tree, and what makes its text."""


def main() -> bool:
    """Write what is not as it is made; whether anything was."""
    stale = {
        name: text
        for name, make in MADE.items()
        if (ROOT / name).read_text("utf-8") != (text := make())
    }
    for name, text in stale.items():
        (ROOT / name).write_text(text, encoding="utf-8")
    return bool(stale)


if __name__ == "__main__":
    main()
