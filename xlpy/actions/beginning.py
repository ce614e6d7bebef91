"""The buttons with which a department begins: set up, and which parts' sheets are in view."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from xlpy.actions.data import choose_language
from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.book.filetable import Told
from xlpy.book.inputfile import read_input
from xlpy.book.openparts import parts_in_view, show_parts
from xlpy.core.department import SALESPERSON
from xlpy.core.issues import DataError, has_errors
from xlpy.core.parts import CHOSEN, MONTH, OPTIONAL, Part, parts_in_use, parts_named
from xlpy.core.periods import Month
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, GREY, ORANGE, PAPER, rect, sheet, tick
from xlpy.jobs.department import load_all
from xlpy.jobs.import_ import MERGE, propose_import
from xlpy.jobs.setup import (
    Answers,
    company_there,
    people_file,
    people_there,
    set_up,
    targets_file,
)
from xlpy.messages.parts import parts_text
from xlpy.messages.setup import written_text

SHEETS = "csv txt tsv xlsx xlsm xls"
"""The endings of files with tables."""
FROM_FILE = Text("从文件读", "from a file")
"""The answer that takes people or targets from a file."""


@button(
    "help",
    Text("设置", "Set up"),
    Text(
        "问公司、人员、第一个月、任务、用哪些部分、谁结账、语言；以后再按就改。",
        "Asks for company, people, first month, targets, parts in use, who closes, language; "
        "pressed again it changes them.",
    ),
    icon="FormatCellsDialog",
    drawing=[*sheet(), tick(GREEN), rect(3.6, 3.6, 5.2, 5.2, BLUE)],
    large=True,
)
def setup(work: Work) -> None:
    """Ask what a department is, show what is written, and write what is agreed to."""
    work.refuse_read_only()
    choose_language(work)
    company = work.ask_maybe(
        "company",
        Text(
            "公司名称？印在工资单和单据上；空着就不改。",
            "The company? It heads statements and papers; blank: as it is.",
        ),
        default=company_there(work.reading),
    )
    people, names = _people(work)
    start = _start(work)
    targets = _targets(work, start, names)
    parts = _parts(work)
    told = Answers(company or None, None, people, targets, start)
    planned = set_up(work.reading, told, dry_run=True)
    work.agree(
        Text("按这些设置？", "Set up like this?"),
        "\n".join(filter(None, [written_text(planned, work.words), _wanted_line(work, parts)])),
    )
    done = set_up(work.writing(), told)
    used = parts_in_use(dict.fromkeys(done.added, "1"))
    wanted = parts | {part: True for part in used if part in parts}
    in_view = _shown(work, wanted)
    if closers := work.people():
        # All else is written: who would rather not say it now is asked before the first close.
        with suppress(Cancelled):
            work.ask_closer(closers)
    lines = [written_text(done, work.words), _view_line(work, in_view)]
    if done.issues:
        lines.append(work.short_issues(done.issues))
    work.tell(
        Text(
            "已设置。下一步：用“导入表格”导入客户、订单、回款。请保存工作簿。",
            "Set up. Next: Import table, for customers, orders, receipts. Save the workbook.",
        ),
        "\n".join(filter(None, lines)),
    )


def _people(work: Work) -> tuple[bytes | None, list[str]]:
    """The file of the people that are given, None where there are none; and the names of those who
    sell, who get targets.
    """
    there = people_there(work.reading)
    zh, en = "、".join(there) or "还没有", ", ".join(there) or "none"

    def file_of(line: str) -> bytes:
        return people_file([line])

    lines: list[str] = []
    answer = _line(
        work,
        "people",
        Text(
            f"员工（现有：{zh}）。写“姓名 岗位 团队”，不写岗位是业务员；空着就不改。",
            f"People (there are: {en}). Type: name role team; without a role a salesperson; "
            "blank: as they are.",
        ),
        "staff",
        file_of,
        [work.words(FROM_FILE)],
    )
    if isinstance(answer, bytes):
        return answer, _sellers(work, answer)
    while answer and isinstance(answer, str):
        lines.append(answer)
        answer = _line(
            work,
            f"people {len(lines) + 1}",
            Text(
                "下一位：姓名 岗位 团队；空着就结束。",
                "The next person: name role team; blank ends.",
            ),
            "staff",
            file_of,
        )
    data = people_file(lines) if lines else None
    return data, _sellers(work, data)


def _line(
    work: Work,
    key: str,
    said: Text,
    table: str,
    file_of: Callable[[str], bytes],
    options: Sequence[str] = (),
) -> str | bytes:
    """A line that an import into a table can read, empty for none; or the bytes of a file that it
    can. Raises Cancelled, DataError.
    """

    def read(text: str) -> str | bytes:
        if options and text in (*FROM_FILE, *options):
            path = work.desk.pick_file(f"{key} file", work.title, SHEETS)
            if path is None:
                raise Cancelled
            data = read_input(path)
            _refuse(work, table, data)
            return data
        if text:
            _refuse(work, table, file_of(text))
        return text

    return work.ask_read(key, said, read, options=options)


def _refuse(work: Work, table: str, data: bytes) -> None:
    """Raise DataError with what an import could not read."""
    issues = propose_import(work.reading, table, data, Told(), MERGE).issues
    if has_errors(issues):
        raise DataError(issues)


def _sellers(work: Work, data: bytes | None) -> list[str]:
    """Those who sell: of the staff table, as it is once a file of people is in it."""
    staff = load_all(work.reading, ("staff",)).records["staff"]
    roles = {row.name: row.role for row in staff}
    if data is not None:
        found = propose_import(work.reading, "staff", data, Told(), MERGE)
        roles |= {str(row["name"]): str(row["role"]) for row in found.change.append}
    # A row to be added holds its choice in the workbook's words.
    return [name for name, role in roles.items() if SALESPERSON in role]


def _start(work: Work) -> Month | None:
    """The month to begin with; None once one is closed, for then it stays."""
    if work.closings().months:
        return None
    month = work.next_month()
    return work.ask_month(
        Text(
            "从哪个月开始结账？更早的月份不算。",
            "The first month to close? Earlier ones do not count.",
        ),
        month,
        [month, month + -1, month + 1],
    )


def _targets(work: Work, start: Month | None, names: Sequence[str]) -> bytes | None:
    """The file of the targets of those who sell and have none; None where none is given."""
    year = (start or work.next_month()).year
    plans = load_all(work.reading, ("plans", "targets")).records
    with_one = {row.name for row in plans["plans"] if row.period.year == year}
    with_one |= {row.name for row in plans["targets"] if row.month.year == year}
    lines: list[str] = []
    options = [work.words(FROM_FILE)]
    for name in (name for name in names if name not in with_one):
        answer = _target(work, name, year, [] if lines else options)
        if isinstance(answer, bytes):
            return answer
        if answer:
            lines.append(f"{name}={answer}")
    return targets_file(lines, year) if lines else None


def _target(work: Work, name: str, year: int, options: Sequence[str]) -> str | bytes:
    def file_of(amount: str) -> bytes:
        return targets_file([f"{name}={amount}"], year)

    return _line(
        work,
        f"target {name}",
        Text(
            f"{name} {year} 年的任务（元）？没有任务没有提成；空着以后再填。",
            f"The target of {name} in {year}, in CNY? No target, no commission; blank: later.",
        ),
        "plans",
        file_of,
        options,
    )


def _parts(work: Work) -> dict[Part, bool]:
    """Every part that a person may choose, and whether it is to be in view."""
    used = [part.key for part in parts_in_view(work.book) if part in CHOSEN]
    listed = "\n".join(f"{part.key}: {work.words(part.name)}" for part in CHOSEN)
    wanted = work.ask_read(
        "parts",
        Text(
            f"除了每月结账还用哪些部分？写代号，逗号分开；none 都不用；以后随时可改。\n{listed}",
            "Which parts beside the month close? Type keys, with commas, or none; they can be "
            "changed "
            f"at any time.\n{listed}",
        ),
        parts_named,
        ",".join(used) or "none",
        ["none", *(part.key for part in CHOSEN)],
    )
    return {part: part in wanted for part in CHOSEN}


def _shown(work: Work, wanted: dict[Part, bool]) -> list[Part]:
    work.refuse_read_only()
    in_view = show_parts(work.book, wanted)
    work.reading.changed = True
    return in_view


def _wanted_line(work: Work, wanted: dict[Part, bool]) -> str:
    return _view_line(work, [MONTH, *(part for part, on in wanted.items() if on)])


def _view_line(work: Work, in_view: Sequence[Part]) -> str:
    names = ", ".join(work.words(part.name) for part in in_view)
    return f"{work.words(Text('显示', 'In view'))}: {names}"


@button(
    "help",
    Text("显示表", "Show parts"),
    Text(
        "显示或隐藏一部分的工作表：订单、客户、计划、结果明细、规则等；数据都在。",
        "Brings a part's sheets into view or out of it: orders, customers, plan, results in "
        "detail, rules and more; no row is lost.",
    ),
    icon="WindowUnhide",
    drawing=[
        rect(1, 3, 9, 13, GREY),
        rect(2, 4, 8, 12, PAPER),
        rect(7, 3, 15, 13, ORANGE),
        rect(8, 4, 14, 12, PAPER),
    ],
)
def show_sheets(work: Work) -> None:
    """Bring a part's sheets into view; or out of it, where they are in view and the person
    agrees.
    """
    work.refuse_read_only()
    # A workbook of another layout is refused before anything is asked.
    work.reading.read(("about",))
    before = parts_in_view(work.book)
    proposed = next((part for part in CHOSEN if part not in before), CHOSEN[0])
    key = work.ask_choice(
        "part",
        Text(
            f"显示或隐藏哪一部分？✓ 的现在显示。\n{parts_text(before, work.words)}",
            f"Show or hide which part? Those with ✓ are in view.\n{parts_text(before, work.words)}",
        ),
        {part.key: part.name for part in OPTIONAL},
        proposed.key,
    )
    part = next(part for part in OPTIONAL if part.key == key)
    on = part not in before
    if not on:
        work.agree(
            Text(
                f"隐藏“{part.name.zh}”的工作表？数据都在，随时可以再显示。",
                f'Hide the sheets of "{part.name.en}"? No row is lost; they can be shown again.',
            ),
        )
    work.progress(part.name)
    in_view = _shown(work, {part: on})
    work.tell(Text("请保存工作簿。", "Save the workbook."), _view_line(work, in_view))
