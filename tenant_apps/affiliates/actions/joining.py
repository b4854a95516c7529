"""Joining the programme: an application with a code of one's own."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock, ids
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.affiliates import queries
from tenant_apps.affiliates.events import AffiliateApplied, AffiliateApproved
from tenant_apps.affiliates.models import Affiliate, Approval
from tenant_apps.affiliates.models.affiliate import CODE
from tenant_apps.people.models import Person

AT_ONCE = "programme"


class NotOpen(Refused):
    """The programme takes in nobody new."""

    message = _("We are not taking on new affiliates right now.")


class MembersOnly(Refused):
    """Only people who have something from this business may join."""

    message = _("Only members can join. Get something here first, then come back.")


class AlreadyAffiliate(Refused):
    """They applied before."""

    message = _("You have applied already.")


class BadCode(Refused):
    """No code at all, or one that would not survive in a link."""

    field = "code"
    message = _("A code has 2 to 40 letters, digits or dashes, and begins with a letter or digit.")


class CodeTaken(Refused):
    """Another affiliate's."""

    field = "code"
    message = _("Somebody else has this code. Choose another one.")


def suggest_code(person: Person) -> str:
    """A free code made of their name: ann-larsen, or ann-larsen-2."""
    plain = unicodedata.normalize("NFKD", person.name or person.email.partition("@")[0])
    stem = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:30]
    if len(stem) < 2:
        stem = ids.code(6).lower()
    taken = set(Affiliate.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


@transaction.atomic
def apply(*, person: Person, code: str, about: str = "", by: Any = None) -> Affiliate:
    """Ask to join; where the programme approves at once, they are in.

    Raises NotOpen, MembersOnly, AlreadyAffiliate, BadCode and CodeTaken.
    """
    programme, now = queries.current_programme(), clock.now()
    if not programme.is_open:
        raise NotOpen
    if not queries.may_join(person, programme, now):
        raise MembersOnly
    if Affiliate.objects.filter(person=person).exists():
        raise AlreadyAffiliate
    plain = code.strip().lower()
    if not re.fullmatch(CODE, plain):
        raise BadCode
    if Affiliate.objects.coded(plain).exists():
        raise CodeTaken
    at_once = programme.approval == Approval.AT_ONCE
    affiliate = Affiliate(person=person, code=plain, about=about.strip(), applied_at=now)
    if at_once:
        affiliate.approved_at, affiliate.approved_by = now, AT_ONCE
    try:
        with transaction.atomic():
            affiliate.save()
    except IntegrityError as clash:
        # two forms at once: somebody else's code, or one's own second click
        raise (AlreadyAffiliate if Affiliate.objects.filter(person=person).exists() else CodeTaken) from clash
    fact = AffiliateApproved if at_once else AffiliateApplied
    publish(fact(affiliate_id=affiliate.pk, person_id=person.pk))
    return affiliate
