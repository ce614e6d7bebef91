"""The parts that papers are put together from: letterhead, draft stamp, facts, tables, words,
bank, signatures.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.documents.alike import said_once
from xlpy.documents.amounts import number_format, per_unit, shown
from xlpy.documents.boxes import BOX, LINES, Column, Value, number_look, table_row
from xlpy.documents.data import Job
from xlpy.documents.images import scaled
from xlpy.documents.labels import Labels
from xlpy.documents.page import LINE, MUTED, RED, SHADE, Picture, Row, Sheet, cell
from xlpy.documents.stamps import side_by_side, stamped_with
from xlpy.documents.widths import fitted

LOGO = (120, 52)
"""Pixels that a logo may take."""
PICTURE = (66, 58)
"""Pixels that a product's picture may take."""
_ACCOUNT = ("holder", "bank", "bank_address", "account_no", "currency", "swift")
"""What a template of the user's can say of the account to pay to: `bank.swift`."""
_POINT, _SPARE, _SIGN = 0.75, 9, 34
"""Points of a pixel; points beside a stamp; points to sign in."""
_TITLE = {"bold": True, "font_size": 16, "align": "center"}
_HEAD = {"bold": True, "bg_color": SHADE, "align": "center", "border": 1, "border_color": LINE}


def column(words: Labels, key: str, width: int, align: str = "left", more: str = "") -> Column:
    """A column that bears a label of the papers; a template of the user's calls it by the key."""
    return Column(words[key] + more, width, align, key)


def sheet_of(job: Job, widths: Sequence[int], number: str | None) -> Sheet:
    """An empty paper with letterhead, title and draft stamp."""
    draft = "草稿 DRAFT" if job.gaps else ""
    sheet = Sheet(widths, (job.name_of_company(), number or job.dossier.order.order_no), draft)
    sheet.is_spaced = True
    sheet.say(_said_by_all(job, number))
    _letterhead(sheet, job)
    sheet.add(Row([cell(0, sheet.last, job.words.title(job.kind.title), **_TITLE)], 30))
    if job.gaps:
        _stamp(sheet, job)
    return sheet


def _said_by_all(job: Job, number: str | None) -> Iterator[tuple[str, object]]:
    """What every paper can say: title, number, our company, the customer."""
    yield from (("title", job.words.pick(job.kind.title)), ("number", number))
    yield from (("order_no", job.order_number), ("currency", job.dossier.currency))
    for key in TABLES["companies"].column_keys:
        yield f"company.{key}", getattr(job.company, key, None)
    yield from (("company.name", job.name_of_company()), ("company.address", _own_address(job)))
    yield "customer.name", job.customer_name()
    buyer = job.address("buyer")
    for key in ("address", "country", "contact", "phone", "mail"):
        yield f"customer.{key}", getattr(buyer, key, None)


def _own_address(job: Job) -> str | None:
    company = job.company
    if company is None:
        return None
    return (
        job.words.pick(Text(company.zh_address or "", company.en_address or ""))
        or company.en_address
        or company.zh_address
    )


def _letterhead(sheet: Sheet, job: Job) -> None:
    company = job.company
    if company is None:
        return
    both = Text(company.zh_name, company.en_name)
    address = _own_address(job)
    reach = (("Tel", company.phone), ("Mail", company.mail), ("Web", company.website))
    lines = (address, "   ".join(f"{name} {text}" for name, text in reach if text))
    own, other = both if job.language == "zh" else both[::-1]
    data = job.source.image(company.logo)
    logo = scaled("logo", data, 0, *LOGO) if data else None
    rows = [
        Row([cell(0, sheet.last, own, bold=True, font_size=14, align="center")], 22),
        Row([cell(0, sheet.last, other, font_size=10, align="center")], 16),
        *(
            Row([cell(0, sheet.last, text, font_size=8, font_color=MUTED, align="center")], 12)
            for text in lines
            if text
        ),
    ]
    rows[0].pictures += [logo] if logo else []
    rows[-1].cells[0] = cell(
        0, sheet.last, rows[-1].cells[0].value, **dict(rows[-1].cells[0].look), bottom=2
    )
    sheet.add(*rows)


def _stamp(sheet: Sheet, job: Job) -> None:
    """Says in red that the paper is a draft, and everything that is missing."""
    look = {"font_color": RED, "border": 2, "border_color": RED, "align": "left", "indent": 1}
    missing = said_once([job.words.pick(pair) for pair in job.gaps], job.language)
    head = "草稿 DRAFT — " + (
        "此单据还缺：" if job.language == "zh" else "still missing in this paper:"
    )
    rows = [Row([cell(0, sheet.last, head, bold=True, font_size=11, **look)], 18)]
    text = "\n".join(f"· {line}" for line in missing)
    rows += sheet.long_text(0, sheet.last, text, font_size=8, **look)
    sheet.add(*rows[:2])
    for row in (*rows[2:], gap()):
        sheet.add(row)


def facts(sheet: Sheet, job: Job, pairs: Iterable[tuple[str, object]]) -> None:
    """Labels with values, two to a line; those without a value are left out."""
    pairs = list(pairs)
    sheet.say(pairs)
    left = [(job.words.colon(key), _text(value)) for key, value in pairs if value not in (None, "")]
    middle = sheet.middle
    for at in range(0, len(left), 2):
        cells = [cell(0, middle - 1, left[at][1], left[at][0], valign="top")]
        if at + 1 < len(left):
            cells.append(cell(middle, sheet.last, left[at + 1][1], left[at + 1][0], valign="top"))
        sheet.add(Row(cells))


def parties(sheet: Sheet, job: Job, left: str, right: Sequence[tuple[str, object]]) -> None:
    """The address that a paper goes to, beside its number, dates and other facts."""
    sheet.say([("to", left), *right])
    lines = [
        f"{job.words.colon(key)}{_text(value)}" for key, value in right if value not in (None, "")
    ]
    address = cell(0, sheet.middle - 1, left, job.words.colon("to"), valign="top")
    sheet.add(Row([address, cell(sheet.middle, sheet.last, "\n".join(lines), valign="top")]))


def gap(height: float = 6) -> Row:
    """A little room."""
    return Row([], height)


def paragraph(sheet: Sheet, job: Job, key: str, text: str | None) -> None:
    """A label with a text of any length over the whole width; nothing for no text."""
    sheet.say([(key, text)])
    if text:
        for row in sheet.long_text(0, sheet.last, text, job.words.colon(key), valign="top"):
            sheet.add(row)


def heading(sheet: Sheet, text: str, *below: Row) -> None:
    """A line that begins a part of the paper, and rows below it; what comes next stays with it."""
    sheet.add_heading(
        gap(),
        Row([cell(0, sheet.last, text, bold=True, font_size=10, bottom=1, bottom_color=LINE)], 17),
        *below,
    )


def table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Iterable[Sequence],
    pictures: Sequence = (),
    sums: Mapping[int, Value] = MappingProxyType({}),
) -> None:
    """A table over the sheet's columns; its header comes again on every page. A long text goes on
    in the next row. Columns are made as wide as their numbers and sums need.
    """
    rows = list(rows)
    sheet.columns = tuple(each.key for each in columns)
    sheet.keys["line"] = tuple(filter(None, sheet.columns))
    sheet.lists["line"] = _by_name(columns, rows)
    sheet.widths = fitted(columns, rows, sums)
    sheet.add(gap())
    header = Row([cell(at, at, each.header, **_HEAD) for at, each in enumerate(columns)], 20)
    made: list[list[Row]] = []
    each_column = [(at, at) for at in range(len(columns))]
    for place, values in enumerate(rows):
        row, *more = table_row(sheet, columns, values, each_column)
        picture = pictures[place] if place < len(pictures) else None
        if picture:
            row.pictures.append(picture)
            row.least = PICTURE[1] * 0.75 + 6
        made.append([row, *more])
    sheet.table(header, made)


def _by_name(columns: Sequence[Column], rows: Iterable[Sequence]) -> list[dict[str, object]]:
    """The rows of a table by the names of their columns."""
    return [
        {each.key: value for each, value in zip(columns, row, strict=True) if each.key}
        for row in rows
    ]


def small_table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Iterable[Sequence],
    spans: Sequence[tuple[int, int]],
    name: str = "",
) -> None:
    """A second table of a paper: each of its columns over some of the sheet's; it stays together
    where it can. `name`: what templates call its rows.
    """
    rows = list(rows)
    if name:
        sheet.lists[name] = _by_name(columns, rows)
    head = [cell(*span, each.header, **_HEAD) for span, each in zip(spans, columns, strict=True)]
    made = [Row(head, 18)]
    for values in rows:
        made += table_row(sheet, columns, values, spans)
    first, *rest = made
    sheet.add(first, *rest[:1])
    for row in rest[1:]:
        sheet.again[len(sheet.blocks)] = first
        sheet.add(row)


def total(sheet: Sheet, job: Job, values: dict[int, Value], label: str = "total") -> Row:
    """A table's last row: the label, and sums under their columns."""
    at = min(values)
    _say_total(sheet, values, label)
    look = {**BOX, "bold": True, "bg_color": SHADE}
    cells = [cell(0, at - 1, job.words[label], align="right", indent=1, **look)]
    for column in range(at, sheet.last + 1):
        each = values.get(column)
        number = number_look(each.format if each else "")
        # Units stand below units, as the table's do.
        align = "center" if each and each.format == "" else "right"
        value = each.value if each else None
        cells.append(cell(column, column, value, align=align, **look, **number))
    return Row(cells, 18)


def _say_total(sheet: Sheet, values: Mapping[int, Value], label: str) -> None:
    """Note sums: of the table each by its column, of another row the last."""
    if label != "total":
        sheet.say([(label, values[max(values)])])
        return
    sheet.say((f"total.{sheet.columns[at]}", value) for at, value in values.items())


def quantities(
    goods: Iterable[tuple[Decimal | None, str | None]], at: int, unit_at: int | None = None
) -> dict[int, Value]:
    """The sum of quantities for a table's last row: a number, or a line for each unit where there
    are several; with their units in a column of their own, or behind them.
    """
    sums = per_unit(goods)
    if len(sums) == 1:
        [(_, number)] = sums.items()
        return {at: Value(number, number_format(number))}
    numbers = [shown(number, number_format(number)) for number in sums.values()]
    if unit_at is None:
        pairs = zip(numbers, sums, strict=True)
        return {at: Value("\n".join(f"{each} {unit}".strip() for each, unit in pairs), LINES)}
    return {at: Value("\n".join(numbers), LINES), unit_at: Value("\n".join(sums))}


def bank(sheet: Sheet, job: Job) -> None:
    """The account that the customer pays to."""
    account = job.source.bank(job.dossier)
    sheet.say((f"bank.{key}", getattr(account, key, None)) for key in _ACCOUNT)
    if account is None:
        return
    lines = (
        ("beneficiary", account.holder),
        ("bank", account.bank),
        ("bank_address", account.bank_address),
        ("account_no", f"{account.account_no} ({account.currency})"),
        ("swift", account.swift),
        ("charges", job.words[f"charges_{job.dossier.rules.choice('bank.charges')}"]),
    )
    text = "\n".join(f"{job.words.colon(key)}{value}" for key, value in lines if value)
    sheet.add(
        gap(), Row([cell(0, sheet.last, text, border=1, border_color=LINE, align="left", indent=1)])
    )


def signatures(
    sheet: Sheet, job: Job, blocks: Sequence[tuple[str, str | None]], ours: int = 0
) -> None:
    """Places to sign, side by side: who signs, and what is known of the signature already (name
    and date). `ours`: at which our company signs; a final paper has its stamp and signature there,
    where the policy lists it.
    """
    places = list(zip(_spans(sheet, len(blocks)), blocks, strict=True))
    sides = {
        "left": 1,
        "right": 1,
        "left_color": LINE,
        "right_color": LINE,
        "font_size": 8,
        "indent": 1,
        "align": "left",
    }
    top, foot = {**sides, "top": 1, "top_color": LINE}, {**sides, "bottom": 1, "bottom_color": LINE}
    name = [cell(*span, who, font_color=MUTED, valign="top", **top) for span, (who, _) in places]
    line = [cell(*span, known, **foot) for span, (_, known) in places]
    seals = _seals(sheet, job, *places[ours][0])
    room = [each.height * _POINT + _SPARE for each in seals]
    sheet.add_joined(gap(10), Row(name, 16), Row(line, max([_SIGN, *room]), seals))


def _seals(sheet: Sheet, job: Job, first: int, last: int) -> list[Picture]:
    """Signature and stamp over some columns; none on a draft."""
    paths = {} if job.gaps else stamped_with(job.dossier, job.paper)
    images = {key: image for key, path in paths.items() if (image := job.source.image(path))}
    return side_by_side(images, first, sum(sheet.widths[first : last + 1]))


def _spans(sheet: Sheet, count: int) -> list[tuple[int, int]]:
    """Columns for so many blocks side by side, about equally wide."""
    total_width, bounds, used = sum(sheet.widths), [0], 0
    for column, width in enumerate(sheet.widths):
        if (
            len(bounds) < count
            and used + width / 2 >= total_width * len(bounds) / count
            and column > bounds[-1]
        ):
            bounds.append(column)
        used += width
    bounds.append(len(sheet.widths))
    return [(first, after - 1) for first, after in pairwise(bounds)]


def _text(value) -> str:
    return "" if value is None else str(value)


def summed(values: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are there."""
    return sum((value for value in values if value is not None), Decimal(0))
