"""Everything that writes to what stores of learning records are told."""

from tenant_apps.xapi.actions.stores import BadKey, KeyMissing, PlainAddress, save_store
from tenant_apps.xapi.actions.telling import tell

__all__ = ["BadKey", "KeyMissing", "PlainAddress", "save_store", "tell"]
