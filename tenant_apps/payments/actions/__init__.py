"""The writes on payment settings: `actions.connect_gateway(name=…)`."""

from tenant_apps.payments.actions.choosing import (
    CannotOffer,
    CollectingNotAllowed,
    MerchantNotPossible,
    NoSuchGateway,
    NotReady,
    choose_gateway,
    choose_page,
    offer_gateway,
    show_wallets,
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
from tenant_apps.payments.actions.onboarding import (
    HasOwnKeys,
    NoOnboarding,
    NotAnswering,
    begin_connection,
    connection_link,
    look_again,
)
from tenant_apps.payments.actions.wallet_domains import follow_domains, try_again

__all__ = [
    "CannotOffer",
    "CardNotKept",
    "CollectingNotAllowed",
    "ConnectionFailed",
    "HasOwnKeys",
    "InUse",
    "KeyMissing",
    "MerchantNotPossible",
    "NoOnboarding",
    "NoSuchGateway",
    "NotAnswering",
    "NotReady",
    "begin_connection",
    "check_gateway",
    "choose_gateway",
    "choose_page",
    "connect_gateway",
    "connection_link",
    "disconnect_gateway",
    "follow_domains",
    "forget_removed",
    "keep_method",
    "look_again",
    "offer_gateway",
    "remove_method",
    "save_card",
    "show_wallets",
    "try_again",
    "withdraw_gateway",
]
