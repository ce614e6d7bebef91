"""Python for browsers (Pyodide): which version, the digests of its files, and where they come from.

It is not part of this package: the builder takes it from npm, once, and keeps it in the user's
folder.
"""

import io
import json
import tarfile
import urllib.request
import zipfile
from collections.abc import Mapping
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.web.packing import zipped

VERSION = "314.0.7"
ADDRESS = f"https://registry.npmjs.org/pyodide/-/pyodide-{VERSION}.tgz"
"""Where npm has it."""
_WAIT = 60
"""So many seconds may pass without an answer."""
DIGESTS = {
    "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
    "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
    "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
}
"""The files that an add-in needs of it, each with its SHA-256."""
_UNUSED = (
    "_aix_support",
    "asyncio/windows_events",
    "asyncio/windows_utils",
    "encodings/cp7*",
    "encodings/cp8*",
    "encodings/cp10*",
    "encodings/hp_*",
    "encodings/koi8_*",
    "encodings/mac_*",
    "encodings/ptcp154",
    "logging/config",
    "logging/handlers",
    "_android_support",
    "_apple_support",
    "_ios_support",
    "_pydatetime",
    "_pydecimal",
    "_pyio",
    "_pyrepl",
    "antigravity",
    "bdb",
    "cProfile",
    "cmd",
    "curses",
    "dbm",
    "doctest",
    "encodings/bz2_codec",
    "ensurepip",
    "ftplib",
    "http/cookiejar",
    "http/server",
    "idlelib",
    "imaplib",
    "mailbox",
    "multiprocessing",
    "netrc",
    "optparse",
    "pdb",
    "pickletools",
    "poplib",
    "profile",
    "profiling",
    "pstats",
    "pydoc",
    "pydoc_data",
    "rlcompleter",
    "smtplib",
    "socketserver",
    "sqlite3",
    "this",
    "tkinter",
    "trace",
    "turtle",
    "turtledemo",
    "unittest",
    "venv",
    "wave",
    "wsgiref",
    "xmlrpc",
    "zipapp",
)
"""What of Python's library no rule, table or button uses: each user would load it for nothing."""


def runtime(folder: Path | None = None) -> dict[str, bytes]:
    """The files by name: of a folder that has them, else those kept on this computer, which are
    loaded from npm first.

    Raises FileError when they cannot be had, or are not those that are wanted.
    """
    if folder is not None:
        files = {name: _read(folder / name) for name in DIGESTS}
        _refuse_others(files, str(folder))
        return files
    kept = settings.folder() / "web" / f"pyodide-{VERSION}.tgz"
    if not kept.exists():
        data = _loaded(ADDRESS)
        _refuse_others(_unpacked(data, ADDRESS), ADDRESS)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    files = _unpacked(kept.read_bytes(), str(kept))
    _refuse_others(files, str(kept))
    return files


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise FileError(
            Text(
                f"读不了“{path}”：{failure.strerror}；请给出 Pyodide {VERSION} 的文件夹。",
                f'"{path}" cannot be read: {failure.strerror}; name the folder of Pyodide '
                f"{VERSION}.",
            )
        ) from None


def _loaded(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=_WAIT) as answer:
            data: bytes = answer.read()
            return data
    except OSError as failure:
        raise FileError(
            Text(
                f"没有网络，取不到浏览器里的 Python（{address}）：{failure}。请联网再试一次（只取"
                "一次），或在别的电脑上 npm pack "
                f"pyodide@{VERSION}，解开后用 --pyodide 给出文件夹。",
                f"Python for browsers could not be loaded ({address}): {failure}. Try again with "
                f"a network (needed once); or run npm pack pyodide@{VERSION} on another computer, "
                "unpack it, and name the folder with --pyodide.",
            )
        ) from None


def _unpacked(data: bytes, where: str) -> dict[str, bytes]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as package:
            members = {name: package.extractfile(f"package/{name}") for name in DIGESTS}
            return {name: member.read() for name, member in members.items() if member}
    except (tarfile.TarError, KeyError, OSError, EOFError):
        raise _not_ours(where, "pyodide") from None


def _refuse_others(files: Mapping[str, bytes], where: str) -> None:
    """Raise FileError for a file that is not the very one that this program was tried with."""
    for name, digest in DIGESTS.items():
        if sha256(files.get(name, b"")).hexdigest() != digest:
            raise _not_ours(where, name)


def _not_ours(where: str, name: str) -> FileError:
    return FileError(
        Text(
            f"“{where}”里的 {name} 不是 Pyodide {VERSION} 的原件（摘要不符），没有使用；请删除后"
            "再试。",
            f'{name} of "{where}" is not that of Pyodide {VERSION} (its digest differs) and was '
            "not used; delete it and try again.",
        )
    )


def library(files: Mapping[str, bytes]) -> bytes:
    """Python's library as a zip file, without what nothing of ours uses."""
    with zipfile.ZipFile(io.BytesIO(files["python_stdlib.zip"])) as whole:
        names = [name for name in whole.namelist() if not _is_unused(name)]
        return zipped({name: whole.read(name) for name in names})


def _is_unused(name: str) -> bool:
    return name.endswith("/") or any(
        fnmatch(name, f"{each}.py") or name.startswith(f"{each}/") for each in _UNUSED
    )


def lock(files: Mapping[str, bytes]) -> str:
    """The list of Pyodide's packages as JSON, of which none is used: the head alone."""
    found = json.loads(files["pyodide-lock.json"])
    return json.dumps(found | {"packages": {}}, sort_keys=True)
