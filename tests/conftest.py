"""Makes the two files at the repository's root importable, however the tests are started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
