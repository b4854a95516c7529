"""Everything that writes to a learner's place."""

from tenant_apps.place.actions.acts import do, forget_old
from tenant_apps.place.actions.calendar import make_address, make_new_address
from tenant_apps.place.actions.notes import NotOpened, NotYours, keep_note, remove_note, set_bookmark
from tenant_apps.place.actions.reminders import NoDay, due_reminders, remind, send_reminder, stop_reminders

__all__ = [
    "NoDay",
    "NotOpened",
    "NotYours",
    "do",
    "due_reminders",
    "forget_old",
    "keep_note",
    "make_address",
    "make_new_address",
    "remind",
    "remove_note",
    "send_reminder",
    "set_bookmark",
    "stop_reminders",
]
