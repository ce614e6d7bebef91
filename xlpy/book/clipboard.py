"""What was copied in another program, as text: read by the system's own tool."""

import shutil
import subprocess
import sys

from xlpy.core.issues import FileError
from xlpy.core.text import Text

WORDS = ("clipboard", "剪贴板")
"""What to write instead of a file's name."""
_SECONDS = 10
_WINDOWS = (
    "powershell",
    "-NoProfile",
    "-Command",
    "[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-Clipboard -Raw",
)
_OTHERS = (
    ("wl-paste", "--no-newline", "--type", "text/plain"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
)


def read_clipboard() -> bytes:
    """The text on the clipboard. Raises FileError when there is none, or no tool reads it."""
    tools = (
        (_WINDOWS,)
        if sys.platform == "win32"
        else (("pbpaste",),)
        if sys.platform == "darwin"
        else _OTHERS
    )
    there = [tool for tool in tools if shutil.which(tool[0])]
    for tool in there:
        try:
            done = subprocess.run(tool, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout
    if there:
        raise FileError(
            Text(
                "剪贴板里没有文字；请先复制表格，连同表头",
                "The clipboard holds no text; copy the table first.",
            )
        )
    raise FileError(
        Text(
            "这台电脑没有读剪贴板的工具（xclip、xsel 或 wl-paste）；请把表格存成文件，或用 - 从标"
            "准输入读",
            "No tool of this machine reads the clipboard (xclip, xsel or wl-paste); save the "
            "table as a file, or pipe it "
            "in as -.",
        )
    )
