"""What the API shows of people."""

from rest_framework import serializers

from tenant_apps.people.models import Person


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


class PeopleQuery(serializers.Serializer):
    """Which people to list."""

    email = serializers.CharField(max_length=254, required=False, help_text="Exactly this address.")
    q = serializers.CharField(max_length=100, required=False, help_text="A part of name or address.")
