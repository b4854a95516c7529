"""Keeping cached pages and menus true when a page changes. The signals are Wagtail's own."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from marque.kit.pagecache.store import purge, purge_everything
from page_builder.navigation import forget_menu

# what a kept page may show; every page shows the menu, so a changed page concerns them all
PAGE, OFFER = "page", "offer"


def watch_pages() -> None:
    """Listen to what happens to pages."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid="page_builder.freshness")
    post_delete.connect(_page_changed, sender=Page, dispatch_uid="page_builder.freshness")
    for change in (post_save, post_delete):
        change.connect(_doors_changed, sender=PageViewRestriction, dispatch_uid="page_builder.doors")


def _page_changed(**kwargs: Any) -> None:
    forget_menu()
    transaction.on_commit(forget_menu)
    purge(PAGE)


def _doors_changed(**kwargs: Any) -> None:
    """A page that is private from now on is not shown once more, not even stale."""
    purge_everything()
