"""The command `tradedept`: reads its words, calls one command's code, turns failures into messages and exit codes.

Exit: 0 done, 1 the data needs attention, 2 wrong usage, 3 the file cannot be used. A command's code is imported
when it runs, so that `--help` answers at once.
"""

import argparse
import os
import sys
from typing import Any, NoReturn

from xlpy.commands import PERIODS, print_json, refuse_no_text, words_of
from xlpy.commands.answers import answer, begin, ended, message
from xlpy.commands.interrupts import ignore_interrupts, interrupts_heard


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    import gc

    # A command is short-lived and its many rows hold no cycles: walking them again and again costs a fifth.
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
        if argv is None:
            ignore_interrupts()


def _main(argv: list[str] | None) -> int:
    from xlpy.core.issues import XlpyError

    if "_ARGCOMPLETE" in os.environ:
        from xlpy.commands.completing import complete

        complete(parser())
    begin()
    try:
        options, rest = parser().parse_known_args(argv)
        if rest:
            options.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    except SystemExit as left:
        left.code = ended(left.code if isinstance(left.code, int) else int(left.code is not None))
        raise
    options.words = sys.argv[1:] if argv is None else argv
    try:
        refuse_no_text(options)
        return ended(_run(options) or 0)
    except XlpyError as failure:
        return ended(_failed(failure, options), failed=True)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as fault:
        return ended(_failed(_our_fault(fault), options, ours=True), failed=True)


def _interrupted() -> int:
    message("已中断；工作簿或是原样，或已整个写好。Interrupted; the workbook is wholly old or wholly new.")
    return ended(130, failed=True)


def _run(options):
    from importlib import import_module

    module, _, name = options.run.partition(":")
    return getattr(import_module(f"xlpy.commands.{module}"), name)(options)


def _our_fault(fault: Exception):
    """What nobody foresaw as a failure of ours: what it is and where, for whoever mends the program."""
    import traceback
    from pathlib import Path

    from xlpy.core.issues import FileError

    place = traceback.extract_tb(fault.__traceback__)[-1]
    what = f"{type(fault).__name__}: {fault} ({Path(place.filename).name}:{place.lineno})"
    return FileError(f"程序出错，请告知开发者：{what}", f"this is a fault of ours, please report it: {what}")


def _failed(failure, options, ours: bool = False) -> int:
    """Say why a command was not done and what to type next; of a fault of ours nothing helps but telling us."""
    from xlpy.commands.nextstep import next_words, typed_step
    from xlpy.messages.results import failure_doc, failure_text

    words = [] if ours else next_words(options, failure)
    if options.json:
        print_json(failure_doc(failure) | ({"next": words} if words else {}))
    message(failure_text(failure, words_of(options)))
    if words:
        message(typed_step(words, failure, words_of(options)))
    return failure.exit_code


_IMPORT = "book table file --map --ignore --merge --replace --sheet --dates --dry-run --yes --anyway"
_BANK = "book file --currency --rate --dates --sheet --refunds --leave --dry-run --anyway"
COMMANDS = (
    ("new", "books:new", "新建工作簿 · write a new workbook", "book --demo --language"),
    ("open", "system:open_", "打开 · in Excel or LibreOffice, ready to use", "book"),
    ("import", "imports:import_", "导入表格 · rows of a file into a table, by its headings", _IMPORT),
    ("bank", "books:bank", "导入收款 · receipts from a bank's statement", _BANK),
    ("export", "books:export", "导出一张表 · one table as JSON or CSV", "book table --csv"),
    ("prepare", "month:prepare", "准备一个月 · add the rows that a month still needs", "book month --anyway"),
    ("check", "month:check", "检查 · every issue with where, rule and what to do", "book period? --order"),
    ("close", "month:close", "结账 · close a month, quarter or year", "book period --dry-run --by --anyway"),
    ("reopen", "month:reopen", "反结账 · take the last close back", "book period --by! --reason! --anyway"),
    ("lock", "month:lock", "锁定 · a closed period shall never be re-opened", "book period --anyway"),
    ("explain", "month:explain", "解释 · where a person's figures come from", "book period name"),
    ("statements", "month:statements", "工资单 · a month's statements as PDF", "book month --person --out --replace"),
    ("verify", "month:verify", "核对 · closed periods are intact, or what changed", "book"),
    ("undo", "books:undo", "撤销 · put back the state before the last write", "book --yes --anyway"),
    ("upgrade", "books:upgrade", "升级 · an up-to-date copy of an older workbook", "book --out"),
    ("board", "orders:board", "订单看板 · every order's forms and what lacks", "book --write --anyway"),
    ("order", "orders:order", "新订单 · like an earlier one, or from a quotation", "book source --by! --anyway"),
    ("stage", "orders:stage", "改阶段 · bring an order to a stage", "book order_no stage --by! --note --anyway"),
    (
        "approve",
        "orders:approve",
        "批准 · a form, with the figure that is seen",
        "book order_no form --by! --dry-run --anyway",
    ),
    ("waive", "orders:waive", "放行 · a gate, for a reason", "book order_no gate --by! --reason! --dry-run --anyway"),
    ("paper", "orders:paper", "单据 · papers as workbooks and PDF", "book order_no form --out! --language"),
    ("archive", "orders:archive", "归档 · an order's set in one file", "book order_no --by! --out --anyway"),
    ("doctor", "system:doctor", "体检 · what is in place, also of a workbook; the one next step", "book?"),
    ("install", "system:install", "安装 · a per-user installation for Excel", ""),
    ("uninstall", "system:uninstall", "卸载 · take it away", ""),
    ("completion", "system:completion", "补全 · lets a shell complete commands and names", "shell"),
)
"""Each command: its word, what runs it, help, and its arguments (`!`: required, `?`: may be left out)."""
GROUPS = (
    ("开始 To begin", "new open"),
    ("每月 A month's course", "import bank prepare check close explain statements"),
    ("订单 Orders", "board order stage approve waive paper archive"),
    ("更正与核对 To correct and to compare", "undo reopen lock verify export"),
    ("这台电脑 This computer", "doctor install uninstall upgrade completion"),
)
"""The commands in the order in which a person comes to need them."""

_ARGUMENTS = {
    "book": {"help": "工作簿 workbook, such as TradeDept.xlsm"},
    "table": {"help": "表 table key, such as receipts"},
    "file": {"help": "文件 file: CSV, .xlsx, .xls; bank: also MT940, camt.053"},
    "import file": {"help": "文件 file: CSV, .xlsx, .xls; clipboard: what was copied; -: what is piped in"},
    "month": {"help": "月份 month, such as 2012-07"},
    "period": {"help": f"期间 period: {PERIODS}"},
    "name": {"help": "姓名 name of the staff table"},
    "order_no": {"help": "订单号 order number; paper: several with commas, or all"},
    "source": {"help": "订单号或报价单号 an order or a quotation"},
    "stage": {"help": "阶段 stage, such as confirmed"},
    "form": {"help": "单据 form, such as proforma; paper: several with commas, or all"},
    "gate": {"help": "关口 gate: deposit, balance"},
    "--note": {"metavar": "TEXT", "help": "说明 note"},
    "--language": {"metavar": "CODE", "help": "单据语言 language of the paper: zh, en"},
    "new --language": {"metavar": "CODE", "help": "工作簿的语言 language of the workbook: zh, en, both"},
    "--demo": {"action": "store_true", "help": "带一年示例数据 with a year of sample data"},
    "--replace": {"action": "store_true", "help": "替换原有的（整张表、文件） in the place of all rows, of files"},
    "--merge": {"action": "store_true", "help": "更新已有的行 bring rows of known keys up to date, keep the rest"},
    "--map": {"metavar": "THEIRS=OURS", "action": "append", "help": "他们的列名=我们的列 what a heading of theirs is"},
    "--ignore": {"metavar": "COLUMN", "action": "append", "help": "不要这一列 leave a column of the file out"},
    "--person": {"metavar": "NAME", "help": "只要此人的 that of one person only"},
    "--anyway": {"action": "store_true", "help": "文件有损坏的部件也写 write although parts of the file are damaged"},
    "--yes": {"action": "store_true", "help": "不再询问 do not ask"},
    "shell": {"help": "bash, zsh, powershell"},
    "undo --anyway": {"action": "store_true", "help": "丢弃此后的改动 lose what was edited since"},
    "import --anyway": {
        "action": "store_true",
        "help": "有相同的行、部件有损坏也写 write although rows stand there already, or parts are damaged",
    },
    "--write": {"action": "store_true", "help": "也写入看板工作表 fill the board's sheet, too"},
    "--csv": {"action": "store_true", "help": "CSV 而非 JSON"},
    "--dry-run": {"action": "store_true", "help": "只试算不写入 compute and print, write nothing"},
    "--order": {"metavar": "NO", "help": "只查这张订单 the dossier of one order"},
    "--out": {"metavar": "PATH", "help": "写到哪里 where to write; left out: beside the workbook"},
    "--by": {"metavar": "NAME", "help": "经手人 who does it"},
    "--currency": {"metavar": "CODE", "help": "对账单没写的币种 the currency where the statement names none"},
    "--rate": {"metavar": "USD=6.32", "action": "append", "help": "汇率 CNY per unit; may be given for each currency"},
    "--sheet": {
        "metavar": "NAME",
        "help": "文件里有几张工作表时读哪一张 which sheet of the file, where several may be meant",
    },
    "--dates": {"metavar": "ORDER", "help": "日期里日在前还是月在前 day-first or month-first, as in 05/11/2012"},
    "--refunds": {"action": "store_true", "help": "付出的退款也加入 add refunds, too, as negative receipts"},
    "--leave": {"metavar": "4,7", "action": "append", "help": "略过这些行 leave these lines out"},
    "--reason": {"metavar": "TEXT", "help": "原因 why"},
}

EXAMPLES = {
    "book": "TradeDept.xlsm",
    "table": "receipts",
    "file": "receipts.csv",
    "bank file": "statement.csv",
    "month": "2012-07",
    "period": "2012-07",
    "name": "王芳",
    "order_no": "SO-1001",
    "source": "SO-1001",
    "stage": "confirmed",
    "form": "proforma",
    "approve form": "cost",
    "gate": "deposit",
    "shell": "bash",
    "--by": "刘洋",
    "--reason": "补单据",
    "--out": "papers",
}
"""What a required argument looks like; of one command alone under its word."""


def example(word: str, arguments: str) -> list[str]:
    """The words of a command as one would type it: its required arguments alone."""
    words = ["tradedept", word]
    for argument in arguments.split():
        name = argument.rstrip("!")
        if _is_required(argument):
            words += [name] if name.startswith("--") else []
            words.append(EXAMPLES.get(f"{word} {name}", EXAMPLES[name]))
    return words


def _is_required(argument: str) -> bool:
    return argument.endswith("!") if argument.startswith("--") else not argument.endswith("?")


def argument_help(arguments: str) -> str:
    """A command's arguments as help shows them: `BOOK [PERIOD] [--order NO]`."""
    return " ".join(map(_shown_argument, arguments.split()))


def _shown_argument(argument: str) -> str:
    name = argument.rstrip("?!")
    if not name.startswith("--"):
        return f"[{name.upper()}]" if argument.endswith("?") else name.upper()
    value = _ARGUMENTS[name].get("metavar")
    shown = f"{name} {value}" if value else name
    return shown if argument.endswith("!") else f"[{shown}]"


def parser() -> argparse.ArgumentParser:
    """The command's words and options."""
    top = _Parser(
        prog="tradedept",
        usage="tradedept [-h] [--version] COMMAND ...",
        description="外贸部工作簿：提成、奖池、工资、结账。A foreign-trade department in one workbook.",
        epilog=_courses(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="版本 version")
    commands = top.add_subparsers(prog=top.prog, metavar="COMMAND", required=True, help=argparse.SUPPRESS)
    for word, run, text, arguments in COMMANDS:
        told = f"例 example: {' '.join(example(word, arguments))}"
        command = commands.add_parser(word, description=text, epilog=told)
        command.set_defaults(run=run, word=word, parser=command)
        for argument in arguments.split():
            _add(command, word, argument)
        command.add_argument("--json", action="store_true", help="输出一个 JSON 文档 print one JSON document")
    return top


def _courses() -> str:
    """Every command with what it does, under what it is for."""
    texts = {word: text for word, _, text, _ in COMMANDS}
    lines = []
    for title, words in GROUPS:
        lines += [f"{title}:", *(f"    {word:<12}{texts[word]}" for word in words.split()), ""]
    return "\n".join([*lines, "tradedept COMMAND --help: 一个命令的写法 how one command is written"])


def _add(command: argparse.ArgumentParser, word: str, argument: str) -> None:
    name = argument.rstrip("?!")
    told: dict[str, Any] = {**_ARGUMENTS.get(f"{word} {name}", _ARGUMENTS[name])}
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
        form = next((example(word, own) for word, _, _, own in COMMANDS if self.prog.endswith(f" {word}")), None)
        self.exit(
            2,
            f"命令写得不对；写法见 {self.prog} --help。The command is wrong; see {self.prog} --help.\n{told}\n"
            + (f"例 example: {' '.join(form)}\n" if form else ""),
        )


class _Version(argparse.Action):
    """Prints the installed version."""

    def __call__(self, parser, *_):
        from importlib.metadata import version

        answer(f"tradedept {version('tradedept')}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
