"""This computer: what is in place, installing for Excel, opening a workbook; upgrading one."""

from argparse import Namespace

from xlpy.commands import show, step, words_of
from xlpy.commands.answers import message
from xlpy.commands.declare import command
from xlpy.core.text import Mixed, Text


@command(
    "computer", Text("体检", "what is in place, also of a workbook; the one next step"), "book?"
)
def doctor(options: Namespace) -> int:
    """What is in place, also around a workbook, and the one next step; exit 1 when something is
    missing.
    """
    from xlpy.install import doctor as job

    found = job.doctor(book=options.book)
    show(options, found.document, found.text)
    return 0 if found.ready else 1


def _say(said: Text) -> None:
    message(said.said(between=" "))


@command("begin", Text("打开", "in Excel or LibreOffice, ready to use"), "book")
def open_(options: Namespace) -> None:
    """Start the program that is there with the workbook, ready to use."""
    from xlpy.install import opening as job

    step(Text("打开", "opening"))
    found = job.open_book(options.book)
    for zh, en in found.notes:
        _say(Text(zh, en))
    show(
        options,
        lambda: {
            "book": str(found.book),
            "program": found.program,
            "notes": [list(note) for note in found.notes],
        },
        lambda: Mixed(
            Text(f"已在 {found.program} 里打开", f"opened in {found.program}"), f": {found.book}"
        ),
    )


@command("computer", Text("安装", "a per-user installation for Excel"))
def install(options: Namespace) -> None:
    """A per-user installation that Excel uses."""
    from xlpy import install as job

    book = job.install(job.places(), _say)
    show(
        options, lambda: {"book": str(book)}, lambda: Mixed(Text("可以用了", "ready"), f": {book}")
    )


@command("computer", Text("卸载", "take it away"))
def uninstall(options: Namespace) -> None:
    """Take the per-user installation away."""
    from xlpy import install as job

    job.uninstall(job.places(), _say)
    show(options, lambda: {"uninstalled": True}, lambda: str(Text("已卸载", "uninstalled")))


@command("computer", Text("升级", "an up-to-date copy of an older workbook"), "book --out")
def upgrade(options: Namespace) -> None:
    """An up-to-date copy of an older workbook."""
    from xlpy import upgrade as job
    from xlpy.messages.results import upgrade_doc, upgrade_text

    result = job.upgrade(options.book, options.out)
    show(options, lambda: upgrade_doc(result), lambda: upgrade_text(result, words_of(options)))


@command("computer", Text("补全", "lets a shell complete commands and names"), "shell")
def completion(options: Namespace) -> None:
    """What a shell runs to complete the command's words; how to keep it is a message."""
    from xlpy.commands.completing import SHELLS, script
    from xlpy.core.issues import UsageError

    shell = options.shell.casefold()
    if shell not in SHELLS:
        raise UsageError(
            Text(
                f"“{options.shell}”请写 {'、'.join(SHELLS)} 之一",
                f'"{options.shell}": write one of {", ".join(SHELLS)}',
            )
        )
    text = script(shell)
    show(options, lambda: {"shell": shell, "script": text}, lambda: text)
