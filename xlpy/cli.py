"""The command `tradedept`: reads its words, calls one command's code, turns failures into messages
and exit codes.

Exit: 0 done, 1 the data needs attention, 2 wrong usage, 3 the file cannot be used. The job behind a
command is imported when it runs, so that `--help` answers at once.
"""

import argparse
import os
import sys
from typing import Any, NoReturn

from xlpy.commands import (
    books,
    customers,
    days,
    enquiries,
    group,
    imports,
    month,
    orders,
    print_json,
    refuse_no_text,
    reports,
    setup,
    system,
    web,
    words_of,
)
from xlpy.commands.answers import answer, begin, ended, message
from xlpy.commands.arguments import ARGUMENTS, example
from xlpy.commands.declare import GROUPS, declared
from xlpy.commands.interrupts import interrupts_heard
from xlpy.core.text import Text


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    import gc

    # A command is short-lived and its many rows hold no cycles: walking them again and again costs
    # a fifth.
    collecting = gc.isenabled()
    gc.disable()
    try:
        with interrupts_heard():
            return _main(argv)
    except KeyboardInterrupt:
        return _interrupted()
    finally:
        if collecting:
            gc.enable()


def _main(argv: list[str] | None) -> int:
    from xlpy.core.issues import XlpyError

    if "_ARGCOMPLETE" in os.environ:
        from xlpy.commands.completing import complete

        complete(parser())
    begin()
    try:
        words = sys.argv[1:] if argv is None else argv
        options, rest = parser(*words[:1]).parse_known_args(words)
        if rest:
            options.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    except SystemExit as left:
        left.code = ended(left.code if isinstance(left.code, int) else int(left.code is not None))
        raise
    options.words = words
    try:
        refuse_no_text(options)
        return ended(_run_command(options) or 0)
    except XlpyError as failure:
        return ended(_failed(failure, options), failed=True)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as fault:
        return ended(_failed(_our_fault(fault), options, ours=True), failed=True)


def _interrupted() -> int:
    message(
        "已中断；工作簿或是原样，或已整个写好。Interrupted; the workbook is wholly old or "
        "wholly new."
    )
    return ended(130, failed=True)


def _run_command(options):
    return options.run(options)


def _our_fault(fault: Exception):
    """What nobody foresaw as a failure of ours: what it is and where, for whoever repairs the
    program.
    """
    import traceback
    from pathlib import Path

    from xlpy.core.issues import FileError

    place = traceback.extract_tb(fault.__traceback__)[-1]
    what = f"{type(fault).__name__}: {fault} ({Path(place.filename).name}:{place.lineno})"
    return FileError(
        Text(
            f"程序出错，请告知开发者：{what}", f"this is a fault of ours, please report it: {what}"
        )
    )


def _failed(failure, options, ours: bool = False) -> int:
    """Say why a command was not done and what to type next; of a fault of ours, to report it."""
    from xlpy.commands.nextstep import next_words, typed_step
    from xlpy.messages.results import failure_doc, failure_text

    words = [] if ours else next_words(options, failure)
    if options.json:
        print_json(failure_doc(failure) | ({"next": words} if words else {}))
    message(failure_text(failure, words_of(options)))
    if words:
        message(typed_step(words, failure, words_of(options)))
    return failure.exit_code


_MODULES = (
    setup,
    imports,
    books,
    month,
    days,
    reports,
    enquiries,
    customers,
    orders,
    group,
    system,
    web,
)
_DECLARED = [pair for module in _MODULES for pair in declared(module)]
COMMANDS = tuple(command for _, command in _DECLARED)
"""Every command, in the order of these modules."""


def parser(word: str = "") -> argparse.ArgumentParser:
    """The command's words and options.

    `word`: what was typed first. Where it is a command's, only that one's options are gone through:
    to do so with all took longer than many a command.
    """
    top = _Parser(
        prog="tradedept",
        usage="tradedept [-h] [--version] COMMAND ...",
        description="外贸部工作簿：提成、奖池、工资、结账。A "
        "foreign-trade department in one workbook.",
        epilog=_courses(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="版本 version")
    commands = top.add_subparsers(
        prog=top.prog, metavar="COMMAND", required=True, help=argparse.SUPPRESS
    )
    typed = [command for command in COMMANDS if command.word == word]
    for word, run, text, arguments in typed or COMMANDS:
        told = f"例 example: {' '.join(example(word, arguments))}"
        command = commands.add_parser(word, description=_in_a_line(text), epilog=told)
        command.set_defaults(run=run, word=word, parser=command)
        for argument in arguments.split():
            _add(command, word, argument)
        command.add_argument(
            "--json", action="store_true", help="输出一个 JSON 文档 print one JSON document"
        )
    return top


def _in_a_line(text: Text) -> str:
    return " · ".join(text)


def _courses() -> str:
    """Every command with what it does, under what it is for."""
    lines = []
    for part, title in GROUPS.items():
        own = [command for key, command in _DECLARED if key == part]
        lines += [f"{title}:", *(f"    {each.word:<12}{_in_a_line(each.text)}" for each in own), ""]
    return "\n".join(
        [*lines, "tradedept COMMAND --help: 一个命令的写法 how one command is written"]
    )


def _add(command: argparse.ArgumentParser, word: str, argument: str) -> None:
    name = argument.rstrip("?!")
    told: dict[str, Any] = {**ARGUMENTS.get(f"{word} {name}", ARGUMENTS[name])}
    told |= {"nargs": "?"} if argument.endswith("?") else {}
    told |= {"required": True} if argument.endswith("!") else {}
    command.add_argument(name, **told)


class _Parser(argparse.ArgumentParser):
    """Says in both languages that a command is written wrongly, and where its form stands."""

    def error(self, message: str) -> NoReturn:
        from xlpy.commands.usage import wrong_usage

        self.print_usage(sys.stderr)
        words = {word: text for word, _, text, _ in COMMANDS}
        options = [option for action in self._actions for option in action.option_strings]
        told = wrong_usage(message, words, options)
        form = next(
            (example(word, own) for word, _, _, own in COMMANDS if self.prog.endswith(f" {word}")),
            None,
        )
        self.exit(
            2,
            f"命令写得不对；写法见 {self.prog} --help。The command is wrong; see {self.prog} "
            f"--help.\n{told}\n" + (f"例 example: {' '.join(form)}\n" if form else ""),
        )


class _Version(argparse.Action):
    """Prints the installed version."""

    def __call__(self, parser, *_):
        from importlib.metadata import version

        answer(f"tradedept {version('tradedept')}")
        parser.exit()
