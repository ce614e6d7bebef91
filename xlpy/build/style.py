"""The workbook's look: one palette, one font, the number format of each column type, formats made
once each.
"""

import re

from xlsxwriter.format import Format

from xlpy.core.tables import INPUT, RESULT, RULES

FONT = "Microsoft YaHei"
SIZE = 10

INK, MUTED, LINE, PAPER, WHITE = "#1F2937", "#6B7280", "#D5DBE3", "#F5F7FA", "#FFFFFF"
NAVY, NAVY_LIGHT = "#1F3A5F", "#E8EEF5"
TEAL, TEAL_LIGHT = "#2B7A78", "#E3F1F0"
BRONZE, BRONZE_LIGHT = "#8A5A12", "#FBF3E0"
SLATE, SLATE_LIGHT = "#475569", "#EEF1F4"
RED, RED_LIGHT = "#B42318", "#FDECEA"
GREEN, GREEN_LIGHT = "#2E7D4F", "#E6F4EA"
AMBER, AMBER_LIGHT = "#9A6700", "#FFF4CC"
BLUE, BLUE_LIGHT = "#1D5FA8", "#E3EEFA"
VIOLET = "#6B4E8E"

VIEW = "view"
GROUP_COLOURS = {
    VIEW: (TEAL, TEAL_LIGHT),
    INPUT: (NAVY, NAVY_LIGHT),
    RULES: (BRONZE, BRONZE_LIGHT),
    RESULT: (SLATE, SLATE_LIGHT),
}
CHART_COLOURS = (NAVY, "#4C9A97", "#C98B2B", "#8597AD", VIOLET, "#B5534A", "#6A8F3C", "#3E7CB1")

MONEY = "#,##0.00;[Red]-#,##0.00"
WHOLE_MONEY = "#,##0;[Red]-#,##0"
DATE, MONTH, PERCENT = "yyyy-mm-dd", "yyyy-mm", "0.00%"
NUMBER_FORMATS = {
    "text": "@",
    "period": "@",
    "fen": MONEY,
    "amount": MONEY,
    "price": "#,##0.00##",
    "quantity": "General",
    "rate": "0.0000##",
    "percent": "0.00##",
    "ratio": PERCENT,
    "days": "0.0#",
    "count": "0",
    "date": DATE,
    "birthday": DATE,
    "number": "0.##",
    "month": MONTH,
    "timestamp": "yyyy-mm-dd hh:mm",
}
CENTRED = {
    "period",
    "date",
    "birthday",
    "month",
    "timestamp",
    "choice",
    "kind",
    "currency",
    "count",
    "days",
}
WIDTHS = {
    "text": 16,
    "period": 11,
    "fen": 15,
    "amount": 15,
    "price": 13,
    "quantity": 12,
    "rate": 11,
    "percent": 11,
    "ratio": 11,
    "days": 10,
    "count": 9,
    "date": 13,
    "birthday": 13,
    "number": 9,
    "month": 11,
    "timestamp": 18,
    "choice": 17,
    "kind": 12,
    "holder": 16,
    "currency": 10,
    "value": 14,
}


class Styles:
    """A workbook's cell formats, one per set of properties."""

    def __init__(self, workbook):
        self.workbook = workbook
        self.made: dict = {}

    def get(self, **properties: object) -> Format:
        """The format with these properties over the workbook's own font and vertical centring."""
        given = {"valign": "vcenter", "font_color": INK, **properties}
        key = tuple(sorted(given.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(given)
        return self.made[key]

    def look(self, properties: dict) -> Format:
        """A conditional format's appearance: these properties and no others."""
        key = ("look", *sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(properties)
        return self.made[key]

    def header(self, group: str) -> Format:
        """A table's header cell."""
        colour = GROUP_COLOURS[group][0]
        return self.get(
            bold=True,
            font_color=WHITE,
            bg_color=colour,
            border=1,
            border_color=WHITE,
            text_wrap=True,
            align="center",
        )

    def cell(self, type_: str, group: str, **more: object) -> Format:
        """A table's data cell: number format, alignment and a thin line below."""
        properties = {"bottom": 1, "bottom_color": LINE}
        if type_ in NUMBER_FORMATS:
            properties["num_format"] = NUMBER_FORMATS[type_]
        if type_ in CENTRED:
            properties["align"] = "center"
        if type_ in ("text", "value"):
            properties["indent"] = 1
        return self.get(**{**properties, **more})


def rule(font: str, fill: str | None = None, **more: object) -> dict:
    """The properties of a conditional format."""
    return {"font_color": font, **({"bg_color": fill} if fill else {}), **more}


_WIDE = re.compile("[\u2e80-\U0010ffff]")


def display_width(text: str) -> int:
    """How many half-width characters a text takes: Chinese ones take two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def theme(base: str) -> str:
    """An Office theme with our palette and font, so that table styles and new charts follow them.

    Where Excel speaks Chinese, the theme's face for Chinese decides over the one that a cell names.
    """
    old = ("1F497D", "EEECE1", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")
    new = (NAVY, PAPER, NAVY, "#B5534A", "#4C9A97", VIOLET, "#3E7CB1", "#C98B2B")
    for one, other in zip(old, new, strict=True):
        base = base.replace(f'<a:srgbClr val="{one}"/>', f'<a:srgbClr val="{other[1:]}"/>')
    for face in ("Cambria", "Calibri"):
        base = base.replace(
            f'<a:latin typeface="{face}"/><a:ea typeface=""/>',
            f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>',
        )
    return base.replace('script="Hans" typeface="宋体"', 'script="Hans" typeface="微软雅黑"')
