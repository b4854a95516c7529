"""Making badges, awarding and withdrawing them."""

from tenant_apps.badges.actions.awarding import (
    NobodyThere,
    award,
    award_for_course,
    award_for_path,
    award_for_score,
    withdraw,
)
from tenant_apps.badges.actions.defining import HalfAScore, save_badge
from tenant_apps.badges.actions.keys import current_key

__all__ = [
    "HalfAScore",
    "NobodyThere",
    "award",
    "award_for_course",
    "award_for_path",
    "award_for_score",
    "current_key",
    "save_badge",
    "withdraw",
]
