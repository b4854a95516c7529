"""What a fork and its parent both started from, kept for bringing changes back."""

import gzip
import hashlib
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import RecordSet
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning.places import reworded
from provisioning.vault import in_vault
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
        text = reworded(read().to_json(), fork, parent).encode()
    place = in_vault(f"forks/{fork_id}/base.json.gz")
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".part")
    draft.write_bytes(gzip.compress(text, mtime=0))
    draft.replace(place)
    path, sha = f"forks/{fork_id}/base.json.gz", hashlib.sha256(text).hexdigest()
    Fork.objects.filter(tenant_id=fork_id).update(base_path=path, base_sha256=sha)


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
