"""What the doctor says of a mark of the web and of Protected View: of one workbook and of a folder
of them.
"""

from xlpy.core.text import Text
from xlpy.install.check import Check
from xlpy.install.places import WINDOWS


def marked(found: str, system: str) -> Check:
    """Whether what was looked at bears no mark of the web; `found`: the mark, or the files that
    bear one.
    """
    windows = system == WINDOWS
    return Check(
        "mark",
        Text("没有“来自网络”的标记", "it is not marked as from the web"),
        not found,
        found,
        Text(
            "确认来源可靠，再右键文件 → 属性 → 勾选“解除锁定”→ 确定。"
            if windows
            else "确认来源可靠，再在 Finder 里右键 → 打开。",
            "make sure where it comes from; then right-click it, Properties, tick Unblock, OK."
            if windows
            else "make sure where it comes from; then right-click it in Finder, Open.",
        ),
        needed=False,
    )


def protected(found: str) -> Check:
    """Whether Excel opens it without Protected View; `found`: what makes Excel protect it."""
    return Check(
        "protected",
        Text(
            "Excel 打开它时不用“受保护的视图”，宏能运行",
            "Excel opens it without Protected View, and its macros run",
        ),
        not found,
        found,
        Text(
            "把它移到受信任的文件夹（用户文件夹下的 TradeDept；运行 tradedept install，Excel 就信"
            "任它），或解除锁定；只点“启用编辑”，新版 Excel 仍不运行宏。",
            "move it to a trusted folder (TradeDept below your user folder, which Excel "
            "trusts after: "
            "tradedept install) or unblock it; after Enable Editing alone current Excel still "
            "runs no "
            "macro of it.",
        ),
        needed=False,
    )
