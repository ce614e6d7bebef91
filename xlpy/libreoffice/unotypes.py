"""The type hint for LibreOffice's own objects."""

from typing import Any

Uno = Any
"""An object of UNO: what it offers, LibreOffice says only when it runs."""
