"""The buttons as LibreOffice shows them: a menu and a toolbar of spreadsheets (Addons), and the
job behind each (Jobs).

LibreOffice itself answers for a job's address until it is pressed; a protocol of ours would start
Python for every window.
"""

from collections.abc import Iterable, Iterator

from xlpy.actions.buttons import ACTIONS, BUTTONS
from xlpy.desk.buttons import EXCEL, TAB, Button
from xlpy.libreoffice.extension.icons import SIZES, icon
from xlpy.libreoffice.extension.markup import argument, configuration, entry, node, prop, words
from xlpy.libreoffice.names import BUTTONS as SERVICE
from xlpy.libreoffice.names import EXTENSION, JOB, MODULE

_SPREADSHEETS = "com.sun.star.sheet.SpreadsheetDocument"


def menus() -> str:
    """The menu with every button, group by group, and the toolbar with the large ones
    (Addons.xcu).
    """
    menu = entry(
        f"{EXTENSION}.menu",
        prop("Context", _SPREADSHEETS),
        words("Title", TAB),
        node("Submenu", *_items(_shown())),
    )
    toolbar = entry(f"{EXTENSION}.toolbar", *_items(button for button in _shown() if button.large))
    return configuration(
        "org.openoffice.Office",
        "Addons",
        node(
            "AddonUI",
            node("OfficeMenuBar", menu),
            node("OfficeToolBar", toolbar),
            node("Images", *_images()),
        ),
    )


def _images() -> Iterator[str]:
    """Where each button's icons lie in the extension."""
    for button in _shown():
        small, large = (
            prop(name, f"%origin%/{place}")
            for name, place in zip(_IMAGES, places(button), strict=True)
        )
        images = node("UserDefinedImages", small, large)
        yield entry(f"{EXTENSION}.{button.key}", prop("URL", address(button)), images)


_IMAGES = ("ImageSmallURL", "ImageBigURL")


def places(button: Button) -> list[str]:
    """The names of a button's icons, small and large, in the extension."""
    return [f"icons/{button.key}-{size}.svg" for size in SIZES]


def icons() -> dict[str, str]:
    """The icons of all buttons that LibreOffice shows, by their place in the extension."""
    shown = [
        (button, size, place)
        for button in _shown()
        for size, place in zip(SIZES, places(button), strict=True)
    ]
    return {place: icon(button, size) for button, size, place in shown}


def window() -> str:
    """Where the toolbar stands until the user moves it: below the others, under its name
    (CalcWindowState.xcu).
    """
    bar = entry(
        f"private:resource/toolbar/addon_{EXTENSION}.toolbar",
        words("UIName", TAB),
        prop("Docked", "true"),
        prop("DockingArea", "0"),
        prop("DockPos", "0,3"),
        prop("Visible", "true"),
        # Icons with their words.
        prop("Style", "2"),
    )
    return configuration(
        "org.openoffice.Office.UI", "CalcWindowState", node("UIElements", node("States", bar))
    )


def _shown() -> list[Button]:
    """LibreOffice's buttons, in the order of the groups."""
    return [button for button in BUTTONS if button.where != EXCEL]


def _items(buttons: Iterable[Button]) -> Iterator[str]:
    """An item a button, with a line between groups; LibreOffice takes them in the order of their
    names.
    """
    before, place = None, 0
    for button in buttons:
        if before not in (None, button.group):
            yield entry(f"i{place:02}", prop("URL", "private:separator"))
            place += 1
        yield entry(
            f"i{place:02}",
            prop("URL", address(button)),
            words("Title", button.label),
            prop("Target", "_self"),
            prop("Context", _SPREADSHEETS),
        )
        before, place = button.group, place + 1


def address(button: Button) -> str:
    """What LibreOffice dispatches when a button is pressed."""
    return f"vnd.sun.star.job:alias={JOB}{button.key}"


def jobs() -> list[str]:
    """The buttons' jobs, as nodes of LibreOffice's list of jobs."""
    return [
        entry(f"{JOB}{button.key}", prop("Service", SERVICE), *_module_of(button))
        for button in _shown()
    ]


def _module_of(button: Button) -> Iterator[str]:
    """Where a button's action is declared, so that a press need not import every module."""
    if button.key in ACTIONS:
        yield node("Arguments", argument(MODULE, ACTIONS[button.key].__module__))
