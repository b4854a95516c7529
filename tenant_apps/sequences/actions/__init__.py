"""Everything that writes to sequences."""

from tenant_apps.sequences.actions.running import (
    due_runs,
    opt_out,
    send_due,
    send_next,
    start_reminding,
    start_runs,
    stop_reminding,
    stop_runs,
)
from tenant_apps.sequences.actions.writing import (
    EmptyStep,
    NothingToSend,
    add_step,
    create_sequence,
    delete_sequence,
    delete_step,
    move_step,
    pause_sequence,
    start_sequence,
    update_sequence,
    update_step,
)

__all__ = [
    "EmptyStep",
    "NothingToSend",
    "add_step",
    "create_sequence",
    "delete_sequence",
    "delete_step",
    "due_runs",
    "move_step",
    "opt_out",
    "pause_sequence",
    "send_due",
    "send_next",
    "start_reminding",
    "start_runs",
    "start_sequence",
    "stop_reminding",
    "stop_runs",
    "update_sequence",
    "update_step",
]
