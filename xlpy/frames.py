"""The door for your own analysis: `from xlpy import frames; frames.open("TradeDept.xlsm")`.

Needs pandas: `pip install tradedept[reports]`.
"""

from xlpy.analysis.frames import Frames, write
from xlpy.analysis.frames import frames_of as open

__all__ = ["Frames", "open", "write"]
