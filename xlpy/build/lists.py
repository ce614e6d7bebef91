"""The sheet of lists: what the drop-downs offer, where the month's work stands, and the words for
kinds.
"""

from collections.abc import Callable, Iterable
from datetime import date

from xlpy.book.version import START
from xlpy.build.book import FILE, HOME, LISTS, Book, letters, serial, sheet_ref
from xlpy.build.figures import Figures
from xlpy.build.formulas import nth_place
from xlpy.build.listcolumns import ROOM, TOP, Columns
from xlpy.build.listperiods import write_funnelled, write_reported
from xlpy.build.speech import Label, choice_of, in_language, label_of, sentences, spoken, tab
from xlpy.build.style import GROUP_COLOURS, LINE, MUTED
from xlpy.build.view import cell, write_formula
from xlpy.core.currencies import CODES
from xlpy.core.tables import TABLES, Column
from xlpy.core.tables.lists import OFFERS
from xlpy.core.text import EN, ZH, halves

MONTHS, CLOSED, YEARS, PERIODS, FINES = 36, 60, 12, 15, 24
LONGEST_LIST = 255
_QUOTED = " ()&;'$"
"""What a command line takes for something else in a file's name without quotes."""
COMMON = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "AUD", "CAD", "CHF", "SGD", "KRW", "RUB")


def write_lists(book: Book) -> None:
    """Fill the sheet of lists, and name each list and each figure of the state."""
    sheet, styles = book.sheet(LISTS), book.styles
    colour = GROUP_COLOURS["view"][0]
    sheet.set_row(0, 28)
    sheet.write_string(
        0,
        0,
        Label("列表", "Lists").apart("  "),
        styles.get(bold=True, font_size=16, font_color=colour),
    )
    small = styles.get(font_color=MUTED, font_size=9)
    en = "What the drop-downs offer; lists that are not formulas may be changed and continued."
    for row, sentence in enumerate(sentences("下拉列表的来源；白底列可以改写、续写。", en), 1):
        sheet.write_string(row, 0, sentence, small)
    link = styles.get(font_color=colour, underline=1, font_size=9)
    sheet.write_url(0, 4, f"internal:{sheet_ref(HOME)}!A1", link, str(Label("« 首页", "Home")))
    columns = Columns(book)
    figures = Figures(book.rows, book.year)
    _write_state(book, columns, figures)
    _write_time(book, columns, figures)
    _write_words(columns)
    _write_fines(book, columns, figures)
    _write_kinds(columns)
    _write_long_choices(columns)
    write_reported(book, columns, figures)
    write_funnelled(book, columns, figures)
    for name, words in book.lists.items():
        if name not in book.names:
            columns.texts(f"{Label('原有', 'Earlier')}: {name}", 30, words, name, len(words) + ROOM)
    sheet.freeze_panes(TOP, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP - 1)
    sheet.set_footer(f"&L&9TradeDept · {tab(LISTS)}&C&9&P / &N&R&9&D")


def _write_state(book: Book, columns: Columns, figures: Figures) -> None:
    """Where the work stands: first and last closed month, the next to close."""
    sheet = book.sheet(LISTS)
    period, state = book.name("closes", "period"), book.name("closes", "state")
    closed = f'{_not_open(state)}*(LEN({period})=7)*(MID({period},6,1)<>"Q")'
    day = f"DATE(VALUE(LEFT({period},4)),VALUE(MID({period},6,2)),1)"
    month, received = book.name("targets", "month"), book.name("receipts", "date")
    told, item = book.name("about", "value"), book.name("about", "key")
    start = f'INDEX({told},MATCH("{START}",{item},0))'
    months = figures.closed_months
    first, last = (serial(months[0].first), serial(months[-1].first)) if months else (0, 0)
    lines = (
        (
            Label("最后已结月份", "Last closed month"),
            "td_last_closed",
            f"{{=MAX(IF({closed},{day},0))}}",
            last,
        ),
        (
            Label("最早已结月份", "First closed month"),
            "td_first_closed",
            f"{{=MIN(IF({closed},{day},td_last_closed))}}",
            first,
        ),
        (
            Label("最早有数据的月份", "First month with data"),
            "td_first_month",
            f"=IFERROR(DATE(VALUE(LEFT({start},4)),VALUE(MID({start},6,2)),1),"
            f"IF(COUNT({month},{received})=0,DATE({book.year},1,1),"
            f"DATE(YEAR(MIN({month},{received})),MONTH(MIN({month},{received})),1)))",
            serial(figures.first_month.first),
        ),
        (
            Label("下一个要结的月份", "Next month to close"),
            "td_next",
            "=IF(td_last_closed=0,td_first_month,EDATE(td_last_closed,1))",
            serial(figures.next_month.first),
        ),
    )
    texts = [line[0] for line in lines]
    columns.texts(Label("状态", "State"), 34, texts)
    style = book.styles.cell("month", "view")
    cells = [lambda r, c, f=f, v=v: write_formula(sheet, r, c, f, style, v) for _, _, f, v in lines]
    column = columns.add(Label("月份", "Month"), 11, cells)
    for place, (_, name, _, _) in enumerate(lines):
        book.name_cell(name, LISTS, TOP + place, column)
    _write_due(book, TOP + len(lines), column, figures)
    _write_file(book, TOP + len(lines) + 1, column)


def _open_marks() -> tuple[str, ...]:
    """What the state of a period that is open matches: its key, alone or behind a label; in
    Chinese that, too.
    """
    state = TABLES["closes"].column("state")
    return ("*open", choice_of(state, "open")) if spoken() == ZH else ("*open",)


def _not_open(state: str) -> str:
    """Whether each cell of a column of states is another than open, an array."""
    own = f'*({state}<>"{_open_marks()[1]}")' if spoken() == ZH else ""
    return f'(RIGHT({state},4)<>"open"){own}'


def _write_due(book: Book, row: int, column: int, figures: Figures) -> None:
    """What to close next, as the command takes it: a quarter or year that is due, else the
    month.
    """
    sheet, style = (
        book.sheet(LISTS),
        book.styles.cell("text", "view", num_format="General", align="center"),
    )
    period, state = book.name("closes", "period"), book.name("closes", "state")
    quarter, year = 'YEAR(td_last_closed)&"-Q"&MONTH(td_last_closed)/3', 'YEAR(td_last_closed)&""'
    month = 'YEAR(td_next)&"-"&RIGHT("0"&MONTH(td_next),2)'
    others = "".join(f',{state},"<>{mark}"' for mark in _open_marks())
    undone = f"COUNTIFS({period},{{}}{others})=0"
    formula = (
        f"=IF(td_last_closed=0,{month},IF(AND(MOD(MONTH(td_last_closed),3)=0,"
        f"{undone.format(quarter)}),{quarter},"
        f"IF(AND(MONTH(td_last_closed)=12,{undone.format(year)}),{year},{month})))"
    )
    sheet.write_string(
        row,
        column - 1,
        str(Label("下一个要结的期间", "Next period to close")),
        book.styles.cell("text", "view"),
    )
    write_formula(sheet, row, column, formula, style, figures.next_period)
    book.name_cell("td_period", LISTS, row, column)


def _write_file(book: Book, row: int, column: int) -> None:
    """The workbook's own name, and as a command takes it: in quotes where it has a blank or a mark
    of the shell.
    """
    sheet, style = book.sheet(LISTS), book.styles.cell("text", "view", num_format="General")
    sheet.write_string(
        row,
        column - 1,
        str(Label("工作簿的名字", "The workbook's name")),
        book.styles.cell("text", "view"),
    )
    sheet.write_string(
        row + 1,
        column - 1,
        str(Label("命令里的名字", "Its name in commands")),
        book.styles.cell("text", "view"),
    )
    # Folder, then [name] and sheet; LibreOffice writes a percent sign as %25 there.
    book.names["td_path"] = f'=CELL("filename",{sheet_ref(LISTS)}!$A$1)'
    begin = 'FIND("|",SUBSTITUTE(td_path,"[","|",LEN(td_path)-LEN(SUBSTITUTE(td_path,"[",""))))'
    name = f'MID(td_path,{begin}+1,FIND("]",td_path,{begin})-{begin}-1)'
    plain = f'IF(LEFT(td_path,7)="file://",SUBSTITUTE({name},"%25","%"),{name})'
    write_formula(sheet, row, column, f'=IFERROR({plain},"{FILE}")', style, book.file)
    own, marks = cell(row, column), ",".join(f'"{mark}"' for mark in _QUOTED)
    formula = f'=IF(SUMPRODUCT(--ISNUMBER(FIND({{{marks}}},{own})))>0,""""&{own}&"""",{own})'
    write_formula(sheet, row + 1, column, formula, style, in_command(book.file))
    book.name_cell("td_file", LISTS, row + 1, column)


def in_command(name: str) -> str:
    """A file's name as a command takes it."""
    return f'"{name}"' if any(mark in name for mark in _QUOTED) else name


def _write_time(book: Book, columns: Columns, figures: Figures) -> None:
    """Months, closed months, years and plan periods, all by formulas from the state."""
    sheet, month_style = book.sheet(LISTS), book.styles.cell("month", "view")
    start = figures.next_month.year - 1

    def step(first: str, later: Callable[[str], str], values: list, style) -> list[Callable]:
        def cell(row: object, column, place, value: object) -> None:
            above = f"{letters(column)}{row}"
            write_formula(sheet, row, column, later(above) if place else first, style, value)

        return [lambda r, c, p=p, v=v: cell(r, c, p, v) for p, v in enumerate(values)]

    months = [serial(date_of(start, 1 + k)) for k in range(MONTHS)]
    columns.add(
        Label("月份", "Months"),
        11,
        step("=DATE(YEAR(td_next)-1,1,1)", lambda a: f"=EDATE({a},1)", months, month_style),
        "list_months",
    )
    closed = figures.closed_months
    back = _back_from(closed)
    columns.add(
        Label("已结月份", "Closed months"),
        13,
        step(
            '=IF(td_last_closed=0,"",td_last_closed)',
            lambda a: f'=IF({a}="","",IF(EDATE({a},-1)<td_first_closed,"",EDATE({a},-1)))',
            back,
            month_style,
        ),
        "list_closed",
    )
    year_style = book.styles.get(align="center", bottom=1, bottom_color=LINE, num_format="0")
    columns.add(
        Label("年份", "Years"),
        10,
        step(
            "=YEAR(td_first_month)",
            lambda a: f"={a}+1",
            [figures.first_month.year + k for k in range(YEARS)],
            year_style,
        ),
        "list_years",
    )
    texts = [f"{start + k // 5}" + (f"-Q{k % 5}" if k % 5 else "") for k in range(PERIODS)]
    formulas = [
        f"=YEAR(td_next)-1+{k // 5}&" + (f'"-Q{k % 5}"' if k % 5 else '""') for k in range(PERIODS)
    ]
    style = book.styles.cell("period", "view")
    cells = [
        lambda r, c, f=f, v=v: write_formula(sheet, r, c, f, style, v)
        for f, v in zip(formulas, texts, strict=True)
    ]
    columns.add(Label("期间", "Periods"), 12, cells, "list_periods")


def date_of(year: int, month: int) -> date:
    """The first day of a month that may be counted past December."""
    from xlpy.core.periods import Month

    return (Month(year, 1) + (month - 1)).first


def _back_from(closed: list) -> list:
    """The closed months from the last backwards, then empty texts."""
    if not closed:
        return [""] * CLOSED
    months = []
    month = closed[-1]
    while month >= closed[0] and len(months) < CLOSED:
        months.append(serial(month.first))
        month = month + -1
    return months + [""] * (CLOSED - len(months))


def _write_words(columns: Columns) -> None:
    """Lists of words."""
    columns.texts(
        Label("币种", "Currencies"), 12, [*COMMON, *sorted(CODES - set(COMMON))], "list_currencies"
    )
    for key, offer in OFFERS.items():
        columns.texts(
            in_language(offer.label),
            offer.width,
            _offered(offer.words),
            f"list_{key}",
            len(offer.words) + ROOM,
        )


def _offered(words: Iterable[str]) -> list[str]:
    """Words as a workbook in English offers them: none of Chinese signs alone."""
    said = map(in_language, words)
    return [word for word in said if spoken() != EN or not halves(word).zh]


def _write_fines(book: Book, columns: Columns, figures: Figures) -> None:
    """The codes of the fines that the policy sheet has amounts for."""
    sheet, style, key = (
        book.sheet(LISTS),
        book.styles.cell("text", "view"),
        book.name("policy", "key"),
    )
    codes = [str(row["key"])[5:] for row in figures.of("policy") if str(row["key"])[6:7] == "-"]
    padded = [*codes, *[""] * FINES][:FINES]
    place = nth_place(f'(LEFT({key},5)="fine.")*(MID({key},7,1)="-")', key, "{}")
    cells = [
        lambda r, c, k=k, v=v: write_formula(
            sheet,
            r,
            c,
            "{=IFERROR(MID(INDEX(" + key + "," + place.format(k) + '),6,20),"")}',
            style,
            v,
        )
        for k, v in enumerate(padded, 1)
    ]
    columns.add(Label("罚款代码", "Fine codes"), 12, cells, "list_fines")


def _write_kinds(columns: Columns) -> None:
    """The words for the keys of kinds, pools, items and states."""
    found = kind_words()
    columns.texts(Label("键", "Key"), 16, found, "list_kinds")
    columns.texts(Label("名称", "Words"), 26, found.values(), "list_words")


def choice_labels(column: Column) -> list[str]:
    """What a drop-down of a choice column offers: `业务员 salesperson` …, in the workbook's
    language.
    """
    return [choice_of(column, key) for key, _ in column.choices]


def fits(labels: list[str]) -> bool:
    """Whether a drop-down can hold the labels itself; longer ones need a range."""
    return len(",".join(labels)) <= LONGEST_LIST


def _write_long_choices(columns: Columns) -> None:
    """The choices that are too long for a drop-down of their own."""
    for table in TABLES.values():
        for column in table.columns:
            labels = choice_labels(column)
            if column.type == "choice" and not fits(labels):
                columns.texts(label_of(column), 30, labels, f"list_{table.key}_{column.key}")


def kind_words() -> dict[str, str]:
    """The words for every key of a kind column: what a statement shows for it."""
    return {
        key: choice_of(column, key)
        for table in TABLES.values()
        for column in table.columns
        if column.type == "kind"
        for key, _ in column.choices
    }
