"""Map in this process, one block after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.engine.map import Mapped, map_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.engine.plan import Plan
    from audit.sources import Block


def map_blocks(plan: Plan, blocks: Iterable[Block]) -> Iterator[Mapped]:
    """What the map phase makes of each block, in order."""
    return (map_block(plan, block) for block in blocks)
