"""Everything that writes to paths."""

from tenant_apps.paths.actions.approvals import approve, ask_approval, send_back, withdraw
from tenant_apps.paths.actions.following import follow, follow_next, release_bought, source_of
from tenant_apps.paths.actions.joining import IsSold, NotOpen, arrive, end_place, give_place, join, leave
from tenant_apps.paths.actions.making import (
    AddressTaken,
    NothingToPublish,
    PathInUse,
    StillDraft,
    create_path,
    delete_path,
    publish_path,
    unpublish_path,
    update_path,
)
from tenant_apps.paths.actions.steps import (
    InItAlready,
    NotYourCourse,
    WaitsForItself,
    add_step,
    move_step,
    remove_step,
    set_optional,
)
from tenant_apps.paths.approval import SeenOnTheWay

__all__ = [
    "AddressTaken",
    "InItAlready",
    "IsSold",
    "NotOpen",
    "NotYourCourse",
    "NothingToPublish",
    "PathInUse",
    "SeenOnTheWay",
    "StillDraft",
    "WaitsForItself",
    "add_step",
    "approve",
    "arrive",
    "ask_approval",
    "create_path",
    "delete_path",
    "end_place",
    "follow",
    "follow_next",
    "give_place",
    "join",
    "leave",
    "move_step",
    "publish_path",
    "release_bought",
    "remove_step",
    "send_back",
    "set_optional",
    "source_of",
    "unpublish_path",
    "update_path",
    "withdraw",
]
