"""How certificates read and look, and what each of them was issued with."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, CONTENT, RUNTIME, Serial

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
    valid_months = models.PositiveSmallIntegerField(
        _("valid for, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Left empty, it never expires. Learners are told 30 days before."),
    )
    # papers, fields and their places as `layouts.py` reads them; empty: the theme's own sheet
    layout = models.JSONField(default=dict, blank=True, db_default=models.Value({}, output_field=models.JSONField()))
    # counts every change, so that two people at one design notice each other
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)

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


class CertificateEdition(TenantModel):
    """A design as it was once saved or issued with: words, layout, colours and the school's name. It never changes."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    design = models.ForeignKey(CertificateDesign, models.SET_NULL, null=True, related_name="editions")
    contents = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)

    serial = Serial(RUNTIME, key=("digest",))

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.digest[:8]


def _place(picture: "CertificatePicture", name: str) -> str:
    return f"certificates/{picture.key}/{name}"


class CertificatePicture(TenantModel):
    """A background, a logo, a signature. Kept for good: certificates that were issued show it."""

    file = models.FileField(upload_to=_place, max_length=255)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    serial = Serial(CONTENT)

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
