"""Room on the server's disk, of which a package takes as much as all files of its course."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused


class DiskTooFull(Refused):
    """A full disk stops everybody."""

    message = _(
        "The server has too little room for this package of %(size)s at the moment. "
        "Try again tomorrow, or ask whoever looks after the site."
    )


def require_disk(folder: Path, size: int) -> None:
    """Let a folder take so many bytes and a tenth of its disk stay free, or raise DiskTooFull."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    disk = shutil.disk_usage(there)
    if disk.free - size < disk.total // 10:
        raise DiskTooFull(size=filesizeformat(size))
