"""StreamFields and rich text as values: defaults left out, block ids forgotten, choosers as references."""

import re
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.utils.html import escape
from wagtail import blocks

from marque.kit.serialise.records import is_reference
from marque.kit.serialise.references import MissingReference, References

_TAG = re.compile(r"<(a|embed)(\b[^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_KINDS = {"page": "wagtailcore.Page", "document": "wagtaildocs.Document", "image": "wagtailimages.Image"}
_EMPTY: tuple[Any, ...] = (None, "", False, [], {})


class Walker:
    """Turns what a StreamField stores into a value, and back."""

    def __init__(self, refs: References) -> None:
        self.refs = refs

    def value_of(self, block: blocks.Block, raw: Any) -> Any:
        """The value of what a block stores."""
        if isinstance(block, blocks.StreamBlock):
            known = [child for child in raw or [] if child["type"] in block.child_blocks]
            return [self._child_value(block.child_blocks[child["type"]], child) for child in known]
        if isinstance(block, blocks.ListBlock):
            return [self.value_of(block.child_block, _item(item)) for item in raw or []]
        if isinstance(block, blocks.StructBlock):
            return self._struct_value(block, raw or {})
        return self._leaf_value(block, raw)

    def raw_of(self, block: blocks.Block, value: Any) -> Any:
        """What a block stores for a value; raises MissingReference."""
        if isinstance(block, blocks.StreamBlock):
            return [self._child_raw(block, child) for child in value or []]
        if isinstance(block, blocks.ListBlock):
            return [_wrapped(self.raw_of(block.child_block, item)) for item in value or []]
        if isinstance(block, blocks.StructBlock):
            return {name: self.raw_of(block.child_blocks[name], inner) for name, inner in value.items()}
        return self._leaf_raw(block, value)

    def html_value(self, html: str) -> str:
        """Rich text whose links name keys instead of rows."""
        return _TAG.sub(lambda tag: self._tag(tag, to_key=True), html)

    def html_raw(self, html: str) -> str:
        """Rich text as it is stored; raises MissingReference."""
        return _TAG.sub(lambda tag: self._tag(tag, to_key=False), html)

    def _child_value(self, block: blocks.Block, child: dict[str, Any]) -> dict[str, Any]:
        return {"type": child["type"], "value": self.value_of(block, child["value"])}

    def _child_raw(self, block: blocks.StreamBlock, child: dict[str, Any]) -> dict[str, Any]:
        raw = self.raw_of(block.child_blocks[child["type"]], child["value"])
        return {"type": child["type"], "value": raw, "id": str(uuid4())}

    def _struct_value(self, block: blocks.StructBlock, raw: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for name, inner in block.child_blocks.items():
            if name in raw:
                value = self.value_of(inner, raw[name])
                if not is_default(inner, value):
                    found[name] = value
        return found

    def _leaf_value(self, block: blocks.Block, raw: Any) -> Any:
        if isinstance(block, blocks.ChooserBlock):
            return self.refs.to(block.target_model, raw)
        if isinstance(block, blocks.RichTextBlock):
            return self.html_value(raw or "")
        label = getattr(block, "refers_to", "")
        if label and raw:
            model = apps.get_model(label)
            found = model._default_manager.filter(key=raw).values_list("pk", flat=True).first()
            return self.refs.to(model, found)
        return raw

    def _leaf_raw(self, block: blocks.Block, value: Any) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return self.html_raw(value or "")
        if not is_reference(value):
            return value
        pk = self.refs.pk_of(value)
        return pk if isinstance(block, blocks.ChooserBlock) else value["key"]

    def _tag(self, tag: re.Match[str], *, to_key: bool) -> str:
        attributes = dict(_ATTRIBUTE.findall(tag[2]))
        label = _KINDS.get(attributes.get("linktype") or attributes.get("embedtype") or "")
        if not label:
            return tag[0]
        if to_key and attributes.get("id", "").isdigit():
            key = self.refs.key_of(apps.get_model(label), int(attributes.pop("id")))
            attributes["ref"] = escape(key or "")
        elif not to_key and "ref" in attributes:
            attributes["id"] = self._row(label, attributes.pop("ref"))
        words = " ".join(f'{name}="{value}"' for name, value in sorted(attributes.items()))
        return f"<{tag[1]} {words}{'/' if tag[1] == 'embed' else ''}>"

    def _row(self, label: str, key: str) -> str:
        if not key:
            return "0"  # led nowhere before
        try:
            return str(self.refs.pk_of({"ref": label, "key": key.replace("&#x27;", "'").replace("&amp;", "&")}))
        except MissingReference as missing:
            raise MissingReference(label, key) from missing


def is_default(block: blocks.Block, value: Any) -> bool:
    """Whether a block without this value would have it anyway."""
    if isinstance(block, blocks.StructBlock):
        return value == {}
    default = block.get_default()
    plain = block.get_prep_value(default) if default not in _EMPTY else default
    if plain in _EMPTY:
        return value in _EMPTY
    return bool(value == plain)


def _item(item: Any) -> Any:
    wrapped = isinstance(item, dict) and item.get("type") == "item" and {"id", "value"} <= item.keys()
    return item["value"] if wrapped else item


def _wrapped(raw: Any) -> dict[str, Any]:
    return {"type": "item", "value": raw, "id": str(uuid4())}
