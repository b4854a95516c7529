"""What is wrong with a capsule, in a sentence."""

import errno

from django.utils.translation import gettext_lazy as _
from psycopg.errors import DiskFull

from marque.kit.errors import Refused


class BadCapsule(Refused):
    """The file is no capsule, or not whole, or not what was signed."""

    field = "file"
    message = _("This file isn't a whole capsule: %(reason)s")


class FromTheFuture(BadCapsule):
    """A newer engine wrote it."""

    message = _("This capsule was written by a newer engine (%(engine)s): %(reason)s Upgrade this install first.")


class UnknownSigner(BadCapsule):
    """Signed well, by somebody this install does not know."""

    message = _(
        "This capsule is signed by %(fingerprint)s, whom this install doesn't know. "
        "Compare that with what its sender tells you, then run it again with --trust."
    )


class NoKey(Refused):
    """This install cannot sign."""

    message = _("CAPSULE_SIGNING_KEY isn't set. Make one with: marque capsule-key")


class NoSpace(Refused):
    """The disk filled up."""

    field = "output"
    message = _("There was no room left for %(target)s. Nothing was kept; free some space and run it again.")


def is_full(error: BaseException) -> bool:
    """Whether there was no room, on a disk of ours or of Postgres."""
    codes = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in codes)


class BadTarget(Refused):
    """The file cannot be written there."""

    field = "output"
    message = _("%(target)s can't be written: %(reason)s")
