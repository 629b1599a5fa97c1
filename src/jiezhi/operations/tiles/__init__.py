"""The tiles of the machine itself. Other apps tell theirs in a `tiles.py` of their own."""

from jiezhi.operations.tiles import machine, running

__all__ = ["machine", "running"]
