"""A learning record store, over real HTTP: it keeps statements, and refuses what the specification says it must."""

from tests.doubles.lrs.double import LrsDouble

__all__ = ["LrsDouble"]
