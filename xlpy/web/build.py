"""Makes the add-in's files in a folder: `python -m xlpy.web.build --url https://… FOLDER`."""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from xlpy.actions.buttons import BY_KEY
from xlpy.core.issues import FileError, UsageError, XlpyError
from xlpy.core.text import Text
from xlpy.desk.buttons import Button
from xlpy.web.bundle import bundle
from xlpy.web.catalogue import functions_json
from xlpy.web.icons import SIZES, icon
from xlpy.web.manifest import PANE, manifest
from xlpy.web.memory import memory, node
from xlpy.web.packing import packed
from xlpy.web.runtime import library, lock, runtime
from xlpy.web.shown import WRITE, shown
from xlpy.web.trial import trial_json

OFFICE = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
"""Office.js, which Excel's add-ins must take from Microsoft."""
_PAGES = Path(__file__).with_name("pages")
_AT_BUILD = ("memory.mjs",)
"""Files beside the pages that only the build uses."""
_NOT_KEPT = ("sw.js", "manifest.xml")
"""What the browser does not keep: itself the keeper, and what Excel alone reads."""
_OURS = ("files.json", *_NOT_KEPT)


@dataclass(frozen=True)
class Built:
    """An add-in in a folder: how many files and bytes a browser loads the first time, and whether
    it starts from memory.
    """

    folder: Path
    files: int
    first_load: int
    from_memory: bool


def build(
    url: str,
    folder: Path,
    pyodide: Path | None = None,
    plain: bool = False,
    office: str = OFFICE,
    writing: bool = False,
) -> Built:
    """Write the add-in that will lie at an address. `pyodide`: a folder with it, instead of npm;
    `plain`: without the memory; `office`: where Office.js lies; `writing`: with the buttons that
    write.

    Raises UsageError for an address that Excel does not take, FileError for a folder that holds
    other things.
    """
    address = address_of(url)
    _refuse_other(folder)
    parts = files_of(address, pyodide, plain, office, writing)
    for name, data in parts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    loaded = [data for name, data in parts.items() if name != "manifest.xml"]
    return Built(folder, len(parts), sum(map(len, loaded)), "memory.packed" in parts)


def files_of(
    address: str,
    pyodide: Path | None = None,
    plain: bool = False,
    office: str = OFFICE,
    writing: bool = False,
) -> dict[str, bytes]:
    """The add-in's files by name; the same each time."""
    given = runtime(pyodide)
    code, books, buttons = bundle(), library(given), shown(writing)
    files = {
        **_pages(office),
        "functions.json": functions_json().encode(),
        "buttons.json": _buttons(buttons),
        "trial.json": trial_json().encode(),
        "code.packed": packed(code),
        "python/pyodide.mjs": given["pyodide.mjs"],
        "python/pyodide.asm.mjs": given["pyodide.asm.mjs"],
        "python/wasm.packed": packed(given["pyodide.asm.wasm"]),
        "python/library.packed": packed(books),
        "python/lock.json": lock(given).encode(),
    }
    for button in {each.key: each for each in (*buttons, BY_KEY[PANE])}.values():
        for size in SIZES:
            files[f"icons/{button.key}-{size}.png"] = icon(button.drawing, size)
    command = None if plain else node()
    if command:
        files["memory.packed"] = memory(command, given, books, code)
    files["files.json"] = _listed(files)
    files["manifest.xml"] = manifest(address, version("tradedept"), buttons).encode()
    return dict(sorted(files.items()))


def address_of(url: str) -> str:
    """An address without the slash at its end. Raises UsageError for what is no https address."""
    parts = urlsplit(url.strip())
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise UsageError(
            Text(
                f"“{url}”：加载项的地址要以 https:// 开头，如 https://intranet.example.com/tradedept",
                f'"{url}": the address of an add-in begins with https://, such as '
                "https://intranet.example.com/tradedept",
            )
        )
    return url.strip().rstrip("/")


def _refuse_other(folder: Path) -> None:
    """Raise FileError for a folder with files that are not those of an add-in."""
    try:
        there = {each.name for each in folder.iterdir()} if folder.exists() else set()
    except OSError as failure:
        raise FileError(
            Text(
                f"“{folder}”不能用：{failure.strerror}",
                f'"{folder}" cannot be used: {failure.strerror}',
            )
        ) from None
    if there and not set(_OURS) <= there:
        raise FileError(
            Text(
                f"“{folder}”里有别的文件，没有写入；请换一个空文件夹。",
                f'"{folder}" holds other files, so nothing was written; name an empty folder.',
            )
        )


def _pages(office: str) -> dict[str, bytes]:
    """The pages and scripts, with what the build says in them."""
    said = {"OFFICE": office, "OFFICE_HOST": _host(office)}
    return {
        path.name: _filled(path.read_text(encoding="utf-8"), said).encode()
        for path in _PAGES.iterdir()
        if path.is_file() and path.name not in _AT_BUILD
    }


def _buttons(buttons: Sequence[Button]) -> bytes:
    """buttons.json: what stands on the pane's buttons, and which of them write."""
    told = [
        {
            "key": each.key,
            "label": [each.zh, each.en],
            "tip": [each.tip_zh, each.tip_en],
            "writes": each.key in WRITE,
        }
        for each in buttons
    ]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


def _filled(text: str, said: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z_]+)@", lambda found: said[found[1]], text)


def _listed(files: Mapping[str, bytes]) -> bytes:
    """files.json: what the browser keeps, by digest; and the digest of all, which names a build."""
    kept = {name: data for name, data in files.items() if name not in _NOT_KEPT}
    digests = {name: sha256(data).hexdigest() for name, data in sorted(kept.items())}
    everything = "".join(f"{name} {sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    build = sha256(everything.encode()).hexdigest()[:16]
    told = {"build": build, "memory": "memory.packed" in files, "digests": digests}
    return json.dumps(told, indent=1).encode()


def main(words: list[str] | None = None) -> int:
    """Build by the words of a command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m xlpy.web.build")
    parser.add_argument("--url", required=True)
    parser.add_argument("--pyodide", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--with-writing", action="store_true")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args(words)
    try:
        made = build(
            given.url, given.folder, given.pyodide, given.plain, writing=given.with_writing
        )
    except XlpyError as failure:
        sys.stderr.write(f"{failure}\n")
        return failure.exit_code
    sys.stdout.write(f"{made.folder}: {made.files} files, {made.first_load} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
