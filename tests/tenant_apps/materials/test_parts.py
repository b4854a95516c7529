import pytest

from shared_apps.integrations.oembed import provider
from shared_apps.integrations.ports.errors import ProviderError
from tenant_apps.courses import embeds
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import LessonProgress
from tenant_apps.materials import actions
from tenant_apps.materials.colouring import coloured
from tenant_apps.materials.models import Embed, HotSpot, Listing, Step, StepDone
from tests.tenant_apps.materials.factories import a_lesson, learner


def titles(model, lesson: Lesson) -> list[str]:
    return list(model.objects.filter(lesson=lesson).values_list("title", flat=True))


def test_set_steps_keeps_what_was_ticked_of_those_that_stay(in_okafor) -> None:
    lesson = a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
    throw, trim = Step.objects.filter(lesson=lesson)
    actions.tick_step(enrolment=learner(lesson), step=trim, done=True)

    actions.set_steps(lesson=lesson, rows=[{"key": trim.key, "title": "Trim the foot"}, {"title": "Glaze"}])

    assert titles(Step, lesson) == ["Trim the foot", "Glaze"]
    assert list(StepDone.objects.values_list("step_id", flat=True)) == [trim.pk]


def test_tick_step_the_last_one_finishes_the_lesson(in_okafor) -> None:
    lesson = a_lesson("project")
    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])
    carol, steps = learner(lesson), Step.objects.filter(lesson=lesson)

    told = [actions.tick_step(enrolment=carol, step=step, done=True) for step in steps]

    assert told == [False, True]
    assert LessonProgress.objects.get(enrolment=carol).completed_at


def test_a_length_nobody_said_follows_the_steps(in_okafor) -> None:
    lesson = a_lesson("project")

    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}, {"title": "Trim"}])

    assert Lesson.objects.get(pk=lesson.pk).minutes == 10


def test_a_length_somebody_said_stays(in_okafor) -> None:
    lesson = a_lesson("project", minutes=45)

    actions.set_steps(lesson=lesson, rows=[{"title": "Throw"}])

    assert Lesson.objects.get(pk=lesson.pk).minutes == 45


def test_coloured_marks_words_and_escapes_the_rest(in_okafor) -> None:
    lesson = a_lesson("code")
    actions.set_listings(lesson=lesson, rows=[{"language": "python", "code": "def go():\n    return '<script>'"}])

    html = coloured(Listing.objects.get().code, Listing.objects.get().language)

    assert '<span class="k">def</span>' in html
    assert "<script>" not in html


def test_set_spots_replaces_them(in_okafor) -> None:
    lesson = a_lesson("hotspots")
    actions.set_spots(lesson=lesson, rows=[{"title": "Rim", "x": 10, "y": 20}, {"title": "Foot", "x": 30, "y": 900}])

    actions.set_spots(lesson=lesson, rows=[{"title": "Foot", "x": 30, "y": 900}])

    assert titles(HotSpot, lesson) == ["Foot"]


FRAME = '<iframe src="https://www.youtube.com/embed/abc123" onload="x()"></iframe>'


def test_set_embed_keeps_the_frame_alone(in_okafor, monkeypatch) -> None:
    monkeypatch.setattr(provider, "ask", lambda *_a, **_k: {"html": FRAME, "title": "Jug", "width": 200, "height": 113})

    made = actions.set_embed(lesson=a_lesson("embed"), address="https://youtu.be/abc123")

    assert (made.frame, made.title) == ("https://www.youtube-nocookie.com/embed/abc123", "Jug")


@pytest.mark.parametrize("address", ["https://evil.example/watch?v=1", "https://evilyoutube.com/watch?v=1"])
def test_set_embed_of_a_site_that_is_not_on_the_list_is_refused(address: str, in_okafor) -> None:
    with pytest.raises(embeds.NotAllowed):
        actions.set_embed(lesson=a_lesson("embed"), address=address)


@pytest.mark.parametrize("html", ["", "<b>no</b>", '<iframe src="https://evil.example/"></iframe>'])
def test_set_embed_of_a_frame_from_elsewhere_is_refused(html: str, in_okafor, monkeypatch) -> None:
    monkeypatch.setattr(provider, "ask", lambda *_a, **_k: {"html": html})

    with pytest.raises(embeds.NothingShown):
        actions.set_embed(lesson=a_lesson("embed"), address="https://youtu.be/abc123")

    assert not Embed.objects.exists()


def test_set_embed_says_why_the_site_refused(in_okafor, monkeypatch) -> None:
    def silent(*_a, **_k):
        raise ProviderError("It is private.", permanent=True)

    monkeypatch.setattr(provider, "ask", silent)

    with pytest.raises(embeds.NothingShown, match="It is private"):
        actions.set_embed(lesson=a_lesson("embed"), address="https://youtu.be/abc123")
