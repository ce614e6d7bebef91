"""Two small windows that LibreOffice does not have: a long text, and a line to type in."""

from collections.abc import Iterable, Sequence

from com.sun.star.awt import Selection, Size
from com.sun.star.awt.PosSize import POS
from com.sun.star.util.MeasureUnit import APPFONT

from xlpy.libreoffice.unotypes import Uno
from xlpy.messages.results import width

_MARGIN = 6
_BUTTON = (50, 14)
_LETTER, _ROW = 4, 9
"""How wide a letter and how high a line is in the units that dialogs are laid out in."""
_COLUMN, _COLUMN_ROW = 4.7, 10
"""The same of the fonts in which columns stand under each other."""
_EVEN = "Noto Sans Mono CJK SC;Source Han Mono SC;WenQuanYi Zen Hei Mono;NSimSun;monospace"
"""Fonts in which a Chinese character is as wide as two letters."""
_SHARE = 0.9
"""How much of the window in front a dialog takes at most."""
_OK, _CANCEL = 1, 2
_LISTED = 12
"""So many lines of a list are seen at once."""


def text_dialog(context: Uno, window: Uno, title: str, text: str) -> Uno:
    """A window with a text to scroll and copy: as wide as its longest line, where the window in
    front leaves room.
    """
    made = _Dialog(context, window, title)
    wanted = [_COLUMN * longest(text) + 20, _COLUMN_ROW * (text.count("\n") + 2)]
    inner = [
        max(least, min(want, most))
        for least, want, most in zip((240, 60), wanted, made.room(), strict=True)
    ]
    place = (_MARGIN, _MARGIN, *map(round, inner))
    # Without a bar at the foot lines that are too long go on in the next one.
    made.add(
        "Edit",
        "text",
        place,
        MultiLine=True,
        ReadOnly=True,
        VScroll=True,
        FontName=_EVEN,
    )
    made.finish(_OK)
    # Last: LibreOffice breaks the text into lines with each thing that is set after it.
    made.model.getByName("text").Text = text
    # The text takes Enter and Tab for itself, though it cannot be changed: the keyboard would not
    # get out of it.
    made.control.getControl(f"button{_OK}").setFocus()
    return made.control


def line_dialog(
    context: Uno,
    window: Uno,
    title: str,
    prompt: str,
    default: str,
    options: Sequence[str] = (),
) -> Uno:
    """A window with a question and a line (`line`) to type the answer in, which is ready to be
    typed over; with a list of what may be chosen where there are options.
    """
    made = _Dialog(context, window, title)
    across = 240
    high = _ROW * _lines(prompt, across // _LETTER)
    made.add("FixedText", "prompt", (_MARGIN, _MARGIN, across, high), Label=prompt, MultiLine=True)
    place = (_MARGIN, 2 * _MARGIN + high, across, _BUTTON[1])
    if options:
        given = {"StringItemList": tuple(options), "LineCount": min(len(options), _LISTED)}
        made.add("ComboBox", "line", place, Text=default, Dropdown=True, **given)
    else:
        made.add("Edit", "line", place, Text=default)
    made.finish(_OK, _CANCEL)
    line = made.control.getControl("line")
    line.setSelection(Selection(0, len(default)))
    line.setFocus()
    return made.control


def longest(text: str) -> int:
    """How many letters the longest line takes; a Chinese one takes two."""
    return max(map(width, text.splitlines()), default=0)


def _lines(text: str, across: int) -> int:
    """How many lines a text takes where so many letters stand in one."""
    return sum(1 + width(line) // across for line in text.splitlines())


class _Dialog:
    """A dialog in front of a window, as large as what it is given."""

    def __init__(self, context, window, title: str):
        service = context.ServiceManager.createInstanceWithContext
        self.window = window
        self.model = service("com.sun.star.awt.UnoControlDialogModel", context)
        self.model.Title = title
        self.control = service("com.sun.star.awt.UnoControlDialog", context)
        self.control.setModel(self.model)
        self.control.createPeer(window.Toolkit, window)
        self.right = self.foot = 0

    def room(self) -> tuple[float, float]:
        """How wide and high a part may be beside margins and buttons."""
        outer = self.window.PosSize
        whole = self.window.convertSizeToLogic(Size(outer.Width, outer.Height), APPFONT)
        return whole.Width * _SHARE - 2 * _MARGIN, whole.Height * _SHARE - 3 * _MARGIN - _BUTTON[1]

    def add(self, kind: str, name: str, place: tuple[int, int, int, int], **given: Uno) -> None:
        """A control by its place: left, top, width, height."""
        part = self.model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        part.Name = name
        part.PositionX, part.PositionY, part.Width, part.Height = place
        # What can be reached by the keyboard has the focus when the dialog opens.
        for key, value in (given if kind == "FixedText" else {"Tabstop": True, **given}).items():
            setattr(part, key, value)
        self.model.insertByName(name, part)
        self.right, self.foot = (
            max(self.right, place[0] + place[2]),
            max(self.foot, place[1] + place[3]),
        )

    def finish(self, *kinds: int) -> None:
        """OK and Cancel at the foot, from the right; the dialog becomes as large as its parts, in
        the middle.
        """
        right, top = self.right, self.foot + _MARGIN
        for at, kind in _placed(kinds):
            place = (right - at * (_BUTTON[0] + _MARGIN) + _MARGIN, top, *_BUTTON)
            self.add(
                "Button", f"button{kind}", place, PushButtonType=kind, DefaultButton=kind == _OK
            )
        self.model.Width, self.model.Height = self.right + _MARGIN, self.foot + _MARGIN
        outer, own = self.window.PosSize, self.control.PosSize
        left, up = (outer.Width - own.Width) // 2, (outer.Height - own.Height) // 2
        self.control.setPosSize(max(left, 0), max(up, 0), 0, 0, POS)


def _placed(kinds: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Buttons in the order of the keyboard, each with its place from the right."""
    kinds = list(kinds)
    return [(len(kinds) - at, kind) for at, kind in enumerate(kinds)]
