"""What is missing in each order's dossier, and the board of all orders (C-2, E-3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xlpy.book.cells.values import BadCell, reader, to_cell
from xlpy.book.dossier import Files, files_of, office_of
from xlpy.book.load import duplicate_keys, load
from xlpy.book.tables import Cell, Change, RawTable, Tables
from xlpy.core.dossier.file import ORDER_TABLES, Dossier
from xlpy.core.dossier.forms import CLAIMS, LINES_OF, PLACE, place_of_claim
from xlpy.core.dossier.halts import is_halted
from xlpy.core.dossier.needs import Gap
from xlpy.core.dossier.requirements import Requirements
from xlpy.core.dossier.status import Status, form_states, status
from xlpy.core.issues import ERROR, Issue, error, warning
from xlpy.core.policy import NoRule
from xlpy.core.progress import Progress, counted
from xlpy.core.tables import DOSSIER, DOSSIER_RULES, TABLES
from xlpy.core.text import Text

SHARED = (
    "staff",
    "staff_changes",
    "policy",
    "products",
    "prices",
    "terms",
    "requirements",
    "customers",
    "companies",
)
"""The tables that all dossiers share."""
OF_ORDERS = ("orders", "receipts", *ORDER_TABLES)
"""The tables whose rows belong to an order."""
_TOLD = 12
"""How many gaps a cell of the board lists; the check of the order lists all."""
_STAGE_ZH = dict(CLAIMS)
_OWN = {table.key for table in (*DOSSIER, *DOSSIER_RULES)}


def open_files(tables: Tables, order_no: str | None = None) -> Files:
    """The dossiers of all orders, or of one alone, with the issues of its rows and of what all
    orders share.

    Raises FileError when a table is missing or the workbook cannot be used.
    """
    raws = tables.read((*SHARED, *OF_ORDERS))
    records, issues = {}, []
    for key, raw in raws.items():
        records[key], found = load(raw)
        issues += [*found, *duplicate_keys(raw)]
    office = office_of(records)
    if order_no is not None:
        own, all_of = (_rows_of(raws, each) for each in ({order_no}, _together(raws, order_no)))
        records |= {
            key: [record for record in records[key] if record.row in all_of[key]] for key in all_of
        }
        issues = [
            issue
            for issue in issues
            if issue.row is None or issue.row in own.get(issue.table, {issue.row})
        ]
    return _with_unreadable(files_of(records, issues, office), raws, order_no)


def _with_unreadable(files: Files, raws: Mapping[str, RawTable], order_no: str | None) -> Files:
    """The dossiers with the orders whose own row cannot be read: what is wrong is in that row, the
    rows of its forms belong to it.
    """
    numbers = {
        number
        for number in texts_of(raws["orders"], "order_no")
        if number and order_no in (None, number)
    }
    unreadable = numbers - {dossier.order.order_no for dossier in files.dossiers}
    rows = _rows_of(raws, unreadable) if unreadable else {}
    kept = [
        issue
        for issue in files.issues
        if issue.key != "dossier.stray" or issue.row not in rows.get(issue.table, ())
    ]
    spoiled = _spoiled(raws, files.issues)
    return replace(files, issues=kept, unreadable=frozenset(unreadable), spoiled=spoiled)


def _spoiled(raws: Mapping[str, RawTable], issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    """Order → the errors in cells of its rows; a row that belongs to no order is nobody's."""
    found: dict[str, list[Issue]] = {}
    numbers: dict[str, list[str | None]] = {}
    for issue in issues:
        key = issue.table
        if issue.severity != ERROR or issue.row is None or issue.key == "dossier.stray":
            continue
        if key not in OF_ORDERS or key == "shipments":
            continue
        if key not in numbers:
            numbers[key] = _orders_of(raws, key)
        number = numbers[key][issue.row - raws[key].first_row]
        if number is not None:
            found.setdefault(number, []).append(issue)
    return found


def _orders_of(raws: Mapping[str, RawTable], key: str) -> list[str | None]:
    """The order of each row of a table, by way of its head where the row does not say it."""
    if key not in LINES_OF:
        return texts_of(raws[key], "order_no")
    head, column = LINES_OF[key]
    pairs = zip(texts_of(raws[head], column), texts_of(raws[head], "order_no"), strict=True)
    orders = dict(pairs)
    return [orders.get(number) for number in texts_of(raws[key], column)]


def _together(raws: Mapping[str, RawTable], order_no: str) -> set[str]:
    """An order and those that have goods in its shipments."""
    numbers, orders = (texts_of(raws["shipment_lines"], key) for key in ("shipment_no", "order_no"))
    pairs = list(zip(numbers, orders, strict=True))
    mine = {number for number, order in pairs if order == order_no and number}
    return {order_no, *(order for number, order in pairs if number in mine and order)}


def _rows_of(raws: Mapping[str, RawTable], orders: set[str]) -> dict[str, set[int]]:
    """The sheet's rows that belong to some orders, for every table whose rows do."""
    found = {key: _where(raws[key], "order_no", orders) for key in OF_ORDERS if key not in LINES_OF}
    shipped = _values(raws["shipment_lines"], "shipment_no", found["shipment_lines"])
    for key in ("shipments", "export_papers"):
        found[key] = sorted({*found[key], *_where(raws[key], "shipment_no", shipped)})
    for key, (head, column) in LINES_OF.items():
        found[key] = _where(raws[key], column, _values(raws[head], column, found[head]))
    return {key: {raws[key].first_row + at for at in each} for key, each in found.items()}


def _values(raw: RawTable, column: str, rows: Iterable[int]) -> set[str]:
    """What stands in a column of some rows."""
    texts = texts_of(raw, column)
    return {text for at in rows if (text := texts[at]) is not None}


def _where(raw: RawTable, column: str, wanted: set[str]) -> list[int]:
    return [index for index, value in enumerate(texts_of(raw, column)) if value in wanted]


def texts_of(raw: RawTable, key: str) -> list[str | None]:
    """The typed values of a text column; None where a cell is empty or unreadable."""
    if key not in TABLES[raw.key].column_keys:
        return [None] * raw.length
    read = reader(TABLES[raw.key].column(key), [])

    def quietly(cell: Cell) -> str | None:
        try:
            text: str | None = read(cell)
            return text
        except BadCell:
            return None

    return [quietly(value) for value in raw.columns.get(key) or [None] * raw.length]


def check_order(tables: Tables, order_no: str) -> list[Issue]:
    """Everything missing in an order: errors for the stage that it claims, warnings for the next
    one.

    Each says form, field or approval, rule and what to do. Raises UsageError for an unknown order.
    """
    files = open_files(tables, order_no)
    dossier = files.of(order_no)
    found = list(files.issues)
    try:
        now = status(dossier, files.requirements)
    except NoRule as missing:
        return [*found, _no_rule(missing)]
    return [*found, *(issue_of(gap, now) for gap in now.gaps)]


def check_orders(tables: Tables) -> list[Issue]:
    """Dossier rows that cannot be read or belong to no order, and a warning for each order that is
    behind its stage, or stands still without a reason or with money that was received.

    Looked at are orders with forms, and those from the day on that the policy names; the check of
    an order lists all.
    """
    files = open_files(tables)
    found = [issue for issue in files.issues if issue.table in _OWN]
    try:
        states = [
            (dossier, status(dossier, files.requirements))
            for dossier in files.dossiers
            if dossier.is_wanted or is_halted(dossier)
        ]
    except NoRule as missing:
        return [*found, _no_rule(missing)]
    for dossier, now in states:
        halts = [gap for gap in now.gaps if gap.kind == "halt"]
        found += [_halt_of(gap, now) for gap in halts]
        if not is_halted(dossier) and _blocking(now):
            found.append(_behind(dossier, now))
    return found


def _halt_of(gap: Gap, now: Status) -> Issue:
    """What is missing of an order's halt, named by the order; a close goes on."""
    said = Text(
        f"订单 {now.order_no}：{gap.whole.zh}",
        f"order {now.order_no}: {gap.whole.en}",
    )
    return warning(gap.table, gap.row, gap.column, gap.rule, said, "dossier.halt")


def _blocking(now: Status) -> list[Gap]:
    return [gap for gap in now.missing if gap.must]


def _behind(dossier: Dossier, now: Status) -> Issue:
    first, count = _blocking(now)[0], len(_blocking(now))
    order = now.order_no
    said = Text(
        (
            f"订单 {order} 填报“{_STAGE_ZH[now.claimed]}”，还缺 {count} 项，"
            f"第一项：{first.said.zh}；全部见单据检查"
        ),
        (
            f"order {order} claims {now.claimed}; missing: {count}, first: "
            f"{first.said.en}; the order's check lists all"
        ),
    )
    return warning("orders", dossier.order.row, "stage", "C-2", said, "dossier.behind")


def _no_rule(missing: NoRule) -> Issue:
    return error("policy", None, "value", "C-2", missing.said, "rule.value")


def issue_of(gap: Gap, now: Status) -> Issue:
    """A gap as an issue of its row: an error if the order claims the stage, else a warning."""
    make = error if gap.must and PLACE[gap.stage] <= place_of_claim(now.claimed) else warning
    said = Text(f"{_STAGE_ZH[gap.stage]}：{gap.whole.zh}", f"{gap.stage}: {gap.whole.en}")
    return make(gap.table, gap.row, gap.column, gap.rule, said, f"dossier.{gap.kind}")


@dataclass(frozen=True)
class BoardRow:
    """An order on the board: the stage that it claims, reached and has next, its forms' states,
    what is missing.
    """

    order_no: str
    customer: str
    salesperson: str
    stage: str
    reached: str | None
    next: str | None
    forms: dict[str, str]
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> list[Gap]:
        """What is missing although the order claims a stage that needs it."""
        return [
            gap for gap in self.gaps if gap.must and PLACE[gap.stage] <= place_of_claim(self.stage)
        ]


def board(tables: Tables, progress: Progress | None = None) -> list[BoardRow]:
    """Every order that must have a dossier, with its ten forms (done, due, missing, approval owed)
    and what is missing.

    Raises DataError, NoRule or FileError as reading does.
    """
    files = open_files(tables)
    kept = [dossier for dossier in files.dossiers if dossier.is_kept]
    return [board_row(dossier, files.requirements) for dossier in counted(kept, progress)]


def write_board(tables: Tables, progress: Progress | None = None) -> list[BoardRow]:
    """Make the board and replace the one in the workbook. Raises as `board` does."""
    rows = board(tables, progress)
    schema = TABLES["board"]
    columns = [(column, column.key) for column in schema.columns]
    values = [[(column, _board_value(row, key)) for column, key in columns] for row in rows]
    cells = [
        {column.key: to_cell(column, value) for column, value in row if value not in (None, "")}
        for row in values
    ]
    tables.commit([Change("board", keep=(), append=cells)])
    return rows


def _board_value(row: BoardRow, key: str) -> object:
    """What a column of the board says of an order, also that 0 things are missing."""
    if key in row.forms:
        return row.forms[key]
    if key == "lacks":
        return Decimal(len(row.gaps))
    return _shortened(row) if key == "what" else getattr(row, key)


def _shortened(row: BoardRow) -> str:
    """What is missing, one thing per line, as far as a cell is readable."""
    lines = [f"{at}. {gap.text}" for at, gap in enumerate(row.gaps[:_TOLD], 1)]
    return "\n".join([*lines, f"… +{len(row.gaps) - _TOLD}"] if len(row.gaps) > _TOLD else lines)


def board_row(dossier: Dossier, requirements: Requirements) -> BoardRow:
    """An order's row of the board."""
    now, order = status(dossier, requirements), dossier.order
    forms = form_states(dossier, requirements, now)
    return BoardRow(
        order.order_no,
        order.customer,
        order.salesperson,
        now.claimed,
        now.reached,
        now.next,
        forms,
        now.gaps,
    )
