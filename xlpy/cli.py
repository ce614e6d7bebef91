"""The command `tradedept`: reads its words, calls one job, prints what it found or did.

Exit: 0 done, 1 the data needs attention, 2 wrong usage, 3 the file cannot be used. Each command imports what it
needs when it runs, so that `--help` answers at once.
"""

import argparse
import sys

PERIOD = "2012-07, 2012-Q3, 2012"


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    import gc

    from xlpy.core.issues import XlpyError

    # A command is short-lived and its many rows hold no cycles: walking them again and again costs a fifth.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(argv)
    try:
        return options.run(options) or 0
    except XlpyError as failure:
        return _failed(failure, options.json)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print(
            "已中断；工作簿或是原样，或已整个写好。Interrupted; the workbook is wholly old or wholly new.",
            file=sys.stderr,
        )
        return 130
    except Exception as fault:
        return _failed(_our_fault(fault), options.json)


def _our_fault(fault: Exception):
    """What nobody foresaw as a failure of ours: what it is and where, for whoever mends the program."""
    import traceback
    from pathlib import Path

    from xlpy.core.issues import FileError

    place = traceback.extract_tb(fault.__traceback__)[-1]
    what = f"{type(fault).__name__}: {fault} ({Path(place.filename).name}:{place.lineno})"
    return FileError(f"程序出错，请告知开发者：{what}", f"this is a fault of ours, please report it: {what}")


def _failed(failure, as_json: bool) -> int:
    from xlpy.report import failure_doc, failure_text

    if as_json:
        _print_json(failure_doc(failure))
    print(failure_text(failure), file=sys.stderr)
    return failure.exit_code


def _print_json(document) -> None:
    import json

    print(json.dumps(document, ensure_ascii=False, indent=1))


def _show(options, document, text) -> None:
    """One JSON document, or text for people; both are made only when asked for."""
    if options.json:
        _print_json(document())
    else:
        print(text())


def _book(options, older: bool = False):
    from xlpy.book.file import WorkbookFile

    return WorkbookFile(options.book, older=older)


def _period(text: str):
    from xlpy.core.issues import UsageError
    from xlpy.core.periods import parse_period

    try:
        return parse_period(text)
    except ValueError:
        raise UsageError(
            f"“{text}”不是期间，请写 2012-07、2012-Q3 或 2012", f'"{text}" is no period; write {PERIOD}'
        ) from None


def _month(text: str):
    from xlpy.core.issues import UsageError
    from xlpy.core.periods import Month

    period = _period(text)
    if not isinstance(period, Month):
        raise UsageError(f"“{text}”不是月份，请写 2012-07", f'"{text}" is no month; write one such as 2012-07')
    return period


def _now():
    from datetime import datetime

    return datetime.now()


def _user(options) -> str:
    import getpass

    if options.by:
        return options.by
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _new(options) -> None:
    from xlpy.build.workbook import new_book

    new_book(options.book, demo=options.demo)
    _show(options, lambda: {"book": options.book}, lambda: f"已新建 created: {options.book}")


def _import(options) -> None:
    from xlpy.jobs.import_ import import_rows
    from xlpy.report import issues_doc, issues_text

    result = import_rows(_book(options), options.table, options.file, replace=options.replace)
    document = {"table": result.table, "added": result.added, "removed": result.removed, **issues_doc(result.issues)}
    text = f"{result.table}: 加入 added {result.added}, 移去 removed {result.removed}"
    _show(
        options, lambda: document, lambda: "\n".join([text, *([issues_text(result.issues)] if result.issues else [])])
    )


def _export(options) -> None:
    from xlpy.jobs.export import export_csv, export_rows

    book = _book(options, older=True)
    if options.csv:
        sys.stdout.write(export_csv(book, options.table))
    else:
        _print_json(export_rows(book, options.table))


def _prepare(options) -> None:
    from xlpy.jobs.prepare import prepare
    from xlpy.report import issues_doc, issues_text, rows_doc

    result = prepare(_book(options), _month(options.month))

    def text() -> str:
        added = [f"{table}: {', '.join(row.name for row in rows)}" for table, rows in result.added.items()]
        head = "加入的行 rows added:" if added else "没有缺少的行 no row was missing"
        return "\n".join([head, *added, *([issues_text(result.issues)] if result.issues else [])])

    _show(
        options,
        lambda: {"month": str(result.month), "added": rows_doc(result.added), **issues_doc(result.issues)},
        text,
    )


def _check(options) -> int:
    from xlpy.core.issues import has_errors
    from xlpy.report import issues_doc, issues_text

    period = None if options.period is None else _period(options.period)
    if options.order:
        from xlpy.jobs.dossier import check_order

        issues = check_order(_book(options), options.order)
    else:
        from xlpy.jobs.check import check

        issues = check(_book(options), period)
    _show(options, lambda: issues_doc(issues), lambda: issues_text(issues))
    return int(has_errors(issues))


def _close(options) -> None:
    from xlpy.jobs.close import close
    from xlpy.report import close_doc, close_text

    period = _period(options.period)
    result = close(_book(options), period, by=_user(options), at=_now(), dry_run=options.dry_run)
    _show(options, lambda: close_doc(result), lambda: close_text(result))


def _reopen(options) -> None:
    from xlpy.jobs.reopen import reopen

    record = reopen(_book(options), _period(options.period), by=options.by, reason=options.reason, at=_now())
    document = {"period": str(record.period), "by": record.reopened_by, "reason": record.reason}
    _show(options, lambda: document, lambda: f"{record.period} 已反结账 re-opened")


def _lock(options) -> None:
    from xlpy.jobs.reopen import lock

    locked = [str(period) for period in lock(_book(options), _period(options.period))]
    _show(options, lambda: {"locked": locked}, lambda: f"已锁定 locked: {', '.join(locked) or '—'}")


def _explain(options) -> None:
    from xlpy.jobs.explain import explain
    from xlpy.report import explain_doc, explain_text

    explained = explain(_book(options), _period(options.period), options.name)
    _show(options, lambda: explain_doc(explained), lambda: explain_text(explained))


def _verify(options) -> int:
    from pathlib import Path

    from xlpy.book.file import WorkbookFile
    from xlpy.book.file.backups import backups
    from xlpy.jobs.verify import verify
    from xlpy.report import verify_doc, verify_text

    def earlier():
        return (WorkbookFile(copy, older=True) for copy in reversed(backups(Path(options.book))))

    found = verify(_book(options), earlier)
    _show(options, lambda: verify_doc(found), lambda: verify_text(found))
    return int(not found.intact)


def _undo(options) -> None:
    from xlpy.book.file.undo import undo

    result = undo(options.book, anyway=options.anyway)
    _show(options, lambda: {"restored": str(result)}, lambda: f"已还原 put back: {result}")


def _upgrade(options) -> None:
    from xlpy.jobs.upgrade import upgrade
    from xlpy.report import upgrade_doc, upgrade_text

    result = upgrade(options.book, options.out)
    _show(options, lambda: upgrade_doc(result), lambda: upgrade_text(result))


def _doctor(options) -> int:
    from xlpy.jobs.doctor import doctor

    found = doctor()
    _show(options, found.document, found.text)
    return 0 if found.ready else 1


COMMANDS = (
    ("new", _new, "新建工作簿 · write a new workbook", "book --demo"),
    ("import", _import, "导入 CSV · rows of a CSV file into a table", "book table file --replace"),
    ("export", _export, "导出一张表 · one table as JSON or CSV", "book table --csv"),
    ("prepare", _prepare, "准备一个月 · add the rows that a month still needs", "book month"),
    ("check", _check, "检查 · every issue with where, rule and what to do", "book period? --order"),
    ("close", _close, "结账 · close a month, quarter or year", "book period --dry-run --by"),
    ("reopen", _reopen, "反结账 · take the last close back", "book period --by! --reason!"),
    ("lock", _lock, "锁定 · a closed period shall never be re-opened", "book period"),
    ("explain", _explain, "解释 · where a person's figures come from", "book period name"),
    ("verify", _verify, "核对 · closed periods are intact, or what changed", "book"),
    ("undo", _undo, "撤销 · put back the state before the last write", "book --anyway"),
    ("upgrade", _upgrade, "升级 · an up-to-date copy of an older workbook", "book --out"),
    ("doctor", _doctor, "体检 · what is in place, and the one next step", ""),
)
"""Each command: its word, what runs it, help, and its arguments (`!`: required, `?`: may be left out)."""

_ARGUMENTS = {
    "book": {"help": "工作簿 workbook, such as TradeDept.xlsm"},
    "table": {"help": "表 table key, such as receipts"},
    "file": {"help": "CSV 文件 file"},
    "month": {"help": "月份 month, such as 2012-07"},
    "period": {"help": f"期间 period: {PERIOD}"},
    "name": {"help": "姓名 name of the staff table"},
    "--demo": {"action": "store_true", "help": "带一年示例数据 with a year of sample data"},
    "--replace": {"action": "store_true", "help": "替换整张表 in the place of all rows"},
    "--anyway": {"action": "store_true", "help": "丢弃此后的改动 lose what was edited since"},
    "--csv": {"action": "store_true", "help": "CSV 而非 JSON"},
    "--dry-run": {"action": "store_true", "help": "只试算不写入 compute and print, write nothing"},
    "--order": {"metavar": "NO", "help": "只查这张订单 the dossier of one order"},
    "--out": {"metavar": "FILE", "help": "副本的名字 the copy's name; left out: BOOK.upgraded beside the workbook"},
    "--by": {"metavar": "NAME", "help": "经手人 who does it"},
    "--reason": {"metavar": "TEXT", "help": "原因 why"},
}


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
    top = argparse.ArgumentParser(
        prog="tradedept",
        description="外贸部工作簿：提成、奖池、工资、结账。A foreign-trade department in one workbook.",
    )
    top.add_argument("--version", action=_Version, nargs=0, help="版本 version")
    commands = top.add_subparsers(title="命令 commands", metavar="COMMAND", required=True)
    for word, run, text, arguments in COMMANDS:
        command = commands.add_parser(word, help=text, description=text)
        command.set_defaults(run=run)
        for argument in arguments.split():
            _add(command, argument)
        command.add_argument("--json", action="store_true", help="输出一个 JSON 文档 print one JSON document")
    return top


def _add(command: argparse.ArgumentParser, argument: str) -> None:
    name = argument.rstrip("?!")
    extra = {"nargs": "?"} if argument.endswith("?") else {}
    extra |= {"required": True} if argument.endswith("!") else {}
    command.add_argument(name, **_ARGUMENTS[name], **extra)


class _Version(argparse.Action):
    """Prints the installed version."""

    def __call__(self, parser, *_):
        from importlib.metadata import version

        print(f"tradedept {version('tradedept')}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
