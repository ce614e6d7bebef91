"""Two small windows that LibreOffice has none of: a long text, and one line to type in."""

from com.sun.star.awt.PosSize import POS

_BUTTON_HEIGHT = 14
_MARGIN = 6
_OK, _CANCEL = 1, 2


def text_dialog(context, window, title: str, text: str):
    """A window with a text to scroll and copy."""
    width, height = 440, 280
    made = _Dialog(context, window, title, width, height)
    made.add(
        "Edit",
        "text",
        (_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 3 * _MARGIN - _BUTTON_HEIGHT),
        Text=text,
        MultiLine=True,
        ReadOnly=True,
        VScroll=True,
        HScroll=True,
        FontName="monospace",
    )
    made.buttons(_OK)
    return made.control


def line_dialog(context, window, title: str, prompt: str, default: str):
    """A window with a question and a line (`line`) to type the answer in."""
    lines = prompt.count("\n") + 2
    height = 4 * _MARGIN + 10 * lines + 2 * _BUTTON_HEIGHT
    made = _Dialog(context, window, title, 240, height)
    made.add("FixedText", "prompt", (_MARGIN, _MARGIN, 228, 10 * lines), Label=prompt, MultiLine=True)
    made.add("Edit", "line", (_MARGIN, 2 * _MARGIN + 10 * lines, 228, _BUTTON_HEIGHT), Text=default)
    made.buttons(_OK, _CANCEL)
    return made.control


class _Dialog:
    """A dialog in front of a window."""

    def __init__(self, context, window, title: str, width: int, height: int):
        service = context.ServiceManager.createInstanceWithContext
        self.window = window
        self.model = service("com.sun.star.awt.UnoControlDialogModel", context)
        self.model.Title = title
        self.model.Width, self.model.Height = self.size = width, height
        self.control = service("com.sun.star.awt.UnoControlDialog", context)
        self.control.setModel(self.model)
        self.control.createPeer(window.Toolkit, window)

    def add(self, kind: str, name: str, place: tuple[int, int, int, int], **given) -> None:
        """A control by its place: left, top, width, height."""
        part = self.model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        part.Name = name
        part.PositionX, part.PositionY, part.Width, part.Height = place
        for key, value in given.items():
            setattr(part, key, value)
        self.model.insertByName(name, part)

    def buttons(self, *kinds: int) -> None:
        """OK and Cancel at the foot, from the right."""
        width, height = self.size
        for at, kind in enumerate(reversed(kinds), 1):
            place = (width - at * (50 + _MARGIN), height - _MARGIN - _BUTTON_HEIGHT, 50, _BUTTON_HEIGHT)
            self.add("Button", f"button{kind}", place, PushButtonType=kind, DefaultButton=kind == _OK)
        self._centre()

    def _centre(self) -> None:
        outer, own = self.window.PosSize, self.control.PosSize
        left, top = (outer.Width - own.Width) // 2, (outer.Height - own.Height) // 2
        self.control.setPosSize(max(left, 0), max(top, 0), 0, 0, POS)
