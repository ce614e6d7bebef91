"""The policy's keys are declared once: every default row is one of them, and fits what is
declared.
"""

import pytest

from xlpy.book.defaults import default_records, earlier_values
from xlpy.core.parameters import PARAMETERS, is_usable, parameter_of, wanted

ROWS = {row.key: row for row in default_records("policy")}


def test_each_key_is_declared_once_and_has_a_default_row():
    assert len(ROWS) == len(default_records("policy"))
    assert ROWS.keys() == PARAMETERS.keys()


@pytest.mark.parametrize("key", PARAMETERS)
def test_a_default_row_bears_the_unit_and_a_value_of_its_parameter(key):
    row, parameter = ROWS[key], PARAMETERS[key]
    assert row.unit == parameter.unit
    assert is_usable(parameter, row.value)
    assert row.source and row.note


@pytest.mark.parametrize("key", PARAMETERS)
def test_nonsense_fits_no_parameter_but_a_text(key):
    assert is_usable(PARAMETERS[key], "abc d") == (PARAMETERS[key].kind == "text")
    assert all(wanted(PARAMETERS[key]))


def test_a_department_may_add_fines_and_wages_of_other_roles_but_no_other_key():
    assert is_usable(parameter_of("fine.E-9.9"), "30") and is_usable(
        parameter_of("wage.accountant"), "3200.50"
    )
    assert parameter_of("wage.pilot") is None and parameter_of("rank_by") is None


def test_what_earlier_programs_went_by_is_another_value_of_a_declared_key():
    for key, value in earlier_values().items():
        assert is_usable(PARAMETERS[key], value) and value != ROWS[key].value


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("sales_pay.cap", ("none", "0", "120.5"), ("-1", "nan", "Infinity", "1_000", "80%")),
        (
            "wage.manager",
            ("0", "4000.5", "9999999999999.99"),
            ("4000.005", "99999999999999.99", "-0.01", ""),
        ),
        ("dossier.since", (None, "2012-07-01"), ("2012-7", "1", "2012-02-30")),
        ("similar.public_mail", (None, "a.com, b.com.cn，@c.de"), ("a.com b",)),
        ("follow_up.enquiry", ("0", "366"), ("367", "0.5", "-1")),
    ],
)
def test_kinds_and_ranges(key, good, bad):
    parameter = PARAMETERS[key]
    assert [value for value in good if not is_usable(parameter, value)] == []
    assert [value for value in bad if is_usable(parameter, value)] == []
