"""The manifests of the story."""

from collections.abc import Sequence
from typing import Any

COURSE, TITLE = "slow-pottery", "Slow Pottery"
LATER, MISTAKE = "Slow Pottery, second edition", "Slow Poetry"

_SCHOOL = """\
tenant: {slug}
name: {name}
owner: owner@{slug}.example
brand:
  theme: atelier
  brand_colour: "#7a4b2b"
courses:
  - slug: {course}
    title: {title}
    summary: Six bowls, one kiln, no hurry.
    modules:
      - title: The wheel
        lessons:
          - title: Centring
            slug: centring
            text: <p>Press, breathe, and let the clay come to you.</p>
          - title: The first bowl
            slug: first-bowl
            text: <p>It will lean. Keep it.</p>
offers:
  - slug: {course}
    title: {title}
    price: 90 EUR
    courses:
      - {course}
"""
_TITLE = """\
tenant: {slug}
courses:
  - slug: {course}
    title: {title}
    summary: Six bowls, one kiln, no hurry.
    modules:
      - title: The wheel
        lessons:
          - title: Centring
            slug: centring
            text: <p>Press, breathe, and let the clay come to you.</p>
          - title: The first bowl
            slug: first-bowl
            text: <p>It will lean. Keep it.</p>
"""


def fleet(slugs: Sequence[str]) -> str:
    """One file, a school in each of its documents."""
    schools = [_SCHOOL.format(slug=slug, name=slug.title(), course=COURSE, title=TITLE) for slug in slugs]
    return "---\n".join(schools)


def changed(slug: str) -> str:
    """The course under its later title."""
    return _TITLE.format(slug=slug, course=COURSE, title=LATER)


def mistaken(slug: str) -> str:
    """The course under a title nobody wanted."""
    return _TITLE.format(slug=slug, course=COURSE, title=MISTAKE)


def changes(plans: Any) -> bool:
    """Whether a plan, as JSON, would change anything."""
    return any(plan[what] for plan in plans["plans"] for what in ("new", "create", "change", "delete"))
