"""How somebody who has a course gets in: told to the catalogue (receipts) and to course pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from marque.kit.tenancy.addresses import path_to
from tenant_apps.catalog.models import Product
from tenant_apps.catalog.things import Thing, thing
from tenant_apps.courses.doors import door
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import course_for_product
from tenant_apps.learning.queries import enrolment_in
from tenant_apps.people.queries import person_for_request


@thing("course")
def bought_course(product: Product) -> Thing | None:
    """Where a bought course starts."""
    course = course_for_product(product.pk)
    if course is None:
        return None
    return Thing(url=path_to("learning:course", course.slug), action=_("Start the course"))


@door
def way_in(request: HttpRequest, course: Course) -> str:
    """The player's address for a learner, nothing for anybody else."""
    if not request.user.is_authenticated:
        return ""
    enrolment = enrolment_in(person_for_request(request), course)
    return path_to("learning:course", course.slug) if enrolment else ""
