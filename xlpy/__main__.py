"""The command's process: `tradedept` and `python -m xlpy` begin here.

No interrupt is dropped from the first import on until all is said (`xlpy.commands.interrupts`).
"""

import gc
import sys


def run() -> int:
    """Run the command that was typed; the exit code."""
    try:
        from xlpy.commands.interrupts import ignore_interrupts, interrupts_heard

        with interrupts_heard():
            gc.disable()  # `main` says why
            try:
                from xlpy.cli import main

                return main()
            finally:
                ignore_interrupts()
                gc.freeze()  # nor need Python look through all of it once more to end
    except KeyboardInterrupt:  # while the program's own modules were read: nothing was begun
        return 130


if __name__ == "__main__":
    sys.exit(run())
