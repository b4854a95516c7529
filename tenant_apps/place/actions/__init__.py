"""Everything that writes to a learner's place."""

from tenant_apps.place.actions.acts import do, forget_old
from tenant_apps.place.actions.calendar import make_address, make_new_address
from tenant_apps.place.actions.dates import due_for_letters, forget_stale, look_for_due, look_for_live
from tenant_apps.place.actions.notes import NotOpened, NotYours, keep_note, remove_note, set_bookmark
from tenant_apps.place.actions.reminders import NoDay, due_reminders, remind, send_reminder, stop_reminders
from tenant_apps.place.actions.telling import send_dates, set_dates

__all__ = [
    "NoDay",
    "NotOpened",
    "NotYours",
    "do",
    "due_for_letters",
    "due_reminders",
    "forget_old",
    "forget_stale",
    "keep_note",
    "look_for_due",
    "look_for_live",
    "make_address",
    "make_new_address",
    "remind",
    "remove_note",
    "send_dates",
    "send_reminder",
    "set_bookmark",
    "set_dates",
    "stop_reminders",
]
