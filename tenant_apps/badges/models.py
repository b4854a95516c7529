"""Badges, who was awarded them, and the keys they are signed with."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial, declare


class Badge(TenantModel):
    """What can be achieved, and how: by hand, by finishing a course or a path, or by a score in a lesson."""

    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(
        _("description"), max_length=300, help_text=_("What whoever holds it knows or did, in a sentence.")
    )
    criteria = models.TextField(
        _("criteria"), max_length=2000, help_text=_("What has to be done for it. Part of every credential.")
    )
    picture = models.ForeignKey(
        "certificates.CertificatePicture", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    course = models.ForeignKey(
        "courses.Course",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="badges",
        verbose_name=_("for finishing"),
        help_text=_("Left empty, it is awarded by hand, or for a score."),
    )
    path = models.ForeignKey(
        "paths.Path",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="badges",
        verbose_name=_("for finishing the path"),
    )
    lesson = models.ForeignKey(
        "courses.Lesson",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="badges",
        verbose_name=_("for a score in"),
    )
    least_score = models.PositiveSmallIntegerField(
        _("score it takes, in percent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    serial = Serial(CONFIG)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least_score__isnull=True) | Q(least_score__range=(1, 100)), name="badge_score_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BadgeKey(TenantModel):
    """A key that credentials are signed with. Its public half stays for good; a copy elsewhere makes one of its own."""

    kid = models.CharField(max_length=16, unique=True)
    public = models.JSONField()
    sealed_private = models.TextField(blank=True, default="")
    # how many places of its status list are taken
    places = models.PositiveIntegerField(default=0)

    serial = Serial(RUNTIME, key=("kid",), remade_fields=("sealed_private",))

    def __str__(self) -> str:
        return self.kid


class BadgeAwardQuerySet(models.QuerySet["BadgeAward"]):
    """Awards, in business English."""

    def valid(self) -> "BadgeAwardQuerySet":
        """The ones that still count."""
        return self.filter(withdrawn_at__isnull=True)


class BadgeAward(TenantModel):
    """A badge somebody holds, with the credential as it was signed."""

    serial = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="awards", verbose_name=_("badge"))
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="badges")
    awarded_at = models.DateTimeField(_("awarded"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=200, blank=True)
    signed_with = models.ForeignKey(BadgeKey, models.PROTECT, related_name="awards", db_index=False)
    # where its revocation stands in the status list of its key
    place = models.PositiveIntegerField()
    credential = models.TextField()

    objects = BadgeAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("awarded badge")
        verbose_name_plural = _("awarded badges")
        ordering = ["-awarded_at", "-pk"]
        indexes = [models.Index(fields=["awarded_at"], name="badge_awarded")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "badge"], condition=Q(withdrawn_at__isnull=True), name="badge_award_one_valid"
            ),
            models.UniqueConstraint(fields=["signed_with", "place"], name="badge_award_own_place"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("awarded_at")),
                name="badge_award_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.badge}, {self.serial}"


# The column is called `serial`, so the declaration cannot be.
declare("badges.BadgeAward", Serial(RUNTIME, key=("serial",), personal=("withdrawn_reason", "credential")))
