"""The rows that a new workbook starts with: the default rules, and for the demo a department's year."""

from xlpy.book.defaults import default_rows
from xlpy.book.schema import LAYOUT


def starting_rows() -> dict[str, list[dict]]:
    """What every new workbook holds: the default rules and the layout version."""
    return {**default_rows(), "about": [{"key": "layout", "value": LAYOUT}]}


def sample_rows() -> dict[str, list[dict]]:
    """The demo department, its first nine months and three quarters closed."""
    from xlpy.build.demo import demo_rows

    return {**starting_rows(), **demo_rows()}
