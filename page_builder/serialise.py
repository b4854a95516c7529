"""Pages as records: parent, place, slug, words and blocks, live or draft. The tree is changed by Wagtail's own API."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from wagtail.models import Locale, Page, Site

from marque.kit.serialise.codecs import leave_out, register_codec
from marque.kit.serialise.files import FileSource
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.records import Record, reference
from marque.kit.serialise.references import References
from marque.kit.serialise.sequence import FIRST, in_sequence

_PAGE = "wagtailcore.Page"
# of Wagtail's own columns these are values; the rest is bookkeeping
_WORDS = {"title", "slug", "seo_title", "search_description", "show_in_menus"}


class PageCodec(PlainCodec):
    """One type of page."""

    omit: ClassVar[frozenset[str]] = frozenset({field.name for field in Page._meta.fields} - _WORDS)
    unique_words: ClassVar[frozenset[str]] = frozenset({"slug"})

    def depends(self) -> set[str]:
        """The home page is above all others."""
        return super().depends() | ({"page_builder.HomePage"} - {self.label})

    def unmade(self) -> Any:
        """A page without a type: Wagtail would look its own up."""
        return self.model(content_type_id=-1)

    def read(self, refs: References) -> Iterator[Record]:
        """Every page of this type: as published, or as last saved while it is a draft."""
        above, before = _tree(refs)
        for row in self.model._default_manager.order_by("path"):
            page = row if row.live else row.get_latest_revision_as_object()
            key = refs.key_of(self.model, row.pk)
            place = {"parent": above[row.pk], "after": before[row.pk], "live": row.live}
            yield Record(self.label, key or "", self.values(page, refs) | place)

    def in_order(self, records: list[Record]) -> list[Record]:
        """Parents first."""
        by_key = {record.key: record for record in records}

        def depth(record: Record) -> int:
            parent = by_key.get((record.fields["parent"] or {}).get("key", ""))
            return 1 + depth(parent) if parent else 0

        return sorted(records, key=depth)

    def create(self, record: Record, refs: References, files: FileSource) -> bool:
        """A bare draft in its place in the tree; its content follows in the second pass."""
        words, language = record.key.rsplit("|", 1)
        page = self.model(title=record.fields["title"], slug=record.fields["slug"], live=False)  # type: ignore[misc]
        page.translation_key, page.locale = words, Locale.objects.get(language_code=language)  # type: ignore[attr-defined]
        _parent(record, refs).add_child(instance=page)
        refs.learn(self.model, record.key, page.pk)
        return False

    def update(self, record: Record, names: Iterable[str], refs: References, files: FileSource) -> None:
        """Write the fields, then publish, or keep as a draft."""
        names = set(names)
        page: Any = self.model._default_manager.get(pk=refs.pk_of(reference(_PAGE, record.key)))
        if "parent" in names and (parent := _parent(record, refs)).pk != page.get_parent().pk:
            page.move(parent, pos="last-child")
            page = self.model._default_manager.get(pk=page.pk)
        if not page.live and page.latest_revision_id:
            page = page.get_latest_revision_as_object()
        self.fill(page, {name: record.fields.get(name) for name in names}, refs, files, forgiving=False)
        _save(page, live=bool(record.fields["live"]))

    def remove(self, record: Record, refs: References) -> None:
        """Take the page out of the tree."""
        page = Page.objects.filter(translation_key=record.key.rsplit("|", 1)[0]).first()
        if page is not None:
            _hand_over_site(page)
            page.specific.delete()

    def arrange(self, records: list[Record], removed: list[Record], refs: References) -> None:
        """Put siblings in order, moving only those that are out of place."""
        wanted = {record.key: record.fields["after"] for record in records if record.fields["after"] is not None}
        for parent in {_parent(record, refs).pk for record in records}:
            _arrange(parent, wanted, refs)


for _type in ("HomePage", "LandingPage", "TextPage"):
    register_codec(f"page_builder.{_type}")(PageCodec)


@register_codec("wagtailredirects.Redirect")
class RedirectCodec(PlainCodec):
    """A redirect holds for every host of the tenant."""

    key: ClassVar[tuple[str, ...] | None] = ("old_path",)
    omit: ClassVar[frozenset[str]] = frozenset({"site", "automatically_created"})


@register_codec("wagtailimages.Image")
class ImageCodec(PlainCodec):
    """A picture; the folder it is filed in is no value."""

    omit: ClassVar[frozenset[str]] = frozenset({"collection"})


@register_codec("wagtaildocs.Document")
class DocumentCodec(ImageCodec):
    """A document, as a picture is."""


leave_out(_PAGE, "a page is a record of its own type")
leave_out("wagtailcore.Revision", "what a page was before; its content today is its value")
leave_out("wagtailcore.Site", "follows the primary domain")
leave_out("wagtailcore.Locale", "made with the schema")
leave_out("wagtailcore.Collection", "folders of the editor's library, which no visitor meets")
leave_out("wagtailcore.CollectionViewRestriction", "goes with collections")
for _name in ("GroupPagePermission", "GroupSitePermission", "GroupCollectionPermission"):
    leave_out(f"wagtailcore.{_name}", "what each role may do is the release's")
for _name in ("Workflow", "Task", "GroupApprovalTask", "WorkflowTask", "WorkflowPage", "WorkflowContentType"):
    leave_out(f"wagtailcore.{_name}", "made with the schema; the Studio offers no workflows of one's own")


def _hand_over_site(page: Page) -> None:
    """Let the site lead to the home page that stays: it would go with the one that goes."""
    home = page.get_siblings(inclusive=False).first() if page.depth == 2 else None
    if home is not None:
        for site in Site.objects.filter(root_page=page):
            site.root_page = home
            site.save()


def _tree(refs: References) -> tuple[dict[int, Any], dict[int, str]]:
    """Each page's parent and the sibling before it, by primary key."""
    by_path: dict[str, int] = {}
    last: dict[str, str] = {}
    above: dict[int, Any] = {}
    before: dict[int, str] = {}
    for pk, path, depth in Page.objects.order_by("path").values_list("pk", "path", "depth"):
        by_path[path] = pk
        parent = path[: -Page.steplen]
        above[pk] = refs.to(Page, by_path[parent]) if depth > 2 else None
        before[pk] = last.get(parent, FIRST)
        last[parent] = refs.key_of(Page, pk) or FIRST
    return above, before


def _parent(record: Record, refs: References) -> Any:
    parent = record.fields["parent"]
    return Page.objects.get(pk=refs.pk_of(parent)) if parent else Page.get_first_root_node()


def _save(page: Any, *, live: bool) -> None:
    if page.live and not live:
        page.unpublish()
        page.refresh_from_db(fields=["live", "live_revision", "has_unpublished_changes"])
    revision = page.save_revision()
    if live:
        revision.publish()


def _arrange(parent: int, wanted: dict[str, str], refs: References) -> None:
    children = list(Page.objects.get(pk=parent).get_children().values_list("pk", flat=True))
    keys = {refs.key_of(Page, pk) or "": pk for pk in children}
    order = [keys[key] for key in in_sequence(list(keys), wanted)]
    for place, pk in enumerate(order):
        if children[place] == pk:
            continue
        children.remove(pk)
        children.insert(place, pk)
        page = Page.objects.get(pk=pk)
        if place:
            page.move(Page.objects.get(pk=order[place - 1]), pos="right")
        else:
            page.move(Page.objects.get(pk=parent), pos="first-child")
