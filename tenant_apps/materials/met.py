"""What learners have done of lessons that are steps or a package."""

from __future__ import annotations

from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning.models import Enrolment
from tenant_apps.learning.still_met import still_met
from tenant_apps.materials.models import FINISHED, Package, PackageRun, Step, StepDone


@still_met(LessonKind.PROJECT)
def is_every_step_ticked(lesson: Lesson, enrolment: Enrolment) -> bool:
    """Whether this learner has ticked each step there is now."""
    ticked = StepDone.objects.filter(enrolment=enrolment).values("step_id")
    return not Step.objects.filter(lesson=lesson).exclude(pk__in=ticked).exists()


@still_met(LessonKind.SCORM)
def is_every_part_done(lesson: Lesson, enrolment: Enrolment) -> bool:
    """Whether this learner has done each part of the package that is played now."""
    package = Package.objects.filter(lesson=lesson).first()
    if package is None:
        return False
    done = PackageRun.objects.filter(package=package, enrolment=enrolment, state__in=FINISHED)
    return {one["id"] for one in package.parts} <= set(done.values_list("part", flat=True))
