"""`pages`: the tree of pages with their blocks."""

from typing import Any
from uuid import uuid4

from wagtail import blocks

from marque.kit.serialise.blocks import is_default
from marque.kit.serialise.records import Record, RecordSet, is_reference, reference
from page_builder.blocks import PageBlocks, TextBlocks
from page_builder.models import TextPage
from provisioning.manifest.blocks import page_blocks, text_blocks
from provisioning.manifest.book import PAGE, PAGES, PICTURE, Book
from provisioning.manifest.check import readable
from provisioning.manifest.schema import Field, Html, Item, choice, column, flag, ref, table, text
from provisioning.manifest.sections.base import SLUG, Section, said
from provisioning.manifest.tree import in_order
from provisioning.manifest.wish import Wish, after, named_links

_COMMON = {
    "title": column(TextPage, "title", "the title", required=True),
    "slug": text("its address; the home page has none", most=255, pattern=SLUG),
    "menu": flag("whether the menu shows it"),
    "footer": column(TextPage, "footer", "where the footer links to it; text pages only"),
    "seo_title": column(TextPage, "seo_title", "the title search engines show"),
    "search_description": text("what search engines say about it", most=2000),
    "hidden": flag("kept out of search engines"),
    "share_image": ref("a picture of `pictures`, for links people post", PICTURE),
    "state": choice("whether visitors see it", ("live", "draft"), default="live"),
}
PAGE_FIELDS = _COMMON | {"blocks": page_blocks()}
TEXT_FIELDS = _COMMON | {"blocks": text_blocks()}


def _kinds(depth: int) -> dict[str, Field]:
    below = {"children": Field(kind="stream", doc="pages below", fields=_kinds(depth - 1), default=[])} if depth else {}
    return {
        "landing": table("A page that sells one thing.", PAGE_FIELDS),
        "text": table("A page to read.", TEXT_FIELDS | below),
    }


class PagesSection(Section):
    """The home page, and the pages below it."""

    name = "pages"
    labels = tuple(PAGES.values())
    field = table(
        "The tree of pages.",
        {
            "home": table("The front of the site.", PAGE_FIELDS, required=True),
            "children": Field(kind="stream", doc="the pages below it, in order", fields=_kinds(4), default=[]),
        },
    )

    def announce(self, value: Any, wish: Wish, media: Any) -> None:
        """Pages are known by their addresses."""
        home = wish.before.of(PAGES["home"])
        wish.called(PAGE, "/", home[0].key if home else f"{uuid4()}|en")
        self._announce(value["children"], "/", wish)

    def _announce(self, pages: list[Any], above: str, wish: Wish) -> None:
        seen: set[str] = set()
        for page in pages:
            item = page["value"]
            if not item["slug"]:
                wish.wrong(item.mark, "Every page but the home page needs an address.", "slug")
            if item["slug"] in seen:
                wish.wrong(item.mark, f"There are two pages “{item['slug']}” in one place.", "slug")
            seen.add(item["slug"])
            path = f"{above}{item['slug']}/"
            key = wish.book.key(PAGE, path)
            known = wish.before.get((PAGES[page["type"]], key or ""))
            wish.called(PAGE, path, known.key if known else f"{uuid4()}|en")
            self._announce(item.get("children") or [], path, wish)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Every page in its place."""
        if value["home"] is None:
            return
        home = self._ask_one("home", value["home"], "/", None, None, wish)
        self._ask(value["children"], "/", home, wish)

    def _ask(self, pages: list[Any], above: str, parent: Record, wish: Wish) -> None:
        last = None
        for page in pages:
            path = f"{above}{page['value']['slug']}/"
            last = self._ask_one(page["type"], page["value"], path, parent, last, wish)
            self._ask(page["value"].get("children") or [], path, last, wish)

    def _ask_one(
        self, kind: str, item: Item, path: str, parent: Record | None, last: Record | None, wish: Wish
    ) -> Record:
        stream = TextBlocks() if kind == "text" else PageBlocks()
        _count(item, stream, wish)
        fields = {name: item[name] for name in ("title", "seo_title", "search_description")}
        fields |= {"show_in_menus": item["menu"], "hidden_from_search": item["hidden"], "live": item["state"] == "live"}
        fields |= {"share_image": wish.resolve(item["share_image"]), "after": after(last)}
        fields |= {"body": [_body(stream, block, wish) for block in item["blocks"]]}
        fields |= {"parent": reference(PAGE, parent.key) if parent else None}
        fields |= {"slug": item["slug"]} if parent else {}
        if kind == "text":
            fields["footer"] = item["footer"]
        elif item["footer"]:
            wish.wrong(item.mark, "Only text pages are listed in the footer.", "footer")
        key = wish.key_for(PAGE, path)
        known = wish.before.get((PAGES[kind], key))
        return wish.put(PAGES[kind], key, fields | ({} if parent or known else {"slug": "home"}))

    def pull(self, records: RecordSet, book: Book) -> Any:
        """The whole tree."""
        home = next(iter(records.of(PAGES["home"])), None)
        if home is None:
            return {}
        return {"home": _pulled("home", home, book)} | _below(home, records, book)


def _body(stream: blocks.StreamBlock, block: dict[str, Any], wish: Wish) -> dict[str, Any]:
    inner = stream.child_blocks[block["type"]]
    return {"type": block["type"], "value": _plain(inner, wish.resolve(_spoken(block["value"])))}


def _spoken(value: Any) -> Any:
    """Only what the file says; the rest is as the block has it anyway."""
    if isinstance(value, Item):
        return {name: _spoken(inner) for name, inner in value.items() if name in value.said}
    return [_spoken(inner) for inner in value] if isinstance(value, list) else value


def _plain(block: blocks.Block, value: Any) -> Any:
    """A block's value as a record keeps it: what is assumed is left out."""
    if isinstance(block, blocks.StructBlock):
        inner = {name: _plain(block.child_blocks[name], child) for name, child in (value or {}).items()}
        found = {name: inner[name] for name in block.child_blocks if name in inner}
        return {name: child for name, child in found.items() if not is_default(block.child_blocks[name], child)}
    if isinstance(block, blocks.ListBlock):
        return [_plain(block.child_block, child) for child in value or []]
    return str(value) if isinstance(value, Html) else value


def _count(item: Item, stream: blocks.StreamBlock, wish: Wish) -> None:
    for name, limits in (stream.meta.block_counts or {}).items():
        if sum(block["type"] == name for block in item["blocks"]) > limits.get("max_num", 1000):
            wish.wrong(item.mark, f"A page has at most one block “{name}”.", "blocks")


def _below(parent: Record, records: RecordSet, book: Book) -> dict[str, Any]:
    found = [r for r in records.of(PAGES["landing"], PAGES["text"]) if r.fields["parent"]["key"] == parent.key]
    kinds = {label: kind for kind, label in PAGES.items()}
    below = [
        {kinds[page.label]: _pulled(kinds[page.label], page, book) | _below(page, records, book)}
        for page in in_order(found)
    ]
    return {"children": below} if below else {}


def _pulled(kind: str, page: Record, book: Book) -> dict[str, Any]:
    fields = page.fields
    stream = TextBlocks() if kind == "text" else PageBlocks()
    written = [
        {block["type"]: _written(stream.child_blocks[block["type"]], block["value"], book)} for block in fields["body"]
    ]
    values = fields | {
        "slug": fields["slug"] if fields["parent"] else "",
        "menu": fields["show_in_menus"],
        "hidden": fields["hidden_from_search"],
        "share_image": book.name(fields["share_image"]),
        "state": "live" if fields["live"] else "draft",
        "blocks": written,
    }
    return said(TEXT_FIELDS if kind == "text" else PAGE_FIELDS, values)


def _written(block: blocks.Block, value: Any, book: Book) -> Any:
    """A block's value as the file says it."""
    if isinstance(block, blocks.StructBlock):
        return {name: _written(block.child_blocks[name], child, book) for name, child in value.items()}
    if isinstance(block, blocks.ListBlock):
        return [_written(block.child_block, child, book) for child in value]
    if is_reference(value):
        return book.name(value)
    return readable(named_links(value, book)) if isinstance(block, blocks.RichTextBlock) else value
