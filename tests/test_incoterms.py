"""Delivery terms as people write them: code and place, every line of the case table (C-2.2)."""

import pytest
from test_rules import lines

from xlpy.core.dossier.forms import (
    INCOTERMS_2020,
    incoterm_agreed,
    incoterm_code,
    incoterm_place,
    incoterm_stated,
)


@pytest.mark.parametrize("case", lines("incoterms"))
def test_a_delivery_term_of_a_line(case):
    code = incoterm_code(case["written"])
    assert (code or "") == case["code"]
    if code:
        assert incoterm_place(case["written"]) == case["place"].upper()
    assert (incoterm_stated(case["written"]) or "") == case["stated"]


@pytest.mark.parametrize("code", INCOTERMS_2020)
def test_every_term_is_read_with_a_place_and_told_without(code):
    assert (
        incoterm_agreed(f"{code}汉堡")
        == incoterm_agreed(f"{code.lower()}（汉堡）")
        == (code, "汉堡")
    )
    assert incoterm_agreed(code) == (code, "")
