"""What the API shows of people."""

from typing import Any

from rest_framework import serializers

from tenant_apps.people.models import Person

SEES_PEOPLE = "people:read"


class PersonShape(serializers.Serializer):
    """Anyone the business knows by email."""

    id = serializers.UUIDField(source="key")
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    has_account = serializers.SerializerMethodField(help_text="Whether they can sign in.")
    created_at = serializers.DateTimeField()

    def get_has_account(self, row: Person) -> bool:
        """Whether they can sign in."""
        return row.user_id is not None


class AddressOfPerson(serializers.EmailField):
    """Somebody's email, for whoever may see people; null for others, to whom the person's id has to do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, help_text=f"Null without `{SEES_PEOPLE}`.", **options)

    def to_representation(self, value: Any) -> str | None:
        """The address, or nothing: a shape that was not told who looks shows none."""
        return str(super().to_representation(value)) if SEES_PEOPLE in self.context.get("scopes", ()) else None


class PeopleQuery(serializers.Serializer):
    """Which people to list."""

    email = serializers.CharField(max_length=254, required=False, help_text="Exactly this address.")
    q = serializers.CharField(max_length=100, required=False, help_text="A part of name or address.")
