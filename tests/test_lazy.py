"""An attribute that is worked out when it is first asked for."""

from __future__ import annotations

from audit.lazy import lazy


class Harbour:
    def __init__(self) -> None:
        self.asked = 0

    @lazy
    def depth(self) -> int:
        """How deep it is."""
        self.asked += 1
        return 12


def test_it_is_worked_out_once_for_each_instance() -> None:
    first, second = Harbour(), Harbour()
    assert (first.asked, first.depth, first.depth, first.asked) == (0, 12, 12, 1)
    assert (second.asked, second.depth) == (0, 12)


def test_the_class_tells_what_it_is() -> None:
    assert Harbour.depth.__doc__ == "How deep it is."
