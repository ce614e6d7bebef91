"""Starts a LibreOffice for the tests and asks `live_inside.py` in it; run by a Python that has
`uno`. JSON lines ask and answer.
"""

import json
import sys
import traceback
from pathlib import Path

from inside import Inside, with_macro

sys.path.insert(0, str(Path(__file__).parent.parent))

from xlpy.libreoffice.session import Office


class Live:
    """A LibreOffice and the workbooks that are open in it."""

    def __init__(self, program, profile):
        self.office = Office(Path(program), with_macro(profile))
        here = Path(__file__).parent
        self.inside = Inside(self.office, "live_inside", here, here.parent)

    def open(self, path):
        return self.inside.ask(self.office.open(Path(path)), "open_", path=path)


def main():
    """Answer questions until there are no more."""
    live = None
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            question = asked.pop("do")
            try:
                if question == "start":
                    live, told = Live(**asked), None
                elif question == "open":
                    told = live.open(**asked)
                else:
                    told = live.inside.ask(None, question, **asked)
                answer = {"ok": told}
            except Exception:
                answer = {"failed": traceback.format_exc()}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        if live:
            live.office.stop()


if __name__ == "__main__":
    main()
