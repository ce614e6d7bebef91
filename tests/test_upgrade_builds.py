"""A workbook that an earlier program of the same layout made: what it is missing is named with the
way to get it, and a copy has it.
"""

import shutil

import pytest
from commands import command
from filekit import PROJECT

MADE = PROJECT / "tests" / "golden" / "layout-4.xlsm"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return shutil.copyfile(MADE, tmp_path_factory.mktemp("builds") / "Trade.xlsm")


@pytest.fixture(scope="module")
def upgraded(book):
    done = command("upgrade", book)
    assert done.code == 0, done.err
    return book.with_name("Trade.upgraded.xlsm")


@pytest.mark.parametrize("words", [("check",), ("close", "2012-10")], ids=str)
def test_what_is_missing_is_named_with_what_adds_it(book, words):
    done = command(words[0], book, *words[1:])
    assert done.code != 0
    assert b"tradedept upgrade" in done.out + done.err


def test_the_copy_is_intact_and_its_next_month_closes(upgraded):
    verified = command("verify", upgraded)
    assert verified.code == 0 and b"12 closes" in verified.out
    # All that is wrong is what the demo is made to show: nothing of the rules.
    checked = command("check", upgraded, "2012-10").out.decode()
    assert "has no usable value" not in checked and "upgrade" not in checked
    assert command("close", upgraded, "2012-10").code == 0
    assert b"13 closes" in command("verify", upgraded).out


def test_the_copy_is_up_to_date(upgraded):
    done = command("upgrade", upgraded)
    assert done.code == 0 and b"nothing to do" in done.out
