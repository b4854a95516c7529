"""The writes on points: `points.give(person=…, occasion=…, subject=…)`."""

from tenant_apps.points.actions.board import BoardClosed, join_board, leave_board
from tenant_apps.points.actions.giving import award_level, award_waiting, give
from tenant_apps.points.actions.ruling import TakenAlready, remove_level, save_level, set_rules

__all__ = [
    "BoardClosed",
    "TakenAlready",
    "award_level",
    "award_waiting",
    "give",
    "join_board",
    "leave_board",
    "remove_level",
    "save_level",
    "set_rules",
]
