"""Courses with their lessons, files and quizzes, from plain words; each course once."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from marque.kit import clock
from marque.kit.money import Money
from marque.kit.pdf import render_pdf
from provisioning.demo.content import words_of
from provisioning.demo.works import make_assignment
from shared_apps.integrations.local_video.sample import make_sample_video
from tenant_apps.assessments.actions import Rules, make_quiz, set_rules
from tenant_apps.assessments.actions import writing as quizzes
from tenant_apps.catalog import actions as catalog
from tenant_apps.courses.actions import courses, lessons, modules
from tenant_apps.courses.models import Course, Lesson, LessonKind, Module
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person
from themes.brand import current_brand

_FILM_SECONDS = 10
_OPENED = timedelta(days=90)


@transaction.atomic
def make_course(words: dict[str, Any], *, author: Person) -> Course:
    """A published course with its offer on sale, dated three months back; an existing one stays as it is."""
    existing = Course.objects.filter(slug=words["slug"]).first()
    if existing:
        return existing
    with clock.fixed(clock.now() - _OPENED):
        details = {name: words[name] for name in ("title", "slug", "summary", "description", "level", "image_style")}
        course = courses.create_course(**details, author=author)
        for part in words["modules"]:
            module = modules.add_module(
                course=course, title=part["title"], opens_after_days=part.get("opens_after_days")
            )
            for lesson in part["lessons"]:
                _make_lesson(module, lesson)
        courses.publish_course(course=course)
        _make_offer(course, words["offer"])
    return course


def _make_offer(course: Course, words: dict[str, Any]) -> None:
    offer = catalog.create_offer(
        slug=words["slug"],
        title=words["title"],
        summary=words["summary"],
        image_style=course.image_style,
        products=[course.product],
        price=Money(int(words["price"]) * 100, words_of("business")["brand"]["currency"]),
    )
    catalog.publish_offer(offer=offer)


def _make_lesson(module: Module, words: dict[str, Any]) -> Lesson:
    kind = words["kind"]
    lesson = lessons.add_lesson(
        module=module,
        title=words["title"],
        kind=kind,
        minutes=words["minutes"],
        body=words.get("body", ""),
        is_preview=words.get("is_preview", False),
        asset=_asset(kind, words),
    )
    if kind == LessonKind.QUIZ:
        _make_quiz(lesson, words_of("quizzes")[words["quiz"]])
    if kind == LessonKind.ASSIGNMENT:
        make_assignment(lesson, words["assignment"])
    return lesson


def _asset(kind: str, words: dict[str, Any]) -> Asset | None:
    if kind == LessonKind.VIDEO:
        return _film(words["title"])
    if kind == LessonKind.DOWNLOAD:
        return _worksheet(words["file"], words["body"])
    return None


def _film(title: str) -> Asset:
    """A short film, drawn now: the repository holds no binaries."""
    brand = words_of("business")["brand"]
    with TemporaryDirectory() as folder:
        path = make_sample_video(
            Path(folder) / "lesson.mp4", title, _FILM_SECONDS, brand["brand_colour"], brand["accent_colour"]
        )
        with path.open("rb") as film:
            return add_asset(file=File(film, name="lesson.mp4"), title=title)


def _worksheet(file: dict[str, str], body: str) -> Asset:
    """A printable page with room to write."""
    colour = current_brand().brand_colour
    lines = '<div class="line"></div>' * 14
    html = f"""<!doctype html><meta charset="utf-8"><title>{file["title"]}</title><style>
        @page {{ size: A4; margin: 24mm }} body {{ font: 11pt/1.6 serif }} h1 {{ font-size: 26pt; color: {colour} }}
        .line {{ border-bottom: .4pt solid #999; height: 11mm }}</style><h1>{file["title"]}</h1>{body}{lines}"""
    return add_asset(file=ContentFile(render_pdf(html, {}), name=file["name"]), title=file["title"])


def _make_quiz(lesson: Lesson, words: dict[str, Any]) -> None:
    quiz = make_quiz(lesson=lesson)
    set_rules(quiz=quiz, rules=Rules(pass_mark=words["pass_mark"]))
    for question in words["questions"]:
        quizzes.write_question(
            quiz=quiz,
            text=question["text"],
            kind=question.get("kind", "single"),
            explanation=question["explanation"],
            choices=[(label, right) for label, right in question["choices"]],
        )
