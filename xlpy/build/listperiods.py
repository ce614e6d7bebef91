"""The lists of periods that have a report or a funnel, and of their views."""

from xlpy.build.book import LISTS, Book, absolute, letters
from xlpy.build.figures import Figures
from xlpy.build.formulas import places
from xlpy.build.funnelsheet import CHOICES
from xlpy.build.listcolumns import TOP, Columns
from xlpy.build.speech import Label, choice_of
from xlpy.build.view import period_text, write_formula
from xlpy.core.tables import TABLES, choice_label

REPORTED = 24
"""So many periods may be chosen."""


def write_reported(book: Book, columns: Columns, figures: Figures) -> None:
    """The periods that have a report, the last written first, and the views of a report."""
    sheet, style = book.sheet(LISTS), book.styles.cell("period", "view")
    by, period = (book.name("sales_report", key) for key in ("by", "period"))
    column = TABLES["sales_report"].column("by")
    own = choice_label(column, "all")
    values = [str(row["period"]) for row in figures.select("sales_report", by=own)][::-1]
    place = f'LARGE(IF({by}="{choice_of(column, "all")}",{places(by)},""),{{}})'
    cells = [
        lambda r, c, k=k, v=v: write_formula(
            sheet, r, c, f'{{=IFERROR(INDEX({period},{place.format(k)})&"","")}}', style, v
        )
        for k, v in enumerate([*values, *[""] * REPORTED][:REPORTED], 1)
    ]
    columns.add(Label("有报告的期间", "Reported periods"), 12, cells, "list_reported")
    views = [choice_of(column, key) for key, _ in column.choices if key != "all"]
    columns.texts(Label("报告按", "Report by"), 16, views, "list_report_views")


def write_funnelled(book: Book, columns: Columns, figures: Figures) -> None:
    """The periods that have a funnel, the last written first, and its views."""
    sheet, style = book.sheet(LISTS), book.styles.cell("period", "view")
    period, at = book.name("funnel", "period"), columns.next
    written = [text for row in figures.of("funnel") if (text := period_text(row.get("period")))]
    values = [*dict.fromkeys(reversed(written))]

    def formula(row: int) -> str:
        """The last period that none of the cells above holds."""
        above = f"{absolute(TOP - 1, at)}:{letters(at)}{row}"
        fresh = f'({period}<>"")*ISNA(MATCH({period}&"",{above},0))'
        place = f'LARGE(IF({fresh},{places(period)},""),1)'
        return f'{{=IFERROR(INDEX({period},{place})&"","")}}'

    cells = [
        lambda r, c, v=v: write_formula(sheet, r, c, formula(r), style, v)
        for v in [*values, *[""] * REPORTED][:REPORTED]
    ]
    columns.add(Label("有漏斗的期间", "Funnelled periods"), 12, cells, "list_funnelled")
    by = TABLES["funnel"].column("by")
    views = [choice_of(by, key) for key in CHOICES]
    columns.texts(Label("漏斗按", "Funnel by"), 18, views, "list_funnel_views")
