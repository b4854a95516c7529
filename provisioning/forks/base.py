"""What a fork and its parent both started from, kept for bringing changes back."""

import gzip
import hashlib
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import RecordSet
from marque.kit.tenancy.context import CurrentTenant, enter
from marque.kit.vault import in_vault
from provisioning.places import reworded
from shared_apps.copies.models import Fork
from shared_apps.tenants.models import Tenant


class NoBase(Refused):
    """The base is gone, or was changed."""

    message = _("What this copy started from isn't there any more, so it can't be merged.")


def keep_base(fork_id: UUID, parent: CurrentTenant) -> None:
    """Write down a fresh fork's config and content, in its parent's words, beside its row.

    Read from the fork and not from the parent, which goes on changing: this is what was copied, to the row.
    """
    fork = Tenant.objects.get(id=fork_id).as_current()
    with enter(fork):
        text = reworded(read().to_json(), fork, parent)
    move_base(fork_id, text)


def move_base(fork_id: UUID, text: str) -> None:
    """Let these records be what a fork is compared from.

    A file of its own, then the row: whoever is killed in between leaves the old base whole.
    """
    content = text.encode()
    sha = hashlib.sha256(content).hexdigest()
    path = f"forks/{fork_id}/base-{sha[:16]}.json.gz"
    place = in_vault(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".part")
    draft.write_bytes(gzip.compress(content, mtime=0))
    draft.replace(place)
    Fork.objects.filter(tenant_id=fork_id).update(base_path=path, base_sha256=sha)
    for old in place.parent.glob("base*.json.gz"):
        if old != place:
            old.unlink(missing_ok=True)


def base_of(fork_id: UUID) -> RecordSet:
    """What a fork started from, in its parent's words; raises NoBase."""
    row = Fork.objects.filter(tenant_id=fork_id).exclude(base_path="").first()
    try:
        text = gzip.decompress(in_vault(row.base_path).read_bytes()) if row else b""
    except (OSError, EOFError):
        raise NoBase() from None
    if row is None or hashlib.sha256(text).hexdigest() != row.base_sha256:
        raise NoBase()
    return RecordSet.from_json(text.decode())
