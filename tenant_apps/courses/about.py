"""A course as schema.org describes courses, for search engines."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course
from themes.context import Site

# what could end the script element early
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured(request: HttpRequest, site: Site, course: Course, offer: Offer | None, minutes: int) -> SafeString:
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
    return mark_safe(json.dumps(words, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308
