"""A group of departments: many workbooks checked, closed, verified, put together."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import language_named, now, period_of, print_json, user_of
from xlpy.commands.answers import answer, message
from xlpy.commands.declare import command
from xlpy.core.text import Text

if TYPE_CHECKING:
    from xlpy.core.periods import Period
    from xlpy.group.sources import Sources
    from xlpy.group.task import Outcome, Task

_OF_A_PERIOD = ("close", "report")
_FOLDER = "Group"
_NOT_WRITTEN = Text(
    "汇总没有写入：请先处理失败的工作簿，或把它们移出清单。",
    "The group's report was not written: correct those workbooks, or leave them out.",
)


@command(
    "group",
    Text("多个部门一起做", "check, close, verify or report many workbooks"),
    "what where period? --workers --scheduler --out --parquet --differences --language --by",
)
def group(options: Namespace) -> int:
    """Do one thing with every workbook of a group; exit 1 when one of them failed."""
    from xlpy.group.cluster import begin_ahead

    workers = _workers(options)
    begin_ahead(workers, options.scheduler)

    from xlpy.group.files import needs
    from xlpy.group.sources import sources_of

    what = _what(options)
    period = _period(options, what)
    where = Path(options.where)
    sources = sources_of(where)
    if what == "report":
        needs(options.parquet)
    outcomes = _all_done(options, workers, sources, _tasks(what, sources, period, options))
    failed = any(outcome.state == "failed" for outcome in outcomes)
    files: list[Path] = []
    if what == "report" and period is not None and not failed:
        files = _put_together(options, period, outcomes)
    _tell(options, what, period, outcomes, files)
    if what == "report" and failed:
        message(_NOT_WRITTEN.said(between="\n"))
    return int(failed)


def _what(options: Namespace) -> str:
    from xlpy.core.issues import UsageError
    from xlpy.group.task import JOBS

    what: str = options.what.strip().casefold()
    if what not in JOBS:
        raise UsageError(
            Text(
                f"“{options.what}”应为 {'、'.join(JOBS)} 之一",
                f'"{options.what}" is none of {", ".join(JOBS)}',
            )
        )
    return what


def _period(options: Namespace, what: str) -> "Period | None":
    from xlpy.group.task import period_asked

    period = None if options.period is None else period_of(options.period, options)
    return period_asked(what, period) if what in _OF_A_PERIOD else period


def _tasks(
    what: str, sources: "Sources", period: "Period | None", options: Namespace
) -> "list[Task]":
    from xlpy.group.task import Task

    by, at = user_of(options), now()
    return [Task(what, book, period, by, at) for book in sources.books]


def _all_done(
    options: Namespace, workers: int | None, sources: "Sources", tasks: "list[Task]"
) -> "list[Outcome]":
    """Every task's outcome, in the order of the workbooks."""
    from xlpy.group.hands import hands

    found: dict[int, Outcome] = {}
    with hands(workers, options.scheduler) as doing:
        for note in (*sources.notes, *doing.notes):
            message(note.said())
        for number, outcome in _shown(doing.outcomes(tasks), len(tasks)):
            found[number] = outcome
    return [found[number] for number in sorted(found)]


def _workers(options: Namespace) -> int | None:
    from xlpy.core.issues import UsageError

    if options.workers is None:
        return None
    with suppress(ValueError):
        if (count := int(options.workers)) >= 0:
            return count
    raise UsageError(
        Text(
            f"--workers “{options.workers}”应为 0 或更大的整数",
            f'--workers "{options.workers}" is no whole number from 0 on',
        )
    )


def _shown(
    outcomes: "Iterator[tuple[int, Outcome]]", count: int
) -> "Iterator[tuple[int, Outcome]]":
    """The same, with how many are done, failed and left on a terminal; a failure is said at
    once.
    """
    from xlpy.commands import is_watched

    watched, failed = is_watched(), 0
    for done, (number, outcome) in enumerate(outcomes, 1):
        if outcome.state == "failed":
            failed += 1
            if watched:
                message(f"\r{outcome.source.department}: {outcome.said.said()}")
        if watched:
            told = Text(
                f"完成 {done}，失败 {failed}，剩 {count - done}",
                f"{done} done, {failed} failed, {count - done} left",
            )
            message(f"\r{told.said()} ", "\n" if done == count else "")
        yield number, outcome


def _put_together(
    options: Namespace, period: "Period", outcomes: "Sequence[Outcome]"
) -> list[Path]:
    """The group's workbook and files, written."""
    from xlpy.book.landed import note_landed
    from xlpy.documents.groupbook import save_group
    from xlpy.group.files import save_set
    from xlpy.group.together import actions_of, together

    given = options.differences
    facts = [outcome.facts for outcome in outcomes if outcome.facts]
    found = together(facts, period, actions_of(Path(given) if given else None))
    where = Path(options.where)
    folder = Path(options.out) if options.out else _beside(where) / _FOLDER
    files = save_set(folder, found, options.parquet)
    book = folder / f"{_FOLDER}.xlsx"
    save_group(book, found, language_named(options.language))
    note_landed(book)
    return [book, *files]


def _beside(where: Path) -> Path:
    return where if where.is_dir() else where.parent


def _tell(
    options: Namespace,
    what: str,
    period: "Period | None",
    outcomes: "Sequence[Outcome]",
    files: Sequence[Path],
) -> None:
    from xlpy.messages.group import group_doc, group_text

    if options.json:
        print_json(group_doc(what, period, outcomes, files))
    else:
        answer(group_text(outcomes, files))
