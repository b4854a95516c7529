"""What the API is asked: write shapes. They check the form; actions check the matter."""

from rest_framework import serializers

from marque.kit.api.base import StrictSerializer
from provisioning.blueprints import CHOICES


class NewTenant(StrictSerializer):
    """A business to make."""

    slug = serializers.CharField(max_length=60, help_text="Its address: letters, digits, hyphens.")
    name = serializers.CharField(max_length=120)
    owner = serializers.EmailField(help_text="Gets a link to the Studio by email.")
    owner_name = serializers.CharField(max_length=150, required=False, default="", allow_blank=True)
    blueprint = serializers.CharField(
        max_length=40, required=False, default="academy", help_text=f"One of {', '.join(CHOICES)}."
    )
    domain = serializers.CharField(
        max_length=253, required=False, default="", allow_blank=True, help_text="A domain of its own."
    )
    plan = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True, help_text="What it may have, and pays."
    )


class Reason(StrictSerializer):
    """Why; the audit log keeps it."""

    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class NewSlug(Reason):
    """Another address."""

    slug = serializers.CharField(max_length=60)


class NewDomain(StrictSerializer):
    """A domain to lead to a business."""

    domain = serializers.CharField(max_length=300)
    primary = serializers.BooleanField(required=False, default=False, help_text="Let the business live there.")


class NewFork(StrictSerializer):
    """A copy to make."""

    slug = serializers.CharField(max_length=60, help_text="The copy's own address.")
    mask = serializers.BooleanField(
        required=False, default=False, help_text="Put made-up people in place of the real ones."
    )


class NewBlueprint(StrictSerializer):
    """A blueprint to keep."""

    name = serializers.SlugField(max_length=40, help_text="It will be called agency/name.")
    title = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    line = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class ManifestToPlan(StrictSerializer):
    """A manifest, as text."""

    manifest = serializers.CharField(trim_whitespace=False, help_text="YAML; it may declare many businesses.")


class ManifestToApply(ManifestToPlan):
    """A manifest to make so."""

    may_delete = serializers.BooleanField(
        required=False, default=False, help_text="Whether what the manifest leaves out may go. Without, that fails."
    )


class TenantQuery(serializers.Serializer):
    """Which businesses to list."""

    state = serializers.ChoiceField(
        choices=["provisioning", "active", "suspended", "archived", "deleted"], required=False
    )
    q = serializers.CharField(max_length=100, required=False, help_text="A part of name, slug, domain or owner.")


class OperationQuery(serializers.Serializer):
    """Which operations to list."""

    state = serializers.ChoiceField(choices=["going_on", "done", "failed"], required=False)
