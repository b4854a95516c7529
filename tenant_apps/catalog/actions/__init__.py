"""The writes on products, offers, prices, seats and lines: `actions.publish_offer(offer=…)`."""

from tenant_apps.catalog.actions.offers import (
    AddressTaken,
    NothingInOffer,
    OfferIsArchived,
    archive_offer,
    change_offer,
    create_offer,
    create_product,
)
from tenant_apps.catalog.actions.prices import (
    BadFloor,
    LastOption,
    NegativePrice,
    NoSuchOption,
    end_option,
    set_option,
    set_price,
)
from tenant_apps.catalog.actions.publishing import NotSoldYet, PriceMissing, publish_offer, tell_states
from tenant_apps.catalog.actions.supply import SoldOut, release_seats, take_seats
from tenant_apps.catalog.actions.waiting import (
    NotSoldOut,
    claim_place,
    invite_next,
    join_line,
    lapse_invitations,
    leave_line,
)
from tenant_apps.catalog.actions.windows import Access, BadWindow, Limits, Window, set_terms_of_sale

__all__ = [
    "Access",
    "AddressTaken",
    "BadFloor",
    "BadWindow",
    "LastOption",
    "Limits",
    "NegativePrice",
    "NoSuchOption",
    "NotSoldOut",
    "NotSoldYet",
    "NothingInOffer",
    "OfferIsArchived",
    "PriceMissing",
    "SoldOut",
    "Window",
    "archive_offer",
    "change_offer",
    "claim_place",
    "create_offer",
    "create_product",
    "end_option",
    "invite_next",
    "join_line",
    "lapse_invitations",
    "leave_line",
    "publish_offer",
    "release_seats",
    "set_option",
    "set_price",
    "set_terms_of_sale",
    "take_seats",
    "tell_states",
]
