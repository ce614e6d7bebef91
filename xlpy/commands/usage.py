"""What is wrong with a command's words, in both languages, and the likely ones."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from xlpy.core.text import Text


def wrong_usage(message: str, commands: Mapping[str, Text], options: Iterable[str]) -> str:
    """Why a command's words were not understood, from argparse's message.

    `commands`: each word and its help; `options`: those of the command that was meant.
    """
    if match := re.match(
        r"argument COMMAND: invalid choice: '(.*?)'(?: \(choose from .*)?$", message, re.DOTALL
    ):
        return _no_such(match[1], Text("命令", "command"), likely_command(match[1], commands))
    if match := re.match(r"unrecognized arguments: (.*)$", message, re.DOTALL):
        word = next((each for each in match[1].split() if each.startswith("-")), "")
        likely = get_close_matches(word.partition("=")[0], list(options), 1, 0.6) if word else []
        return _no_such(word or match[1], Text("参数", "argument"), likely[0] if likely else None)
    if match := re.match(r"the following arguments are required: (.*)$", message, re.DOTALL):
        names = match[1] if match[1].startswith("--") else match[1].upper()
        return f"还缺 {names}。Missing: {names}."
    if match := re.match(r"argument (\S+): expected one argument$", message):
        return f"{match[1]} 后面要写内容。A value is missing after {match[1]}."
    return message


def likely_command(said: str, commands: Mapping[str, Text]) -> str | None:
    """The command that a word may mean: one spelt nearly so, or the one that bears the Chinese
    name.
    """
    chinese = {text.zh: word for word, text in commands.items()}
    near = get_close_matches(said.casefold(), commands, 1, 0.6)
    if near:
        return near[0]
    of_name = [word for name, word in chinese.items() if said and (said in name or name in said)]
    return of_name[0] if of_name else None


def _no_such(typed: str, kind: Text, likely: str | None) -> str:
    asks = Text(f"，是不是 {likely}？", f"; did you mean {likely}?") if likely else Text("。", ".")
    return f"没有“{typed}”{kind.zh}{asks[0]}There is no {kind.en} {typed}{asks[1]}"
