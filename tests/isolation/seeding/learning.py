"""One learner's way through the course and what it earned."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture

from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from tenant_apps.analytics import actions as analytics
from tenant_apps.analytics.models import DrawnChoiceCount, DrawnCount, Risk
from tenant_apps.assessments import actions as assessments
from tenant_apps.badges.actions import award
from tenant_apps.badges.models import Badge
from tenant_apps.certificates.actions import add_picture, set_design
from tenant_apps.certificates.models import Certificate
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import ChangeNotice, Enrolment
from tenant_apps.paths import actions as paths
from tenant_apps.paths.models import PathApproval
from tenant_apps.place import actions as place
from tenant_apps.points import actions as points
from tests.isolation.seeding.assessing import add_grading, add_handing_in
from tests.isolation.seeding.words import COMMON
from tests.tenant_apps.assessments.factories import key


def add_finishing(rows: Any) -> None:
    """The course, walked to its certificate."""
    rows.enrolment = Enrolment.objects.get(person=rows.person)
    rows.cohort = learning.save_cohort(course=rows.course, name=f"{rows.mark} May", starts_on=date(2099, 5, 3))
    learning.place(cohort=rows.cohort, enrolment=rows.enrolment)
    _dating(rows)
    rows.people_list = learning.take_list(
        course=rows.course, content=b"email\nnobody", name=f"{rows.mark}.csv", reason=f"{rows.mark} list", by=rows.owner
    )
    learning.open_lesson(enrolment=rows.enrolment, lesson=rows.lesson)
    learning.complete_lesson(enrolment=rows.enrolment, lesson=rows.lesson)
    rows.change_notice = ChangeNotice.objects.create(
        enrolment=rows.enrolment, lesson=rows.lesson, changed_at=timezone.now()
    )
    rows.course_review = courses.write_review(
        course=rows.course, person=rows.person, stars=4, words=f"{rows.mark} liked it"
    )
    for done in (rows.film_lesson, *rows.of_kind.values()):
        learning.complete_lesson(enrolment=rows.enrolment, lesson=done)
    place.keep_note(
        key=uuid4(),
        person=rows.person,
        lesson=rows.lesson,
        base=0,
        spare=uuid4(),
        by=rows.person,
        text=f"{rows.mark} note",
    )
    place.set_bookmark(person=rows.person, lesson=rows.lesson, on=True, by=rows.person)
    rows.attempt = assessments.start_attempt(quiz=rows.quiz, enrolment=rows.enrolment)
    assessments.answer_question(attempt=rows.attempt, question=rows.question, said=[key(rows.question)])
    # after the attempt, which is over with its one question
    rows.draw = assessments.draw_from(quiz=rows.quiz, bank=rows.bank, count=1)
    add_handing_in(rows)
    deliver_pending()
    rows.certificate = Certificate.objects.get(person=rows.person)
    # after the certificate, which the course earned without it
    add_grading(rows)
    _earning(rows)


def _earning(rows: Any) -> None:
    """What finishing it brought, and who may not finish."""
    rows.design = set_design(course=rows.course, heading=f"{rows.mark} diploma", lead="For", wording=f"{rows.mark}")
    drawn = BytesIO()
    Picture.new("RGB", (8, 8)).save(drawn, "PNG")
    rows.certificate_picture = add_picture(file=ContentFile(drawn.getvalue(), name=f"{rows.mark}.png"))
    _walking(rows)
    rows.badge = Badge.objects.create(name=f"{rows.mark} badge", description=rows.mark, criteria=rows.mark)
    rows.award = award(badge=rows.badge, person=rows.person)
    points.set_rules(on=True, board=True, lesson=10, quiz=20, course=100, by=rows.owner)
    rows.level = points.save_level(name=f"{rows.mark} level", threshold=10, badge=rows.badge, by=rows.owner)
    points.give(person=rows.person, occasion="lesson", subject=rows.lesson.key)
    rows.message = SentEmail.objects.order_by("pk").last()
    analytics.count_due()
    _drawing(rows)
    rows.risk = Risk.objects.create(
        enrolment=rows.enrolment, course=rows.course, reasons={"not_begun": {"days": 9}}, began_at=timezone.now()
    )


def _drawing(rows: Any) -> None:
    """The bank's question, drawn once and wrong."""
    about = {"quiz": rows.quiz, "question": rows.bank_question.key, "month": date(2026, 5, 1)}
    wrong = rows.bank_question.sheet["choices"][1]["key"]
    rows.drawn_count = DrawnCount.objects.create(**about, asked=1)
    rows.drawn_choice_count = DrawnChoiceCount.objects.create(**about, said=wrong, times=1, wrong=1)


def _walking(rows: Any) -> None:
    """On a path of the one course, which they have finished."""
    made = paths.create_path(title=f"{rows.mark} {COMMON} path", author=courses.teacher_of(rows.co_author))
    rows.path_step = paths.add_step(path=made, course=rows.course)
    rows.path = paths.publish_path(path=made)
    paths.join(person=rows.person, path=made)
    note = f"{rows.mark} ready"
    rows.path_approval = PathApproval.objects.create(path=made, asked_by=rows.co_author, note=note)


def _dating(rows: Any) -> None:
    far = timezone.now() + timedelta(days=9_000)
    rows.live_session = learning.save_live_session(
        cohort=rows.cohort, title=f"{rows.mark} live", starts_at=far, ends_at=far + timedelta(hours=1)
    )
    learning.set_deadline(cohort=rows.cohort, lesson=rows.lesson, due_at=far)
    rows.extension = learning.extend(
        enrolment=rows.enrolment, lesson=rows.lesson, until=far, reason=f"{rows.mark} fever", by=rows.owner.email
    )
    rows.post = learning.write_post(
        cohort=rows.cohort, text=f"{rows.mark} hello", enrolment=rows.enrolment, by=rows.learner
    )
