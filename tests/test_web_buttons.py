"""The add-in's buttons that read, in this Python: what they say, ask and select is what the jobs
find in the same rows.
"""

import json
from datetime import date, datetime

import pytest
import webbook

from xlpy.actions.buttons import BY_KEY
from xlpy.build.sample import sample_rows
from xlpy.core.tables import TABLES
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.dossier import check_order
from xlpy.jobs.explain import explain
from xlpy.jobs.sealing.verify import verify
from xlpy.jobs.todo import todo_list
from xlpy.messages.results import close_text, explain_text, verify_text
from xlpy.messages.todo import todo_text
from xlpy.messages.words import Words
from xlpy.web import presses
from xlpy.web.shown import READ, WRITE

NOW = "2012-11-05T09:30:00"
BESIDE = Words().beside


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TRADEDEPT_HOME", str(tmp_path))


@pytest.fixture(scope="module")
def rows():
    """The demo, with a receipt whose amount is no number and one of an order that is not there."""
    found = sample_rows()
    open_receipts = [row for row in found["receipts"] if row["date"] >= date(2012, 10, 1)]
    open_receipts[0]["amount"] = "<b>12x</b>"
    open_receipts[1]["order_no"] = "SO-none"
    return found


@pytest.fixture(scope="module")
def sound():
    return sample_rows()


def opened(rows, selected=None):
    presses.opened(json.dumps(webbook.handed_over(webbook.in_excel(rows, selected=selected))))


def pressed(key, *answers, settings=None):
    asked = {"key": key, "user": "刘洋", "now": NOW, "answers": answers, "settings": settings or {}}
    return json.loads(presses.pressed(json.dumps(asked)))


def test_check_lists_each_issue_with_its_cell(rows):
    opened(rows)
    told = pressed("check")
    [said] = told["said"]
    issues = check(webbook.Lower(rows))
    assert [each["text"] for each in said["findings"]] == [Words().issue(one) for one in issues]
    bad = next(one for one in issues if "12x" in one.en)
    place = next(each["place"] for each in said["findings"] if "12x" in each["text"])
    assert rows["receipts"][bad.row - webbook.HEADER_ROW - 2]["amount"] == "<b>12x</b>"
    at = TABLES["receipts"].column_keys.index("amount")
    assert place == [TABLES["receipts"].sheet, bad.row, at + 1]
    assert (told["done"], told["ask"]) == (True, None)


def test_preview_asks_for_the_month_and_shows_the_figures_of_the_job(sound):
    opened(sound)
    first = pressed("preview_month")
    assert (first["ask"]["kind"], first["ask"]["default"]) == ("ask", "2012-10")
    told = pressed("preview_month", "2012-10")
    result = close(
        webbook.Lower(sound), "2012-10", by="刘洋", at=datetime.fromisoformat(NOW), dry_run=True
    )
    assert told["said"][-1]["text"] == close_text(result, BESIDE)
    assert told["done"]


def test_explain_takes_the_selected_person_and_period(sound):
    at = next(i for i, row in enumerate(sound["payroll"]) if row["name"] == "王芳")
    month = sound["payroll"][at]["month"]
    opened(sound, ("payroll", at, 1))
    asked = pressed("explain")["ask"]
    assert asked["default"] == f"{month:%Y-%m}"
    told = pressed("explain", asked["default"])
    expected = explain(webbook.Lower(sound), _period(month), "王芳")
    assert told["said"][-1]["text"] == explain_text(expected, BESIDE)


def _period(day):
    from xlpy.core.periods import month_of

    return month_of(day)


def test_verify_says_that_the_closes_are_whole_and_names_a_row_that_was_changed(sound):
    opened(sound)
    expected = verify_text(verify(webbook.Lower(sound), lambda: ()), BESIDE)
    assert pressed("verify")["said"][-1]["text"] == expected
    changed = {**sound, "payroll": [dict(row) for row in sound["payroll"]]}
    changed["payroll"][3]["total"] += 1
    opened(changed)
    told = pressed("verify")["said"][-1]["text"]
    assert told == verify_text(verify(webbook.Lower(changed), lambda: ()), BESIDE) != expected


def test_an_orders_dossier_is_checked_as_the_job_checks_it(sound):
    number = sound["orders"][-1]["order_no"]
    opened(sound)
    told = pressed("check_order", number)
    issues = check_order(webbook.Lower(sound), number)
    found = told["said"][-1]["findings"]
    assert [each["text"] for each in found] == [Words().issue(one) for one in issues]


def test_to_do_shows_the_list_and_writes_nothing(sound):
    opened(sound)
    told = pressed("todo")
    listed = todo_list(webbook.Lower(sound), date(2012, 11, 5))
    assert told["said"][-1]["text"] == todo_text(listed, BESIDE)


def test_the_language_that_is_chosen_is_that_of_the_next_press(sound):
    opened(sound)
    told = pressed("language", "English")
    assert told["settings"]["language"] == "en"
    again = pressed("help", settings=told["settings"])
    assert again["language"] == "en"
    assert again["said"][-1]["title"] == BY_KEY["help"].en


def test_a_question_that_is_called_off_ends_the_press(sound):
    opened(sound)
    told = pressed("preview_month", None)
    assert (told["done"], told["said"], told["ask"]) == (False, [], None)


def test_an_answer_that_is_no_month_is_asked_about_again_with_why(sound):
    opened(sound)
    told = pressed("preview_month", "2012-99")
    assert "2012-99" in told["ask"]["text"] and not told["done"]


@pytest.mark.parametrize("key", WRITE)
def test_every_button_that_writes_says_what_it_writes_or_why_not(sound, key):
    opened(sound)
    answers = []
    while (told := pressed(key, *answers, settings={"answers": {}}))["ask"] and len(answers) < 20:
        question = told["ask"]
        answers.append(True if question["kind"] == "confirm" else question["default"] or "x")
    assert told["ask"] is None
    text = "\n".join(each["text"] for each in told["said"])
    assert text and "程序出错" not in text
    assert told["done"] is bool(told["write"]) or key == "prepare"
    assert {each["name"] for each in told["write"]} <= TABLES.keys()


@pytest.mark.parametrize("key", [key for key in READ if key not in ("why", "language", "help")])
def test_a_workbook_without_our_tables_is_refused_in_words(key):
    presses.opened(
        json.dumps(
            {
                "name": "Book1.xlsx",
                "sheets": [{"name": "S", "visible": True}],
                "tables": [],
                "selection": None,
            }
        )
    )
    told = pressed(key, "2012-10", "2012-10")
    assert told["said"][-1]["kind"] == "fail"
    assert "Book1.xlsx" in told["said"][-1]["text"] and not told["done"]


@pytest.mark.parametrize("layout", [3, 99])
def test_a_workbook_of_another_layout_is_refused(sound, layout):
    opened({**sound, "about": [{"key": "layout", "value": layout}]})
    told = pressed("check")
    assert str(layout) in told["said"][-1]["text"] and told["said"][-1]["kind"] == "fail"
