"""Roles in sentences: in the language of the sentence, in the order of the list of roles."""

from xlpy.core.roles import ROLES, who_may


def test_one_role_is_named_in_each_language():
    assert who_may({"manager"}) == ("经理", "manager")


def test_several_roles_are_joined_in_the_order_of_the_list():
    assert who_may(frozenset(["production", "manager"])) == ("经理或生产", "manager or production")


def test_a_role_that_the_list_does_not_know_is_named_as_it_is_written():
    assert who_may(["driver", "manager"]) == ("经理或driver", "manager or driver")


def test_every_role_has_both_names():
    assert all(who_may([key]) == (zh, key) for key, zh in ROLES)
