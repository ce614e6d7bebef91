"""Excel without a Python on the computer: the add-in's files made, and tried."""

from argparse import Namespace
from pathlib import Path

from xlpy.commands import show, step
from xlpy.commands.declare import command
from xlpy.core.issues import UsageError
from xlpy.core.text import Mixed, Text


@command(
    "web",
    Text("加载项（试验）", "an add-in for Excel without Python (experimental)"),
    "what where --url --plain --pyodide",
)
def web(options: Namespace) -> None:
    """Make an add-in's files in a folder."""
    if options.what.strip().casefold() != "build":
        raise UsageError(Text(f"“{options.what}”应为 build", f'"{options.what}" is not build'))
    if not options.url:
        raise UsageError(
            Text(
                "请用 --url 写出文件将放在哪个网址",
                "say with --url at which address the files will lie",
            )
        )
    from xlpy.web.build import build

    step(Text("制作加载项", "making the add-in"))
    pyodide = Path(options.pyodide) if options.pyodide else None
    made = build(options.url, Path(options.where), pyodide, options.plain)
    show(
        options,
        lambda: {
            "folder": str(made.folder),
            "files": made.files,
            "first_load": made.first_load,
            "from_memory": made.from_memory,
        },
        lambda: "\n".join(
            [
                str(
                    Mixed(
                        Text(
                            f"已写好 {made.files} 个文件，第一次打开取 {_megabytes(made)} MB",
                            f"{made.files} files, {_megabytes(made)} MB to load the first time",
                        ),
                        f": {made.folder}",
                    )
                ),
                *([] if made.from_memory else [str(_SLOW)]),
            ]
        ),
    )


_SLOW = Text(
    "没有启动内存（没有 node 22，或 --plain）：启动慢几秒",
    "without a memory to start from (no node 22, or --plain): it starts some seconds slower",
)


def _megabytes(made) -> str:
    return f"{made.first_load / 1e6:.1f}"
