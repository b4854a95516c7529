"""Works that learners show of themselves, where the business lets them."""

from __future__ import annotations

from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, RUNTIME, Serial


class SeenBy(models.TextChoices):
    """Who may look at a portfolio."""

    NOBODY = "nobody", _("Only me")
    MEMBERS = "members", _("Learners of this place")
    LINK = "link", _("Whoever has the address")
    PUBLIC = "public", _("Everybody, search engines too")


def new_address() -> str:
    """An address nobody guesses."""
    return token_urlsafe(12)


class PortfolioPolicy(TenantModel):
    """Whether learners may show their works here. One row; without it they may not."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    is_on = models.BooleanField(_("Learners may show their works"), default=False)

    serial = Serial(CONFIG, key=("only",))

    class Meta:
        verbose_name_plural = "portfolio policies"
        constraints = [models.CheckConstraint(condition=Q(only=1), name="portfolio_policy_only_one")]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class Portfolio(TenantModel):
    """A learner's page of works."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="portfolio")
    address = models.CharField(max_length=24, unique=True, default=new_address)
    title = models.CharField(_("Title"), max_length=80, blank=True)
    words = models.TextField(_("About you"), max_length=2000, blank=True)
    seen_by = models.CharField(_("Who may see it"), max_length=8, choices=SeenBy, default=SeenBy.NOBODY)

    serial = Serial(RUNTIME, personal=("title", "words"))

    class Meta:
        indexes = [models.Index(fields=["-id"], condition=Q(seen_by=SeenBy.PUBLIC), name="portfolio_public")]
        constraints = [
            models.CheckConstraint(condition=Q(seen_by__in=SeenBy.values), name="portfolio_seen_by_known"),
        ]

    def __str__(self) -> str:
        return f"Portfolio of {self.person_id}"


class PieceQuerySet(models.QuerySet["PortfolioPiece"]):
    """Pieces, in business English."""

    def kept(self) -> PieceQuerySet:
        """Those their maker has not taken out."""
        return self.filter(withdrawn_at=None)


class PortfolioPiece(TenantModel):
    """A work in a portfolio, with its maker's own words; nothing that anybody else said of it.

    One that is taken out while the team has to look at it stays for them, and is nobody else's.
    """

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="pieces", db_index=False)
    submission = models.ForeignKey("assessments.Submission", models.CASCADE, related_name="shown_in")
    title = models.CharField(_("Title"), max_length=120, blank=True)
    words = models.TextField(_("Your words about it"), max_length=2000, blank=True)
    shows_text = models.BooleanField(_("Show what I wrote for it, too"), default=False)
    position = models.PositiveSmallIntegerField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_because = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PieceQuerySet.as_manager()
    serial = Serial(RUNTIME, personal=("title", "words"))

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["-hidden_at"], condition=Q(hidden_at__isnull=False), name="portfolio_piece_hidden")
        ]
        constraints = [
            UniqueConstraint(fields=["portfolio", "submission"], name="portfolio_piece_once"),
            UniqueConstraint(
                fields=["portfolio", "position"], name="portfolio_piece_position", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_because=""), name="portfolio_piece_hidden_because"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Piece {self.position}"


class PieceReport(TenantModel):
    """Somebody finds that a piece should not be shown."""

    piece = models.ForeignKey(PortfolioPiece, models.CASCADE, related_name="reports")
    # nobody, where a visitor without an account said so
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    words = models.CharField(_("What is wrong with it"), max_length=500)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    serial = Serial(RUNTIME, personal=("words",))

    class Meta:
        ordering = ["reported_at", "pk"]
        indexes = [models.Index(fields=["reported_at", "id"], condition=Q(settled_at__isnull=True), name="report_open")]
        constraints = [
            UniqueConstraint(
                fields=["piece", "person"], condition=Q(settled_at__isnull=True), name="piece_report_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.words
