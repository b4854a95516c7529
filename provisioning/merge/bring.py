"""`tenant merge`: bring a fork's config and content back. Orders, people and progress are not touched."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.codecs import codecs
from marque.kit.serialise.files import MissingFile, value_of_file
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import RecordSet
from marque.kit.serialise.writing import write
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning.forks.base import base_of, move_base
from provisioning.merge.three_way import Merge, merge
from provisioning.places import reworded
from provisioning.schemas import only_one
from shared_apps.copies.models import Fork
from shared_apps.operations.audit import record as audit
from shared_apps.tenants.models import Tenant


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


class UnknownKey(Refused):
    """A decision about something that is no conflict."""

    message = _("There is no conflict “%(key)s”. There are: %(known)s.")


def compare(*, fork: Tenant, live: Tenant, take: Mapping[str, str] | None = None) -> Merge:
    """What a merge would do; raises NotAFork and NoBase. Writes nothing."""
    found, _there, _files = _compare(fork, live, take or {})
    return found


def merge_fork(
    *,
    fork: Tenant,
    live: Tenant,
    by: str,
    take: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Merge:
    """Bring a fork's changes to the live tenant, whole or not at all.

    Raises NotAFork, NoBase, Undecided, SameAddress, UnknownKey, StillInUse. Done again it finds nothing to bring;
    cut off between writing and moving the base, it finds both sides the same.
    """
    with only_one(f"merge:{live.slug}"), only_one(f"manifest:{live.slug}"):
        progress("Comparing")
        found, there, files = _compare(fork, live, take or {})
        _refuse(found, take or {})
        progress("Writing")
        with enter(live.as_current()), transaction.atomic():
            write(found.changes, files=files)
        move_base(fork.id, there.to_json())
        audit(by=by, action="tenant.merge", target=live.slug, tenant_id=live.id, data=_report(fork, found))
    return found


def _compare(fork: Tenant, live: Tenant, take: Mapping[str, str]) -> tuple[Merge, RecordSet, "ForkFiles"]:
    if not Fork.objects.filter(tenant_id=fork.id, parent_id=live.id).exists():
        raise NotAFork(fork=fork.slug, live=live.slug)
    base = base_of(fork.id)
    copy, parent = fork.as_current(), live.as_current()
    with enter(copy):
        there = RecordSet.from_json(reworded(read().to_json(), copy, parent))
        files = ForkFiles(copy)
    with enter(parent):
        return merge(base, read(), there, take), there, files


def _refuse(found: Merge, take: Mapping[str, str]) -> None:
    known = {conflict.key for conflict in found.conflicts}
    for key in take.keys() - known - {"all"}:
        raise UnknownKey(key=key, known=", ".join(sorted(known)) or "–")
    if found.open:
        raise Undecided(found)
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


class ForkFiles:
    """The files of a fork, by what is in them."""

    def __init__(self, fork: CurrentTenant) -> None:
        self.fork = fork
        self.places: dict[str, Any] = {}
        for codec in codecs():
            for field in codec.model._meta.concrete_fields:
                if isinstance(field, models.FileField):
                    self._note(codec.model, field)

    def open(self, digest: str) -> File:
        """The content, from the fork's own storage; raises MissingFile."""
        stored = self.places.get(digest)
        if stored is None:
            raise MissingFile(digest)
        with enter(self.fork):
            return File(stored.storage.open(stored.name), name=stored.name.rpartition("/")[2])

    def _note(self, model: type[models.Model], field: models.FileField) -> None:
        for row in model._default_manager.exclude(**{field.name: ""}):
            if digest := value_of_file(row, field):
                self.places[digest] = getattr(row, field.name)
