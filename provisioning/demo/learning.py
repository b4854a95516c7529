"""What stands around the demo's courses: a bank, a path, a cohort with a meeting, a badge, reviews."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from marque.kit import clock
from tenant_apps.accounts.models import User
from tenant_apps.assessments.actions import banks
from tenant_apps.assessments.models import Bank
from tenant_apps.badges.actions import save_badge
from tenant_apps.badges.actions.awarding import award_for_course
from tenant_apps.courses.actions import reviewing
from tenant_apps.courses.models import Course
from tenant_apps.learning.actions import cohorts, timetable
from tenant_apps.learning.models import Enrolment
from tenant_apps.paths.actions import making, steps
from tenant_apps.people.models import Person


@transaction.atomic
def make_learning(words: dict[str, Any], now: datetime) -> None:
    """All of it, by the owner; once."""
    if Bank.objects.filter(title=words["bank"]["title"]).exists():
        return
    maren = User.objects.get(email="maren@okafor.example")
    _make_bank(words["bank"], maren)
    _make_path(words["path"], maren)
    _gather(words["cohort"], maren, now)
    _make_badge(words["badge"], maren)
    for said in words["reviews"]:
        _review(said, maren, now)


def _make_bank(words: dict[str, Any], maren: User) -> None:
    bank = banks.save_bank(title=words["title"], by=maren)
    for question in words["questions"]:
        choices = [tuple(choice) for choice in question["choices"]]
        banks.write_bank_question(bank=bank, by=maren, **(question | {"choices": choices}))


def _make_path(words: dict[str, Any], maren: User) -> None:
    path = making.create_path(title=words["title"], author=Person.objects.get(email=maren.email), by=maren)
    shown = {name: words[name] for name in ("summary", "description", "image_style")}
    making.update_path(path=path, by=maren, **shown)
    for slug in words["courses"]:
        steps.add_step(path=path, course=Course.objects.get(slug=slug), by=maren)
    making.publish_path(path=path, by=maren)


def _gather(words: dict[str, Any], maren: User, now: datetime) -> None:
    course, meeting = Course.objects.get(slug=words["course"]), words["meeting"]
    begins = now.date() - timedelta(days=words["starts_days_ago"])
    ends = begins + timedelta(days=words["days"])
    cohort = cohorts.save_cohort(
        course=course, name=words["name"], starts_on=begins, ends_on=ends, seats=words["seats"], by=maren
    )
    for place in Enrolment.objects.filter(course=course, person__email__in=words["people"]):
        cohorts.place(cohort=cohort, enrolment=place, by=maren)
    day = now.date() + timedelta(days=meeting["in_days"])
    starts = datetime.combine(day, time(meeting["hour"]), tzinfo=now.tzinfo)
    told = {name: meeting[name] for name in ("title", "url", "words")}
    ends_at = starts + timedelta(minutes=meeting["minutes"])
    timetable.save_live_session(cohort=cohort, starts_at=starts, ends_at=ends_at, by=maren, **told)


def _make_badge(words: dict[str, Any], maren: User) -> None:
    course = Course.objects.get(slug=words["course"])
    about = {name: words[name] for name in ("name", "description", "criteria")}
    save_badge(course=course, by=maren, **about)
    for place in Enrolment.objects.filter(course=course, completed_at__isnull=False).select_related("person"):
        with clock.fixed(place.completed_at):
            award_for_course(person=place.person, course_id=course.pk)


def _review(words: dict[str, Any], maren: User, now: datetime) -> None:
    course, person = Course.objects.get(slug=words["course"]), Person.objects.get(email=words["email"])
    with clock.fixed(now - timedelta(days=words["days_ago"])):
        review = reviewing.write_review(course=course, person=person, stars=words["stars"], words=words["words"])
        seen = reviewing.digest(review)
        if not words.get("waits"):
            reviewing.show_review(review=review, seen=seen, by=maren)
        if "answer" in words:
            reviewing.answer_review(review=review, seen=seen, words=words["answer"], by=maren)
