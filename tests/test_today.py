"""The sheet of one person's day: what it shows of the to-do list, computed by LibreOffice."""

from datetime import date, datetime
from decimal import Decimal

from calculating import shown
from readings import partly_loaded

from xlpy.build.sample import starting_rows
from xlpy.build.today import LINES, LIST_ROW
from xlpy.build.workbook import build
from xlpy.core.tables.choices import TODO_KINDS
from xlpy.core.views import TODAY_COLUMNS

SHEETS = {"zh": "今天跟进", "en": "Today", "both": "今天跟进 Today"}
DAY = date(2012, 7, 9)
KINDS = [f"{zh} {key}" for key, zh in TODO_KINDS]


def task(at: int, who: str | None, late: int = 1) -> dict:
    """A row of the to-do list."""
    return {
        "day": DAY,
        "salesperson": who,
        "due": date(2012, 7, 8),
        "days_late": Decimal(late),
        "what": KINDS[at % len(KINDS)],
        "customer": f"Oak {at}",
        "reference": f"E-{at}" if at % 2 else None,
        "rule": "C-5.13",
        "why": f"because of {at}",
        "last_said": "=said\nthat it was a longer text, of two lines" if at else None,
        "next_step": "answer",
    }


def made(tmp_path, language: str, tasks: list[dict]):
    """A workbook that holds these tasks."""
    people = [{"name": name, "role": "业务员 salesperson"} for name in ("王芳", "陈*明")]
    path = tmp_path / "TradeDept.xlsm"
    rows = {**starting_rows(language), "staff": people, "todo": tasks}
    path.write_bytes(build(rows, language=language))
    return path


def seen(path, language: str):
    """The sheet as LibreOffice computes it, which is what the file says already."""
    name = SHEETS[language]
    file, sheet = partly_loaded(path, name)[name], shown(path, name)[name]
    for ours, theirs in zip(file.iter_rows(), sheet.iter_rows(), strict=True):
        assert [cell.value or "" for cell in ours] == [cell.value or "" for cell in theirs]
    return sheet


def listed(sheet) -> list[tuple]:
    """The filled lines of the sheet."""
    found = sheet.iter_rows(LIST_ROW + 2, LIST_ROW + 1 + LINES, 2, 10, values_only=True)
    return [line for line in found if any(line)]


def test_it_shows_the_first_persons_tasks_with_all_that_is_known(tmp_path):
    tasks = [task(0, "陈*明", -2), task(1, "王芳"), task(2, "陈*明", 3), task(3, None)]
    sheet = seen(made(tmp_path, "both", tasks), "both")
    first, second = listed(sheet)
    assert sheet["D6"].value == "陈*明"
    assert sheet["F6"].value == datetime(2012, 7, 9)
    assert first[3:] == ("Oak 0", None, "C-5.13", "because of 0", None, "answer")
    assert (first[0], first[1], second[1]) == (datetime(2012, 7, 8), -2, 3)
    assert second[7].startswith("=said\nthat")
    assert sheet["D7"].value.startswith("2 件，")


def test_a_list_without_tasks_says_what_to_press(tmp_path):
    sheet = seen(made(tmp_path, "en", []), "en")
    assert listed(sheet) == []
    assert sheet["H6"].value == "The list is empty: press To do."


def test_more_tasks_than_a_page_holds_are_counted_and_nobodys_come_for_a_blank(tmp_path):
    sheet = seen(made(tmp_path, "zh", [task(at, None) for at in range(500)]), "zh")
    assert sheet["D6"].value in (None, "")
    assert [line[3] for line in listed(sheet)] == [f"Oak {at}" for at in range(LINES)]
    below = sheet.cell(LIST_ROW + 2 + LINES, 2).value
    assert below.startswith(f"{500 - LINES} 件不在这页")


def test_the_columns_are_the_tables():
    assert set(TODAY_COLUMNS) == set(task(0, None)) - {"day", "salesperson"}
