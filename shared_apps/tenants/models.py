"""The registry of tenants and their domains, in the public schema."""

import uuid

from django.db import models
from django.db.models.functions import Lower

from marque.kit.tenancy.context import CurrentTenant
from shared_apps.tenants.domain import Domain, Proof
from shared_apps.tenants.names import SLUG_PATTERN, new_schema_name

__all__ = ["Domain", "Proof", "SchemaTemplate", "Tenant"]

# what visitors and tasks are told instead of the state, while a tenant cannot be served
MAINTENANCE = "maintenance"


class TenantQuerySet(models.QuerySet):
    """Tenants, in words."""

    def working(self) -> "TenantQuerySet":
        """Those whose background work goes on."""
        return self.filter(state__in=[Tenant.State.ACTIVE, Tenant.State.SUSPENDED], maintenance_since=None)

    def certified(self) -> "TenantQuerySet":
        """Those whose hosts answer, if only with a notice."""
        return self.filter(state__in=[Tenant.State.ACTIVE, Tenant.State.SUSPENDED, Tenant.State.ARCHIVED])

    def businesses(self) -> "TenantQuerySet":
        """The creators' tenants, without the platform itself."""
        return self.filter(type=Tenant.Type.BUSINESS)


class Tenant(models.Model):
    """One business (or the platform itself), in a schema of its own.

    In `safe_mode` nothing it does reaches the world: mail is kept, payments are play. `copy_of` names what it copies.
    """

    class Type(models.TextChoices):
        PLATFORM = "platform"
        BUSINESS = "business"

    class State(models.TextChoices):
        PROVISIONING = "provisioning"
        ACTIVE = "active"
        SUSPENDED = "suspended"
        ARCHIVED = "archived"
        DELETED = "deleted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    schema_name = models.CharField(max_length=63, unique=True, default=new_schema_name, editable=False)
    type = models.CharField(max_length=10, choices=Type, default=Type.BUSINESS)
    state = models.CharField(max_length=12, choices=State, default=State.PROVISIONING)
    state_reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    # what an archived or deleted one becomes when it is restored
    state_before = models.CharField(max_length=12, choices=State, blank=True)
    purge_after = models.DateTimeField(null=True, blank=True)
    # its schema lacks what this release reads: a migration failed on it
    maintenance_since = models.DateTimeField(null=True, blank=True)
    # while it is renamed, its schema has one of two names
    next_schema_name = models.CharField(max_length=63, blank=True, editable=False)
    owner_email = models.EmailField(blank=True)
    blueprint = models.CharField(max_length=40, blank=True)
    safe_mode = models.BooleanField(default=False)
    copy_of = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_active_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()
    auto_drop_schema = False  # django-tenants asks; schemas are dropped by provisioning, as the owner

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("slug"), name="tenants_tenant_slug_unique"),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG_PATTERN), name="tenants_tenant_slug_shape"),
            models.CheckConstraint(condition=~models.Q(name=""), name="tenants_tenant_name_given"),
            models.CheckConstraint(
                condition=models.Q(purge_after=None) | models.Q(state="deleted"),
                name="tenants_tenant_purged_if_deleted",
            ),
        ]
        indexes = [
            models.Index(
                models.F("last_active_at").desc(nulls_last=True),
                models.F("created_at").desc(),
                "id",
                name="tenants_tenant_last_used",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_tenant_type(self) -> str:
        """django-tenants asks for the type under this name."""
        return self.type

    def as_current(self, domain: str | None = None) -> CurrentTenant:
        """The frozen value that travels with a request or a task."""
        if domain is None:
            domain = next((d.domain for d in self.domains.all() if d.is_primary), "")
        return CurrentTenant(
            id=self.id,
            slug=self.slug,
            name=self.name,
            schema_name=self.schema_name,
            type=self.type,
            state=MAINTENANCE if self.maintenance_since else self.state,
            domain=domain,
            next_schema_name=self.next_schema_name,
            safe_mode=self.safe_mode,
            copy_of=self.copy_of,
        )


class SchemaTemplate(models.Model):
    """The DDL and rows of a fresh schema, captured once per release and replayed for each new tenant."""

    type = models.CharField(max_length=10, choices=Tenant.Type)
    fingerprint = models.CharField(max_length=64)
    script = models.TextField()
    captured_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("type", "fingerprint", name="tenants_schematemplate_unique")]

    def __str__(self) -> str:
        return f"{self.type} {self.fingerprint[:12]}"
