"""What would have to change for a tenant to be as a file says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.serialise.codecs import codec_of
from marque.kit.serialise.guard import doings
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import Record, RecordSet, references_in
from marque.kit.serialise.records_diff import Changes, diff
from marque.kit.serialise.references import References
from marque.kit.tenancy.context import enter
from provisioning.manifest.book import Book
from provisioning.manifest.file import Wanted
from provisioning.manifest.head import check_new, check_there, domains_of
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.sections import SECTIONS
from provisioning.manifest.sections.team import TEAM, read_team
from provisioning.manifest.wish import Wish
from shared_apps.tenants.models import Tenant


@dataclass(frozen=True)
class Plan:
    """The way from what a tenant is to what a file wants."""

    slug: str
    is_new: bool
    before: RecordSet
    changes: Changes
    # what cannot be deleted, and is archived instead
    retired: list[Record] = field(default_factory=list)
    # why something cannot be deleted: the plan cannot be carried out
    held: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    primary: str = ""

    def __bool__(self) -> bool:
        return bool(self.is_new or self.changes or self.held or self.domains or self.primary)

    @property
    def deletes(self) -> bool:
        """Whether something would go."""
        return bool(self.changes.removed or self.retired)


def plan_for(wanted: Wanted) -> Plan:
    """The plan for one tenant of a file; raises BadManifest. A tenant that is not there begins empty."""
    row = Tenant.objects.businesses().filter(slug=wanted.slug).prefetch_related("domains").first()
    if row is None or row.state == Tenant.State.PROVISIONING:
        check_new(wanted)
        return _plan(wanted, None, RecordSet(), Book(RecordSet(), made=False))
    check_there(wanted, row)
    with enter(row.as_current()):
        return plan_inside(wanted, row)


def plan_inside(wanted: Wanted, row: Tenant) -> Plan:
    """The plan for the tenant we are in; raises BadManifest."""
    before = read_all()
    return _plan(wanted, row, before, Book(before))


def plan_here(wanted: Wanted) -> Plan:
    """The plan for the current tenant, which was only just made: nothing of it goes; raises BadManifest."""
    before = read_all()
    return _plan(wanted, None, before, Book(before))


def read_all() -> RecordSet:
    """The current tenant's records, and its team."""
    return RecordSet([*read().values(), *read_team()])


def _plan(wanted: Wanted, row: Tenant | None, before: RecordSet, book: Book) -> Plan:
    wish = _wish(wanted, before, book)
    if wish.problems:
        raise BadManifest(wish.problems)
    unasked = [record for id, record in before.items() if record.label in wish.owned and id not in wish.asked]
    removed, retired, held = _sorted_out(unasked, before) if row else ([], [], [])
    kept = [record for id, record in before.items() if id not in {gone.id for gone in removed}]
    after = RecordSet([*kept, *retired, *wish.asked.values()])
    domains, primary = domains_of(wanted, row)
    return Plan(wanted.slug, row is None, before, diff(before, after), retired, held, domains, primary)


def _wish(wanted: Wanted, before: RecordSet, book: Book) -> Wish:
    wish = Wish(before, book)
    wish.people = {record.key for record in before.of(TEAM)}
    if wanted.item["owner"]:
        wish.people.add(wanted.item["owner"].lower())
    chosen = [section for section in SECTIONS if section.name in wanted.item.said]
    wish.owned = {label for section in chosen for label in section.labels}
    for section in chosen:
        section.announce(wanted.item[section.name], wish, wanted.media)
    for section in chosen:
        section.ask(wanted.item[section.name], wish, wanted.media)
    return wish


def _sorted_out(unasked: list[Record], before: RecordSet) -> tuple[list[Record], list[Record], list[str]]:
    """What can go, what is archived because people's doings hang on it, and why the rest cannot go."""
    refs = References()
    found = {record.id: doings(record, refs) for record in unasked if record.label != TEAM}
    in_use = {id for id, counts in found.items() if counts}
    in_use |= set(_above(in_use, before)) & found.keys()
    archive = {id for id in in_use if codec_of(id[0]).retired}
    below = {r.id for r in unasked if any(above in archive for above in _above([r.id], before))}
    stuck = in_use - archive - below
    stays = archive | below | stuck
    removed = [record for record in unasked if record.id not in stays]
    retired = [put_away(before[id]) for id in sorted(archive) if not before[id].fields[codec_of(id[0]).retired]]
    return removed, retired, [_sentence(before[id], found[id]) for id in sorted(stuck)]


def put_away(record: Record) -> Record:
    """The record as it is once it is archived."""
    fields = record.fields | {codec_of(record.label).retired: clock.now().isoformat()}
    return Record(record.label, record.key, fields | ({"after": None} if "after" in fields else {}))


def _above(ids: Iterable[tuple[str, str]], before: RecordSet) -> list[tuple[str, str]]:
    """Everything these records belong to: the targets of their foreign keys, and what those belong to."""
    found: list[tuple[str, str]] = []
    left = list(ids)
    while left:
        record = before.get(left.pop())
        for ref in references_in(list(record.fields.values())) if record else ():
            id = (ref["ref"], ref["key"])
            if id in before and id not in found and _belongs(record.label if record else "", id[0]):
                found.append(id)
                left.append(id)
    return found


def _belongs(label: str, above: str) -> bool:
    """Whether rows of a model go when the row above goes."""
    fields: list[Any] = [f for f in apps.get_model(label)._meta.concrete_fields if f.many_to_one or f.one_to_one]
    cascading = [f for f in fields if f.remote_field.on_delete.__name__ == "CASCADE"]
    return any(f.related_model._meta.label == above for f in cascading)


def _sentence(record: Record, counts: list[tuple[int, str]]) -> str:
    what = ", ".join(f"{count} {name}" for count, name in counts)
    kind = str(apps.get_model(record.label)._meta.verbose_name)
    return _("%(kind)s “%(name)s” cannot be deleted: it has %(what)s. Keep it in the file as a draft.") % {
        "kind": kind.capitalize(),
        "name": record.name,
        "what": what or _("something in use"),
    }
