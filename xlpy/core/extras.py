"""What to install for what needs more than the program itself."""

from xlpy.core.issues import FileError
from xlpy.core.text import Text


def missing(package: str, extra: str, what: Text) -> FileError:
    """The refusal of `what` where a package of an extra is not installed: it says what to run."""
    run = f"pip install tradedept[{extra}]"
    return FileError(
        Text(f"{what.zh}要用 {package}，请运行 {run}", f"{what.en} needs {package}: run {run}")
    )
