"""A Mux of our own, for tests: uploads, assets, text tracks, signed playback and webhooks, over real HTTP."""

from tests.doubles.mux.server import MuxDouble

__all__ = ["MuxDouble"]
