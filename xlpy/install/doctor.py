"""Checks Python, Excel or LibreOffice, add-in and trust, and a workbook; names the next step."""

import locale
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from xlpy.core.text import BOTH, Text, said
from xlpy.install import bookfile, fonts, surroundings, trust
from xlpy.install.check import Check
from xlpy.install.places import MACOS, WINDOWS, Places, places, xlwings_version

NEEDED = ("python_calamine", "xlsxwriter")


@dataclass(frozen=True)
class Diagnosis:
    """All that was looked at, in the order in which it is put right: of the computer, and of one
    workbook.
    """

    checks: tuple[Check, ...]
    book: str | None = None
    """The workbook that was looked at, too; None when none was."""
    of_book: tuple[Check, ...] = ()
    language: str = BOTH
    """The language to say it in: the workbook's."""

    @property
    def ready(self) -> bool:
        """Whether everything that is needed is in place."""
        return all(check.good or not check.needed for check in (*self.checks, *self.of_book))

    @property
    def next(self) -> Check | None:
        """The first thing to put right: of what is needed, then of the rest; the workbook's own
        first.
        """
        missing = [check for check in (*self.of_book, *self.checks) if not check.good]
        return min(missing, key=lambda check: not check.needed, default=None)

    def document(self) -> dict:
        """As JSON carries it."""
        step = (
            {"key": self.next.key, "zh": self.next.next.zh, "en": self.next.next.en}
            if self.next
            else None
        )
        found = {"ready": self.ready, "checks": list(map(_document, self.checks))}
        if self.book is not None:
            found |= {"book": self.book, "of_book": list(map(_document, self.of_book))}
        return found | {"next": step}

    def text(self) -> str:
        """For people: a line each, then the one next step."""
        lines = [_line(check, self.language) for check in self.checks]
        if self.book is not None:
            named = Text("工作簿", "workbook").said(self.language)
            lines += ["", f"{named}: {self.book}"]
            lines += [_line(check, self.language) for check in self.of_book]
        step = Text("一切就绪。", "Everything is in place.")
        if self.next:
            step = Text(f"下一步：{self.next.next.zh}", f"Next: {self.next.next.en}")
        return "\n".join([*lines, "", step.said(self.language, "\n" if self.next else "")])


def _document(check: Check) -> dict:
    return {
        "key": check.key,
        "ok": check.good,
        "found": check.found,
        "zh": check.zh,
        "en": check.en,
    }


def _line(check: Check, language: str) -> str:
    found = f"  {said(check.found, language)}" if check.found else ""
    return f"{_mark(check)} {Text(check.zh, check.en).said(language, ' ')}{found}"


def _mark(check: Check) -> str:
    if check.good:
        return "✓"
    return "✗" if check.needed else "!"


def doctor(where: Places | None = None, book: str | None = None) -> Diagnosis:
    """Look at everything that this system needs, and at a workbook, if one is named."""
    where = where or places()
    system = {WINDOWS: _windows, MACOS: _macos}.get(where.system, _linux)
    of_computer = (*_package(), *system(where), *fonts.checks(where))
    if book is None:
        return Diagnosis(of_computer)
    of_book = tuple(bookfile.checks(book, where))
    return Diagnosis(of_computer, book, of_book, bookfile.language_of(book, of_book))


def _package() -> Iterable[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check(
        "python",
        Text("Python 3.11 或更新", "Python 3.11 or newer"),
        sys.version_info >= (3, 11),
        version,
        Text(
            "从 python.org 安装 Python 3.11 或更新的版本。",
            "install Python 3.11 or newer from python.org.",
        ),
    )
    missing = [name for name in NEEDED if find_spec(name) is None]
    yield Check(
        "packages",
        Text("读写工作簿的组件", "the packages that read and write workbooks"),
        not missing,
        ", ".join(missing),
        Text(
            "运行 pip install tradedept（它会装好所需组件）。",
            "run: pip install tradedept (it brings them along).",
        ),
    )


def _environment(where: Places) -> Iterable[Check]:
    """The Python that Excel's side of the workbook names."""
    yield Check(
        "environment",
        Text("Excel 用的 Python", "the Python for Excel"),
        where.python.exists(),
        str(where.python),
        Text("运行 tradedept install。", "run: tradedept install"),
    )
    found = _version_of_xlwings(where)
    yield Check(
        "xlwings",
        Text(
            f"xlwings {xlwings_version()}（与工作簿同版本）",
            f"xlwings {xlwings_version()}, as the workbook has it",
        ),
        found == xlwings_version(),
        found,
        Text(
            "运行 tradedept install，它会换成同一版本。",
            "run: tradedept install; it puts the same version there.",
        ),
    )


def _version_of_xlwings(where: Places) -> str:
    if not where.console_python.exists():
        return ""
    asked = "import importlib.metadata as m; print(m.version('xlwings'))"
    done = subprocess.run(
        [where.console_python, "-c", asked], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _spelled(where: Places, encoding: str) -> Check:
    """Excel's VBA and the DLL know a path only by the letters of the language that Windows has for
    older programs.
    """
    try:
        good = bool(str(where.python).encode(encoding))
    except UnicodeEncodeError:
        good = False
    return Check(
        "letters",
        Text("Excel 能用的路径", "a path that Excel can use"),
        good,
        str(where.environment),
        Text(
            "在 Windows 设置里（时间和语言 → 管理语言设置 → 非 Unicode 程序的语言）选中文（简体，"
            "中国），重启电脑。",
            "in Windows' settings (Time & language, Administrative language settings) set the "
            "language for non-Unicode "
            "programs to that of your user name, such as Chinese (Simplified), and restart the "
            "computer.",
        ),
    )


def _windows(where: Places) -> Iterable[Check]:
    yield Check(
        "excel",
        Text("Excel", "Excel"),
        bool(trust.versions()),
        ", ".join(trust.versions()),
        Text(
            "安装 Excel 2016 或更新的版本，打开一次，再运行 tradedept install。",
            "install Excel 2016 or newer, open it once, then run: tradedept install",
        ),
    )
    yield _spelled(where, locale.getencoding())
    yield from _environment(where)
    yield Check(
        "library",
        Text("连接 Excel 与 Python 的 DLL", "the DLL between Excel and Python"),
        where.libraries[0].exists(),
        str(where.libraries[0]),
        Text("运行 tradedept install。", "run: tradedept install"),
    )
    yield Check(
        "trust",
        Text(f"Excel 信任文件夹 {where.workbooks}", f"Excel trusts the folder {where.workbooks}"),
        trust.trusted(where.workbooks),
        "",
        Text(
            "运行 tradedept install，并把工作簿放在这个文件夹里。",
            "run: tradedept install, and keep workbooks in that folder.",
        ),
    )
    yield Check(
        "policy",
        Text("公司策略没有禁用宏", "no policy forbids macros"),
        not trust.macros_forbidden(),
        "",
        Text(
            "请管理员允许受信任文件夹里的宏；命令 tradedept 不用宏也能做全部工作。",
            "ask the administrator to allow macros in trusted folders; the command tradedept "
            "works without.",
        ),
    )
    yield from surroundings.windows(where)


def _macos(where: Places) -> Iterable[Check]:
    application = Path("/Applications/Microsoft Excel.app")
    yield Check(
        "excel",
        Text(
            "Excel（按钮可用；单元格函数只在 Windows 上可用）",
            "Excel (buttons work; functions in cells need Windows)",
        ),
        application.exists(),
        "",
        Text(
            "安装 Excel，或用 tradedept open 在 LibreOffice 里打开。",
            "install Excel, or use LibreOffice: tradedept open BOOK",
        ),
    )
    yield from _environment(where)
    yield Check(
        "script",
        Text("Excel 运行 Python 的脚本", "the script by which Excel runs Python"),
        where.apple_script.exists(),
        str(where.apple_script),
        Text("运行 tradedept install。", "run: tradedept install"),
    )
    yield from surroundings.macos(where)


def _linux(where: Places) -> Iterable[Check]:
    from xlpy.core.issues import FileError
    from xlpy.programs.libreoffice import ready, version

    try:
        program = ready()
        found, zh, en = ".".join(map(str, version(program))), "", ""
    except FileError as missing:
        found, zh, en = "", missing.zh, missing.en
    yield Check(
        "libreoffice",
        Text("LibreOffice 25.2 或更新", "LibreOffice 25.2 or newer"),
        not zh,
        found,
        Text(zh, en),
    )
    yield from surroundings.linux()
