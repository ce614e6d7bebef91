"""The days of the department: attendance from punch lists, the plan of the year."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import book_of, day_of, month_of, now, period_of, show, step, words_of
from xlpy.commands.declare import command
from xlpy.core.issues import DataError, UsageError, has_errors
from xlpy.core.text import Text

if TYPE_CHECKING:
    from xlpy.core.weeks import Week


@command(
    "month",
    Text("打卡考勤", "attendance from a punch machine's file"),
    "book file --month --dates --dry-run --anyway",
)
def punches(options: Namespace) -> None:
    """A punch machine's file: each day's marks, who was late, what goes to the table attendance."""
    from xlpy.book.inputfile import read_input
    from xlpy.jobs.punches import punches as job
    from xlpy.jobs.punches import take_punches
    from xlpy.messages.punches import punches_doc, punches_text

    book, data = book_of(options), read_input(options.file)
    step(Text(f"读取 {options.file}", "reading, comparing"))
    month = month_of(options.month, options) if options.month else None
    found = job(book, data, Path(options.file).name, month, options.dates)
    if has_errors(found.issues):
        raise DataError(found.issues)
    writes = not options.dry_run
    if writes:
        take_punches(book, found)
    show(
        options,
        lambda: punches_doc(found, writes),
        lambda: punches_text(found, writes, words_of(options)),
    )


@command(
    "month",
    Text("年度计划", "how far the year's plan is, and what is overdue"),
    "book period? --day --write --ics --anyway",
)
def plan(options: Namespace) -> None:
    """The plan of a year or quarter on a day: by quarter and person, what is overdue."""
    from xlpy.jobs import plan as job
    from xlpy.messages.plan import plan_calendar, plan_doc, plan_text

    day = day_of(options.day, "--day") if options.day else now().date()
    period = period_of(options.period, options) if options.period else None
    make = job.write_plan if options.write else job.plan
    board = make(book_of(options), day, period)
    told: list[Text] = []
    if options.ics:
        from xlpy.book.landed import note_landed
        from xlpy.documents.files import whole

        with whole(Path(options.ics)) as fresh:
            Path(fresh).write_bytes(plan_calendar(board, now(), words_of(options)))
        note_landed(Path(options.ics))
        told.append(Text(f"已存：{options.ics}", f"saved: {options.ics}"))
    if options.write:
        told.append(
            Text(
                "已写入“计划看板”“年度计划图”。",
                "Written to the tables Plan board and Plan chart.",
            )
        )
    show(
        options,
        lambda: plan_doc(board),
        lambda: "\n".join(
            [plan_text(board, words_of(options)), *(words_of(options)(text) for text in told)]
        ),
    )


@command(
    "month",
    Text("周报", "the week's report by person, drawn from the workbook"),
    "book week? name? --day --out",
)
def week(options: Namespace) -> None:
    """A week's figures by person, what each did and has before them, and what logs are missing."""
    from xlpy.jobs.week import week_report
    from xlpy.messages.week import week_doc, week_text

    day = day_of(options.day, "--day") if options.day else now().date()
    wanted, name = _week_and_name(options)
    found = week_report(book_of(options), day, wanted, name)
    if options.out:
        from xlpy.book.landed import note_landed
        from xlpy.documents.weekpage import save_week

        save_week(Path(options.out), found, words_of(options).language)
        note_landed(Path(options.out))

    def text() -> str:
        words = words_of(options)
        told = [f"{words(Text('已存', 'saved'))}: {options.out}"] if options.out else []
        return "\n".join([week_text(found, words), *told])

    show(options, lambda: week_doc(found), text)


def _week_and_name(options: Namespace) -> "tuple[Week | None, str | None]":
    """The week and the person of a command; a single word that is no week is a person's name."""
    from xlpy.core.weeks import parse_week

    if not options.week:
        return None, options.name
    try:
        return parse_week(options.week), options.name
    except ValueError:
        if options.name is None:
            return None, options.week
        raise UsageError(
            Text(
                f"“{options.week}”不是周；请写 2012-W28，或用 --day 写那周的一天",
                f'"{options.week}" is no week; write 2012-W28, or give a day of it by --day',
            )
        ) from None


@command(
    "month",
    Text("罚款", "fines: what is proposed, who decides, what becomes a fine"),
    "book name? --day --propose --decide --decision --reason --amount --by --anyway",
)
def fines(options: Namespace) -> None:
    """The catalogue, what waits for a decision, the year's fines; or a proposal, or a decision."""
    from xlpy.jobs import fines as job
    from xlpy.messages import fines as said

    today = day_of(options.day, "--day") if options.day else now().date()
    if not (options.propose or options.decide):
        listed = job.fine_list(book_of(options), today, options.name)
        show(
            options,
            lambda: said.fines_doc(listed),
            lambda: said.fines_text(listed, words_of(options)),
        )
        return
    if not options.by:
        raise UsageError(Text("请用 --by 写谁建议或决定", "say by --by who proposes or decides"))
    day, name, code = options.propose or options.decide
    about = (day_of(day, "--decide" if options.decide else "--propose"), name, code)
    book = book_of(options)
    if options.propose:
        done = job.propose_fine(book, about, options.reason or "", options.by, today)
    else:
        done = job.decide_fine(
            book, about, options.decision or "", options.by, today, _fen(options.amount)
        )
    show(
        options,
        lambda: said.decided_doc(done),
        lambda: said.decided_text(done, bool(options.propose), words_of(options)),
    )


def _fen(text: str | None) -> int | None:
    """An amount in CNY of a command, in fen. Raises UsageError for what is none."""
    from xlpy.core.money import DIGITS, to_fen
    from xlpy.core.parameters import number_of

    if text is None:
        return None
    number = number_of(text)
    if number is None or number < 0 or number != round(number, 2) or number >= 10**DIGITS:
        raise UsageError(
            Text(
                f"--amount “{text}”不是金额；请写元，至多两位小数，如 50.00",
                f'--amount "{text}" is no amount; write CNY with at most two decimals, as 50.00',
            )
        )
    return to_fen(number)


@command(
    "month",
    Text("放假调休，客户国家的节日", "holidays: China's working days, or customers' countries"),
    "book year --country --dry-run --anyway",
)
def holidays(options: Namespace) -> None:
    """A year's published holidays and make-up days of China, into the table holidays; with
    --country a country's holidays, or those of all customers, into the table greetings.
    """
    from xlpy.jobs.greetings import feasts, write_feasts
    from xlpy.jobs.holidays import write_days, year_days
    from xlpy.messages.holidays import feasts_doc, feasts_text, holidays_doc, holidays_text

    text = options.year.strip().removesuffix("年")
    if not (text.isascii() and text.isdecimal()):
        raise UsageError(
            Text(f"“{options.year}”不是年份，如 2026", f'"{options.year}" is no year such as 2026')
        )
    book, year = book_of(options), int(text)
    if options.country:
        job = feasts if options.dry_run else write_feasts
        told = job(book, year, options.country)
        wrote = bool(told.new) and not options.dry_run
        show(
            options,
            lambda: feasts_doc(told, wrote),
            lambda: feasts_text(told, wrote, words_of(options)),
        )
        return
    found = year_days(book, year) if options.dry_run else write_days(book, year)
    writes = bool(found.new) and not options.dry_run
    show(
        options,
        lambda: holidays_doc(found, writes),
        lambda: holidays_text(found, writes, words_of(options)),
    )
