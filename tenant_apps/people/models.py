"""Anyone the business knows by email: lead, learner, buyer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class PersonQuerySet(models.QuerySet["Person"]):
    """How the business asks for people."""

    def known_as(self, email: str) -> PersonQuerySet:
        """People with this email, however it was typed."""
        return self.filter(email=email.strip().lower())

    def matching(self, text: str) -> PersonQuerySet:
        """People whose name or email holds these words."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text))

    def with_account(self) -> PersonQuerySet:
        """People who can sign in."""
        return self.filter(user__isnull=False)

    def without_account(self) -> PersonQuerySet:
        """People known by email alone."""
        return self.filter(user__isnull=True)


class Person(TenantModel):
    """Someone with an email address. May have a user, and then can sign in."""

    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)

    objects = PersonQuerySet.as_manager()
    serial = Serial(RUNTIME, key=("key",), personal=("email", "name"))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # stored in lower case, so a plain index serves both uniqueness and lookup
            models.UniqueConstraint(fields=["email"], name="people_person_email_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="people_person_email_is_lower"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """What to call them in a greeting; empty when we were never told."""
        return self.name.split()[0] if self.name.strip() else ""
