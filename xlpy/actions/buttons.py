"""Every button with what it does, and the last of them: help, which lists them all."""

import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from xlpy.actions import (
    archiving,
    beginning,
    closing,
    consents,
    data,
    days,
    enquiries,
    imports,
    orders,
    people,
    relations,
    reports,
)
from xlpy.actions.acting import act
from xlpy.actions.work import Work
from xlpy.book.hosts import Host
from xlpy.core.text import Text
from xlpy.desk.buttons import GROUPS, HOST_BUTTONS, Button, button, declared, in_groups
from xlpy.desk.desk import Desk
from xlpy.desk.drawing import BLUE, PAPER, disc, line


@button(
    "help",
    Text("帮助", "Help"),
    Text("版本、每个按钮做什么、下一步。", "The version, what each button does, what to do next."),
    icon="Help",
    drawing=[
        disc(8, 8, 7, BLUE),
        line(
            1.8, PAPER, (5.8, 6), (6.2, 4.6), (8, 4), (9.8, 4.8), (9.9, 6.4), (8.2, 7.8), (8, 9.2)
        ),
        disc(8, 11.8, 1.1, PAPER),
    ],
)
def help(work: Work) -> None:
    """The version, and what each button does."""
    lines = [f"TradeDept {_version()}", ""]
    for key, zh, en in GROUPS:
        lines.append(work.words(Text(zh, en), " "))
        lines += [
            f"  {work.words(each.text, ' ')}: {work.words(each.told, ' ')}"
            for each in BUTTONS
            if each.group == key
        ]
    lines += [
        "",
        work.words(
            Text(
                "单元格函数见 =TD_…；=TD_WHY(单元格) 说明错误的原因。",
                "Functions: =TD_…; =TD_WHY(cell) says why.",
            )
        ),
    ]
    work.desk.show(work.title, "\n".join(lines))


def _version() -> str:
    try:
        return version("tradedept")
    except PackageNotFoundError:
        return ""


_DECLARED = [
    pair
    for module in (
        closing,
        enquiries,
        relations,
        orders,
        consents,
        archiving,
        people,
        days,
        reports,
        imports,
        data,
        beginning,
        sys.modules[__name__],
    )
    for pair in declared(module)
]
BUTTONS: tuple[Button, ...] = in_groups([*HOST_BUTTONS, *(each for each, _ in _DECLARED)])
"""Every button, in the order of the groups and of the modules above."""
ACTIONS: dict[str, Callable[[Work], None]] = {each.key: action for each, action in _DECLARED}
"""The key of each button that has an action, and what it does."""
BY_KEY = {each.key: each for each in BUTTONS}
"""The button of each key."""


def run(key: str, book: Host, desk: Desk) -> bool:
    """Press a button on xlwings' book; whether it did what it says. Whatever happens, the person
    hears of it.
    """
    return act(Work(BY_KEY[key], book, desk), ACTIONS[key])
