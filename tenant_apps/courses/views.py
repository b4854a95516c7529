"""What a visitor sees of courses."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marque.kit.pagecache.mark import cached_page
from tenant_apps.catalog.queries import offer_for_product
from tenant_apps.courses import about, freshness, queries, reading
from tenant_apps.courses.doors import door_for
from tenant_apps.courses.forms import CatalogueForm
from tenant_apps.courses.learners import full_among
from tenant_apps.courses.shelf import Card, cards
from themes.brand import current_brand
from themes.context import current_site

PER_PAGE = 24
# reviews on the course's own page
FEW = 5
# prices and authors stand on these pages too
PAGE_TAGS = (freshness.TAG, "offer")


@cached_page(PAGE_TAGS, query=["q", "level", "page"])
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every published course, narrowed by words and levels."""
    words, levels = CatalogueForm(request.GET).wanted()
    found = queries.catalogue(words=words, levels=levels)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": cards(page.object_list),
        "levels": [(level, count, level in levels) for level, count in queries.level_counts()],
        "words": words,
        "chosen": levels,
        "narrowed": bool(words or levels),
    }
    return render(request, "courses/catalogue.html", context)


@cached_page(PAGE_TAGS)
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """One course: what it teaches, in which order, for how much."""
    found = queries.published_course(slug)
    if found is None:
        raise Http404
    outline = queries.outline(found)
    lessons = [lesson for module in outline for lesson in module.lessons]
    offer = offer_for_product(found.product)
    minutes = sum(lesson.minutes for lesson in lessons)
    rating, said = reading.rating_of(found), reading.reviews_of(found, most=FEW)
    context = {
        "rating": rating,
        "reviews": said.rows,
        "more_reviews": said.more is not None,
        "course": found,
        "outline": outline,
        "card": Card(found, offer),
        "door": door_for(request, found),
        "is_full": found.pk in full_among([found]),
        "needs": queries.prerequisites_of(found),
        "minutes": minutes,
        "lesson_count": len(lessons),
        "preview": next((lesson for lesson in lessons if lesson.is_preview), None),
        "about": about.structured(
            request, current_site(current_brand()), found, offer, minutes, rating=rating, reviews=said.rows
        ),
    }
    return render(request, "courses/course.html", context)
