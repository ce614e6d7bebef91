"""What the manager reports from: budget and expenses, sales reports, forecasts (B-1.3, B-2.A)."""

import datetime
from decimal import Decimal

from xlpy.core.periods import Period
from xlpy.core.tables.choices import FORECAST_METHODS, REPORT_PARTS, REPORT_VIEWS
from xlpy.core.tables.columns import fen, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, RESULT, Row, col
from xlpy.core.text import Text

_ITEM_ALSO = (
    "费用项目;费用名称;费用类别;科目;类别;用途;budget item;expense item;cost item;category;"
    "purpose;account"
)


@table(
    "budgets",
    "预算",
    "Budget",
    INPUT,
    "B-1.3",
    part="reports",
    keys=("period", "item"),
    note="每期间每项目一行，元。One row per period and item, in CNY.",
)
class Budget(Row):
    """What may be spent for an item in a month, quarter or year, in fen (B-1.3)."""

    period: Period = col(
        "期间",
        "Period",
        "period",
        note="2012-07、2012-Q3 或 2012。A month, quarter or year.",
        also="时间;年度;季度;月份;time;month;quarter;year",
    )
    item: str = col("预算项目", "Budget item", "text", also=f"项目;item;{_ITEM_ALSO}")
    amount: int = fen(
        "预算金额",
        "Budgeted amount",
        note="元；没有就写 0。CNY; 0 when there is none.",
        also="金额;预算;预算额;计划金额;计划;amount;budget;planned",
    )


@table(
    "expenses",
    "费用支出",
    "Expenses",
    INPUT,
    "B-1.3",
    part="reports",
    keys=(),
    note="每笔费用一行：哪天、什么、多少、哪个渠道或展会、谁批准。退回的写负数。One row per "
    "expense: day, item, amount, channel or fair, who approved it. Money back is below zero.",
)
class Expense(Row):
    """Money that was spent, in fen; below zero: money back (B-1.3)."""

    date: datetime.date = col(
        "日期", "Date", "date", also="支出日期;付款日期;发生日期;报销日期;day;paid on;spent on"
    )
    item: str = col(
        "预算项目",
        "Budget item",
        "text",
        offers="budgets.item",
        note="预算表里的项目。An item of the table Budget.",
        also=f"项目;item;{_ITEM_ALSO}",
    )
    amount: int = fen(
        "金额",
        "Amount",
        note="元。CNY.",
        also="支出;支出额;费用;费用金额;花费;报销金额;spent;cost;expense;sum",
    )
    channel: str | None = col(
        "渠道",
        "Channel",
        "text",
        rule="A-Q4.1",
        offers="channels.channel",
        note="为哪个渠道花的；不分就空着。For which channel; blank when for none.",
        default=None,
        also="来源;渠道名称;渠道来源;source;lead source",
    )
    fair: str | None = col(
        "展会",
        "Fair",
        "text",
        rule="A-Q4.1",
        refers="fairs.fair",
        default=None,
        also="展会名称;展览;exhibition;trade fair",
    )
    approved_by: str | None = person(
        "批准人",
        "Approved by",
        default=None,
        also="审批人;批准;审批;核准;approver;approved;signed by",
    )


@table(
    "sales_report",
    "销售报告",
    "Sales report",
    RESULT,
    "B-2.A.11",
    part="reports",
    keys=("period", "by", "key"),
    note="按人、团队、客户、地区、渠道、产品、币种；按“报告”重写。By person, team, customer, "
    "region, channel, product, currency; written anew by report.",
    writer=Text("报告", "report"),
)
class SalesReportRow(Row):
    """What one person, customer … did in a period, in fen; None: there is no such figure
    (B-2.A.11).
    """

    period: Period = col("期间", "Period", "period")
    by: str = col("按", "By", "choice", choices=REPORT_VIEWS)
    key: str = col("哪个", "Which", "text")
    orders: int | None = col("订单数", "Orders placed", "count", default=None)
    order_amount: int | None = fen("订单金额", "Order amount", default=None)
    receipts: int | None = fen("回款", "Receipts", default=None)
    target: int | None = fen("任务", "Target", default=None)
    attainment: Decimal | None = col("完成率%", "Attainment %", "percent", default=None)
    previous: int | None = fen(
        "上期回款",
        "Last period",
        note="上一期间的回款。Receipts of the period before.",
        default=None,
    )
    last_year: int | None = fen(
        "去年同期回款", "Last year", note="去年同期的回款。Receipts a year before.", default=None
    )
    to_date: int | None = fen("今年至今回款", "Year to date", default=None)
    attainment_to_date: Decimal | None = col(
        "至今完成率%", "Of targets so far %", "percent", default=None
    )
    margin: Decimal | None = col("利润率%", "Margin %", "number", default=None)
    commission: int | None = fen("提成", "Commission", default=None)
    pay: int | None = fen("工资合计", "Pay", default=None)
    name: str | None = col("显示名称", "Shown as", "text", default=None)


@table(
    "report_lines",
    "报告文字",
    "Report lines",
    RESULT,
    "B-2.A.11",
    part="reports",
    keys=("period", "part", "line"),
    note="报告的五句话、应收、奖池、汇率差异；按“报告”重写。The report's five sentences, what is "
    "owed, pools, rate differences; written anew by report.",
    writer=Text("报告", "report"),
)
class ReportLine(Row):
    """A line of a period's report in the workbook's language: what it says, its figure, and where
    that comes from (B-2.A.11).
    """

    period: Period = col("期间", "Period", "period")
    part: str = col("部分", "Part", "choice", choices=REPORT_PARTS)
    line: int = col("行号", "Line", "count")
    said: str = col("内容", "What it says", "text")
    figure: str | None = col("数字", "Figure", "text", default=None)
    source: str | None = col("依据", "Where it comes from", "text", default=None)


@table(
    "forecasts",
    "回款预测",
    "Forecasts",
    RESULT,
    "B-2.A.1",
    part="reports",
    keys=("made_on", "period"),
    note="每次预测一组；过去的预测留着，与实际比。A group of rows each time; earlier ones stay, "
    "beside what came.",
    writer=Text("预测", "forecast"),
)
class ForecastRow(Row):
    """The receipts expected of a month, as on a day; an estimate, never money that is paid
    (B-2.A.1).
    """

    made_on: datetime.date = col("预测日期", "Made on", "date")
    period: Period = col("期间", "Period", "period")
    method: str = col("方法", "Method", "choice", choices=FORECAST_METHODS)
    low: int | None = fen("低", "Low", note="十次有一次更低。One in ten is lower.", default=None)
    forecast: int | None = fen("预测", "Forecast", default=None)
    high: int | None = fen("高", "High", note="十次有一次更高。One in ten is higher.", default=None)
    known_due: int | None = fen(
        "已知应收",
        "Known due",
        note="按付款条件和日期到期的余款。Balances due by terms and dates.",
        default=None,
    )
    actual: int | None = fen("实际回款", "What came", default=None)
    error: Decimal | None = col(
        "误差%",
        "Error %",
        "number",
        note="（预测 − 实际）÷ 实际。(forecast − what came) ÷ what came.",
        default=None,
    )
