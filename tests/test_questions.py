"""Questions of buttons: what there is is offered, the last answer proposed, a wrong one asked about
again with why, and who closes asked once.
"""

from datetime import date, datetime

import pytest

from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import UsageError
from xlpy.core.periods import Month, Quarter
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.desk.buttons import Button
from xlpy.desk.desk import Prepared, by_number, numbered
from xlpy.excel.desk import ExcelDesk
from xlpy.messages.words import Words

STAFF = [
    {"name": "王芳", "role": "业务员 salesperson", "hired": date(2012, 1, 1)},
    {"name": "刘洋", "role": "经理 manager", "hired": date(2012, 1, 1)},
    {
        "name": "旧人",
        "role": "经理 manager",
        "hired": date(2012, 1, 1),
        "left": date(2012, 6, 30),
    },
]
ORDERS = ["SO-1", "SO-2"]


class Person(Prepared):
    """Types one line after another, takes what is proposed for an empty one; notes what is
    offered.
    """

    def __init__(self, *typed):
        super().__init__()
        self.typed, self.asked = list(typed), []

    def ask(self, key, title, prompt, default="", options=()):
        self.asked.append((prompt, default, list(options)))
        return self.typed.pop(0) or default


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """The user's folder of the test."""
    monkeypatch.setenv("TRADEDEPT_HOME", str(tmp_path))


def work_of(*typed):
    button = Button("x", "data", Text("键", "Button"), Text("做。", "Does it."), "icon")
    work = Work(button, None, Person(*typed), lambda: datetime(2012, 8, 2))
    vars(work).update(words=Words("en"), reading=MemoryTables({"staff": STAFF}))
    return work


def order_of(work):
    return work.ask_known("order", Text("哪张？", "Which?"), ORDERS, "SO-1")


def test_what_there_is_is_offered_and_the_last_answer_is_proposed_the_next_time():
    assert order_of(first := work_of("SO-2")) == "SO-2"
    assert first.desk.asked == [("Which?", "SO-1", ORDERS)]
    assert order_of(again := work_of("")) == "SO-2"
    assert again.desk.asked[0][1] == "SO-2"


def test_what_is_selected_goes_before_the_last_answer():
    settings.remember("order", "SO-2")
    work = work_of("")
    assert (
        work.ask_known("order", Text("哪张？", "Which?"), ORDERS, "SO-2", chosen="SO-1") == "SO-1"
    )


def test_a_last_answer_that_is_not_there_any_more_is_not_proposed():
    settings.remember("order", "SO-9")
    assert order_of(work_of("")) == "SO-1"


def test_settings_that_cannot_be_read_hold_no_last_answer(tmp_path):
    settings.write(answers="broken", language="en")
    assert settings.remembered("order") == ""
    settings.remember("order", "SO-2")
    assert (settings.remembered("order"), settings.language()) == ("SO-2", "en")


def test_a_period_that_is_none_is_asked_about_again_with_why():
    work = work_of("2012-13", "August 2012", "2012-Q3", "8月")
    month = work.ask_month(Text("哪个月？", "Which month?"), Month(2012, 7), [Month(2012, 7)])
    assert month == Month(2012, 8)
    prompts = [prompt for prompt, *_ in work.desk.asked]
    assert prompts[0] == "Which month?" and work.desk.asked[0][2] == ["2012-07"]
    assert all(prompt.endswith("\nWhich month?") for prompt in prompts[1:])
    for said, prompt in zip(("2012-13", "mean 2012-08", "no month"), prompts[1:], strict=True):
        assert said in prompt


def test_a_wrong_answer_that_is_repeated_ends_the_question():
    work = work_of("2012-07", "2012-07")
    with pytest.raises(UsageError, match="no quarter"):
        work.ask_period(Text("哪季？", "Which?"), None, kind=Quarter)
    with pytest.raises(Cancelled):
        work_of("").ask_period(Text("哪季？", "Which?"), None)


def test_a_choice_is_named_by_its_key_or_either_name():
    choices = {"paid": Text("已收款", "paid in full"), "packed": Text("已装箱", "packed")}
    for typed in ("paid", "已收款", "Paid in full", ""):
        assert work_of(typed).ask_choice("stage", Text("到？", "To?"), choices, "paid") == "paid"
    work = work_of("sunk", "packed")
    assert work.ask_choice("stage", Text("到？", "To?"), choices, "paid") == "packed"
    assert "there are paid in full, packed" in work.desk.asked[1][0]
    assert work.desk.asked[0][2] == ["paid in full", "packed"]


def test_a_reason_must_be_one():
    assert (work := work_of("", "typing error")).ask_why(Text("为何？", "Why?")) == "typing error"
    assert work.desk.asked[1][0].startswith("say why")


def test_who_closes_is_asked_once_from_the_staff_who_are_here_and_remembered():
    first = work_of("Administrator", "")
    assert first.closer() == "刘洋"
    assert [options for *_, options in first.desk.asked] == [["王芳", "刘洋"]] * 2
    assert (
        '"Administrator" is not in the staff table; there are 王芳, 刘洋' in first.desk.asked[1][0]
    )
    assert (again := work_of()).closer() == "刘洋" and again.desk.asked == []


def test_who_closes_is_asked_again_once_they_are_not_of_the_staff():
    settings.remember("closer", "旧人")
    assert work_of("王芳").closer() == "王芳"
    nobody = work_of()
    vars(nobody)["reading"] = MemoryTables({"staff": []})
    with pytest.raises(UsageError, match="nobody"):
        nobody.closer()


def test_what_is_offered_is_numbered_where_a_program_has_no_list():
    assert numbered("Which?", ["SO-1", "12"]) == "Which?\n1  SO-1\n2  12"
    assert numbered("Which?", []) == "Which?"
    said = {"1": "SO-1", " 2 ": "12", "12": "12", "3": "3", "SO-2": "SO-2", "0": "0"}
    for typed, meant in said.items():
        assert by_number(typed, ["SO-1", "12"]) == meant


def test_excels_input_box_takes_a_number_of_its_list(monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    desk, shown = ExcelDesk.__new__(ExcelDesk), []

    class Api:
        def InputBox(self, prompt, title, default, Type):
            shown.append(prompt)
            return "2"

    desk.app = type("App", (), {"api": Api()})()
    assert desk.ask("by", "t", "Who?", "王芳", ["王芳", "刘洋"]) == "刘洋"
    assert shown == ["Who?\n1  王芳\n2  刘洋"]
