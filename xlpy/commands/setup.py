"""Setting a department up: asked on a terminal, each question with a default and its reason; or by
flags alone.
"""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import asked, book_of, is_asked, language_named, month_of, now, show, words_of
from xlpy.commands.answers import message
from xlpy.commands.declare import command
from xlpy.core.text import BOTH, Text

if TYPE_CHECKING:
    from xlpy.core.parts import Part
    from xlpy.core.periods import Month
    from xlpy.messages.words import Words


@command(
    "begin",
    Text("设置", "company, people, targets, first month, parts in use"),
    "book --company --people --targets --start --parts --language --yes --anyway",
)
def setup(options: Namespace) -> None:
    """Set a department up; a workbook that is not there is made first."""
    from xlpy.commands.nextstep import typed
    from xlpy.core.parts import parts_in_use
    from xlpy.files.partsheets import parts_in_view, show_parts
    from xlpy.files.save import Terms
    from xlpy.jobs.setup import set_up
    from xlpy.messages.setup import setup_doc, setup_text

    made = _make_workbook(options)
    book = book_of(options)
    book.read(["about"])
    start = month_of(options.start, options) if options.start else None
    answers, parts = _flags(options, start)
    if is_asked(options) and not _says(options):
        answers, parts = _answers(options)
    done = set_up(book, answers)
    in_view = parts_in_view(options.book)
    # What holds rows now is in use, whatever was said.
    wanted = {**(parts or {}), **dict.fromkeys(parts_in_use(dict.fromkeys(done.added, "1")), True)}
    if any(wanted[part] is not (part in in_view) for part in wanted):
        in_view = show_parts(
            options.book, wanted, Terms(book.backups_kept(), asked(options), options.anyway)
        )
    then = typed(["tradedept", "import", options.book, "orders", "orders.csv"])
    show(
        options,
        lambda: setup_doc(options.book, made, done, in_view),
        lambda: setup_text(options.book, made, done, in_view, then, words_of(options)),
    )


def _make_workbook(options: Namespace) -> bool:
    """Whether the workbook was not there and has been made, in the language that is asked for."""
    from xlpy.build.workbook import new_book
    from xlpy.core.issues import UsageError

    if Path(options.book).exists():
        if options.language:
            raise UsageError(
                Text(
                    "工作簿的语言在新建时定：tradedept new 工作簿 --language",
                    "a workbook's language is chosen when it is made: tradedept new BOOK "
                    "--language",
                )
            )
        return False
    new_book(options.book, year=now().year, language=_language(options))
    return True


def _language(options: Namespace) -> str:
    """The language that the new workbook is made in. Raises UsageError."""
    if options.language:
        return language_named(options.language)
    if not is_asked(options) or _says(options):
        return BOTH
    return language_named(
        _ask(
            words_of(options),
            Text(
                "工作簿的语言：zh、en 或 both；以后不变",
                "Language of the workbook: zh, en or both; it stays",
            ),
            BOTH,
        )
    )


def _says(options: Namespace) -> bool:
    """Whether the flags say what a terminal would be asked for."""
    return any((options.company, options.people, options.targets, options.start, options.parts))


def _flags(options: Namespace, start: "Month | None") -> tuple:
    """What the flags say: answers, and the parts to show and hide (None: as they are)."""
    from xlpy.book.inputfile import read_input
    from xlpy.jobs.setup import Answers

    zh, _, en = (options.company or "").partition("|")
    people = read_input(options.people) if options.people else None
    targets = read_input(options.targets) if options.targets else None
    answers = Answers(zh.strip() or None, en.strip() or None, people, targets, start)
    return answers, _parts_in_use(options.parts) if options.parts else None


def _parts_in_use(text: str) -> "dict[Part, bool]":
    """Every part that a person may choose, and whether it is in use: those of the words."""
    from xlpy.core.parts import CHOSEN, parts_named

    used = parts_named(text)
    return {part: part in used for part in CHOSEN}


def _answers(options: Namespace) -> tuple:
    """What the person at the terminal says; an empty line keeps what is shown in brackets."""
    from xlpy.core.parts import OPTIONAL
    from xlpy.core.periods import month_of as month_with
    from xlpy.files.partsheets import parts_in_view
    from xlpy.jobs.nextmonth import next_month
    from xlpy.jobs.setup import Answers, company_there, people_file, people_there, targets_file

    book, words = options.opened, words_of(options)
    there, people = company_there(book), people_there(book)
    company = _ask(
        words,
        Text("公司名称（印在工资单和单据上）", "Company, as printed on statements and papers"),
        there,
    )
    lines = _ask_lines(
        words,
        Text(
            "每行一人：姓名 岗位 团队；空行结束（岗位：业务员、经理、会计、助理、采购、生产）",
            "A person a line: name role team; an empty line ends (salesperson, manager, "
            "accountant, assistant, …)",
        ),
        "、".join(people),
    )
    today = now().date()
    near = next_month(book, today) if people else month_with(today)
    text = _ask(
        words,
        Text(
            "从哪个月开始结账（更早的月份不算）", "First month to close; earlier ones do not count"
        ),
        str(near),
    )
    start = month_of(text or str(near), options)
    goals = _ask_lines(
        words,
        Text(
            f"每行一个 {start.year} 年任务：姓名或团队 金额；空行结束（没有任务没有提成）",
            f"A target of {start.year} a line: name or team, amount; an empty line ends (no "
            "target, no commission)",
        ),
    )
    for part in OPTIONAL:
        message(f"  {part.key}: {words(part.name)}: {words(part.why)}")
    used = ",".join(part.key for part in parts_in_view(options.book) if part in OPTIONAL) or "none"
    parts = _ask(
        words, Text("用哪些部分（逗号分开，或 none）", "Parts in use, with commas, or none"), used
    )
    answers = Answers(
        company or None,
        None,
        people_file(lines) if lines else None,
        targets_file(goals, start.year) if goals else None,
        start,
    )
    return answers, _parts_in_use(parts or used)


def _ask(words: "Words", said: Text, default: str) -> str:
    message(f"{words(said)} [{default}]: ", end="")
    return sys.stdin.readline().strip() or default


def _ask_lines(words: "Words", said: Text, there: str = "") -> list[str]:
    message(words(said) + (f" [{there}]" if there else ""))
    lines = []
    while line := sys.stdin.readline().strip():
        lines.append(line)
    return lines
