"""Grant and revoke. Whoever owns a kind of product delivers on `fulfil.<kind>`, takes back on `withdraw.<kind>`."""

from tenant_apps.entitlements.actions.delivering import (
    bring_back,
    deliver,
    deliver_due,
    follow_seat,
    source_of,
    source_of_seat,
)
from tenant_apps.entitlements.actions.granting import (
    end_lapsed,
    grant,
    provide,
    revoke,
    revoke_source,
    take_away,
    take_turns,
)
from tenant_apps.entitlements.actions.memberships import open_to_members, revoke_memberships, source_of_membership
from tenant_apps.entitlements.actions.reminding import remind
from tenant_apps.entitlements.actions.resting import restore_source, suspend_source

__all__ = [
    "bring_back",
    "deliver",
    "deliver_due",
    "end_lapsed",
    "follow_seat",
    "grant",
    "open_to_members",
    "provide",
    "remind",
    "restore_source",
    "revoke",
    "revoke_memberships",
    "revoke_source",
    "source_of",
    "source_of_membership",
    "source_of_seat",
    "suspend_source",
    "take_away",
    "take_turns",
]
