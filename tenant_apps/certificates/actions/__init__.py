"""Issuing, withdrawing, correcting and designing certificates."""

from tenant_apps.certificates.actions.bulk import (
    Candidate,
    TooManyAddresses,
    candidates_by_email,
    issue_to,
    issue_waiting,
    waiting_for,
)
from tenant_apps.certificates.actions.designing import DesignChanged, PictureGone, set_design, set_layout
from tenant_apps.certificates.actions.expiring import tell_of_expiry
from tenant_apps.certificates.actions.issuing import NeverExpires, issue, renew, revoke
from tenant_apps.certificates.actions.naming import (
    NAME_LENGTH,
    AlreadyNamed,
    NameErased,
    NameMissing,
    NameTooLong,
    Withdrawn,
    clean_name,
    forget,
    name_digest,
    put_name,
    reissue,
)
from tenant_apps.certificates.actions.pictures import PictureTooLarge, add_picture

__all__ = [
    "NAME_LENGTH",
    "AlreadyNamed",
    "Candidate",
    "DesignChanged",
    "NameErased",
    "NameMissing",
    "NameTooLong",
    "NeverExpires",
    "PictureGone",
    "PictureTooLarge",
    "TooManyAddresses",
    "Withdrawn",
    "add_picture",
    "candidates_by_email",
    "clean_name",
    "forget",
    "issue",
    "issue_to",
    "issue_waiting",
    "name_digest",
    "put_name",
    "reissue",
    "renew",
    "revoke",
    "set_design",
    "set_layout",
    "tell_of_expiry",
    "waiting_for",
]
