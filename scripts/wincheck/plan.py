"""The order of the steps, what each may take, and how a step is run."""

import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Step:
    """A check, whether the short run has it, and after how many seconds Excel is ended."""

    check: Callable
    essential: bool = False
    seconds: int = 120

    @property
    def name(self) -> str:
        """Its name in words."""
        return self.check.__name__.replace("_", " ")


@dataclass
class Outcome:
    """What came of a step: ok, failed, ended (by the watchdog) or left out."""

    name: str
    result: str
    seconds: float = 0
    told: str = ""


def chosen(steps: Iterable[Step], full: bool) -> list[Step]:
    """The steps of a run, in their order."""
    return [step for step in steps if full or step.essential]


def run_all(steps: Iterable[Step], excel, watchdog, say: Callable[[str], None]) -> list[dict]:
    """Run the steps; once Excel has been ended, the rest is left out and says so."""
    found = []
    for step in steps:
        outcome = (
            Outcome(step.name, "left out", told="Excel was ended")
            if watchdog.ended
            else _run(step, excel, watchdog)
        )
        say(f"{outcome.result:8}  {outcome.name} ({outcome.seconds} s) {outcome.told}".rstrip())
        found.append(asdict(outcome))
    return found


def _run(step: Step, excel, watchdog) -> Outcome:
    start, result, told = time.perf_counter(), "ok", ""
    try:
        with watchdog.within(step.seconds):
            step.check(excel)
    except AssertionError as wrong:
        result, told = "failed", str(wrong)
    except Exception:
        result, told = "failed", traceback.format_exc()
    if watchdog.ended:
        result, told = "ended", f"not done after {step.seconds} s; {told}"
    return Outcome(step.name, result, round(time.perf_counter() - start, 2), told)
