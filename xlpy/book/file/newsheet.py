"""The parts of a new table: its sheet, made after a sheet of ours that the workbook has, and the table itself."""

from collections.abc import Mapping, Sequence

from xlpy.book.file.cellxml import blank_cell, cell_text, value_cell
from xlpy.book.file.listobjects import Area
from xlpy.book.file.looks import Look, Looks, Model
from xlpy.book.file.package import MAIN, TYPES
from xlpy.book.file.xmlparts import escaped, quoted
from xlpy.book.letters import letters
from xlpy.book.schema import OFFERS, RESULT, Column, Table, choice_label

LINK_ROW, TITLE_ROW, NOTE_ROW, RULE_ROW, HEADER_ROW = range(1, 6)
FIRST_ROW = HEADER_ROW + 1
SPARE_ROWS = 500
"""Rows below the header that already have their drop-downs, for who types on."""
_LONGEST_LIST, _LONGEST_TITLE, _LONGEST_PROMPT = 255, 32, 255
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FROM_LIST = "请从下拉列表选。Choose from the list."
_NOT_LISTED = "不在列表里，确定吗？Not in the list. Keep it?"
_COPIED = ("printOptions", "pageMargins", "pageSetup")


def area_of_new(table: Table) -> Area:
    """Where a new table lies on its sheet: its header and one blank row."""
    return Area(HEADER_ROW, 1, FIRST_ROW, len(table.columns))


def table_xml(table: Table, number: int, style: str) -> bytes:
    """The part of a new table; `number` is its own in the workbook, `style` the element that names its table style."""
    ref = area_of_new(table).ref
    columns = "".join(column_xml(place, column.label) for place, column in enumerate(table.columns, 1))
    return (
        f'{_XML}<table xmlns="{MAIN}" id="{number}" name="{table.key}" displayName="{table.key}" ref="{ref}" '
        f'totalsRowShown="0"><autoFilter ref="{ref}"/><tableColumns count="{len(table.columns)}">{columns}'
        f"</tableColumns>{style}</table>"
    ).encode()


def column_xml(number: int, label: str, prefix: str = "") -> str:
    """The element of a table's column."""
    return f'<{prefix}tableColumn id="{number}" name={quoted(cell_text(label))}/>'


def sheet_xml(table: Table, looks: Looks, lists: Mapping[str, str], relation: str) -> bytes:
    """The part of a new table's sheet.

    `lists`: column key → the formula of what its drop-down offers; `relation` is the id that leads to the table.
    """
    model = looks.frame(table)
    found = [looks.column(table, column) for column in table.columns]
    return "".join(
        (
            f'{_XML}<worksheet xmlns="{MAIN}" xmlns:r="{TYPES}">',
            _properties(model),
            f'<dimension ref="A1:{letters(len(table.columns))}{FIRST_ROW}"/>',
            _view(table, model),
            '<sheetFormatPr defaultRowHeight="15"/>',
            _columns(found),
            f"<sheetData>{_rows(table, model, found)}</sheetData>",
            _validations(table, lists),
            _link(model),
            _page(table, model),
            f'<tableParts count="1"><tablePart r:id="{relation}"/></tableParts></worksheet>',
        )
    ).encode()


def _properties(model: Model | None) -> str:
    """The tab's colour, and that a page is as wide as the table."""
    colours = model.sheet.named("tabColor") if model else []
    given = "".join(_given(*each) for element in colours[:1] for each in element.attributes.items())
    colour = f"<tabColor{given}/>" if given else ""
    return f'<sheetPr>{colour}<pageSetUpPr fitToPage="1"/></sheetPr>'


def _view(table: Table, model: Model | None) -> str:
    """The frozen header, and the columns that identify a row where they come first and leave room."""
    keys = 0
    while keys < len(table.keys) and table.columns[keys].key in table.keys:
        keys += 1
    split = min(keys, 2) if len(table.columns) > 5 else 0
    hidden = model is not None and any(e.attributes.get("showGridLines") == "0" for e in model.sheet.named("sheetView"))
    pane = "bottomRight" if split else "bottomLeft"
    return (
        f'<sheetViews><sheetView{_given("showGridLines", "0" if hidden else "")} workbookViewId="0">'
        f'<pane{_given("xSplit", split)} ySplit="{HEADER_ROW}" topLeftCell="{letters(split + 1)}{FIRST_ROW}" '
        f'activePane="{pane}" state="frozen"/><selection pane="{pane}"/></sheetView></sheetViews>'
    )


def _columns(found: Sequence[Look]) -> str:
    cols = (
        f'<col min="{n}" max="{n}" width="{look.width}"{_given("style", look.column.decode())} customWidth="1"/>'
        for n, look in enumerate(found, 1)
    )
    return f"<cols>{''.join(cols)}</cols>"


def _rows(table: Table, model: Model | None, found: Sequence[Look]) -> str:
    """Link home, title, what the table is for, its rule, the header and one blank row."""
    texts = {
        LINK_ROW: _home(model)[1],
        TITLE_ROW: f"{table.zh}  {table.en}",
        NOTE_ROW: table.note,
        RULE_ROW: f"规则 Rule {table.rule}",
    }
    rows = [_row(model, n, [value_cell(b"", n, 1, _style(model, n), text)]) for n, text in texts.items() if text]
    header = _style(model, HEADER_ROW)
    labels = [value_cell(b"", HEADER_ROW, n, header, column.label) for n, column in enumerate(table.columns, 1)]
    blank = [blank_cell(b"", FIRST_ROW, n, look.cell) for n, look in enumerate(found, 1)]
    return "".join((*rows, _row(model, HEADER_ROW, labels), _row(None, FIRST_ROW, blank)))


def _row(model: Model | None, number: int, cells: Sequence[bytes]) -> str:
    like = _like(model, number)
    height = model.height(like) if model and like else ""
    tall = _given("ht", height) + _given("customHeight", height and "1")
    return f'<row r="{number}"{tall}>{b"".join(cells).decode()}</row>'


def _like(model: Model | None, number: int) -> int:
    """The model's row that lies as far above its header as a row of the new sheet; 0 when there is none."""
    return max(model.place.area.top - HEADER_ROW + number, 0) if model and model.place.header_rows else 0


def _style(model: Model | None, number: int) -> bytes:
    like = _like(model, number)
    return model.style(like, model.place.area.left) if model and like else b""


def _home(model: Model | None) -> tuple[str, str]:
    """Where the model's link above its title leads, and what it says; both empty when it has none."""
    where = f"{letters(model.place.area.left)}{_like(model, LINK_ROW)}" if model else ""
    for element in model.sheet.named("hyperlink") if model else ():
        given = element.attributes
        if given.get("ref") == where and given.get("location") and given.get("display"):
            return given["location"], given["display"]
    return "", ""


def _link(model: Model | None) -> str:
    location, display = _home(model)
    if not location:
        return ""
    return (
        f'<hyperlinks><hyperlink ref="A{LINK_ROW}"{_given("location", location)}{_given("display", display)}/>'
        "</hyperlinks>"
    )


def _page(table: Table, model: Model | None) -> str:
    """Paper and margins as on the model's sheet; its footer with the new table's name."""
    if model is None:
        return ""
    found = {e.name: e for e in model.sheet.frame if e.space == MAIN}
    parts = []
    for name in _COPIED:
        # A printer's own settings are a part of the other sheet.
        given = found[name].attributes if name in found else {}
        plain = "".join(_given(*each) for each in given.items() if "\n" not in each[0])
        parts.append(f"<{name}{plain}/>" if plain else "")
    footer = found["oddFooter"].text if "oddFooter" in found else ""
    if footer:
        named = footer.replace(f"{model.table.zh} {model.table.en}", f"{table.zh} {table.en}")
        parts.append(f"<headerFooter><oddFooter>{escaped(named)}</oddFooter></headerFooter>")
    return "".join(parts)


def _validations(table: Table, lists: Mapping[str, str]) -> str:
    """Notes that show when a header is selected, drop-downs, and in result tables nothing by hand."""
    last, right = FIRST_ROW + SPARE_ROWS, letters(len(table.columns))
    found = [_prompt(table, n, column) for n, column in enumerate(table.columns, 1)]
    if table.group == RESULT:
        found.append(_checked("custom", f"A{FIRST_ROW}:{right}{last}", "FALSE", table.by_whom))
    else:
        for n, column in enumerate(table.columns, 1):
            if formula := _offered(column) or lists.get(column.key):
                area = f"{letters(n)}{FIRST_ROW}:{letters(n)}{last}"
                found.append(_checked("list", area, formula, *_strictness(column)))
    return f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>'


def _strictness(column: Column) -> tuple[str, str]:
    """What is said of an entry that a list does not have, and how: it is refused, warned of, or taken."""
    if not column.offers:
        return _FROM_LIST, ' showErrorMessage="1"'
    warns = "." in column.offers or OFFERS[column.offers].warns
    return _NOT_LISTED, ' errorStyle="warning" showErrorMessage="1"' if warns else ""


def _checked(kind: str, area: str, formula: str, error: str, shown: str = ' showErrorMessage="1"') -> str:
    return (
        f'<dataValidation type="{kind}" allowBlank="1" showInputMessage="1"{shown} '
        f'error="{error}" sqref="{area}"><formula1>{escaped(formula)}</formula1></dataValidation>'
    )


def _offered(column: Column) -> str:
    """The choices of a column as a list's formula; empty when it has none, or too many for one."""
    return inline([choice_label(column, key) for key, _ in column.choices]) if column.type == "choice" else ""


def inline(words: Sequence[str]) -> str:
    """Words as a list's formula; empty when there are none, or too many for one."""
    text = ",".join(words)
    return f'"{text}"' if 0 < len(text) <= _LONGEST_LIST else ""


def _prompt(table: Table, number: int, column: Column) -> str:
    title = column.label if len(column.label) <= _LONGEST_TITLE else column.zh
    need = "" if table.group == RESULT else "必填 Required" if column.required else "可空 May be blank"
    lines = [column.note, need, f"规则 Rule {column.rule or table.rule}"]
    text = "\n".join(filter(None, lines))[:_LONGEST_PROMPT]
    return (
        f'<dataValidation allowBlank="1" showInputMessage="1"{_given("promptTitle", title)}{_given("prompt", text)} '
        f'sqref="{letters(number)}{HEADER_ROW}"/>'
    )


def _given(name: str, value: object) -> str:
    """An attribute as it stands in a tag; nothing for an empty value."""
    return f" {name}={quoted(str(value))}" if value else ""
