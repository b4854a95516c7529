"""The writes of affiliates: `affiliates.approve(affiliate=…, by=…)`."""

from tenant_apps.affiliates.actions.attributing import attribute_order
from tenant_apps.affiliates.actions.clicking import note_click
from tenant_apps.affiliates.actions.deciding import ReasonMissing, approve, pause, reject, resume
from tenant_apps.affiliates.actions.joining import (
    AlreadyAffiliate,
    BadCode,
    CodeTaken,
    MembersOnly,
    NotOpen,
    apply,
    suggest_code,
)
from tenant_apps.affiliates.actions.programme import (
    BadTerms,
    TitleTaken,
    remove_text,
    save_programme,
    save_text,
    set_rate,
)
from tenant_apps.affiliates.actions.tying import CodeOfAnother, CodeUnknown, tie_coupon, untie_coupon

__all__ = [
    "AlreadyAffiliate",
    "BadCode",
    "BadTerms",
    "CodeOfAnother",
    "CodeTaken",
    "CodeUnknown",
    "MembersOnly",
    "NotOpen",
    "ReasonMissing",
    "TitleTaken",
    "apply",
    "approve",
    "attribute_order",
    "note_click",
    "pause",
    "reject",
    "remove_text",
    "resume",
    "save_programme",
    "save_text",
    "set_rate",
    "suggest_code",
    "tie_coupon",
    "untie_coupon",
]
