"""What a business offers to those who send it buyers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONFIG, Serial


class Joining(models.TextChoices):
    """Who may join."""

    NOBODY = "nobody", _("Nobody new")
    MEMBERS = "members", _("Members: people who have something from you")
    ANYBODY = "anybody", _("Anybody")


class Approval(models.TextChoices):
    """What an application needs."""

    BY_HAND = "by_hand", _("You approve each one")
    AT_ONCE = "at_once", _("Whoever asks is in")


class Renewals(models.TextChoices):
    """Which payments of a subscription count as the affiliate's sale."""

    FIRST = "first", _("The first payment only")
    MONTHS = "months", _("Every payment, for a number of months")
    ALWAYS = "always", _("Every payment, as long as it runs")


class AffiliateProgramme(TenantModel):
    """The business's programme. One row; without it there is none. What is earned is a commission rule's business."""

    name = models.CharField(max_length=10, default="affiliates", editable=False)
    joining = models.CharField(_("who may join"), max_length=8, choices=Joining.choices, default=Joining.NOBODY)
    approval = models.CharField(_("approval"), max_length=8, choices=Approval.choices, default=Approval.BY_HAND)
    click_days = models.PositiveSmallIntegerField(_("days a click counts"), default=30)
    renewals = models.CharField(_("subscriptions"), max_length=8, choices=Renewals.choices, default=Renewals.FIRST)
    renewal_months = models.PositiveSmallIntegerField(_("months"), default=12)
    pitch = models.TextField(_("what you tell people"), max_length=1000, blank=True)
    terms = models.TextField(_("terms"), max_length=20_000, blank=True)

    serial = Serial(CONFIG, key=("name",))

    class Meta:
        verbose_name = _("affiliate programme")
        verbose_name_plural = _("affiliate programmes")
        constraints = [
            models.UniqueConstraint(fields=["name"], name="affiliates_programme_once"),
            models.CheckConstraint(condition=Q(joining__in=Joining.values), name="affiliates_programme_known_joining"),
            models.CheckConstraint(
                condition=Q(approval__in=Approval.values), name="affiliates_programme_known_approval"
            ),
            models.CheckConstraint(
                condition=Q(renewals__in=Renewals.values), name="affiliates_programme_known_renewals"
            ),
            models.CheckConstraint(
                condition=Q(click_days__gte=1, click_days__lte=365, renewal_months__gte=1, renewal_months__lte=120),
                name="affiliates_programme_times_of_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_joining_display())

    @property
    def is_open(self) -> bool:
        """Does it take in anybody?"""
        return self.joining != Joining.NOBODY


class AffiliateText(TenantModel):
    """Words the creator offers affiliates to use: a post, an email, a line for a video."""

    title = models.CharField(_("title"), max_length=80)
    body = models.TextField(_("text"), max_length=4000)

    serial = Serial(CONFIG, key=("title",))

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("text for affiliates")
        verbose_name_plural = _("texts for affiliates")
        constraints = [
            models.UniqueConstraint(fields=["title"], name="affiliates_text_title_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="affiliates_text_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
