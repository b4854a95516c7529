"""Reviews of a course: what visitors read, and a learner's own."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from marque.kit.cursors import number_in
from marque.kit.errors import Refused
from marque.kit.pagecache.mark import cached_page
from tenant_apps.courses import actions, queries, reading
from tenant_apps.courses.actions.reviewing import MOST_WORDS
from tenant_apps.courses.learners import is_learner
from tenant_apps.courses.models import STARS, Course, CourseReview
from tenant_apps.courses.views import PAGE_TAGS
from tenant_apps.people.queries import person_for_request


class ReviewForm(forms.Form):
    """Stars, and words if there are any."""

    stars = forms.TypedChoiceField(
        label=gettext_lazy("Stars"),
        choices=[(str(n), str(n)) for n in STARS],
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Your review"),
        max_length=MOST_WORDS,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@cached_page(PAGE_TAGS, query=["before"])
@require_safe
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """All of them, newest first."""
    course = _published(slug)
    page = reading.reviews_of(course, before=number_in(request.GET.get("before")))
    context = {"course": course, "rating": reading.rating_of(course), "reviews": page.rows, "more": page.more}
    return render(request, "courses/reviews.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """A learner's own: written, or written again; whoever knows the course from outside is told so."""
    course, person = _published(slug), person_for_request(request)
    if person is None or not is_learner(person, course):
        return render(request, "courses/review_refused.html", {"course": course}, status=403)
    own = CourseReview.objects.filter(course=course, person=person).first()
    stored = {"stars": str(own.stars), "words": own.words} if own else {}
    form = ReviewForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_review(course=course, person=person, **form.cleaned_data)
        except Refused as refused:
            refused.show_in(form)
        else:
            messages.success(request, _("Thank you. Somebody of the team reads it before it is shown."))
            return redirect("courses:review", course.slug)
    context = {"course": course, "form": form, "own": own}
    return render(request, "courses/review.html", context, status=422 if form.errors else 200)


def _published(slug: str) -> Course:
    course = queries.published_course(slug)
    if course is None:
        raise Http404
    return course
