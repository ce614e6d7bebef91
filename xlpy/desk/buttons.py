"""What a button is. Each is declared once, at the function in `xlpy/actions/` that does what it
says.

Excel's ribbon, LibreOffice's menu, the callbacks, `macros.py` and the documentation come from
there. A button's key is that function's name, also in `macros.py`, and of its callback in VBA:
`close_month`, `OnCloseMonth`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from xlpy.core.text import Text
from xlpy.desk.drawing import ORANGE, PAPER, Shape, area, disc, rect

TAB = "外贸部 TradeDept"
GROUPS = (
    ("month", "月", "Month"),
    ("periods", "季度与年", "Quarter and year"),
    ("customers", "客户", "Customers"),
    ("orders", "订单", "Orders"),
    ("people", "人员", "People"),
    ("days", "日常", "Days"),
    ("data", "数据", "Data"),
    ("help", "帮助", "Help"),
)
"""The groups of the ribbon: key, Chinese, English."""

EVERYWHERE, EXCEL = "everywhere", "excel"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: key, group, label, what it will do, its icon in Excel (an imageMso id) and its
    drawing elsewhere.

    `host`: for what the spreadsheet program's own side answers, the procedure of VBA; `where`:
    which programs show it.
    """

    key: str
    group: str
    text: Text
    told: Text
    icon: str
    drawing: tuple[Shape, ...] = ()
    large: bool = False
    host: str = ""
    where: str = EVERYWHERE

    @property
    def zh(self) -> str:
        """What stands on the button, in Chinese."""
        return self.text.zh

    @property
    def en(self) -> str:
        """What stands on the button, in English."""
        return self.text.en

    @property
    def tip_zh(self) -> str:
        """What the button will do, in Chinese."""
        return self.told.zh

    @property
    def tip_en(self) -> str:
        """What the button will do, in English."""
        return self.told.en

    @property
    def label(self) -> str:
        """What stands on the button: Chinese, then English."""
        return f"{self.zh} {self.en}"

    @property
    def tip(self) -> str:
        """What the button will do: Chinese, then English."""
        return f"{self.tip_zh} {self.tip_en}"

    @property
    def callback(self) -> str:
        """The name of the callback in VBA: `OnCloseMonth`."""
        return "On" + "".join(part.title() for part in self.key.split("_"))


ActionT = TypeVar("ActionT", bound=Callable[..., None])
_MADE: dict[Callable[..., None], Button] = {}
"""The button of each function that is the action of one."""


def button(
    group: str, text: Text, told: Text, icon: str, drawing: Iterable[Shape], large: bool = False
) -> Callable[[ActionT], ActionT]:
    """Marks a function as what a button does; its name is the button's key."""

    def mark(action: ActionT) -> ActionT:
        _MADE[action] = Button(action.__name__, group, text, told, icon, tuple(drawing), large)
        return action

    return mark


def declared(module: ModuleType) -> Iterator[tuple[Button, Callable[..., None]]]:
    """The buttons of a module with what they do, in its order."""
    for value in vars(module).values():
        if callable(value) and value in _MADE and value.__module__ == module.__name__:
            yield _MADE[value], value


WHY = Button(
    "why",
    "help",
    Text("为什么出错", "Why an error"),
    Text(
        "选中显示错误的单元格，说明 TD_ 函数为什么没有结果。",
        "For the selected cell: why its TD_ function shows an error.",
    ),
    icon="TraceError",
    drawing=(
        area(ORANGE, (8, 1), (15.5, 14.5), (0.5, 14.5)),
        rect(7.1, 5.5, 8.9, 10.3, PAPER),
        disc(8, 12.3, 1.1, PAPER),
    ),
    host="TdShowWhy",
)
FUNCTION_HELP = Button(
    "function_help",
    "help",
    Text("函数说明", "Function help"),
    Text(
        "把各 TD_ 函数的说明装进 Excel 的函数向导。",
        "Puts the help of the TD_ functions into Excel's function wizard.",
    ),
    icon="FunctionWizard",
    host="TdPutFunctionHelp",
    where=EXCEL,
)
HOST_BUTTONS = (WHY, FUNCTION_HELP)
"""The buttons without an action: the spreadsheet program's own side answers them."""


def in_groups(buttons: Iterable[Button]) -> tuple[Button, ...]:
    """Buttons in the order of the groups, within one as they come."""
    order = [key for key, *_ in GROUPS]
    return tuple(sorted(buttons, key=lambda each: order.index(each.group)))
