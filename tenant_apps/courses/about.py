"""A course as schema.org describes courses, for search engines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course, CourseRating, CourseReview
from themes.context import Site

# what could end the script element early
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured(
    request: HttpRequest,
    site: Site,
    course: Course,
    offer: Offer | None,
    minutes: int,
    *,
    rating: CourseRating | None = None,
    reviews: Sequence[CourseReview] = (),
) -> SafeString:
    """The JSON-LD of a course: a data block, which browsers do not run."""
    words: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.summary or course.title,
        "url": request.build_absolute_uri(course.get_absolute_url()),
        "provider": {"@type": "Organization", "name": site.name, "url": request.build_absolute_uri("/")},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{max(minutes, 1)}M",
        },
    }
    price = offer.current_price if offer else None
    if price is not None:
        words["offers"] = {
            "@type": "Offer",
            "category": "Paid" if price.amount else "Free",
            "price": str(price.decimal),
            "priceCurrency": price.currency,
        }
    if rating is not None:
        words["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": rating.average,
            "reviewCount": rating.shown,
            "bestRating": 5,
            "worstRating": 1,
        }
        words["review"] = [_review(each) for each in reviews]
    return mark_safe(json.dumps(words, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def _review(each: CourseReview) -> dict[str, Any]:
    """One of them, by first name alone: what the page shows."""
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": each.person.first_name or _("A learner")},
        "datePublished": each.written_at.date().isoformat(),
        "reviewBody": each.words,
        "reviewRating": {"@type": "Rating", "ratingValue": each.stars, "bestRating": 5, "worstRating": 1},
    }
