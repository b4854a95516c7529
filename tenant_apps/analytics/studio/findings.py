"""What a chart says, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenant_apps.analytics.queries.films import Curve
from tenant_apps.analytics.queries.lessons import Funnel
from tenant_apps.analytics.queries.paces import Pace
from tenant_apps.analytics.queries.quizzes import Item
from tenant_apps.courses.templatetags.lengths import timecode


def of_funnel(found: Funnel) -> str:
    """Where most are lost."""
    worst = found.worst
    if worst is None:
        return ""
    words = {"lesson": worst.lesson.title, "open": worst.stopped_here, "before": worst.lost}
    if worst.stopped_here >= worst.lost:
        return (
            ngettext(
                "Most stop at “%(lesson)s”: %(open)d opened it and has not finished it.",
                "Most stop at “%(lesson)s”: %(open)d opened it and have not finished it.",
                worst.stopped_here,
            )
            % words
        )
    return (
        ngettext(
            "Most stop before “%(lesson)s”: %(before)d has come as far and not opened it.",
            "Most stop before “%(lesson)s”: %(before)d have come as far and not opened it.",
            worst.lost,
        )
        % words
    )


def of_film(found: Curve) -> str:
    """Where most leave, and what is played again."""
    said = []
    if found.worst:
        said.append(_("Most leave at %(at)s.") % {"at": timecode(found.worst.second)})
    if found.replayed:
        said.append(
            _("%(at)s is played again most: %(share)d%% of viewers.")
            % {"at": timecode(found.replayed.second), "share": found.replayed.again}
        )
    return " ".join(said) or _("Viewers stay to the end.")


def of_quiz(found: Sequence[Item]) -> str:
    """The hardest question, of those asked often enough to judge if there are any."""
    asked = [item for item in found if item.asked]
    hardest = min(asked, key=lambda item: (item.verdict == "few", item.share), default=None)
    if hardest is None:
        return ""
    if all(item.right == item.asked for item in asked):
        return _("Nobody was wrong at the first attempt.")
    return _("Hardest: “%(text)s”, right for %(share)d%% at the first attempt.") % {
        "text": hardest.question.text,
        "share": hardest.share,
    }


def of_pace(found: Pace) -> str:
    """The median in words."""
    if found.quartiles is None:
        return ""
    first, half, third = found.quartiles
    return _(
        "Half of those who finished needed %(half)d days or less; the middle half between %(first)d and %(third)d."
    ) % {
        "half": half,
        "first": first,
        "third": third,
    }
