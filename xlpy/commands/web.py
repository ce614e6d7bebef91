"""Excel without a Python on the computer: the add-in's files made, and tried."""

from argparse import Namespace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.commands import now, show, step
from xlpy.commands.answers import message
from xlpy.commands.declare import command
from xlpy.core.issues import UsageError
from xlpy.core.text import Mixed, Text

if TYPE_CHECKING:
    from xlpy.web.build import Built


@command(
    "web",
    Text("加载项（试验）", "an add-in for Excel without Python (experimental)"),
    "what where --url --with-writing --plain --pyodide --port",
)
def web(options: Namespace) -> None:
    """Make an add-in's files in a folder, or serve them to this computer."""
    what = options.what.strip().casefold()
    if what == "serve":
        _serve(options)
    elif what == "build":
        _build(options)
    else:
        raise UsageError(
            Text(
                f"“{options.what}”应为 build、serve 之一",
                f'"{options.what}" is none of build, serve',
            )
        )


def _serve(options: Namespace) -> None:
    """Serve a folder until the person ends it."""
    from xlpy.web.serve import PORT, port_named, server

    port = port_named(options.port) if options.port else PORT
    made = server(Path(options.where), now().astimezone(UTC), port)
    authority = made.authority
    message(
        Text(
            f"https://localhost:{port} 在为这台电脑服务；按 Ctrl+C 结束。先让电脑信任一次证书：",
            f"https://localhost:{port} serves this computer; Ctrl+C ends it. Trust the "
            "certificate once:",
        ).said(between="\n")
    )
    message(f'  Windows: certutil -user -addstore Root "{authority}"')
    message(f'  Mac: security add-trusted-cert -k ~/Library/Keychains/login.keychain "{authority}"')
    with made:
        made.serve_forever()


def _build(options: Namespace) -> None:
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
    made = build(
        options.url, Path(options.where), pyodide, options.plain, writing=options.with_writing
    )
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


def _megabytes(made: "Built") -> str:
    return f"{made.first_load / 1e6:.1f}"
