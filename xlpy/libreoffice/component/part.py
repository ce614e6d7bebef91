"""What every part of the extension says of itself to LibreOffice."""

import unohelper
from com.sun.star.lang import XServiceInfo


class Part(unohelper.Base, XServiceInfo):
    """A part that LibreOffice makes by the name of its service."""

    service = ""

    def __init__(self, context):
        self.context = context

    def getImplementationName(self) -> str:  # noqa: D102
        return self.service

    def supportsService(self, name: str) -> bool:  # noqa: D102
        return name == self.service

    def getSupportedServiceNames(self) -> tuple[str]:  # noqa: D102
        return (self.service,)
