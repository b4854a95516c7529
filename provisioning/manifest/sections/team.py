"""`team`: who works in the business, by email and role. People are no records: they have their own actions."""

from typing import Any

from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import Book
from provisioning.manifest.schema import choice, items, table, text
from provisioning.manifest.sections.base import Section, said, twice
from provisioning.manifest.wish import Wish
from tenant_apps.accounts.models import RoleAssignment

TEAM = "team"
ROLES = ("owner", "staff", "author", "support")
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"

MEMBER = {
    "email": text("their address", required=True, most=254, pattern=_EMAIL),
    "name": text("their name", most=150),
    "role": choice("what they may do", ROLES),
}


class TeamSection(Section):
    """Everybody with a role. An owner has always to be among them."""

    name = "team"
    labels = (TEAM,)
    field = items("Who works here.", table("A member.", MEMBER), most=500)

    def announce(self, value: Any, wish: Wish, media: Any) -> None:
        """Members may teach, before anybody met them."""
        twice(value, "email", wish, "members")
        wish.people |= {item["email"].lower() for item in value}

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each member with one role."""
        for item in value:
            known = wish.before.get((TEAM, item["email"].lower()))
            name = item["name"] or (known.fields["name"] if known else "")
            wish.asked[TEAM, item["email"].lower()] = Record(
                TEAM, item["email"].lower(), {"name": name, "role": item["role"]}
            )
        if value and not any(item["role"] == "owner" for item in value):
            wish.wrong(value[0].mark, "A business always has an owner: give somebody “role: owner”.", "role")

    def pull(self, records: RecordSet, book: Book) -> Any:
        """Owners first."""
        found = [{"email": member.key, **member.fields} for member in records.of(TEAM)]
        ordered = sorted(found, key=lambda member: (ROLES.index(member["role"]), member["email"]))
        return [said(MEMBER, member) for member in ordered]


def read_team() -> list[Record]:
    """The current tenant's team; somebody with several roles counts with the strongest."""
    rows = RoleAssignment.objects.exclude(role="learner").values_list("user__email", "user__name", "role")
    found: dict[str, Record] = {}
    for email, name, role in sorted(rows, key=lambda row: -ROLES.index(row[2])):
        found[email.lower()] = Record(TEAM, email.lower(), {"name": name, "role": role})
    return list(found.values())
