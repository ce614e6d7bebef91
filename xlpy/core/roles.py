"""The roles of a department's people, as tables hold them and as sentences name them (B-3.A)."""

from collections.abc import Collection

from xlpy.core.text import Text

ROLES = (
    ("salesperson", "业务员"),
    ("manager", "经理"),
    ("accountant", "会计"),
    ("assistant", "助理"),
    ("purchaser", "采购"),
    ("production", "生产"),
    ("supervisor", "主管"),
)
"""Each role's key, which is its English name, and its Chinese one."""


SUPERVISOR = "supervisor"
"""The role of who supervises the orders of a team's people; without a team everybody's."""


def who_may(roles: Collection[str]) -> Text:
    """Several roles in words, in Chinese and in English: `经理或生产`, `manager or production`."""
    named = [(zh, key) for key, zh in ROLES if key in roles]
    named += [(key, key) for key in sorted(set(roles) - {key for key, _ in ROLES})]
    return Text("或".join(zh for zh, _ in named), " or ".join(en for _, en in named))
