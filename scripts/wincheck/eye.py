"""What a person judges by eye: questions that are answered with y or n."""

QUESTIONS = (
    "打开时没有修复提示 It opened with no question about repair",
    "没有宏的黄条 No yellow bar about macros",
    "选项卡“外贸部”有六组，按钮都有图标 The tab TradeDept has six groups, an icon on every button",
    "中文都看得清，没有 #### All Chinese can be read, no cell shows ####",
    "图表有线有字 The charts have lines and words",
    "改黄底格子后结果跟着变 A changed yellow cell changes its results",
)


def ask(read=input) -> list[dict]:
    """Ask each question until y or n comes (Enter leaves it open); the answers."""
    return [{"question": question, "answer": _answer(question, read)} for question in QUESTIONS]


def _answer(question: str, read) -> str:
    while True:
        try:
            typed = read(f"{question}? [y/n, Enter = 没看 not seen] ").strip().lower()
        except EOFError:
            return ""
        if typed in ("", "y", "n"):
            return typed
