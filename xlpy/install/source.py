"""What the package in Excel's own Python is installed from: what the one that runs was installed
from.
"""

import json
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from xlpy.core.issues import FileError
from xlpy.core.text import Text

_NAME, _EXTRA = "tradedept", "excel"


def requirement(found: str) -> str:
    """A source as pip takes it, with what Excel needs besides."""
    if found.startswith(f"{_NAME}=="):
        return found.replace(_NAME, f"{_NAME}[{_EXTRA}]", 1)
    return f"{_NAME}[{_EXTRA}] @ {found}" if "://" in found else f"{found}[{_EXTRA}]"


def source(root: Path | None = None, installed: Distribution | None = None) -> str:
    """A folder with the source where there is one, a file, an address; of a package of an index
    its name and version.

    Raises FileError when what was installed from is there no more: an index may have a stranger's
    package of the name.
    """
    root = root or Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").exists():
        return str(root)
    try:
        installed = installed or distribution(_NAME)
    except PackageNotFoundError:
        raise _gone("") from None
    noted = installed.read_text("direct_url.json")
    return _noted(json.loads(noted)) if noted else f"{_NAME}=={installed.version}"


def _noted(note: dict) -> str:
    """What pip noted of a package that is from no index."""
    address = note["url"]
    if "vcs_info" in note:
        told = note["vcs_info"]
        return f"{told['vcs']}+{address}@{told['commit_id']}"
    parts = urlsplit(address)
    if parts.scheme != "file":
        return address
    path = Path(url2pathname(f"//{parts.netloc}{parts.path}" if parts.netloc else parts.path))
    if not path.exists():
        raise _gone(str(path))
    return str(path)


def _gone(place: str) -> FileError:
    return FileError(
        Text(
            f"找不到 TradeDept 的源文件 {place}，不能安装；请在项目文件夹里运行：python -m xlpy "
            "install",
            f"The source of TradeDept was not found {place}, so it cannot be installed; run in "
            "the project's folder: "
            "python -m xlpy install",
        )
    )
