"""Certificates of finished courses, and how they read."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial, declare

COURSE = "{course}"


def validate_wording(text: str) -> None:
    """The sentence names the course once, and has no other braces."""
    if text.count(COURSE) != 1 or set(text.replace(COURSE, "")) & {"{", "}"}:
        raise ValidationError(_("Write {course} once, where the course's title belongs."))


class CertificateDesign(TenantModel):
    """How certificates read: for one course, or for every course that has no design of its own."""

    course = models.OneToOneField(
        "courses.Course",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="certificate_design",
        verbose_name=_("course"),
    )
    heading = models.CharField(_("heading"), max_length=80, default=_("Certificate of completion"))
    lead = models.CharField(_("before the name"), max_length=80, default=_("This is to say that"))
    wording = models.CharField(
        _("after the name"),
        max_length=220,
        default=_("finished every lesson of {course}."),
        validators=[validate_wording],
        help_text=_("Write {course} where the course's title belongs."),
    )
    signature_name = models.CharField(
        _("signed by"), max_length=80, blank=True, help_text=_("Left empty, the course's teacher signs.")
    )
    signature_role = models.CharField(_("role"), max_length=80, blank=True)

    serial = Serial(CONFIG)

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        constraints = [
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(course__isnull=True),
                nulls_distinct=False,
                name="certificate_design_one_default",
            )
        ]

    def __str__(self) -> str:
        return self.course.title if self.course else str(_("All courses"))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates, in business English."""

    def valid(self) -> "CertificateQuerySet":
        """The ones that still count."""
        return self.filter(revoked_at__isnull=True)


class Certificate(TenantModel):
    """What was said of whom, as it was said: a later rename of the course does not change it."""

    serial = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="certificates", verbose_name=_("person"))
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="certificates", verbose_name=_("course"))
    name_on_it = models.CharField(_("name on it"), max_length=120, blank=True)
    course_title = models.CharField(_("course"), max_length=120)
    lessons = models.PositiveSmallIntegerField(_("lessons"), default=0)
    minutes = models.PositiveIntegerField(_("study time in minutes"), default=0)
    issued_at = models.DateTimeField(_("issued"))
    reissued_at = models.DateTimeField(_("name changed"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["issued_at"], name="certificate_issued")]
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
    def number(self) -> str:
        """The serial as it is printed: two groups of five."""
        return f"{self.serial[:5]}-{self.serial[5:]}"


# The contract's field is called `serial`, so the declaration cannot be.
declare("certificates.Certificate", Serial(RUNTIME, key=("serial",), personal=("name_on_it", "revoked_reason")))
