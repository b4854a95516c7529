"""A learner's portfolio: who sees it, which works, in which order, with which words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.positions import place, renumber
from tenant_apps.assessments.models import Portfolio, PortfolioPiece, PortfolioPolicy, SeenBy, Submission
from tenant_apps.assessments.models.portfolios import new_address
from tenant_apps.people.models import Person

MOST_PIECES = 60


class PortfoliosOff(Refused):
    """Not here."""

    message = _("Portfolios are not switched on here.")


class NotYourWork(Refused):
    """A draft, or somebody else's."""

    message = _("Only work that you have handed in can be shown.")


class ShownAlready(Refused):
    """Twice the same."""

    message = _("This work is in your portfolio already.")


class HiddenByTeam(Refused):
    """Taken out and shown again, it would be as if nobody had looked."""

    message = _("The team has hidden this work, or was asked to look at it. It is not shown again before they say so.")


class PortfolioFull(Refused):
    """More than anybody looks at."""

    message = _("A portfolio holds up to %(most)s works.")


def is_on() -> bool:
    """Whether learners may show their works here."""
    return PortfolioPolicy.objects.filter(is_on=True).exists()


@transaction.atomic
def save_portfolio(*, person: Person, title: str, words: str, seen_by: str, by: Any = None) -> Portfolio:
    """Say what it is called, what it says, and who may see it; raises PortfoliosOff."""
    made = _mine(person)
    made.title, made.words, made.seen_by = title.strip(), words.strip(), SeenBy(seen_by)
    made.save(update_fields=["title", "words", "seen_by"])
    return made


@transaction.atomic
def renew_address(*, person: Person, by: Any = None) -> Portfolio:
    """Give it another address: whoever had the old one has it no more. Raises PortfoliosOff."""
    made = _mine(person)
    made.address = new_address()
    made.save(update_fields=["address"])
    return made


@transaction.atomic
def show_piece(*, person: Person, submission: Submission, by: Any = None) -> PortfolioPiece:
    """Put a work at the end; raises PortfoliosOff, NotYourWork, ShownAlready, HiddenByTeam and PortfolioFull."""
    made = _mine(person)
    if submission.enrolment.person_id != person.pk or submission.is_draft:
        raise NotYourWork
    known = made.pieces.filter(submission=submission).first()
    if known is not None:
        raise HiddenByTeam if known.withdrawn_at else ShownAlready
    if made.pieces.kept().count() >= MOST_PIECES:
        raise PortfolioFull(most=MOST_PIECES)
    title, last = submission.assignment.lesson.title[:120], made.pieces.aggregate(last=Max("position"))["last"] or 0
    piece = PortfolioPiece.objects.create(portfolio=made, submission=submission, title=title, position=last + 1)
    _renumber(made)
    return piece


@transaction.atomic
def write_piece(*, piece: PortfolioPiece, title: str, words: str, shows_text: bool, by: Any = None) -> PortfolioPiece:
    """Say something about a work; raises PortfoliosOff."""
    _hold(piece)
    piece.title, piece.words, piece.shows_text = title.strip(), words.strip(), shows_text
    piece.save(update_fields=["title", "words", "shows_text"])
    return piece


@transaction.atomic
def move_piece(*, piece: PortfolioPiece, position: int, by: Any = None) -> None:
    """Put a work in another place; raises PortfoliosOff."""
    place(_hold(piece).pieces.kept(), piece, position)


@transaction.atomic
def remove_piece(*, piece: PortfolioPiece, by: Any = None, now: datetime | None = None) -> bool:
    """Show a work no longer; it stays where it was handed in. Raises PortfoliosOff.

    What the team has hidden or has to look at stays for them, and is not shown again before they say so: then True.
    """
    of = _hold(piece)
    found = PortfolioPiece.objects.select_for_update().get(pk=piece.pk)
    is_theirs = found.hidden_at is not None or found.reports.filter(settled_at=None).exists()
    if is_theirs:
        found.withdrawn_at = now or clock_now()
        found.save(update_fields=["withdrawn_at"])
    else:
        found.delete()
    _renumber(of)
    return is_theirs


def _mine(person: Person) -> Portfolio:
    if not is_on():
        raise PortfoliosOff
    Portfolio.objects.get_or_create(person=person)
    return Portfolio.objects.select_for_update().get(person=person)


def _hold(piece: PortfolioPiece) -> Portfolio:
    if not is_on():
        raise PortfoliosOff
    return Portfolio.objects.select_for_update().get(pk=piece.portfolio_id)


def _renumber(of: Portfolio) -> None:
    # what was taken out comes last: it is in nobody's way
    renumber([*of.pieces.kept(), *of.pieces.exclude(withdrawn_at=None)])
