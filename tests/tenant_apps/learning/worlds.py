"""A course with any rules, and two learners of whom anything is known. Hypothesis draws both."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tenant_apps.courses.actions import set_new_lessons
from tenant_apps.courses.rules import Condition, Group, written
from tenant_apps.learning.models import (
    AwaitedCourse,
    Cohort,
    CohortPlace,
    Enrolment,
    LessonProgress,
    LessonRelease,
    LessonScore,
    Pace,
    Pause,
)
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import START, enrolment, person

ZONES = ["Europe/Copenhagen", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "", "Nowhere/Atlantis"]
DAYS = st.integers(0, 40)


class World:
    """A course of two modules, three lessons each, and two learners."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.course, self.other = course(), course("Another")
        self.away = lesson(module(self.other, "Away"), "Elsewhere")
        self.homes = [module(self.course, name) for name in "AB"]
        self.lessons = [lesson(home, f"{home.title}{n}") for home in self.homes for n in range(3)]
        for one in (*self.homes, *self.lessons):
            rule = written(draw(self.rules())) if draw(st.booleans()) else None
            free = self.moment() if (rule is not None or one in self.lessons) and draw(st.booleans()) else None
            type(one).objects.filter(pk=one.pk).update(release=rule, free_until=free, created_at=self.moment())
        for one in self.lessons:
            type(one).objects.filter(pk=one.pk).update(is_preview=draw(st.integers(0, 4)) == 0)
        set_new_lessons(course=self.course, policy=draw(st.sampled_from(["past", "added"])))
        self.learners = [self.learner(f"{name}@example.com") for name in ("ann", "bea")]

    def moment(self) -> datetime:
        return START + timedelta(minutes=self.draw(st.integers(-90 * 1440, 90 * 1440)))

    def rules(self):
        lessons, homes = [str(x.key) for x in (*self.lessons, self.away)], [str(x.key) for x in self.homes]
        leaves = st.one_of(
            st.builds(Condition, st.sampled_from(["enrolled", "visited", "released"]), days=DAYS),
            st.builds(
                Condition,
                st.just("date"),
                at=st.datetimes(datetime(2026, 9, 1), datetime(2027, 4, 1)).map(lambda at: at.isoformat()[:16]),
                zone=st.sampled_from(["", "Europe/Copenhagen"]),
            ),
            st.builds(Condition, st.just("cohort"), days=st.integers(1, 20)),
            st.builds(Condition, st.just("completed"), what=st.just("lesson"), key=st.sampled_from(lessons)),
            st.builds(Condition, st.just("completed"), what=st.just("module"), key=st.sampled_from(homes)),
            st.just(Condition("completed", what="course", key=str(self.other.key))),
            st.builds(Condition, st.just("scored"), key=st.sampled_from(lessons), percent=st.integers(1, 100)),
        )
        groups = st.builds(Group, st.sampled_from(["all", "any"]), st.lists(leaves, min_size=1, max_size=3).map(tuple))
        parts = st.lists(st.one_of(leaves, groups), max_size=3).map(tuple)
        return st.builds(Group, st.sampled_from(["all", "any"]), parts)

    def maybe(self) -> datetime | None:
        return self.moment() if self.draw(st.booleans()) else None

    def learner(self, email: str) -> Enrolment:
        who = person(email, time_zone=self.draw(st.sampled_from(ZONES)))
        made = enrolment(self.course, who, at=self.moment())
        Enrolment.objects.filter(pk=made.pk).update(visited_at=self.maybe())
        for one in self.lessons:
            if self.draw(st.integers(0, 2)) == 0:
                at = {"first_opened_at": self.moment(), "touched_at": START, "completed_at": self.maybe()}
                LessonProgress.objects.create(enrolment=made, lesson=one, **at)
            if self.draw(st.integers(0, 5)) == 0:
                LessonRelease.objects.create(enrolment=made, lesson=one, opens_at=self.moment())
            if self.draw(st.booleans()):
                LessonScore.objects.create(
                    enrolment=made, lesson=one, score=self.draw(st.integers(0, 100)), reached_at=self.moment()
                )
        if self.draw(st.booleans()):
            pause = {"paused_at": self.maybe(), "resumed_at": self.maybe(), "paused_days": self.draw(st.integers(0, 9))}
            Pace.objects.create(enrolment=made, full_access_at=self.maybe(), reason="x", **pause)
            for days in range(self.draw(st.integers(0, 2))):
                Pause.objects.create(enrolment=made, ended_at=self.moment() + timedelta(seconds=days), days=days)
        if self.draw(st.booleans()):
            group, _made = Cohort.objects.get_or_create(
                course=self.course, name="May", defaults={"starts_on": date(2026, 12, 1)}
            )
            CohortPlace.objects.create(cohort=group, enrolment=made, placed_at=self.moment())
        if self.draw(st.booleans()):
            elsewhere = enrolment(self.other, who, at=START)
            Enrolment.objects.filter(pk=elsewhere.pk).update(completed_at=START + timedelta(days=5))
            at = {"first_opened_at": START, "touched_at": START, "completed_at": self.maybe()}
            LessonProgress.objects.create(enrolment=elsewhere, lesson=self.away, **at)
            LessonScore.objects.create(
                enrolment=elsewhere, lesson=self.away, score=self.draw(st.integers(0, 100)), reached_at=self.moment()
            )
        if self.draw(st.integers(0, 3)) == 0:
            AwaitedCourse.objects.create(enrolment=made, course=self.other, source="test")
            Enrolment.objects.filter(pk=made.pk).update(awaits=True)
        return Enrolment.objects.select_related("person", "course").get(pk=made.pk)
