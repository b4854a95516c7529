"""The blocks of pages, as a manifest writes them: read from the blocks' own definitions."""

from functools import cache
from typing import Any

from wagtail import blocks

from marque.kit.serialise.blocks import is_default
from page_builder.blocks import PageBlocks, TextBlocks
from provisioning.manifest.schema import Field

_PICTURE = "wagtailimages.Image"


@cache
def page_blocks() -> Field:
    """What a page that shows and sells may hold."""
    return field_of(PageBlocks())


@cache
def text_blocks() -> Field:
    """What a page to read may hold."""
    return field_of(TextBlocks())


def field_of(block: blocks.Block) -> Field:
    """A block's description."""
    doc = str(getattr(block.meta, "description", "") or getattr(block, "label", "") or "")
    if isinstance(block, blocks.StreamBlock):
        inner = {name: field_of(child) for name, child in block.child_blocks.items()}
        return Field(kind="stream", doc=doc, fields=inner, default=[])
    if isinstance(block, blocks.StructBlock):
        inner = {name: field_of(child) for name, child in block.child_blocks.items()}
        return Field(kind="map", doc=doc, fields=inner, required=any(child.required for child in inner.values()))
    if isinstance(block, blocks.ListBlock):
        return Field(kind="list", doc=doc, of=field_of(block.child_block), most=block.meta.max_num or 200, default=[])
    return _leaf(block, doc)


def _leaf(block: blocks.Block, doc: str) -> Field:
    required = bool(getattr(block, "required", False)) and is_default(block, "") and is_default(block, None)
    if isinstance(block, blocks.ChooserBlock):
        return Field(kind="ref", doc=doc, to=_PICTURE, required=required)
    if getattr(block, "refers_to", ""):
        return Field(kind="ref", doc=doc, to=block.refers_to)
    if isinstance(block, blocks.RichTextBlock):
        return Field(kind="html", doc=doc, required=required, default="")
    if isinstance(block, blocks.BooleanBlock):
        return Field(kind="bool", doc=doc, default=False)
    default = block.get_default() or ""
    if isinstance(block, blocks.ChoiceBlock):
        options = tuple(str(value) for value, _label in _choices(block))
        return Field(kind="choice", doc=doc, choices=options, default=str(default))
    most = getattr(getattr(block, "field", None), "max_length", None)
    return Field(kind="text", doc=doc, required=required, default=str(default), most=most or 5000)


def _choices(block: Any) -> list[tuple[str, Any]]:
    return [(value, label) for value, label in block.field.choices if not isinstance(label, list | tuple)]
