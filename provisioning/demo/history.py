"""What happened before the demo opened: orders, lessons, a refund. Done by the real actions, in the past."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from marque.kit import clock
from provisioning.demo.content import words_of
from tenant_apps.assessments.actions import answering, starting
from tenant_apps.assessments.models import Quiz
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.learning.actions import progress, watching
from tenant_apps.learning.models import Enrolment
from tenant_apps.orders.actions import paying, placing, refunding
from tenant_apps.orders.gateways import our_gateway
from tenant_apps.orders.models import Order

_GOOD, _DECLINED = "4242 4242 4242 4242", "4000 0000 0000 0002"


def live_through(now: datetime) -> None:
    """Let every learner of the file buy and learn; who has bought already is left alone."""
    for number, learner in enumerate(words_of("learners")):
        at = now - timedelta(days=learner["days_ago"], minutes=37 + 53 * number)
        key = uuid5(NAMESPACE_URL, f"demo:{learner['email']}:{learner['offer']}")
        if Order.objects.filter(idempotency_key=key).exists():
            continue
        with clock.fixed(at):
            order = _buy(learner, key)
        _learn(order, learner, at, now)
        if reason := learner.get("refund"):
            with clock.fixed(at + timedelta(days=2)):
                refunding.refund_order(order=order, reason=reason)


def _buy(learner: dict[str, Any], key: Any) -> Order:
    offer = Offer.objects.get(slug=learner["offer"])
    order = placing.place_order(offer=offer, email=learner["email"], name=learner["name"], idempotency_key=key)
    if learner.get("failed"):
        paying.pay(order=order, method=_card(_DECLINED))
    paying.pay(order=order, method=_card(_GOOD))
    order.refresh_from_db()
    return order


def _card(number: str) -> str:
    form = our_gateway().method_form({"number": number, "expiry": "12 / 34", "cvc": "123"})
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return form.cleaned_data["method"]


def _learn(order: Order, learner: dict[str, Any], since: datetime, now: datetime) -> None:
    """Finish so many lessons, evenly between the purchase and the last visit, none before it opens."""
    count, until = learner["lessons"], now - timedelta(days=learner.get("away", 0))
    products = order.lines.get().offer.products.all()
    enrolment = Enrolment.objects.filter(person_id=order.buyer_id, course__product__in=products).first()
    if enrolment is None or not count:
        return
    lessons = list(
        Lesson.objects.published().filter(course=enrolment.course).order_by("module__position", "position")[:count]
    )
    stride = (until - since) / (count + 1)
    for number, lesson in enumerate(lessons, start=1):
        at = min(now, max(since + stride * number, _opens(enrolment, lesson) + timedelta(hours=2)))
        with clock.fixed(at):
            _finish(enrolment, lesson, learner, at)


def _opens(enrolment: Enrolment, lesson: Lesson) -> datetime:
    days = max(lesson.wait_days or 0, lesson.module.wait_days or 0)
    return enrolment.started_at + timedelta(days=days)


def _finish(enrolment: Enrolment, lesson: Lesson, learner: dict[str, Any], at: datetime) -> None:
    if lesson.kind == LessonKind.QUIZ:
        _pass(enrolment, lesson.quiz, learner.get("errs", []))
        return
    length = int(lesson.asset.duration_seconds or 0) if lesson.kind == LessonKind.VIDEO and lesson.asset else 0
    opened = progress.open_lesson(enrolment=enrolment, lesson=lesson)
    with clock.fixed(at + timedelta(seconds=length)):
        if length:
            end = min(learner.get("leaves", length), length)
            watching.record_played(progress_key=str(opened.key), spans=[(0, end)], seconds=end)
        progress.complete_lesson(enrolment=enrolment, lesson=lesson)


def _pass(enrolment: Enrolment, quiz: Quiz, errs: list[int]) -> None:
    """With these questions wrong at first, and everything right the second time where that did not do."""
    for wrong in (errs, []):
        attempt = starting.start_attempt(quiz=quiz, enrolment=enrolment)
        for number, question in enumerate(quiz.questions.prefetch_related("choices"), start=1):
            said = [str(choice.key) for choice in question.choices.all() if choice.is_right == (number not in wrong)]
            answering.answer_question(attempt=attempt, question=question, said=said[:1] if number in wrong else said)
        attempt.refresh_from_db()
        if attempt.passed_at:
            return
