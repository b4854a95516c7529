"""The blocks a page is made of. How to add one: docs/how-to/add-a-block.md."""

from page_builder.blocks.streams import PageBlocks, TextBlocks

__all__ = ["PageBlocks", "TextBlocks"]
