"""Rows of all tables: each class is a frozen dataclass, though most of them never need a
constructor of their own.
"""

import copy
import pickle
import subprocess
import sys
from dataclasses import MISSING, FrozenInstanceError, fields, replace

import pytest

from xlpy.core.tables import TABLES

RECORDS = sorted({table.record for table in TABLES.values()}, key=lambda record: record.__name__)


def made(record):
    """A row of a class, its fields filled with their own names."""
    return record(**{part.name: part.name for part in fields(record)})


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_row_holds_what_it_is_made_of_and_copies_are_equal(record):
    one = made(record)
    assert all(getattr(one, part.name) == part.name for part in fields(record))
    positions = [part.name for part in fields(record) if not part.kw_only]
    assert record(*positions, row="row") == one
    for other in (made(record), replace(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert other == one
        assert hash(other) == hash(one)
    for part in fields(record):
        assert replace(one, **{part.name: "another"}) != one


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_row_asks_for_the_fields_that_must_be_filled_and_for_no_others(record):
    needed = [part.name for part in fields(record) if part.default is MISSING]
    one = record(**dict.fromkeys(needed, "there"))
    for part in fields(record):
        assert getattr(one, part.name) == ("there" if part.name in needed else part.default)
    for name in needed:
        with pytest.raises(TypeError, match=rf"missing 1 required positional argument: '{name}'"):
            record(**dict.fromkeys({*needed} - {name}, "there"))
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        record(**dict.fromkeys(needed, "there"), colour="red")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_row_cannot_be_changed(record):
    one = made(record)
    for name in [*(part.name for part in fields(record)), "colour"]:
        with pytest.raises(FrozenInstanceError, match=name):
            setattr(one, name, "another")
        with pytest.raises(FrozenInstanceError, match=name):
            delattr(one, name)
    assert one == made(record)


def test_a_command_makes_no_constructor_that_it_does_not_use():
    """A hundred of them took half of the time that a command needs to import what it uses."""
    asked = """
from xlpy.core.tables import TABLES
own = {table.record for table in TABLES.values() if "__init__" in vars(table.record)}
TABLES["staff"].record("a", "b", row=4)
after = {table.record for table in TABLES.values() if "__init__" in vars(table.record)}
print(len(own), [record.__name__ for record in after])
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == f"0 ['{TABLES['staff'].record.__name__}']\n"
