"""Everything that writes to the parts of lessons."""

from tenant_apps.materials.actions.answering import (
    AnsweredAlready,
    MustBeAnswered,
    NotAnOption,
    NotTaken,
    PromiseChanged,
    answer_survey,
)
from tenant_apps.materials.actions.discussing import (
    NothingSaid,
    NotOurs,
    TooMuchSaid,
    hide_reply,
    mute,
    say,
    show_reply,
    take_back,
)
from tenant_apps.materials.actions.embedding import set_embed
from tenant_apps.materials.actions.meeting import NoBeginning, change_session, set_session
from tenant_apps.materials.actions.packages import NoSuchPart, keep_run, set_package
from tenant_apps.materials.actions.parts import set_listings, set_spots, set_steps
from tenant_apps.materials.actions.steps import tick_step
from tenant_apps.materials.actions.surveys import (
    AnonymityPromised,
    QuestionInUse,
    change_survey,
    make_survey,
    restore_questions,
    set_survey,
)

__all__ = [
    "AnonymityPromised",
    "AnsweredAlready",
    "MustBeAnswered",
    "NotAnOption",
    "NotTaken",
    "PromiseChanged",
    "NotOurs",
    "NoBeginning",
    "NoSuchPart",
    "NothingSaid",
    "QuestionInUse",
    "TooMuchSaid",
    "answer_survey",
    "change_session",
    "change_survey",
    "hide_reply",
    "keep_run",
    "make_survey",
    "mute",
    "restore_questions",
    "say",
    "set_embed",
    "set_listings",
    "set_package",
    "set_session",
    "set_spots",
    "set_steps",
    "set_survey",
    "show_reply",
    "take_back",
    "tick_step",
]
