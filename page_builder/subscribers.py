"""Pages show offers: when those change, pages kept in the cache are made again."""

from marque.kit.facts.registry import subscribe
from marque.kit.pagecache.store import purge
from page_builder.freshness import OFFER
from tenant_apps.catalog.events import OfferArchived, OfferPublished, OfferStateChanged, PriceChanged


@subscribe(OfferPublished)
def show_published_offer(fact: OfferPublished) -> None:
    """It can be bought from the pages that name it."""
    purge(OFFER)


@subscribe(OfferArchived)
def close_archived_offer(fact: OfferArchived) -> None:
    """The pages that name it say that it is closed."""
    purge(OFFER)


@subscribe(PriceChanged)
def show_changed_price(fact: PriceChanged) -> None:
    """The pages that name the offer say what it costs now."""
    purge(OFFER)


@subscribe(OfferStateChanged)
def show_opened_or_closed_offer(fact: OfferStateChanged) -> None:
    """The pages that name it say that it opened, closed or sold out."""
    purge(OFFER)
