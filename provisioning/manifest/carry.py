"""Write a plan in the current tenant: its team by the actions of people, the rest as records."""

from collections.abc import Callable

from marque.kit.serialise.records import Record
from marque.kit.serialise.records_diff import Changes
from marque.kit.serialise.writing import write
from provisioning.manifest.file import Wanted
from provisioning.manifest.plan import Plan
from provisioning.manifest.sections.team import TEAM
from tenant_apps.accounts import actions as accounts
from tenant_apps.accounts.models import User
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person


def carry_out(plan: Plan, wanted: Wanted, again: Callable[[Wanted], Plan]) -> None:
    """Write a plan in the current tenant, in the caller's transaction; `again` plans once teachers are known."""
    records, team = _parted(plan.changes)
    _change_team(team)
    authors = {course["author"].name.lower() for course in wanted.item["courses"] or [] if course["author"]}
    unknown = authors - set(Person.objects.filter(email__in=authors).values_list("email", flat=True))
    for address in sorted(unknown):
        meet(email=address, user=User.objects.filter(email__iexact=address).first())
    if unknown:
        records, _team = _parted(again(wanted).changes)
    write(records, files=wanted.media)


def _parted(changes: Changes) -> tuple[Changes, Changes]:
    """The changes of records, and those of the team."""

    def part(is_team: bool) -> Changes:
        return Changes(
            [record for record in changes.added if (record.label == TEAM) is is_team],
            [record for record in changes.removed if (record.label == TEAM) is is_team],
            [change for change in changes.changed if (change.record.label == TEAM) is is_team],
        )

    return part(False), part(True)


def _change_team(changes: Changes) -> None:
    joining: list[Record] = [*changes.added, *(change.record for change in changes.changed)]
    # owners first: the last one cannot leave
    for member in sorted(joining, key=lambda member: member.fields["role"] != "owner"):
        user = accounts.register(email=member.key, name=member.fields["name"], verified=True)
        accounts.change_role(user=user, role=member.fields["role"], by=None)
    for member in changes.removed:
        accounts.leave_team(user=User.objects.get(email__iexact=member.key), by=None)
