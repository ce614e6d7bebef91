"""The papers of an order: each is declared once, by `@paper` above the function that makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from xlpy.core.text import Text

if TYPE_CHECKING:
    from xlpy.documents.data import Job
    from xlpy.documents.page import Sheet

STATED = ("row", "field", "agreement", "approval")
"""What a paper must have before it goes out; signatures and copies come after it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper: what makes it, its title, the form that it is of, its language, and what it
    needs.

    `asks`: the forms whose requirements the paper must meet; `gates`: those of the account that
    must be open;
    `each`: whether every row of the form is a paper of its own; `pays`: whether it names an
    account to pay to;
    `pictured`: whether it shows the products' pictures; `until`: the stage up to which it asks,
    where that is not its own form's; `refuses`: form and item of what must agree, or the paper is
    not made at all; `by_shipment`: whether an order in several shipments has one of each;
    `states`: columns that its rows must hold beside what the forms ask (`products.elements`); of
    several one of them (`shipments.tare|weighed`);
    `when`: terms or instruments with which there is such a paper (empty: always); `optional`:
    whether an archive does without it; `inside`: whether it stays in the house, without our stamp.
    """

    name: str
    make: Callable[["Job", Any], "Sheet"]
    """From a row of the form's own table: which class that is, each function says."""
    title: Text
    form: str
    language: str
    asks: tuple[str, ...]
    kinds: tuple[str, ...]
    gates: tuple[str, ...]
    each: bool
    pays: bool
    pictured: bool
    place: int
    until: str
    refuses: tuple[str, str] | None
    by_shipment: bool
    states: tuple[str, ...]
    when: tuple[str, ...]
    optional: bool
    inside: bool


Maker = Callable[["Job", Any], "Sheet"]
_declared: dict[str, Paper] = {}


def paper(
    zh: str,
    en: str,
    form: str,
    language: str,
    place: int,
    *,
    asks: tuple[str, ...] = (),
    kinds: tuple[str, ...] = STATED,
    gates: tuple[str, ...] = (),
    each: bool = False,
    pays: bool = False,
    pictured: bool = False,
    until: str = "",
    refuses: tuple[str, str] | None = None,
    by_shipment: bool = False,
    states: tuple[str, ...] = (),
    when: tuple[str, ...] = (),
    optional: bool = False,
    inside: bool = False,
) -> Callable[[Maker], Maker]:
    """Declare a paper with its titles; its name is the function's. See Paper for the rest.

    `place`: where it stands among the papers, which follow the course of an order.
    """

    def declare(make: Maker) -> Maker:
        _declared[make.__name__] = Paper(
            make.__name__,
            make,
            Text(zh, en),
            form,
            language,
            asks,
            kinds,
            gates,
            each,
            pays,
            pictured,
            place,
            until,
            refuses,
            by_shipment,
            states,
            when,
            optional,
            inside,
        )
        return make

    return declare


def sealed_papers() -> list[str]:
    """The names of the papers that our company signs, in their order."""
    names = (name for name, each in _declared.items() if not each.inside)
    return sorted(names, key=lambda name: _declared[name].place)


def declared(*modules: ModuleType) -> dict[str, Paper]:
    """The papers of some modules by name, in their order."""
    names = {module.__name__ for module in modules}
    found = [(key, each) for key, each in _declared.items() if each.make.__module__ in names]
    return dict(sorted(found, key=lambda item: item[1].place))
