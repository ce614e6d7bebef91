"""The buttons of customers: cards, clashes, merging, handing over, grading."""

from collections.abc import Sequence

from xlpy.actions.questions import Cancelled, names_of
from xlpy.actions.selection import selected_row, text_of
from xlpy.actions.work import Work
from xlpy.book.inputfile import read_input
from xlpy.core.customers.clash import Found
from xlpy.core.issues import DataError, UsageError, has_errors
from xlpy.core.periods import Quarter, month_of
from xlpy.core.tables.choices import DECISIONS
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, GREY, ORANGE, PAPER, disc, line, rect, sheet, tick
from xlpy.jobs import clash as clashes
from xlpy.jobs import grading, mergers
from xlpy.jobs.cards import propose_cards, take_cards
from xlpy.jobs.department import load_all
from xlpy.messages.cards import cards_text
from xlpy.messages.customers import clashes_text, handed_text, merged_text
from xlpy.messages.grading import grades_text


def _ask_by(work: Work) -> str:
    return work.ask_person(Text("谁决定？", "Who decides?"))


def _names(work: Work, key: str, column: str) -> list[str]:
    """The names of a table that are there."""
    rows = load_all(work.reading, (key,)).records[key]
    return [name for row in rows if (name := getattr(row, column))]


CARDS = "vcf csv xlsx xls"
"""The endings of files with cards."""


@button(
    "customers",
    Text("导入名片", "Cards"),
    Text(
        "读名片文件（VCF、CSV、Excel）：客户、联系人、邮箱，预览后写入；已有的不重录，只补空白。",
        "Reads a file of cards (vCard, CSV, Excel) into customers, contacts and mails after a "
        "preview; what is there is not typed twice, blanks are filled.",
    ),
    icon="GetExternalDataImportClassic",
    drawing=[
        rect(1.5, 4, 14.5, 13, GREY),
        disc(5, 7.6, 1.8, BLUE),
        rect(3, 9.8, 7, 11.4, BLUE),
        *(line(1.2, PAPER, (8.6, top), (13, top)) for top in (7, 9.4)),
    ],
)
def cards(work: Work) -> None:
    """Read a file of business cards, show what it brings, and write what is agreed to."""
    path = work.desk.pick_file("file", work.title, CARDS)
    if path is None:
        raise Cancelled
    day = work.now().date()
    people = load_all(work.reading, ("staff",)).records["staff"]
    owner = work.ask_maybe(
        "owner",
        Text("新客户归谁？空：先不归人。", "Whose are new customers? Blank: nobody's yet."),
        [row.name for row in people if not row.left],
    )
    work.progress(Text(f"读取 {path.name}", f"reading {path.name}"))
    found = propose_cards(work.reading, read_input(path), day, owner or None)
    if has_errors(found.issues):
        raise DataError(found.issues)
    if not found.imports:
        work.tell(Text("没有新的内容。", "Nothing is new."), cards_text(found, True, work.words))
        return
    added = sum(each.added for each in found.imports.values())
    filled = sum(each.updated for each in found.imports.values())
    work.agree(
        Text(f"加 {added} 行、改 {filled} 行？", f"Add {added} rows, change {filled}?"),
        cards_text(found, True, work.words),
    )
    take_cards(work.writing(), found)
    work.reading.show("contacts")
    work.tell(Text("已写入。请保存工作簿。", "Written. Save the workbook."))


@button(
    "customers",
    Text("撞单检查", "Clash check"),
    Text(
        "列出可能是同一家的客户和询盘，为什么；可记下决定，以后不再问。",
        "Lists customers and enquiries that may be one and the same, and why; a decision is "
        "written down and not asked again.",
    ),
    icon="TraceError",
    drawing=[disc(5.8, 8, 4.6, BLUE), disc(10.2, 8, 4.6, ORANGE), disc(8, 8, 1.8, PAPER)],
)
def clash(work: Work) -> None:
    """Show the clashes that nobody decided, and write one decision down."""
    work.progress(Text("撞单检查", "the clash check"))
    by, day = work.desk.user, work.now().date()
    found = clashes.clashes_of(work.reading, day, by)
    work.show(clashes_text(found, work.words.beside))
    if not found:
        return
    named = list(dict.fromkeys(each.enquiry_no or each.asked for each in found))
    asked = work.ask_maybe(
        "of",
        Text(
            "要记下哪一个的决定？空着就不记。", "Write down the decision on which one? Blank: none."
        ),
        named,
    )
    if asked:
        _decide(work, _pairs_of(found, asked), asked)


def _pairs_of(found: Sequence[Found], asked: str) -> list[str]:
    """The names of what is listed with an enquiry or a customer, whichever stands first."""
    first = [each.other for each in found if asked in (each.enquiry_no, each.asked)]
    return [*first, *(each.asked for each in found if asked == each.other)]


def _decide(work: Work, others: Sequence[str], asked: str) -> None:
    if not others:
        raise UsageError(Text(f"清单里没有“{asked}”", f'"{asked}" is not on the list'))
    other = work.ask_known(
        "other", Text("和哪个客户？", "And which customer?"), others, others[0], remembers=False
    )
    decision = work.ask_choice(
        "decision", Text("决定？", "Which?"), names_of(DECISIONS), DECISIONS[0][0]
    )
    by, note = _ask_by(work), work.ask_maybe("note", Text("备注？", "A note?"))
    day = work.now().date()
    clashes.decide(work.writing(), asked, other, decision, by, day, note or None)
    work.tell(
        Text(
            f"{asked} ↔ {other}：{decision}。请保存工作簿。",
            f"{asked} ↔ {other}: {decision}. Save the workbook.",
        )
    )


@button(
    "customers",
    Text("合并客户", "Merge"),
    Text(
        "把一个客户并入另一个，所有提到它的行跟着改；先预览，以后可以撤销合并。",
        "Makes one customer a part of another; every row that names it follows. Previewed first; "
        "unmerge takes it back.",
    ),
    icon="CellsInsertSmart",
    drawing=[
        rect(1.5, 2, 6, 6.5, BLUE),
        rect(1.5, 9.5, 6, 14, GREY),
        line(1.4, GREEN, (6.5, 11.5), (11, 8.6)),
        line(1.4, GREEN, (6.5, 4.5), (11, 7.4)),
        rect(10.5, 5.8, 15, 10.2, BLUE),
    ],
)
def merge(work: Work) -> None:
    """Make one customer a part of another, once the person has seen what changes."""
    names = _names(work, "customers", "customer")
    if not names:
        raise UsageError(Text("客户表里还没有客户", "there is no customer yet"))
    chosen = text_of(selected_row(work), "customer")
    default = chosen if chosen in names else names[0]
    kept = work.ask_known(
        "kept", Text("保留哪个客户？", "Which customer stays?"), names, default, remembers=False
    )
    merged = work.ask_known(
        "merged",
        Text(f"哪个客户并入“{kept}”？", f'Which customer becomes a part of "{kept}"?'),
        names,
        default,
        remembers=False,
    )
    by, day = _ask_by(work), work.now().date()
    preview = mergers.merge(work.reading, kept, merged, by, day, dry_run=True)
    work.agree(
        Text(f"把“{merged}”并入“{kept}”？", f'Make "{merged}" a part of "{kept}"?'),
        merged_text(preview, True, work.words.beside),
    )
    work.progress(Text("合并客户", "merging customers"))
    done = mergers.merge(work.writing(), kept, merged, by, day)
    work.tell(
        Text(
            f"已合并，合并号 {done.merge_no}。请保存工作簿。",
            f"Merged as {done.merge_no}. Save the workbook.",
        ),
        merged_text(done, True, work.words.beside),
    )


@button(
    "customers",
    Text("交接", "Hand over"),
    Text(
        "把一个人的客户、未结询盘等交给另一人；先预览，可撤销。订单和提成不变。",
        "Gives somebody's customers, open enquiries and the like to another; previewed first, can "
        "be undone. Orders and their commission stay.",
    ),
    icon="SignatureLineInsert",
    drawing=[
        disc(4, 4.5, 2.5, GREY),
        rect(1, 8, 7, 14, GREY),
        disc(12, 4.5, 2.5, BLUE),
        rect(9, 8, 15, 14, BLUE),
        line(1.6, GREEN, (6, 11), (10, 11)),
    ],
)
def hand_over(work: Work) -> None:
    """Give a leaver's customers to another, once the person has seen what changes."""
    people = load_all(work.reading, ("staff",)).records["staff"]
    names = [row.name for row in people]
    leavers = [row.name for row in people if row.left]
    there = [row.name for row in people if not row.left]
    if not there:
        raise UsageError(
            Text("员工表里没有在职的人", "the staff table has nobody who is still here")
        )
    default = (leavers or names)[0]
    name = work.ask_known(
        "name", Text("交出谁的？", "Whose are handed over?"), names, default, remembers=False
    )
    to = work.ask_known("to", Text("交给谁？", "To whom?"), there, there[0], remembers=False)
    by, day = _ask_by(work), work.now().date()
    preview = mergers.hand_over(work.reading, name, to, by, day, dry_run=True)
    work.agree(
        Text(f"把 {name} 的客户交给 {to}？", f"Hand {name}'s customers to {to}?"),
        handed_text(preview, True, work.words.beside),
    )
    work.progress(Text("交接", "handing over"))
    done = mergers.hand_over(work.writing(), name, to, by, day)
    work.tell(
        Text(
            f"{name} 的 {len(done.customers)} 个客户已交给 {to}。请保存工作簿。",
            f"{to} has {len(done.customers)} customers of {name} now. Save the workbook.",
        )
    )


@button(
    "customers",
    Text("评级", "Grade"),
    Text(
        "按判断和数字建议每个客户的等级，经理同意后写入评级表。",
        "Proposes every customer's grade by judgements and figures; once the manager agrees, "
        "gradings are written.",
    ),
    icon="ConditionalFormattingIconSetsGallery",
    drawing=[*sheet(), rect(4, 9, 6, 12, GREY), rect(7, 6, 9, 12, BLUE), tick(GREEN, 12, 13.5)],
)
def grade(work: Work) -> None:
    """Propose the grades of a quarter, and write them once the manager agrees."""
    day = work.now().date()
    last = month_of(day) + -3
    offered = [last.quarter, last.quarter + 1, last.quarter + -1]
    period = work.ask_period(Text("哪个季度？", "Which quarter?"), last.quarter, offered, Quarter)
    work.progress(Text("评级", "grading"))
    found = grading.grade(work.reading, period, day)
    text, changes = grades_text(found, work.words.beside), len(found.changes)
    if not changes:
        work.tell(Text("等级都不变。", "Every grade stays as it is."), text)
        return
    work.agree(
        Text(f"{changes} 个客户改等级，写入？", f"{changes} grades change. Write them?"), text
    )
    done = grading.write_grades(work.writing(), period, day, _ask_by(work))
    work.tell(
        Text(
            f"已写入 {done.written} 行评级。请保存工作簿。",
            f"{done.written} gradings were written. Save the workbook.",
        )
    )
