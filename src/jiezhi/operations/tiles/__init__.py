"""The tiles of the machine itself. Other apps tell theirs in a `tiles.py` of their own."""

from jiezhi.operations.tiles import keeping, machine, running

__all__ = ["keeping", "machine", "running"]
