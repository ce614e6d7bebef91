"""Named, before all else, to the process that workers are copies of: what it reads stays, so nobody
need look through it for cycles.
"""

import gc

gc.disable()
