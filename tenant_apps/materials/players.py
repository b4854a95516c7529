"""How learners meet each of these kinds."""

from __future__ import annotations

from typing import Any

from marque.kit.clock import now
from shared_apps.integrations.oembed.provider import provider_named
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning.players import Seat, player
from tenant_apps.learning.release import zone_of
from tenant_apps.materials import queries
from tenant_apps.materials.colouring import coloured
from tenant_apps.materials.models import Embed, HotSpot, LessonSession, Listing, Package
from tenant_apps.materials.scorm.origin import origin_of, place_of
from tenant_apps.media.signing import media_url

STYLES = "css/pages/materials.css"


@player(LessonKind.HOTSPOTS, template="materials/players/spots.html", styles=STYLES)
def spots_context(seat: Seat) -> dict[str, Any]:
    """The picture and what its places say."""
    asset = seat.lesson.asset
    person = seat.enrolment.person if seat.enrolment else None
    return {
        "src": media_url(asset, person=person) if asset else "",
        "spots": HotSpot.objects.filter(lesson=seat.lesson),
    }


@player(LessonKind.PROJECT, template="materials/players/steps.html", styles=STYLES)
def steps_context(seat: Seat) -> dict[str, Any]:
    """The steps, and which are ticked."""
    return {"steps": queries.steps_for(seat.lesson, seat.enrolment), "is_learner": seat.enrolment is not None}


@player(LessonKind.CODE, template="materials/players/code.html", styles=STYLES)
def code_context(seat: Seat) -> dict[str, Any]:
    """The pieces, coloured here."""
    return {"listings": [(one, coloured(one.code, one.language)) for one in Listing.objects.filter(lesson=seat.lesson)]}


@player(LessonKind.EMBED, template="materials/players/embed.html", styles=STYLES)
def embed_context(seat: Seat) -> dict[str, Any]:
    """What another site shows; nothing is loaded from there before somebody asks for it."""
    embed = Embed.objects.filter(lesson=seat.lesson).first()
    site = provider_named(embed.provider) if embed else None
    # a package from elsewhere may say anything
    if embed is None or site is None or not site.shows(embed.address, embed.frame):
        return {"embed": None, "frames": []}
    return {"embed": embed, "frames": [f"https://{site.host}"]}


@player(LessonKind.SURVEY, template="materials/players/survey.html", grades=True, styles=STYLES)
def survey_context(seat: Seat) -> dict[str, Any]:
    """The questions, until they are answered."""
    is_done = bool(seat.progress and seat.progress.completed_at)
    return questions_for(seat) | {"is_done": is_done}


def questions_for(seat: Seat) -> dict[str, Any]:
    """The questions of a survey, and whether they are answered."""
    survey = queries.survey_of(seat.lesson)
    told = {"survey": survey, "asked": queries.asked_in(survey, {}), "is_learner": seat.enrolment is not None}
    had = bool(survey and seat.enrolment and queries.has_answered(survey, seat.enrolment))
    return told | {"has_answered": had} | seat.again


@player(LessonKind.LIVE, template="materials/players/live.html", styles=STYLES)
def live_context(seat: Seat) -> dict[str, Any]:
    """When it is; the link while it is open; afterwards the recording."""
    session = LessonSession.objects.filter(lesson=seat.lesson).first()
    at = now()
    asset, person = seat.lesson.asset, seat.enrolment.person if seat.enrolment else None
    return {
        "session": session,
        "is_open": bool(session and seat.enrolment and session.is_open(at)),
        "is_over": bool(session and session.is_over(at)),
        "recording": media_url(asset, person=person) if asset else "",
        "live_zone": zone_of(person),
        "is_learner": seat.enrolment is not None,
    }


@player(LessonKind.SCORM, template="materials/players/scorm.html", grades=True, styles=STYLES)
def package_context(seat: Seat) -> dict[str, Any]:
    """The package, and where this learner stands in its parts."""
    if seat.enrolment is None:
        return {"is_learner": False}
    package = Package.objects.select_related("asset").filter(lesson=seat.lesson).first()
    if package is None:
        return {"is_learner": True, "package": None}
    return {
        "is_learner": True,
        "package": package,
        "me": seat.enrolment.person,
        "place": place_of(package),
        "origin": origin_of(package),
        "parts": queries.parts_for(package, seat.enrolment),
        "frames": [origin_of(package)],
    }


@player(LessonKind.DISCUSSION, template="materials/players/discussion.html", styles=STYLES)
def discussion_context(seat: Seat) -> dict[str, Any]:
    """What was said, the newest first."""
    if seat.enrolment is None:
        return {"is_learner": False}
    person = seat.enrolment.person
    return {
        "is_learner": True,
        "me": person,
        "threads": queries.threads_in(seat.lesson),
        "is_muted": queries.is_muted(seat.lesson, person),
        "said_in": zone_of(person),
    }
