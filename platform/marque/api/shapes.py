"""What the API shows: read shapes."""

from django.conf import settings
from rest_framework import serializers

from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant


class ErrorDetail(serializers.Serializer):
    """What was wrong, in words."""

    message = serializers.CharField(help_text="A sentence to show.")
    field = serializers.CharField(allow_null=True, help_text="The field at fault, if one is.")
    code = serializers.CharField(help_text="For programs; does not change.")


class ErrorShape(serializers.Serializer):
    """Every error."""

    error = ErrorDetail()


class TenantShape(serializers.Serializer):
    """A business."""

    slug = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=Tenant.State.choices)
    reason = serializers.CharField(source="state_reason", help_text="Why it is in this state.")
    domain = serializers.SerializerMethodField(help_text="Where it lives.")
    domains = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    id = serializers.UUIDField()
    blueprint = serializers.CharField()
    owner = serializers.EmailField(source="owner_email")
    created = serializers.DateTimeField(source="created_at")
    purge_after = serializers.DateTimeField(allow_null=True, help_text="When a deleted one is removed for good.")

    def get_domain(self, row: Tenant) -> str:
        """The primary one."""
        return next((domain.domain for domain in row.domains.all() if domain.is_primary), "")

    def get_domains(self, row: Tenant) -> list[str]:
        """All of them, the primary one first."""
        domains = sorted(row.domains.all(), key=lambda domain: (not domain.is_primary, domain.domain))
        return [domain.domain for domain in domains]

    def get_url(self, row: Tenant) -> str:
        """Where to look at it."""
        port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
        return f"{settings.PUBLIC_SCHEME}://{self.get_domain(row)}{port}/"


class DomainShape(serializers.Serializer):
    """A domain of a business."""

    domain = serializers.CharField()
    primary = serializers.BooleanField(source="is_primary")
    state = serializers.CharField(
        help_text="own, former, waiting (for its DNS), proven, connected (it serves), failing or lapsed."
    )
    created = serializers.DateTimeField(source="created_at")


class OperationShape(serializers.Serializer):
    """Long work: poll it until its state is done or failed."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=["waiting", "running", "done", "failed"])
    step = serializers.CharField(help_text="What is being done now.")
    done = serializers.IntegerField(help_text="How far it has come, of `total`.")
    total = serializers.IntegerField(allow_null=True, help_text="Null where it can't be counted.")
    result = serializers.JSONField(help_text="What came of it, once done.")
    error = serializers.CharField(help_text="Why it failed, in words.")
    created = serializers.DateTimeField(source="created_at")
    started = serializers.DateTimeField(source="started_at", allow_null=True)
    ended = serializers.SerializerMethodField()

    def get_ended(self, row: Operation) -> str | None:
        """When it was done, or failed."""
        at = row.finished_at or row.failed_at
        return at.isoformat() if at else None


class ManifestShape(serializers.Serializer):
    """A business written down."""

    manifest = serializers.CharField(help_text="YAML.")


class BlueprintShape(serializers.Serializer):
    """What a business can start from."""

    name = serializers.CharField()
    title = serializers.CharField()
    line = serializers.CharField(help_text="What it brings, in a sentence.")


class WhoShape(serializers.Serializer):
    """Whose token it is, and what it may do."""

    agency = serializers.CharField()
    name = serializers.CharField()
    token = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires = serializers.DateTimeField()
    tenants = serializers.IntegerField(help_text="How many businesses count against the limit.")
    limit = serializers.IntegerField()
