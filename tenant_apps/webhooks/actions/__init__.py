"""The writes on webhooks: `actions.add_endpoint(url=…)`."""

from tenant_apps.webhooks.actions.endpoints import (
    TooManyEndpoints,
    UnknownType,
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    replace_secret,
    rotate_secret,
    switch_off,
    switch_on,
)
from tenant_apps.webhooks.actions.sending import Copied, TooManyTests, send_test, work_off
from tenant_apps.webhooks.actions.telling import Told, forget_old, keep, replay, replay_failed, sweep, tell, written

__all__ = [
    "Copied",
    "Told",
    "TooManyEndpoints",
    "TooManyTests",
    "UnknownType",
    "add_endpoint",
    "change_endpoint",
    "forget_old",
    "keep",
    "remove_endpoint",
    "replace_secret",
    "replay",
    "replay_failed",
    "rotate_secret",
    "send_test",
    "sweep",
    "switch_off",
    "switch_on",
    "tell",
    "work_off",
    "written",
]
