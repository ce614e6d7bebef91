"""This computer: what is in place, installing for Excel, opening a workbook in whichever program is there."""

from argparse import Namespace

from xlpy.commands import show, step
from xlpy.commands.answers import message


def doctor(options: Namespace) -> int:
    """What is in place, also around a workbook, and the one next step; exit 1 when something is missing."""
    from xlpy.install import doctor as job

    found = job.doctor(book=options.book)
    show(options, found.document, found.text)
    return 0 if found.ready else 1


def _say(zh: str, en: str) -> None:
    message(f"{zh} {en}")


def open_(options: Namespace) -> None:
    """Start the program that is there with the workbook, ready to use."""
    from xlpy.install import opening as job

    step("打开", "opening")
    found = job.open_book(options.book)
    for zh, en in found.notes:
        _say(zh, en)
    show(
        options,
        lambda: {"book": str(found.book), "program": found.program, "notes": [list(note) for note in found.notes]},
        lambda: f"已在 {found.program} 里打开 opened in {found.program}: {found.book}",
    )


def install(options: Namespace) -> None:
    """A per-user installation that Excel uses."""
    from xlpy import install as job

    book = job.install(job.places(), _say)
    show(options, lambda: {"book": str(book)}, lambda: f"可以用了 ready: {book}")


def uninstall(options: Namespace) -> None:
    """Take the per-user installation away."""
    from xlpy import install as job

    job.uninstall(job.places(), _say)
    show(options, lambda: {"uninstalled": True}, lambda: "已卸载 uninstalled")


def completion(options: Namespace) -> None:
    """What a shell runs to complete the command's words; how to keep it is a message."""
    from xlpy.commands.completing import SHELLS, script
    from xlpy.core.issues import UsageError

    shell = options.shell.casefold()
    if shell not in SHELLS:
        raise UsageError(
            f"“{options.shell}”请写 {'、'.join(SHELLS)} 之一", f'"{options.shell}": write one of {", ".join(SHELLS)}'
        )
    text = script(shell)
    show(options, lambda: {"shell": shell, "script": text}, lambda: text)
