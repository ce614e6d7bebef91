"""The buttons: LibreOffice runs the job behind the one that was pressed in menu or toolbar."""

import json

from com.sun.star.task import XJob

from xlpy.libreoffice.buttons import press
from xlpy.libreoffice.component.part import Part
from xlpy.libreoffice.names import BUTTONS, JOB, MODULE
from xlpy.libreoffice.unotypes import Uno

ANSWERS = "answers"
"""The argument of a dispatch with answers that lie ready, as JSON: nobody is asked, and what was
said is kept.
"""
_outcome: list = []
"""Of the last button that was pressed with answers: whether it was done, and what was said."""


class Buttons(Part, XJob):
    """Every button; the job's name says which was pressed."""

    service = BUTTONS

    def execute(self, arguments: Uno) -> str | None:
        """Do what the button says; without arguments: what the last one with answers had to say,
        as JSON.
        """
        if not arguments:
            return json.dumps(_outcome)
        given = {part.Name: {value.Name: value.Value for value in part.Value} for part in arguments}
        key = given["Config"]["Alias"].removeprefix(JOB)
        module = given.get("JobConfig", {}).get(MODULE, "")
        document = given["Environment"]["Frame"].Controller.Model
        answers = given.get("DynamicData", {}).get(ANSWERS)
        if answers is None:
            from xlpy.libreoffice.desk import LibreOfficeDesk

            press(key, module, document, self.context, LibreOfficeDesk.of(document, self.context))
        else:
            from xlpy.libreoffice.desk import PreparedDesk

            desk = PreparedDesk(json.loads(answers), document, self.context)
            _outcome[:] = press(key, module, document, self.context, desk), desk.said
        return None
