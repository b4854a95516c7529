"""`tenant merge`: bring a fork's config and content back. Orders, people and progress are not touched."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import RecordSet
from marque.kit.serialise.writing import write
from marque.kit.tenancy.context import enter
from provisioning.forks.base import base_of, move_base
from provisioning.merge.fork_files import ForkFiles
from provisioning.merge.three_way import Merge, merge
from provisioning.merge.twins import as_one
from provisioning.places import reworded
from provisioning.schemas import only_one
from shared_apps.copies.models import Fork
from shared_apps.operations.audit import record as audit
from shared_apps.tenants.models import Tenant

_ATTEMPTS = 3


class NotAFork(Refused):
    """The two are not a copy and what it was copied from."""

    message = _("“%(fork)s” isn't a fork of “%(live)s”.")


class Undecided(Refused):
    """Both sides changed the same thing, and nobody said which one counts."""

    message = _("Both sides changed the same: %(keys)s. Say “--take fork KEY” or “--take live KEY” for each.")

    def __init__(self, found: Merge) -> None:
        self.merge = found
        super().__init__(keys=", ".join(conflict.key for conflict in found.open))


class SameAddress(Refused):
    """Both sides made something of one address."""

    message = _("Both sides made their own: %(keys)s. Change the address of one of them, then merge again.")


class Torn(Refused):
    """Somebody kept a thing, and not what it stands in."""

    message = _("These were to be kept, but not what they stand in: %(keys)s. Keep both, or neither.")


class Moving(Refused):
    """The live business was changed while it was compared, again and again."""

    message = _("“%(live)s” is being changed right now. Nothing was written; merge again in a moment.")


class UnknownKey(Refused):
    """A decision about something that is no conflict."""

    message = _("There is no conflict “%(key)s”. There are: %(known)s.")


@dataclass(frozen=True)
class Compared:
    """A merge as it was found, with what both sides were then."""

    found: Merge
    here: RecordSet
    there: RecordSet
    files: ForkFiles


def compare(*, fork: Tenant, live: Tenant, take: Mapping[str, str] | None = None) -> Merge:
    """What a merge would do; raises NotAFork and NoBase. Writes nothing."""
    return _compare(fork, live, take or {}).found


def merge_fork(
    *,
    fork: Tenant,
    live: Tenant,
    by: str,
    take: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Merge:
    """Bring a fork's changes to the live tenant, whole or not at all.

    Raises NotAFork, NoBase, Undecided, SameAddress, UnknownKey, StillInUse, Torn, Moving. Done again it finds nothing
    to bring; cut off between writing and moving the base, it finds both sides the same.
    """
    with only_one(f"merge:{live.slug}"), only_one(f"manifest:{live.slug}"):
        for _attempt in range(_ATTEMPTS):
            progress("Comparing")
            three = _compare(fork, live, take or {})
            _refuse(three.found, take or {})
            progress("Writing")
            if _write(live, three):
                break
        else:
            raise Moving(live=live.slug)
        move_base(fork.id, three.there.to_json())
        audit(by=by, action="tenant.merge", target=live.slug, tenant_id=live.id, data=_report(fork, three.found))
    return three.found


def _write(live: Tenant, three: Compared) -> bool:
    """Write what was found; False, with nothing written, when somebody changed the live business meanwhile."""
    with enter(live.as_current()), transaction.atomic():
        unchanged = read().to_json() == three.here.to_json()
        if unchanged:
            write(three.found.changes, files=three.files)
    return unchanged


def _compare(fork: Tenant, live: Tenant, take: Mapping[str, str]) -> Compared:
    if not Fork.objects.filter(tenant_id=fork.id, parent_id=live.id).exists():
        raise NotAFork(fork=fork.slug, live=live.slug)
    base = base_of(fork.id)
    copy, parent = fork.as_current(), live.as_current()
    with enter(copy):
        there = RecordSet.from_json(reworded(read().to_json(), copy, parent))
        files = ForkFiles(copy)
    with enter(parent):
        here = read()
    there = as_one(here, there)
    return Compared(merge(base, here, there, take), here, there, files)


def _refuse(found: Merge, take: Mapping[str, str]) -> None:
    known = {conflict.key for conflict in found.conflicts}
    for key in take.keys() - known - {"all"}:
        raise UnknownKey(key=key, known=", ".join(sorted(known)) or "–")
    if found.open:
        raise Undecided(found)
    if found.torn:
        raise Torn(keys=", ".join(found.torn))
    if found.clashes:
        raise SameAddress(keys=", ".join(found.clashes))


def _report(fork: Tenant, found: Merge) -> dict[str, Any]:
    """What was done, and what was not taken: a decision can be looked up and undone by hand."""
    return {
        "fork": fork.slug,
        "added": len(found.changes.added),
        "changed": len(found.changes.changed),
        "removed": len(found.changes.removed),
        "decided": [asdict(conflict) for conflict in found.conflicts],
    }
