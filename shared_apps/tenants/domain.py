"""A domain: claimed by a tenant, proven to be its own, held, and lost when it leads elsewhere (ADR 18)."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shared_apps.tenants.letters import readable

_HELD = models.Q(verified_at__isnull=False, lapsed_at__isnull=True)


def new_token() -> str:
    """What a claimant publishes in DNS: 130 bits, in letters that every provider's form takes."""
    return "".join(secrets.choice("abcdefghijkmnpqrstuvwxyz23456789") for _letter in range(26))


class Proof(models.TextChoices):
    """How a domain was shown to be its tenant's."""

    BIRTH = "birth", _("The platform's own address")
    TXT = "txt", _("TXT record")
    CNAME = "cname", _("CNAME record")
    EARLIER = "earlier", _("Served before domains were verified")


class DomainQuerySet(models.QuerySet):
    """Domains, in words."""

    def held(self) -> "DomainQuerySet":
        """Those that are served and certified: of each name at most one."""
        return self.filter(_HELD)

    def due(self, now: datetime) -> "DomainQuerySet":
        """Those whose DNS is to be looked at again, the longest waiting first."""
        answering = {"tenant__state__in": ["active", "suspended", "archived"], "tenant__maintenance_since": None}
        return self.filter(check_at__lte=now, **answering).order_by("check_at", "id")


class Domain(models.Model):
    """A host that leads to a tenant; the primary one is where it lives, the others redirect there."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253)
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # the address of before a rename: it redirects until somebody else takes it
    released_at = models.DateTimeField(null=True, blank=True)

    token = models.CharField(max_length=32, default=new_token, editable=False)
    proof = models.CharField(max_length=7, choices=Proof, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    # to live there as soon as it leads here
    primary_asked_at = models.DateTimeField(null=True, blank=True)

    # the last look at its DNS: what was found is kept as codes, and put into words when it is shown
    checked_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)
    pointed_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failed_checks = models.PositiveSmallIntegerField(default=0)

    objects = DomainQuerySet.as_manager()

    class Meta:
        constraints = [
            # anybody may claim a name; who proves it holds it, alone
            models.UniqueConstraint("domain", condition=_HELD, name="tenants_domain_one_holder"),
            models.UniqueConstraint("tenant", "domain", name="tenants_domain_one_claim"),
            models.UniqueConstraint("tenant", condition=models.Q(is_primary=True), name="tenants_domain_one_primary"),
            models.CheckConstraint(condition=models.Q(is_primary=False) | _HELD, name="tenants_domain_primary_is_held"),
            models.CheckConstraint(condition=models.Q(domain=Lower("domain")), name="tenants_domain_lower_case"),
            models.CheckConstraint(
                condition=models.Q(proof="", verified_at__isnull=True, lapsed_at__isnull=True)
                | (~models.Q(proof="") & models.Q(verified_at__isnull=False)),
                name="tenants_domain_proof_when_verified",
            ),
        ]
        indexes = [
            models.Index("check_at", condition=models.Q(check_at__isnull=False), name="tenants_domain_to_check"),
        ]

    def __str__(self) -> str:
        return self.domain

    @property
    def is_held(self) -> bool:
        """Whether it is served and certified."""
        return self.verified_at is not None and self.lapsed_at is None

    @property
    def is_own(self) -> bool:
        """Whether it is the platform's, given to the tenant at birth."""
        return self.proof == Proof.BIRTH

    @property
    def leads_here(self) -> bool:
        """Whether visitors arrive, as far as the last look knows."""
        if self.is_own:
            return self.released_at is None
        return self.is_held and self.pointed_at is not None and self.failing_since is None

    @property
    def state(self) -> str:
        """`own`, `former`, `connected`, `proven`, `failing`, `lapsed` or `waiting`: for lists and programs."""
        if self.is_own:
            return "former" if self.released_at else "own"
        if self.lapsed_at:
            return "lapsed"
        if not self.is_held:
            return "waiting"
        if self.leads_here:
            return "connected"
        return "failing" if self.failing_since and self.pointed_at else "proven"

    @property
    def shown(self) -> str:
        """As people write it: IDNs in their own letters."""
        return readable(self.domain)
