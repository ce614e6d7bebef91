"""What a shell completes: words, options, and what a workbook's folder, tables and months offer."""

import argparse
from pathlib import Path
from typing import Any

SHELLS = ("bash", "zsh", "powershell")


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell that asks, and end; return when none does."""
    import argcomplete

    for action in _actions(parser):
        action.completer = _COMPLETERS.get(action.dest)
    argcomplete.autocomplete(parser)


def script(shell: str) -> str:
    """What a shell runs to complete `tradedept`."""
    from argcomplete.shell_integration import shellcode

    return shellcode(["tradedept"], shell=shell)


def _actions(parser: argparse.ArgumentParser) -> list[Any]:
    found: list[Any] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found += command._actions
    return found


def _books(prefix: str, **_) -> list[str]:
    """Workbooks and folders below what was typed."""
    folder = Path(prefix).parent if prefix and not prefix.endswith("/") else Path(prefix or ".")
    head = "" if folder == Path(".") and not prefix.startswith("./") else f"{folder}/"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [f"{head}{each.name}" + "/" * each.is_dir() for each in found if _is_book(each)]


def _is_book(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and (
        path.is_dir() or path.suffix.lower() in (".xlsm", ".xlsx")
    )


def _tables(**_) -> list[str]:
    from xlpy.core.tables import TABLES

    return list(TABLES)


def _months(parsed_args: argparse.Namespace, **_) -> list[str]:
    """The last closed month and the one to close next of the workbook that was typed."""
    from xlpy.commands import now
    from xlpy.files import WorkbookFile
    from xlpy.jobs.nextmonth import next_month

    month = next_month(WorkbookFile(parsed_args.book, older=True), now().date())
    return [str(month), str(month + -1), str(month.quarter)]


def _shells(**_) -> list[str]:
    return list(SHELLS)


def _part_keys(**_) -> list[str]:
    from xlpy.core.parts import OPTIONAL

    return [part.key for part in OPTIONAL]


_COMPLETERS = {
    "part": _part_keys,
    "book": _books,
    "table": _tables,
    "month": _months,
    "period": _months,
    "shell": _shells,
}
