"""Certificates of finished courses."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial, declare
from tenant_apps.certificates.models.designs import CertificateEdition


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates, in business English."""

    def valid(self) -> "CertificateQuerySet":
        """The ones that still count."""
        return self.filter(revoked_at__isnull=True)


class Certificate(TenantModel):
    """What was said of whom, as it was said: a later rename of the course does not change it."""

    serial = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, related_name="certificates", verbose_name=_("person")
    )
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="certificates", verbose_name=_("course"))
    name_on_it = models.CharField(_("name on it"), max_length=120, blank=True)
    course_title = models.CharField(_("course"), max_length=120)
    lessons = models.PositiveSmallIntegerField(_("lessons"), default=0)
    minutes = models.PositiveIntegerField(_("study time in minutes"), default=0)
    # what it looks like, whatever becomes of the design; none: issued before designs were kept
    edition = models.ForeignKey(CertificateEdition, models.PROTECT, null=True, related_name="+", db_index=False)
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    expiry_told_at = models.DateTimeField(_("told of its end"), null=True, blank=True)
    reissued_at = models.DateTimeField(_("name changed"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)
    # the name was erased; what is left of it can only be compared
    forgotten_at = models.DateTimeField(_("name erased"), null=True, blank=True)
    name_digest = models.CharField(max_length=64, blank=True, default="", db_default="")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["issued_at"], name="certificate_issued"),
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False, expiry_told_at__isnull=True, revoked_at__isnull=True),
                name="certificate_expiry_untold",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"], condition=Q(revoked_at__isnull=True), name="certificate_one_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_on_it or self.number}, {self.course_title}"

    @property
    def is_valid(self) -> bool:
        """Whether it still counts."""
        return self.revoked_at is None

    @property
    def has_paper(self) -> bool:
        """Whether there is something to print: neither withdrawn nor without its name for good."""
        return self.is_valid and self.forgotten_at is None

    def is_expired(self, now: datetime | None = None) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= (now or clock.now())

    @property
    def number(self) -> str:
        """The serial as it is printed: two groups of five."""
        return f"{self.serial[:5]}-{self.serial[5:]}"


class NameErasure(TenantModel):
    """That a person had their name erased: no certificate of this course brings it back."""

    # the person, not their certificate: from one to the other nothing leads any more
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="name_erasures", db_index=False)
    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="+")
    erased_at = models.DateTimeField()

    serial = Serial(RUNTIME)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="certificate_name_erased_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"


# The contract's field is called `serial`, so the declaration cannot be.
declare(
    "certificates.Certificate",
    Serial(RUNTIME, key=("serial",), personal=("name_on_it", "revoked_reason", "name_digest")),
)
