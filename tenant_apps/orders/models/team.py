"""Seats that one person buys and others take."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marque.kit import ids
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.orders.models.line import OrderLine
from tenant_apps.people.models import Person


def link_key() -> str:
    """What nobody guesses: 128 bits."""
    return secrets.token_urlsafe(16)


class Team(TenantModel):
    """The people of one buyer: so many seats, some taken, some kept for who was invited."""

    code = models.CharField(_("code"), max_length=12, default=ids.code, editable=False, db_index=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")
    # what began it; later seats are bought with lines of their own, or with the subscription of this one
    line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, related_name="team")
    name = models.CharField(_("name"), max_length=120, blank=True)
    seats = models.PositiveIntegerField(_("seats"), default=0)
    used = models.PositiveIntegerField(_("taken"), default=0)
    link_key = models.CharField(max_length=32, default=link_key, editable=False, db_index=False)
    link_closed_at = models.DateTimeField(null=True, blank=True)
    # how many invitations were mailed on which day: a team is no way to write to strangers
    mailed_on = models.DateField(null=True, blank=True)
    mailed = models.PositiveIntegerField(default=0, db_default=0)

    serial = Serial(RUNTIME, key=("key",), personal=("name", "link_key"))

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="orders_team_code_once"),
            models.UniqueConstraint(fields=["link_key"], name="orders_team_link_once"),
            # never one too many, whatever writes
            models.CheckConstraint(condition=Q(used__lte=F("seats")), name="orders_team_not_overfull"),
        ]

    def __str__(self) -> str:
        return self.name or self.line.title

    @property
    def left(self) -> int:
        """Seats that nobody has and nobody is invited to."""
        return self.seats - self.used


class SeatPurchase(TenantModel):
    """Seats that came with one line, from its payment until its refund."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="purchases")
    line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, related_name="seat_purchase")
    added_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(added_at__isnull=False), name="orders_seatpurchase_added_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.line_id}"


class SeatQuerySet(models.QuerySet["Seat"]):
    """How the business asks for seats."""

    def standing(self) -> SeatQuerySet:
        """Taken, or kept for somebody."""
        return self.filter(freed_at__isnull=True)

    def taken(self) -> SeatQuerySet:
        """Somebody sits there."""
        return self.standing().filter(taken_at__isnull=False)


class Seat(TenantModel):
    """One place in a team: kept for an email that was invited, taken by a person, freed in the end."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places", db_index=False)
    email = models.EmailField(_("email"))
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    freed_at = models.DateTimeField(_("freed"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("email",))

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "email"], condition=Q(freed_at__isnull=True), name="orders_seat_email_once"
            ),
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(freed_at__isnull=True, person__isnull=False),
                name="orders_seat_person_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, person__isnull=True)
                | Q(taken_at__isnull=False, person__isnull=False),
                name="orders_seat_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.email
