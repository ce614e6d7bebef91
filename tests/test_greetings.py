"""Holidays of customers' countries: rows with their source, and tasks of the to-do list."""

import json
from datetime import date

import pytest
from commands import command
from relationkit import department, rows_of

from xlpy.book.defaults import list_rows
from xlpy.book.names import country_code, lexicon
from xlpy.core.issues import FileError, UsageError
from xlpy.core.likeness.lexicon import names_of_country
from xlpy.jobs.greetings import feasts, write_feasts
from xlpy.jobs.todo import todo_list

NATIONAL = (date(2012, 5, 17), "Norway")
"""Constitution Day, whatever the list calls it."""


def written(tables):
    return [(row["date"][:3], row["country"]) for row in rows_of(tables, "greetings")]


def test_the_days_of_all_customers_countries_are_rows_with_their_source():
    tables = department()
    found = write_feasts(tables, 2012)
    # Peru's customer is lost.
    assert found.countries == ["Chile", "Germany", "Norway"]
    days = {(row.date, row.country) for row in found.new}
    assert {NATIONAL, (date(2012, 10, 3), "Germany"), (date(2012, 9, 18), "Chile")} <= days
    assert all(row.source.startswith("holidays ") for row in found.new)
    assert len(rows_of(tables, "greetings")) == len(found.new)


def test_what_is_there_stays_and_is_not_written_twice():
    tables = department()
    write_feasts(tables, 2012, "Norway")
    before = rows_of(tables, "greetings")
    again = write_feasts(tables, 2012, "挪威")
    assert (again.new, again.known) == ([], len(before))
    assert rows_of(tables, "greetings") == before


def test_a_holiday_is_on_the_list_in_whatever_language_the_country_is_written():
    there = [{"holiday": "国庆", "country": "挪威", "date": NATIONAL[0]}]
    tasks = todo_list(department(greetings=there), date(2012, 5, 15)).tasks
    assert [(task.customer, task.due) for task in tasks if task.what == "holiday"] == [
        ("Aurora AS", NATIONAL[0])
    ]


def test_countries_that_are_none_are_named_or_refused():
    tables = department(customers=[{"customer": "Far", "country": "Atlantis"}])
    assert [issue.key for issue in feasts(tables, 2012).issues] == ["greetings.country"]
    with pytest.raises(UsageError, match="Atlantis"):
        feasts(tables, 2012, "Atlantis")
    with pytest.raises(UsageError, match="1066"):
        feasts(tables, 1066)


def test_without_the_package_it_says_what_to_run(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "holidays", None)
    with pytest.raises(FileError, match=r"pip install tradedept\[holidays\]"):
        feasts(department(), 2012)


def test_the_command_previews_and_writes(tmp_path):
    path = tmp_path / "book.xlsm"
    assert command("new", path).code == 0
    before = path.read_bytes()
    words = ("holidays", path, "2012", "--country", "Norway")
    shown = json.loads(command(*words, "--dry-run", "--json").out)
    assert (shown["written"], shown["countries"]) == (False, ["Norway"])
    assert path.read_bytes() == before
    assert "Norway" in command(*words).out.decode()
    assert json.loads(command(*words, "--json").out)["new"] == []
    assert command("holidays", path, "2012", "--country", "Atlantis").code == 2


def test_a_country_by_any_of_its_names_and_codes_is_itself():
    # Without accents a name may read like another country's code: Bỉ is Belgium, BI is Burundi.
    for row in list_rows("names/countries"):
        for name in names_of_country(row):
            assert (country_code(name), lexicon().country(name)) == (row["code"], row["code"]), name
    spelled = ("bi", " nga ", "NORWAY", "peru", "Côte d'Ivoire", "COTE D'IVOIRE", "u.s.a.")
    assert [country_code(text) for text in spelled] == ["BI", "NG", "NO", "PE", "CI", "CI", "US"]
