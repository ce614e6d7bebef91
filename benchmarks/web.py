"""The add-in's Python for browsers against the same code in CPython, as ratios in one run: `python
benchmarks/web.py PYODIDE_FOLDER`.

Both are asked by the same JSON text as the add-in sends: 10,000 commissions in one call, 1,000
calls of one cell each. Node runs the browsers' Python, with the engine that Chromium and Excel on
Windows and the web have. Also: a start from the memory that the build makes against the plain
start. Each time is the least of several, the sides taking turns.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent.parent))
CALLS = HERE.parent.parent / "tests" / "web" / "calls.mjs"

ROWS, SINGLE, TURNS = 10_000, 1_000, 5
BOUNDS = {"one call of 10,000 rows": 8.0, "1,000 calls of one cell": 8.0}
"""How many times as long the browsers' Python may take."""
MEMORY_SAVES = 1.5
"""How many times as long the plain start takes at least."""


def texts() -> dict[str, str]:
    """What is asked, as the add-in sends it."""
    receipts = [[80_000.5 + row] for row in range(ROWS)]
    whole = ["TD_COMMISSION", [receipts, [[100_000]] * ROWS, None, None, None, None]]
    single = [["TD_COMMISSION", [[row], [[100_000]], None, None, None, None]] for row in receipts]
    return {
        "one call of 10,000 rows": json.dumps([whole]),
        "1,000 calls of one cell": json.dumps([[n, [[r], *a]] for n, [r, *a] in single[:SINGLE]]),
    }


def here(text: str) -> float:
    """The seconds that CPython takes."""
    from xlpy.web.calls import answered

    began = time.perf_counter()
    answered(text)
    return time.perf_counter() - began


def there(node: str, addin: Path, asked: list[str], from_memory: bool) -> tuple[list[float], float]:
    """The seconds that each text takes in the browsers' Python, and those of its start."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(asked, file)
        file.flush()
        words = [node, str(CALLS), str(addin), file.name, "yes" if from_memory else "no"]
        done = subprocess.run(words, capture_output=True, check=True)
    told = json.loads(done.stdout)
    return [one["seconds"] for one in told["results"]], told["ready"]


def run(pyodide: Path) -> int:
    """Print the figures; 1 when a bound is not kept."""
    from xlpy.web.build import build
    from xlpy.web.memory import node

    command = node()
    if command is None:
        print("node 22 or newer is not installed")
        return 1
    failed = False
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        build("https://localhost:8443", Path(folder), pyodide)
        asked = texts()
        own = {name: min(here(text) for _ in range(TURNS)) for name, text in asked.items()}
        again = [text for text in asked.values() for _ in range(TURNS)]
        seconds, quick = there(command, Path(folder), again, True)
        slow = there(command, Path(folder), [], False)[1]
        for at, name in enumerate(asked):
            best = min(seconds[at * TURNS : (at + 1) * TURNS])
            ratio = best / own[name]
            failed |= ratio > BOUNDS[name]
            print(
                f"{name}: {best:.3f} s, {ratio:.1f} times CPython's {own[name]:.3f} s "
                f"(at most {BOUNDS[name]:g})"
            )
        failed |= slow / quick < MEMORY_SAVES
        print(
            f"start from memory: {quick:.2f} s; the plain start takes {slow / quick:.1f} times as "
            f"long (at least {MEMORY_SAVES:g})"
        )
    return int(failed)


if __name__ == "__main__":
    default = HERE.parent.parent / "tests" / "web" / "node_modules" / "pyodide"
    sys.exit(run(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
