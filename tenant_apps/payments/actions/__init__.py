"""The writes on payment settings: `actions.connect_gateway(name=…)`."""

from tenant_apps.payments.actions.choosing import (
    CannotOffer,
    MerchantNotPossible,
    NoSuchGateway,
    choose_gateway,
    offer_gateway,
    withdraw_gateway,
)
from tenant_apps.payments.actions.connecting import (
    ConnectionFailed,
    InUse,
    KeyMissing,
    check_gateway,
    connect_gateway,
    disconnect_gateway,
)
from tenant_apps.payments.actions.keeping import CardNotKept, forget_removed, keep_method, remove_method, save_card

__all__ = [
    "CannotOffer",
    "CardNotKept",
    "ConnectionFailed",
    "InUse",
    "KeyMissing",
    "MerchantNotPossible",
    "NoSuchGateway",
    "check_gateway",
    "choose_gateway",
    "connect_gateway",
    "disconnect_gateway",
    "forget_removed",
    "keep_method",
    "offer_gateway",
    "remove_method",
    "save_card",
    "withdraw_gateway",
]
