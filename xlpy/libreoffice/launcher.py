"""Starts LibreOffice with a workbook, the extension installed in a profile of its own."""

import hashlib
import subprocess
import sys
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.libreoffice.office import clean_environment, make_profile, own_python, ready, user_profile

_INSTALLED = "tradedept-extension"
"""The file in the profile that names the state of the extension that was installed."""
_SECONDS = 120


def open_book(path: str | Path, profile: Path | None = None) -> subprocess.Popen:
    """Show a workbook in LibreOffice with functions, menu and toolbar; the process that was started.

    `profile`: the folder of LibreOffice's settings; left out, one of our own in the user's folder. Raises FileError
    when there is no such file, no LibreOffice that can be a host, or the extension cannot be installed.
    """
    path, profile = Path(path).absolute(), profile or user_profile()
    if not path.is_file():
        raise FileError(f"没有文件“{path.name}”。", f'There is no file "{path.name}".')
    program = ready()
    install(program, profile)
    return subprocess.Popen(
        [program, f"-env:UserInstallation={profile.absolute().as_uri()}", "--nologo", "--calc", path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        start_new_session=True,
    )


def install(program: Path, profile: Path) -> bool:
    """Install the extension in a profile unless its present state is there; whether it was. Raises FileError."""
    from xlpy.libreoffice.extension.package import extension

    data = extension(sys.executable)
    state, mark = hashlib.sha256(data).hexdigest(), profile / _INSTALLED
    if mark.is_file() and mark.read_text("ascii") == state:
        return False
    make_profile(profile)
    package = profile / "tradedept.oxt"
    package.write_bytes(data)
    _add(program, profile, package)
    mark.write_text(state, "ascii")
    return True


def _add(program: Path, profile: Path, package: Path) -> None:
    """Have LibreOffice take the extension in. Raises FileError, also when it is open in that profile."""
    session = Path(__file__).with_name("session.py")
    search = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [own_python(program), session, program, profile, package],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env=clean_environment() | {"PYTHONPATH": search},
        )
        failed = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    except (OSError, subprocess.TimeoutExpired) as failure:
        failed = [str(failure)]
    if failed:
        raise FileError(
            f"LibreOffice 扩展没有装上；请先关闭用 tradedept open 打开的 LibreOffice，再试一次。（{failed[0]}）",
            "The LibreOffice extension was not installed; close the LibreOffice that `tradedept open` started and try "
            f"again. ({failed[0]})",
        )
