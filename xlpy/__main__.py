"""`python -m xlpy`: the command."""

import sys

try:
    from xlpy.cli import main
except KeyboardInterrupt:
    sys.exit(130)

sys.exit(main())
