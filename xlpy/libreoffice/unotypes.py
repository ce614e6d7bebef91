"""How LibreOffice's own objects are hinted."""

from typing import Any

Uno = Any
"""An object of UNO: what it offers, LibreOffice says only when it runs."""
