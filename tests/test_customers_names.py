"""Likely duplicates among real company names: few false alarms, nearly every slip found; labelled
pairs one by one.
"""

import random
from datetime import date

import names_data
import pytest

from xlpy.book.names import lexicon
from xlpy.core.likeness import Customer, Limits, Register, similar
from xlpy.functions.ruletables import rules_on

LIMITS = Limits.of(rules_on(date(2012, 7, 1)))
PAIRS = names_data.rows("pairs")
pytestmark = names_data.needed


def customers(pair):
    return [
        Customer(*(pair[f"{what}_{side}"] for what in ("name", "mails", "country", "phone")))
        for side in "ab"
    ]


@pytest.fixture(scope="module")
def register():
    """All names, each looked up among all."""
    return Register(
        [Customer(row["name"]) for row in names_data.rows("companies")], LIMITS, lexicon()
    )


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["pair"] for pair in PAIRS])
def test_a_labelled_pair_is_told_or_not_as_a_person_said(pair):
    one, other = customers(pair)
    told = [similar(one, [other], LIMITS, lexicon()), similar(other, [one], LIMITS, lexicon())]
    assert [bool(matches) for matches in told] == [pair["expected"] != "different"] * 2, pair[
        "reason"
    ]


def test_precision_and_recall_over_the_labelled_pairs(measured):
    """Both ways round; `shared` pairs are to be told, too."""
    told = [
        (pair["expected"] != "different", bool(similar(one, [other], LIMITS, lexicon())))
        for pair in PAIRS
        for one, other in (customers(pair), customers(pair)[::-1])
    ]
    hits, alarms, missed = (
        told.count(each) for each in ((True, True), (False, True), (True, False))
    )
    precision, recall = hits / (hits + alarms), hits / (hits + missed)
    measured(f"names: precision {precision:.1%}, recall {recall:.1%} of {hits + missed} told")
    assert (precision, recall) == (1, 1)


def test_each_pair_that_is_told_has_its_reason_in_words():
    for pair in PAIRS:
        one, other = customers(pair)
        for match in similar(one, [other], LIMITS, lexicon()):
            assert match.reasons, pair["pair"]
            assert all(zh and en for zh, en in match.reasons), pair["pair"]


def test_false_alarms_among_the_names_are_at_most_240(register, record_property):
    names = [row["name"] for row in names_data.rows("companies")]
    alarms = {
        tuple(sorted((name, match.customer.name)))
        for name in names
        for match in register.similar(Customer(name))
        if match.customer.name != name
    }
    record_property("alarms", len(alarms))
    assert len(alarms) <= 240


def slipped(name, chance):
    """The name with one letter left out, changed, added, or swapped with the next."""
    at = chance.choice([place for place, sign in enumerate(name) if sign.isalpha()])
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    made = {
        "left out": name[:at] + name[at + 1 :],
        "changed": name[:at] + other + name[at + 1 :],
        "added": name[:at] + other + name[at:],
        "swapped": name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
    }
    return chance.choice(list(made.values()))


ADDED = ("Kenya", "Trading", "Berlin", "Plus", "Services")


def share_found(register, change):
    names, chance = [row["name"] for row in names_data.rows("companies")], random.Random(2013)
    found = 0
    for _ in range(1000):
        name = chance.choice(names)
        asked = Customer(change(name, chance))
        found += any(match.customer.name == name for match in register.similar(asked))
    return found / 1000


def test_nineteen_in_twenty_slips_of_one_letter_are_found(register):
    assert share_found(register, slipped) >= 0.95


def test_nearly_every_name_with_a_word_more_is_found(register):
    def longer(name, chance):
        words = name.split()
        words.insert(
            chance.randrange(len(words) + 1),
            chance.choice(["Kenya", "Trading", "Berlin", "Plus", "Services"]),
        )
        return " ".join(words)

    assert share_found(register, longer) >= 0.97
