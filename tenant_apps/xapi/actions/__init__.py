"""Everything that writes to what stores of learning records are told."""

from tenant_apps.xapi.actions.stores import BadKey, KeyMissing, PlainAddress, note_download, save_store
from tenant_apps.xapi.actions.telling import tell

__all__ = ["BadKey", "KeyMissing", "PlainAddress", "note_download", "save_store", "tell"]
