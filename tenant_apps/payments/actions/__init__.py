"""The writes on payment settings: `actions.connect_gateway(name=…)`."""

from tenant_apps.payments.actions.choosing import MerchantNotPossible, NoSuchGateway, choose_gateway
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
    "remove_method",
    "save_card",
]
