"""A running LibreOffice and the connection to it. Needs LibreOffice's own Python (module `uno`).

As a program it installs an extension: `python session.py SOFFICE PROFILE EXTENSION.oxt`.
"""

import compileall
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment, XProgressHandler

from xlpy.libreoffice.names import EXTENSION
from xlpy.libreoffice.unotypes import Uno

_OPTIONS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault")
_RESTART_ME = 81
_SECONDS = 60


def properties(**values: object) -> tuple:
    """UNO's way to hand over named values."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


class Office:
    """A LibreOffice without windows, in a profile of its own. Use it with `with`, or call
    `stop`.
    """

    def __init__(self, program: Path, profile: Path):
        self.program = program
        self.profile = profile
        self.start()

    def start(self) -> None:
        """Start the program and connect. Raises RuntimeError when it does not come up."""
        pipe = f"tradedept{uuid.uuid4().hex}"
        address = f"pipe,name={pipe};urp;StarOffice.ComponentContext"
        # The program behind the script: its process is LibreOffice itself and can be waited for.
        binary = self.program.with_name("soffice.bin")
        command = [binary if binary.exists() else self.program, *_OPTIONS]
        command += [
            f"-env:UserInstallation={self.profile.absolute().as_uri()}",
            f"--accept={address}",
        ]
        self.context = None
        for _ in range(3):
            self.process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            self.context = self._connected(f"uno:{address}")
            if self.context is not None:
                break
            # A new profile: the program sets it up and asks to be started again.
            if self.process.wait() != _RESTART_ME:
                break
        if self.context is None:
            raise RuntimeError(
                f"LibreOffice ended with {self.process.returncode} instead of starting"
            )
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _connected(self, address: str):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        until = time.monotonic() + _SECONDS
        while self.process.poll() is None:
            try:
                return resolver.resolve(address)
            except NoConnectException:
                if time.monotonic() > until:
                    self.process.kill()
                time.sleep(0.05)
        return None

    def service(self, name: str) -> Uno:
        """A new object of a service."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path: Path, **options: object) -> Uno:
        """A document, opened without a window, macros off."""
        given = properties(**{"Hidden": True, "MacroExecutionMode": 0} | options)
        document = self.desktop.loadComponentFromURL(
            Path(path).absolute().as_uri(), "_blank", 0, given
        )
        if document is None:
            raise RuntimeError(f"LibreOffice did not open {path}")
        return document

    def install(self, extension: Path) -> None:
        """Install our extension for this profile and start anew."""
        manager = self.context.getValueByName(
            "/singletons/com.sun.star.deployment.ExtensionManager"
        )
        url = Path(extension).absolute().as_uri()
        manager.addExtension(url, (), "user", manager.createAbortChannel(), _Consent())
        self.stop()
        self.start()
        # Else the first button would compile what it imports.
        compileall.compile_dir(self._folder(), quiet=2)

    def _folder(self) -> str:
        """Where our extension lies."""
        told = self.context.getValueByName(
            "/singletons/com.sun.star.deployment.PackageInformationProvider"
        )
        return uno.fileUrlToSystemPath(told.getPackageLocation(EXTENSION))

    def stop(self) -> None:
        """End the program."""
        with suppress(DisposedException):
            self.desktop.terminate()
        try:
            self.process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class _Consent(unohelper.Base, XCommandEnvironment, XInteractionHandler, XProgressHandler):
    """Says yes to what the extension manager asks, such as whether to put a newer version over an
    older one.
    """

    def getInteractionHandler(self) -> Uno:
        return self

    def getProgressHandler(self) -> Uno:
        return self

    def handle(self, request: Uno) -> Uno:
        request.getContinuations()[0].select()

    def push(self, _: Uno) -> Uno:
        pass

    def update(self, _: Uno) -> Uno:
        pass

    def pop(self) -> Uno:
        pass


if __name__ == "__main__":
    with Office(Path(sys.argv[1]), Path(sys.argv[2])) as office:
        office.install(Path(sys.argv[3]))
