"""What special kinds of lessons hold, through the API: whole lists, by the Studio's own actions and rules."""

from uuid import UUID

import pytest

from shared_apps.integrations.oembed import provider
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Angle, FilmTerms
from tenant_apps.materials import actions
from tenant_apps.materials.models import HotSpot, Listing, Step, StepDone, Survey, SurveyQuestion
from tenant_apps.media.actions import add_asset
from tests.tenant_apps.assessments.assigned import picture
from tests.tenant_apps.materials.factories import a_lesson, learner
from tests.tenant_apps.materials.packages import jug, zipped
from tests.tenant_apps.media.films import a_film
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"
SPOTS = [{"title": "Rim", "x": 10, "y": 20, "text": "Thin"}, {"title": "Foot", "x": 1000, "y": 0, "text": ""}]
STEPS = [{"title": "Throw", "text": "Slowly"}, {"title": "Trim", "text": ""}]
LISTINGS = [{"title": "a.py", "language": "python", "code": "  if x:\n    y()\n"}]
QUESTIONS = [
    {"title": "Which glaze?", "asked": "one", "options": ["Ash", "Tin"], "is_required": True},
    {"title": "How was it?", "asked": "scale", "options": [], "is_required": False},
]
# the kind of lesson, what its rows are called, their model, and some
ROWS = [
    ("hotspots", "spots", HotSpot, SPOTS),
    ("project", "steps", Step, STEPS),
    ("code", "listings", Listing, LISTINGS),
    ("survey", "questions", SurveyQuestion, QUESTIONS),
]
# where each kind is read and written
PATHS = {
    "hotspots": "spots",
    "project": "steps",
    "code": "listings",
    "survey": "survey",
    "live": "session",
    "embed": "embed",
    "scorm": "package",
    "video": "film",
}
BODIES = {
    "hotspots": {"spots": []},
    "project": {"steps": []},
    "code": {"listings": []},
    "survey": {"questions": []},
    "live": {"starts_at": "2027-01-31T09:00:00Z"},
    "embed": {"address": "https://youtu.be/abc123"},
    "scorm": {"file": NOWHERE},
    "video": {"cameras": []},
}


def path_of(lesson: Lesson) -> str:
    return f"/lessons/{lesson.key}/{PATHS[lesson.kind]}/"


def bare(rows: list[dict]) -> list[dict]:
    return [{name: each for name, each in row.items() if name != "id"} for row in rows]


@pytest.mark.parametrize(("kind", "name", "model", "rows"), ROWS)
def test_a_list_is_written_and_read_as_a_whole(books, kind, name, model, rows):
    lesson = a_lesson(kind)

    put = books.call("put", path_of(lesson), {name: rows})
    shown = books.call("get", path_of(lesson)).json()
    turned = books.call("put", path_of(lesson), {name: list(reversed(shown[name]))}).json()
    gone = books.call("put", path_of(lesson), {name: []}).json()

    assert (put.status_code, put.json(), shown["lesson"]) == (200, shown, str(lesson.key))
    assert bare(shown[name]) == rows
    assert turned[name] == list(reversed(shown[name]))
    assert (gone[name], model.objects.count()) == ([], 0)


@pytest.mark.parametrize(("kind", "name", "model", "rows"), ROWS)
def test_a_row_of_another_lesson_or_said_twice_is_refused_and_nothing_is_written(books, kind, name, model, rows):
    lesson, other = a_lesson(kind), a_lesson(kind)
    (there, *_more) = books.call("put", path_of(other), {name: rows}).json()[name]
    (own, *_more) = books.call("put", path_of(lesson), {name: rows}).json()[name]
    before = list(model.objects.values_list("key", "position"))

    def refused(*asked):
        answer = books.call("put", path_of(lesson), {name: list(asked)})
        return answer.status_code, answer.json()["code"], answer.json()["field"]

    assert refused(own, there) == (422, "no_such_row", f"{name}.1.id")
    assert refused({**own, "id": NOWHERE}) == (422, "no_such_row", f"{name}.0.id")
    assert refused(own, own) == (422, "row_twice", f"{name}.1.id")
    assert list(model.objects.values_list("key", "position")) == before


def test_steps_that_stay_keep_their_ticks(books):
    lesson = a_lesson("project")
    throw, trim = books.call("put", path_of(lesson), {"steps": STEPS}).json()["steps"]
    actions.tick_step(enrolment=learner(lesson), step=Step.objects.get(key=trim["id"]), done=True)

    books.call("put", path_of(lesson), {"steps": [{"id": trim["id"], "title": "Trim the foot"}, {"title": "Glaze"}]})

    assert [UUID(trim["id"])] == list(StepDone.objects.values_list("step__key", flat=True))
    assert list(Step.objects.values_list("title", "text")) == [("Trim the foot", ""), ("Glaze", "")]


def test_a_list_that_is_too_long_is_refused(books):
    long = {"hotspots": SPOTS[:1] * 41, "project": STEPS[:1] * 61, "code": LISTINGS * 21, "survey": QUESTIONS[:1] * 51}

    def refused(kind, name):
        answer = books.call("put", path_of(a_lesson(kind)), {name: long[kind]})
        return answer.status_code, answer.json()["field"]

    assert [refused(kind, name) for kind, name, _model, _rows in ROWS] == [(400, name) for _k, name, _m, _r in ROWS]


def test_a_survey_is_changed_where_it_says_so(books):
    lesson = a_lesson("survey")
    empty = {"lesson": str(lesson.key), "is_anonymous": True, "questions": []}

    unwritten = books.call("get", path_of(lesson)).json()
    assert (unwritten, Survey.objects.count()) == (empty, 0)
    asked = books.call("put", path_of(lesson), {"questions": QUESTIONS}).json()
    named = books.call("put", path_of(lesson), {"is_anonymous": False}).json()

    assert bare(asked["questions"]) == QUESTIONS
    assert named == {**asked, "is_anonymous": False}


@pytest.mark.parametrize("options", [[], ["Ash"], ["Ash", " Ash "], [str(n) for n in range(31)]])
def test_a_question_with_nothing_to_choose_is_refused_at_its_options(books, options):
    questions = [QUESTIONS[1], {"title": "Which?", "asked": "many", "options": options}]

    answer = books.call("put", path_of(a_lesson("survey")), {"questions": questions})

    assert (answer.status_code, answer.json()["field"]) == (400, "questions.1.options")


def test_what_learners_answered_stays(books):
    lesson = a_lesson("survey")
    (first, second) = books.call("put", path_of(lesson), {"questions": QUESTIONS}).json()["questions"]
    actions.answer_survey(
        survey=Survey.objects.get(), enrolment=learner(lesson), answers={first["id"]: ["1"]}, as_anonymous=True
    )

    def refused(body):
        answer = books.call("put", path_of(lesson), body)
        return answer.status_code, answer.json()["code"], answer.json()["field"]

    assert refused({"questions": [second]}) == (422, "question_in_use", "questions")
    assert refused({"questions": [{**first, "options": ["Tin", "Ash"]}]}) == (422, "question_in_use", "questions")
    assert refused({"is_anonymous": False}) == (422, "anonymity_promised", "is_anonymous")
    kept = books.call("put", path_of(lesson), {"questions": [{**first, "title": "What glaze?"}]})
    assert (kept.status_code, kept.json()["questions"]) == (200, [{**first, "title": "What glaze?"}])


def test_a_session_is_moved_and_calendars_learn_of_it(okafor, books):
    lesson = a_lesson("live")
    nothing = {"lesson": str(lesson.key), "starts_at": None, "minutes": 60, "link": ""}

    assert books.call("get", path_of(lesson)).json() == nothing
    missing = books.call("put", path_of(lesson), {"minutes": 30})
    begun = books.call("put", path_of(lesson), {"starts_at": "2027-01-31T09:00:00Z", "link": "https://meet.example/a"})
    longer = books.call("put", path_of(lesson), {"minutes": 90}).json()
    seen = a_program(okafor, "courses:read").call("get", path_of(lesson)).json()

    assert (missing.status_code, missing.json()["field"]) == (400, "starts_at")
    assert begun.json() == {**nothing, "starts_at": "2027-01-31T09:00:00Z", "link": "https://meet.example/a"}
    assert longer == {**begun.json(), "minutes": 90}
    assert seen == {**longer, "link": None}
    lesson.refresh_from_db()
    assert (lesson.live_session.number, lesson.minutes) == (1, 90)


def test_an_embed_is_asked_of_its_site(books, monkeypatch):
    frame = '<iframe src="https://www.youtube.com/embed/abc123"></iframe>'
    monkeypatch.setattr(provider, "ask", lambda *_a, **_k: {"html": frame, "title": "Jug"})
    lesson = a_lesson("embed")

    before = books.call("get", path_of(lesson)).json()
    put = books.call("put", path_of(lesson), {"address": "https://youtu.be/abc123"}).json()
    other = books.call("put", path_of(lesson), {"address": "https://evil.example/abc"})

    assert (before["address"], put["title"]) == ("", "Jug")
    assert books.call("get", path_of(lesson)).json() == put
    assert (other.status_code, other.json()["code"], other.json()["field"]) == (422, "not_allowed", "address")


def test_a_package_is_a_zip_of_the_library(books):
    lesson, asset = a_lesson("scorm"), add_asset(file=jug())
    empty = add_asset(file=zipped(**{"a.txt": "no"}))
    photo = add_asset(file=picture(name="map.png"))

    def put(key):
        answer = books.call("put", path_of(lesson), {"file": str(key)})
        return answer.status_code, answer.json().get("code"), answer.json().get("field")

    assert books.call("get", path_of(lesson)).json()["file"] is None
    assert put(photo.key) == put(NOWHERE) == (422, "no_such_zip", "file")
    assert put(empty.key) == (422, "no_package", "file")
    assert put(asset.key) == (200, None, None)
    shown = books.call("get", path_of(lesson)).json()
    assert shown == {"lesson": str(lesson.key), "file": str(asset.key), "edition": "1.2", "title": "The jug"}


def test_a_film_has_terms_and_cameras(books, tmp_path):
    film, photo = a_film(tmp_path), add_asset(file=picture(name="map.png"))
    lesson = a_lesson("video", asset=film)
    plain = {
        "lesson": str(lesson.key),
        "least_percent": None,
        "names_viewer": False,
        "may_be_kept": False,
        "cameras": [],
    }

    assert (books.call("get", path_of(lesson)).json(), FilmTerms.objects.count()) == (plain, 0)
    watched = books.call("put", path_of(lesson), {"least_percent": 80, "names_viewer": True}).json()
    hands = {"file": str(film.key), "label": "Hands"}
    filmed = books.call("put", path_of(lesson), {"cameras": [hands]}).json()
    wrong = books.call(
        "put", path_of(lesson), {"least_percent": None, "cameras": [hands, {**hands, "file": str(photo.key)}]}
    )

    assert watched == {**plain, "least_percent": 80, "names_viewer": True}
    assert filmed == {**watched, "cameras": [{"id": str(Angle.objects.get().key), **hands}]}
    assert (wrong.status_code, wrong.json()["field"]) == (422, "cameras.1.file")
    assert books.call("get", path_of(lesson)).json() == filmed


@pytest.mark.parametrize("kind", PATHS)
def test_another_kind_and_an_archived_lesson_are_not_there(books, kind):
    gone, text = a_lesson(kind), a_lesson("text")
    courses.archive_lesson(lesson=gone)

    answers = [
        books.call(method, f"/lessons/{key}/{PATHS[kind]}/", BODIES[kind] if method == "put" else None)
        for key in (gone.key, text.key, NOWHERE)
        for method in ("get", "put")
    ]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("kind", PATHS)
def test_reading_and_writing_are_two_scopes(okafor, books, kind):
    path = path_of(a_lesson(kind))
    reader, stranger = a_program(okafor, "courses:read"), a_program(okafor, "people:read")

    answers = [reader.call("get", path), stranger.call("get", path), reader.call("put", path, BODIES[kind])]

    assert [answer.status_code for answer in answers] == [200, 403, 403]


def test_a_list_sent_twice_is_written_once(books):
    lesson = a_lesson("project")

    first, again = (books.call("put", path_of(lesson), {"steps": STEPS}, **{"Idempotency-Key": "a"}) for _n in range(2))

    assert (first.json(), again.headers["Idempotent-Replayed"]) == (again.json(), "true")
