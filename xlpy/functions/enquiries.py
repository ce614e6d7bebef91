"""Functions of enquiries: the funnel (A-Q4.1), what is to follow up on a day (C-5.13, D-4.2)."""

from xlpy.book.defaults import default_records
from xlpy.book.load import load
from xlpy.book.ranges import table_of_range
from xlpy.book.tables import RawTable
from xlpy.core.customers.funnel import Step, funnel, key_of, without_enquiry
from xlpy.core.customers.outcomes import outcomes
from xlpy.core.customers.todo import todo
from xlpy.core.issues import UsageError, has_errors
from xlpy.core.money import to_yuan
from xlpy.core.policy import Rules
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.tables.model import RecordLists
from xlpy.core.text import Text
from xlpy.functions.grids import grid, single, sound
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import records_of
from xlpy.functions.spec import TABLE, arg, function, opt, rest
from xlpy.functions.values import choice_of, exact_day_of, text_of
from xlpy.jobs.customers import READ, facts_of, quotes_of
from xlpy.ooxml.values import EPOCH

DAY = Text("哪天", "day")
NAME = Text("业务员", "name")
BY = Text("按", "by")
TABLE_LABEL = Text("表", "table")


@function(
    "漏斗：每行一个渠道（地区、业务员、产品）：询盘、报价、订单、回款（元）。",
    "The funnel: a row per channel and the like: enquiries, quotes, orders, receipts in CNY.",
    arg("enquiries", "询盘表，连表头：enquiries[#All]。", "The enquiries with headers.", TABLE),
    arg("quotations", "报价单表，连表头。", "The quotations with headers.", TABLE),
    arg("orders", "订单表，连表头。", "The orders with headers.", TABLE),
    arg("receipts", "回款表，连表头。", "The receipts with headers.", TABLE),
    arg(
        "by",
        "channel 渠道、region 地区、salesperson 业务员、product 产品。",
        "channel, region, salesperson or product.",
    ),
    opt("customers", "客户表，连表头；按地区时要。", "The customers, for regions.", TABLE),
)
def funnel_(
    enquiries: object,
    quotations: object,
    orders: object,
    receipts: object,
    by: object,
    customers: object = None,
) -> list[list]:
    """A row for each key: key, enquiries (spam too), quotes, orders, receipts in CNY (A-Q4.1).

    Unknown is a row, and so are orders without an enquiry, so that the sum is all receipts.
    Raises CellProblem for ranges that cannot be read and for a view that there is not.
    """
    view = choice_of(single(by, BY), TABLES["funnel"].column("by").choices, BY)
    if view == "region" and customers is None:
        raise CellProblem(
            "value", Text("按地区时请给出客户表", "for regions give the customers, too")
        )
    records: RecordLists = {
        "enquiries": records_of("enquiries", enquiries),
        "quotations": records_of("quotations", quotations),
        "orders": records_of("orders", orders),
        "receipts": records_of("receipts", receipts),
        "customers": [] if customers is None else records_of("customers", customers),
    }
    came, unasked = outcomes(
        records["enquiries"], quotes_of(records), records["orders"], records["receipts"]
    )
    known = {row.customer: row for row in records["customers"]}
    steps = funnel(came, key_of(view, known))
    if unasked:
        steps.append(without_enquiry(unasked.values()))
    if not steps:
        raise CellProblem("na", Text("没有询盘，也没有订单", "there is no enquiry and no order"))
    return [_row(step) for step in steps]


def _row(step: Step) -> list:
    counts = [float(number) for number in (step.enquiries or 0, step.quotes, step.orders)]
    return [step.key, *counts, float(to_yuan(step.receipts))]


@function(
    "某天要跟进的：业务员、到期、迟几天、做什么、客户、编号、为什么。",
    "What is to follow up on a day: person, due, days late, what, customer, number, why (D-4.2).",
    arg("day", "哪一天，如 TODAY()。", "The day, as TODAY()."),
    arg("name", "谁的；空为所有人。", "Whose; blank: everybody's."),
    rest(
        "tables",
        "询盘、报价、订单、回款、跟进、客户、联系人等表，连表头，次序不限。",
        "The tables with their headers (enquiries, quotations, orders, follow-ups …), in any "
        "order.",
        TABLE,
    ),
)
def todo_(day: object, name: object, *tables: object) -> list[list]:
    """A row for each task, the due day as a spreadsheet's number; `无 none` when there is none.

    Raises CellProblem for a range that is no table of the workbook or cannot be read (C-5.13).
    """
    on = exact_day_of(single(day, DAY), DAY)
    whose = text_of(single(name, NAME), NAME)
    if not tables:
        raise CellProblem("value", Text("请给出要看的表", "give the tables to look at"))
    records = _records_of(tables)
    rules = Rules(records["policy"]).on(on)
    tasks = todo(facts_of(records, rules), on, rules, whose or None)
    return [
        [
            task.salesperson or "",
            float((task.due - EPOCH).days),
            float(task.days_late),
            choice_label(TABLES["todo"].column("what"), task.what),
            task.customer or "",
            task.reference or "",
            f"{task.why.zh} / {task.why.en}",
        ]
        for task in tasks
    ] or [["无 none", "", "", "", "", "", ""]]


def _records_of(tables: tuple[object, ...]) -> RecordLists:
    """The records of ranges, each known by its headers; tables that are not given are empty."""
    records: RecordLists = {key: [] for key in READ} | {"policy": default_records("policy")}
    given: set[str] = set()
    for each in tables:
        try:
            raw = table_of_range([[sound(c, TABLE_LABEL) for c in row] for row in grid(each)], READ)
        except UsageError as refused:
            raise CellProblem("value", refused.said) from None
        if raw.key in given:
            named = TABLES[raw.key]
            raise CellProblem(
                "value",
                Text(
                    f"“{named.zh}”表给了两次，只能给一次",
                    f'the table "{named.en}" is given twice; give it once',
                ),
            )
        given.add(raw.key)
        records[raw.key] = _loaded(raw)
    return records


def _loaded(raw: RawTable) -> list:
    records, issues = load(raw)
    if has_errors(issues):
        issue = next(issue for issue in issues if issue.severity == "error")
        named = TABLES[raw.key]
        zh, en = f"{named.zh}第 {issue.row} 行", f"{named.en}, row {issue.row}"
        raise CellProblem("value", Text(f"{zh}：{issue.zh}", f"{en}: {issue.en}"))
    return records
