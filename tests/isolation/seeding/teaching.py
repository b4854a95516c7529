"""What is taught, and what lies beside it."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from marque.kit import clock
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.assessments import actions as assessments
from tenant_apps.courses import actions as courses
from tenant_apps.courses.folders.plan import Found
from tenant_apps.courses.models import Approval, LessonProposal, PackageExport, PackageImport
from tenant_apps.materials import actions as materials
from tenant_apps.media.actions import add_asset, begin_upload, set_caption
from tenant_apps.media.hosts import our_mark
from tenant_apps.media.models import Asset, Film, HostedFilm
from tenant_apps.people.actions import meet
from tenant_apps.sequences import actions as sequences
from tests.isolation.seeding.words import COMMON
from tests.tenant_apps.assessments.factories import question
from tests.tenant_apps.media.films import draw

_SAID = b"WEBVTT\n\n00:00.000 --> 00:01.000\n%s said\n"


def add_teaching(rows: Any) -> None:
    """A course with every kind of lesson."""
    rows.asset = add_asset(file=ContentFile(b"%PDF-1.7\n" + rows.mark.encode() * 99, name=f"{rows.mark}.pdf"))
    _outline(rows)
    _films(rows)
    _waiting(rows)
    _asking(rows)
    rows.folder = courses.plan_folder(
        course=rows.course, name=f"{rows.mark} folder", files=[Found(f"{rows.mark}.md", 10)]
    )
    _packages(rows)
    _materials(rows)
    _assigning(rows)
    courses.publish_course(course=rows.course)
    rows.course.refresh_from_db()
    rows.sequence = sequences.create_sequence(name=f"{rows.mark} {COMMON} welcome", course=rows.course)
    rows.step = sequences.add_step(
        sequence=rows.sequence, subject=f"{rows.mark} hello", body=f"{rows.mark}", wait_days=0
    )


def _outline(rows: Any) -> None:
    """A course of two who teach, with a lesson and a quiz."""
    rows.course = courses.create_course(title=f"{rows.mark} {COMMON} course", summary=f"{rows.mark} summary")
    rows.co_author = register(email=f"coco@{rows.mark.lower()}.example", name=f"{rows.mark} Coco", verified=True)
    assign_role(user=rows.co_author, role=Role.AUTHOR, by=rows.owner)
    courses.invite_co_author(course=rows.course, email=rows.co_author.email, by=rows.owner)
    rows.module = courses.add_module(course=rows.course, title=f"{rows.mark} module")
    rows.lesson = courses.add_lesson(module=rows.module, title=f"{rows.mark} lesson")
    courses.set_release(lesson=rows.lesson, days=0)
    rows.quiz_lesson = courses.add_lesson(module=rows.module, title=f"{rows.mark} quiz", kind="quiz")


def _films(rows: Any) -> None:
    with TemporaryDirectory() as folder:
        content = draw(Path(folder) / "film.mp4", seconds=1, size="160x90").read_bytes() + rows.mark.encode()
    rows.film = add_asset(file=ContentFile(content, name=f"{rows.mark}.mp4"))
    set_caption(asset=rows.film, language="en", file=ContentFile(_SAID % rows.mark.encode(), name="en.vtt"))
    rows.tus_upload = begin_upload(name=f"{rows.mark} later.mp4", size=5_000, by=rows.owner)
    rows.hosted = Asset.objects.create(
        title=f"{rows.mark} far", kind="video", content_type="video/mp4", size=1, added_by=rows.owner
    )
    Film.objects.create(asset=rows.hosted)
    HostedFilm.objects.create(asset=rows.hosted, host="mux", upload=f"{rows.mark}-upload", kept_for=our_mark())
    title = f"{rows.mark} film"
    rows.film_lesson = courses.add_lesson(module=rows.module, title=title, kind="video", asset=rows.film)


def _waiting(rows: Any) -> None:
    """What somebody is asked to look at before learners see it."""
    rows.approval = Approval.objects.create(course=rows.course, asked_by=rows.co_author, note=f"{rows.mark} ready")
    rows.proposal = LessonProposal.objects.create(
        lesson=rows.lesson, title=f"{rows.mark} lesson, better", kind="text", by=rows.co_author, begun_on="0"
    )


def _asking(rows: Any) -> None:
    """A quiz with a question of its own, and a bank with one for all."""
    rows.quiz = assessments.make_quiz(lesson=rows.quiz_lesson)
    rows.question = question(rows.quiz, f"{rows.mark} question?")
    rows.bank = assessments.save_bank(title=f"{rows.mark} {COMMON} bank")
    rows.bank_question = assessments.write_bank_question(
        bank=rows.bank, text=f"{rows.mark} banked?", choices=[(f"{rows.mark} yes", True), (f"{rows.mark} no", False)]
    )


def _assigning(rows: Any) -> None:
    made = courses.add_lesson(module=rows.module, title=f"{rows.mark} jug", kind="assignment")
    rows.assignment = assessments.make_assignment(lesson=made)
    levels = [assessments.LevelDraft(f"{rows.mark} strong", 4), assessments.LevelDraft(f"{rows.mark} weak", 0)]
    rows.criterion = assessments.write_criterion(assignment=rows.assignment, title=f"{rows.mark} light", levels=levels)


def _packages(rows: Any) -> None:
    name, content = f"{rows.mark}.course.zip", ContentFile(rows.mark.encode())
    about = {"name": name, "by": rows.owner, "total": content.size}
    rows.package_export = PackageExport.objects.create(course=rows.course, finished_at=clock.now(), **about)
    default_storage.save(rows.package_export.place, content)
    rows.package_import = PackageImport.objects.create(refused=f"{rows.mark} is no package.", **about)


def _materials(rows: Any) -> None:
    kinds = ("hotspots", "project", "code", "embed", "survey", "live", "discussion", "scorm")
    made = {kind: courses.add_lesson(module=rows.module, title=f"{rows.mark} {kind}", kind=kind) for kind in kinds}
    rows.of_kind = made
    materials.set_spots(lesson=made["hotspots"], rows=[{"title": f"{rows.mark} spot", "x": 1, "y": 1}])
    materials.set_steps(lesson=made["project"], rows=[{"title": f"{rows.mark} step"}])
    materials.set_listings(lesson=made["code"], rows=[{"title": f"{rows.mark}.py", "code": rows.mark}])
    survey = materials.make_survey(lesson=made["survey"])
    asked = [{"title": f"{rows.mark} opinion?", "asked": "words", "options": []}]
    materials.set_survey(survey=survey, rows=asked, is_anonymous=False)
    materials.set_session(lesson=made["live"], starts_at=clock.now() + timedelta(days=3), minutes=60)
    person = meet(email=rows.learner.email, name=rows.learner.name, user=rows.learner)
    rows.reply = materials.say(lesson=made["discussion"], person=person, text=f"{rows.mark} asks")
