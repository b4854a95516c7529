"""docs/manifest.md: every key a manifest may have, from the description that checks them."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from provisioning.manifest import text
from provisioning.manifest.file import HEAD, MOST_TENANTS
from provisioning.manifest.schema import Field
from provisioning.manifest.sections import SECTIONS

_TOP = """\
# The manifest

Made by `marque manifest reference --write`; do not edit. How to work with manifests is in
`docs/how-to/tenant-as-code.md`; why they are so in `docs/adr/0021-records-and-manifests.md`.

A file holds one tenant, several YAML documents, or one list `tenants:`. Limits: {bytes:,} bytes, {items:,} listed
things, {tenants:,} tenants, {depth} levels, {aliases} aliases. Keys in bold are needed. A section that is not in the
file is left alone; one that is there is the whole truth about its part.
"""
_KINDS = {"bool": "true or false", "number": "whole number", "html": "text or HTML", "stream": "list", "map": "keys"}


def path() -> Path:
    """Where the page is kept."""
    return Path(settings.ROOT) / "docs" / "manifest.md"


def as_markdown() -> str:
    """The page."""
    limits = {"bytes": text.MOST_BYTES, "items": text.MOST_ITEMS, "tenants": MOST_TENANTS}
    parts = [_TOP.format(**limits, depth=text.MOST_DEPTH, aliases=text.MOST_ALIASES)]
    parts.append("## A tenant\n\n" + "\n".join(_rows("", HEAD)))
    for section in SECTIONS:
        parts.append(f"## `{section.name}`\n\n{section.field.doc}\n\n" + "\n".join(_section(section.field)))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(field: Field) -> Iterator[str]:
    inner = field.of if field.kind == "list" else field
    if inner is not None:
        yield from _rows("", dict(inner.fields))


def _rows(above: str, fields: dict[str, Field]) -> Iterator[str]:
    yield "| key | is | |"
    yield "|---|---|---|"
    yield from _inside(above, fields, depth=0)


def _inside(above: str, fields: dict[str, Field], *, depth: int) -> Iterator[str]:
    for name, field in fields.items():
        where = f"{above}{name}"
        yield f"| {f'**`{where}`**' if field.required else f'`{where}`'} | {_is(field)} | {_cell(field.doc)} |"
        inner = field.of if field.kind == "list" and field.of else field
        # pages below pages have the same keys
        if name != "children" or depth == 0:
            many = "[]" if field.kind in ("list", "stream") else ""
            yield from _inside(f"{where}{many}.", dict(inner.fields), depth=depth + 1)


def _is(field: Field) -> str:
    if field.kind == "choice":
        words = ", ".join(f"`{word}`" for word in field.choices if word)
        return words + (f"; else `{field.default}`" if field.default else "")
    if field.kind == "ref":
        return "a name"
    if field.kind == "number" and field.least is not None:
        return f"number, {field.least} to {field.most}" + (f"; else {field.default}" if field.default else "")
    if field.kind == "list" and field.most:
        return f"list, at most {field.most}"
    if field.kind == "text" and field.most:
        return f"text, at most {field.most:,}" + (f"; else `{field.default}`" if field.default else "")
    return _KINDS.get(field.kind, field.kind)


def _cell(doc: str) -> str:
    return doc.replace("|", "\\|").replace("\n", " ")
