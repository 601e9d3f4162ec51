"""A text for the rules' examples."""

from __future__ import annotations

TEXT = f"<p>{' '.join(f'The ferry leaves pier {number} when the water allows it.' for number in range(12))}</p>"
