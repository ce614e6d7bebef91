"""The buttons of the manager's reports."""

from xlpy.actions.work import Work
from xlpy.core.text import Text
from xlpy.core.views import REPORT_SHEET
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, rect, sheet
from xlpy.jobs.report import write_report
from xlpy.messages.report import report_text


@button(
    "days",
    Text("报告", "Report"),
    Text(
        "选一个月、一季或一年：五句话、各种视图、应收和奖池，写到“报告”页，带图，可以打印。",
        "A month, quarter or year: five sentences, sales by view with a chart, what is owed, "
        "pools; on the sheet Report, to be printed.",
    ),
    icon="ChartTypeColumnInsertGallery",
    drawing=[
        *sheet(),
        rect(3.8, 8.4, 5.6, 12, BLUE),
        rect(6.6, 5.8, 8.4, 12, GREEN),
        rect(9.4, 7.2, 11.2, 12, BLUE),
    ],
    large=True,
)
def report(work: Work) -> None:
    """Write a period's report anew, and show its sheet with that period chosen."""
    closed = work.closings().months
    period = work.ask_period(
        Text(
            "哪个期间的报告？月、季、年都可以，如 2012-07、2012-Q3、2012。",
            "The report of which period? A month, quarter or year: 2012-07, 2012-Q3, 2012.",
        ),
        closed[-1] if closed else work.next_month(),
    )
    work.progress(Text(f"{period} 的报告", f"the report of {period}"))
    found = write_report(work.writing(), period, work.now().date())
    work.reading.show_view(REPORT_SHEET, "sales_report")
    work.reading.choose("td_report_period", str(period))
    work.tell(
        Text(
            f"{period} 的报告在“报告”页。请保存工作簿。",
            f"The report of {period} is on the sheet Report. Save the workbook.",
        ),
        report_text(found, work.words.beside),
    )
