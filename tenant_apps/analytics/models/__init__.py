"""Counters that pages read instead of progress, and who needs a word."""

from tenant_apps.analytics.models.counts import (
    AnswerCount,
    BlockFilmCount,
    ChoiceCount,
    DrawnChoiceCount,
    DrawnCount,
    FilmCount,
    LessonCount,
    PlaceCount,
)
from tenant_apps.analytics.models.risks import Reason, Risk, RiskLetter, RiskRound

__all__ = [
    "AnswerCount",
    "ChoiceCount",
    "DrawnChoiceCount",
    "DrawnCount",
    "BlockFilmCount",
    "FilmCount",
    "LessonCount",
    "PlaceCount",
    "Reason",
    "Risk",
    "RiskLetter",
    "RiskRound",
]
