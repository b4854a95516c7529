"""Whatever a program sends as a field of rules, terms and questions is refused at that field, and never a 500."""

import json

import pytest

from tenant_apps.assessments import actions
from tests.tenant_apps.assessments.factories import question, quiz
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment

NUL, HALF = '"\\u0000"', '"\\ud800"'
DEEP = "[" * 400 + "]" * 400
DEEPER = '{"all":' * 300 + "[]" + "}" * 300
NOT_WORDS = ["null", "true", "[]", "{}", "[1]", '{"a": 1}', NUL, HALF, DEEP, DEEPER]
NOT_A_NUMBER = ["null", "true", '"x"', "[]", "{}", "1.5", "-1", "1e400", "9" * 4000, f"1{'0' * 50}", NUL, HALF, DEEP]
NOT_ONE_OR_NONE = [each for each in NOT_A_NUMBER if each != "null"]
NOT_YES_OR_NO = ["null", '"x"', "[]", "{}", "2", "1e400", NUL, HALF, DEEP]
NOT_AN_ID = ['"x"', "[]", "{}", "1.5", "9" * 4000, NUL, HALF, DEEP]
NOT_ONE_OF = ["null", '"x"', "[]", "{}", "5", "1e400", NUL, HALF, DEEP, DEEPER]
NOT_A_LIST = ["null", '"x"', "5", "true", "{}", NUL, HALF, DEEPER]
LONG = json.dumps("x" * 20_001)

QUESTION = {
    "text": [*NOT_WORDS, '""', LONG],
    "kind": NOT_ONE_OF,
    "explanation": [*NOT_WORDS, LONG],
    "points": [*NOT_A_NUMBER, "0", "101"],
    "penalty": [*NOT_A_NUMBER, "101"],
    "takes_parts": NOT_YES_OR_NO,
    "tolerance": [*NOT_WORDS, '"123456789012345678901"'],
    "is_case_sensitive": NOT_YES_OR_NO,
    "picture": NOT_AN_ID,
    "least_words": [*NOT_ONE_OR_NONE, "0", "5001"],
    "most_words": [*NOT_ONE_OR_NONE, "0", "5001"],
    "file_kinds": [*NOT_A_LIST, *(f"[{each}]" for each in NOT_ONE_OF), DEEP],
    "answers": [*NOT_A_LIST, "[null]", "[[]]", '["x"]', "[{}]", '[{"x": 1}]', DEEP, f"[{','.join(['{}'] * 21)}]"]
    + [f'[{{"text": {each}}}]' for each in [*NOT_WORDS, '""', '" "', json.dumps("x" * 301)]]
    + [f'[{{"text": "a", "right": {each}}}]' for each in NOT_YES_OR_NO]
    + [f'[{{"text": "a", "{name}": {each}}}]' for name in ("match", "feedback") for each in NOT_WORDS],
    "nonsense": ["1"],
}
TAGS = [*NOT_A_LIST, "[null]", f"[{NUL}]", f"[{HALF}]", "[[]]", '["' + "x" * 41 + '"]', json.dumps(["x"] * 11), DEEP]
CONDITIONS = [
    *("null", "5", '"x"', "[]", "{}", NUL, DEEP, DEEPER, '{"when": null}', '{"when": []}', '{"when": "moon"}'),
    '{"when": "enrolled"}',
    *(f'{{"when": "enrolled", "days": {each}}}' for each in [*NOT_A_NUMBER, '"7"', "3651"]),
    *(f'{{"when": "cohort", "days": {each}}}' for each in [*NOT_A_NUMBER, "0"]),
    *(
        f'{{"when": "date", "zone": "", "at": {each}}}'
        for each in [*NOT_WORDS, '"soon"', '"2027-02-30T09:00"', '"9999-01-01T09:00"', '"2027-01-31T09:00Z"', "5"]
    ),
    *(
        f'{{"when": "date", "at": "2027-01-31T09:00", "zone": {each}}}'
        for each in [*NOT_WORDS, '"Moon/Far"', '"../etc"', '"Europe"', "0", "false"]
    ),
    *(f'{{"when": "completed", "what": "lesson", "key": {each}}}' for each in [*NOT_AN_ID, "null", "true", '""', "5"]),
    *(f'{{"when": "completed", "key": "{"0" * 32}", "what": {each}}}' for each in NOT_ONE_OF),
    *(f'{{"when": "scored", "key": "{"0" * 32}", "percent": {each}}}' for each in [*NOT_A_NUMBER, "0", "101", '"80"']),
    '{"when": "enrolled", "days": 1, "at": "x"}',
    '{"any": []}',
    '{"any": [{"any": [{"when": "enrolled", "days": 1}]}]}',
]
RULES = [
    *(
        "5",
        '"x"',
        "true",
        "[]",
        "{}",
        '{"v": 1}',
        '{"v": 2, "all": []}',
        '{"v": null, "all": []}',
        '{"v": [], "all": []}',
    ),
    *('{"v": 1, "all": [], "any": []}', '{"v": 1, "none": []}', NUL, HALF, DEEP, DEEPER, "1e400", "9" * 4000),
    *(f'{{"v": 1, "any": {each}}}' for each in ["null", "5", '"x"', "{}", NUL]),
    json.dumps({"v": 1, "all": [{"when": "enrolled", "days": 1}] * 13}),
    *(f'{{"v": 1, "all": [{each}]}}' for each in CONDITIONS),
]


@pytest.fixture
def send(books):
    """Send a field as it is written, and say what was complained about."""

    def to(method: str, path: str, name: str, value: str, besides: str = ""):
        body = f'{{{besides}"{name}": {value}}}'
        return getattr(books.client, method)(f"/api/v1{path}", body, content_type="application/json")

    return to


def complaints(send, method: str, path: str, fields: dict[str, list[str]], besides: dict | None = None) -> list[str]:
    """What was not refused as malformed, at its field."""
    found = []
    for name, values in fields.items():
        for value in values:
            rest = "".join(f'"{key}": {json.dumps(each)}, ' for key, each in (besides or {}).items() if key != name)
            answer = send(method, path, name, value, rest)
            field = (answer.status_code < 500 and answer.json().get("field")) or ""
            if answer.status_code != 400 or field.partition(".")[0] != name:
                found.append(f"{name} {value[:80]}: {answer.status_code} {field!r} {answer.content[:200]!r}")
    return found


def test_a_rule_that_is_malformed_is_refused_at_its_field(send):
    one = lesson(module(course()))

    assert complaints(send, "put", f"/lessons/{one.key}/release/", {"release": RULES, "rule": ["1"]}) == []
    assert complaints(send, "put", f"/modules/{one.module.key}/release/", {"release": RULES, "rule": ["1"]}) == []


def test_terms_that_are_malformed_are_refused_at_their_field(send):
    fields = {
        "needs": [*NOT_A_LIST, *(f"[{each}]" for each in [*NOT_AN_ID, "null"]), DEEP],
        "seats": [*NOT_ONE_OR_NONE, "0", "1000001"],
        "taken": ["1"],
    }

    assert complaints(send, "put", f"/courses/{course().key}/terms/", fields) == []


@pytest.mark.parametrize("is_new", [True, False])
def test_a_question_that_is_malformed_is_refused_at_its_field(send, is_new):
    made = quiz(0)
    path = f"/lessons/{made.lesson.key}/questions/" if is_new else f"/questions/{question(made).key}/"
    besides = {"text": "What?", "kind": "essay"} if is_new else {}

    assert complaints(send, "post" if is_new else "put", path, QUESTION, besides) == []


@pytest.mark.parametrize("is_new", [True, False])
def test_a_question_of_a_bank_that_is_malformed_is_refused_at_its_field(send, is_new):
    bank = actions.save_bank(title="Manners")
    there = actions.write_bank_question(bank=bank, text="Why?", kind="essay", choices=[])
    path = f"/banks/{bank.key}/questions/" if is_new else f"/banks/{bank.key}/questions/{there.key}/"
    besides = {"text": "What?", "kind": "essay"} if is_new else {}

    assert complaints(send, "post" if is_new else "put", path, {**QUESTION, "tags": TAGS}, besides) == []


def test_banks_and_places_that_are_malformed_are_refused_at_their_field(send):
    titles = {"title": [*NOT_WORDS, '""', json.dumps("x" * 121)], "made_by": ["1"]}
    bank, first = actions.save_bank(title="Manners"), question(quiz(0))

    assert complaints(send, "post", "/banks/", titles) == []
    assert complaints(send, "put", f"/banks/{bank.key}/", titles) == []
    places = {"position": [*NOT_A_NUMBER, "0", "10001"], "seen": ["1"]}
    assert complaints(send, "put", f"/questions/{first.key}/position/", places) == []


def rows(*fields: str, whole: str) -> list[str]:
    """Lists whose one row is wrong somewhere: `title=…` with what else a row needs around it."""
    return [*NOT_A_LIST, "[null]", "[[]]", '["x"]', "[{}]", DEEP, *(f"[{{{whole}, {each}}}]" for each in fields)]


def wrong(name: str, values: list[str]) -> list[str]:
    return [f'"{name}": {value}' for value in values]


TOO_LONG_TITLE = json.dumps("x" * 301)
CONTENTS = {
    "hotspots": (
        "spots",
        {
            "spots": rows(
                *wrong("title", [*NOT_WORDS, '""', TOO_LONG_TITLE]),
                *wrong("x", [*NOT_A_NUMBER, "1001"]),
                *wrong("text", NOT_WORDS),
                *wrong("id", [*NOT_AN_ID, "null"]),
                *wrong("nonsense", ["1"]),
                whole='"title": "a", "x": 1, "y": 1',
            )
        },
    ),
    "project": (
        "steps",
        {
            "steps": rows(
                *wrong("title", [*NOT_WORDS, '""', TOO_LONG_TITLE]), *wrong("text", NOT_WORDS), whole='"title": "a"'
            )
        },
    ),
    "code": (
        "listings",
        {
            "listings": rows(
                *wrong("language", [*NOT_ONE_OF, '"klingon"']),
                *wrong("code", [*NOT_WORDS, '""']),
                whole='"language": "go", "code": "a"',
            )
        },
    ),
    "survey": (
        "survey",
        {
            "is_anonymous": NOT_YES_OR_NO,
            "questions": rows(
                *wrong("title", [*NOT_WORDS, '""', TOO_LONG_TITLE]),
                *wrong("asked", NOT_ONE_OF),
                *wrong("options", [*NOT_A_LIST, "[null]", f"[{NUL}]", f"[{HALF}]", "[[]]", '["a"]', DEEP]),
                *wrong("is_required", NOT_YES_OR_NO),
                whole='"title": "a", "asked": "one", "options": ["a", "b"]',
            ),
        },
    ),
    "live": (
        "session",
        {
            "starts_at": [*NOT_WORDS, '"soon"', '"2027-02-30T09:00"', '"9999-01-01T09:00:00Z"', "5"],
            "minutes": [*NOT_A_NUMBER, "4", "1441"],
            "link": [*NOT_WORDS, '"x"', '"javascript:alert(1)"'],
        },
    ),
    "embed": ("embed", {"address": [*NOT_WORDS, '""', '"x"', '"javascript:alert(1)"']}),
    "scorm": ("package", {"file": [*NOT_AN_ID, "null"]}),
    "video": (
        "film",
        {
            "least_percent": [*NOT_ONE_OR_NONE, "0", "101"],
            "names_viewer": NOT_YES_OR_NO,
            "may_be_kept": NOT_YES_OR_NO,
            "cameras": rows(
                *wrong("file", [*NOT_AN_ID, "null"]),
                *wrong("label", [*NOT_WORDS, '""', TOO_LONG_TITLE]),
                whole=f'"file": "{"0" * 32}", "label": "a"',
            ),
        },
    ),
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_contents_that_are_malformed_are_refused_at_their_field(send, kind):
    name, fields = CONTENTS[kind]
    one = lesson(module(course()), kind=kind)

    assert complaints(send, "put", f"/lessons/{one.key}/{name}/", {**fields, "nonsense": ["1"]}) == []


def test_rules_of_a_quiz_that_are_malformed_are_refused_at_their_field(send):
    limit = [each for each in NOT_ONE_OR_NONE if each not in ("-1", "9" * 4000, f"1{'0' * 50}")]
    fields = {
        "pass_mark": ["null", *limit],
        "attempts_allowed": limit,
        "minutes_allowed": limit,
        "due_at": [*(each for each in NOT_WORDS if each != "null"), '"soon"', '"9999-01-01T09:00:00Z"'],
        "draws": limit,
        "shuffles": NOT_YES_OR_NO,
        "reveals": NOT_ONE_OF,
        "from_banks": rows(
            *wrong("bank", [*NOT_AN_ID, "null"]),
            *wrong("count", [*NOT_A_NUMBER, "0", "201"]),
            *wrong("tag", [*NOT_WORDS, json.dumps("x" * 41)]),
            whole=f'"bank": "{"0" * 32}", "count": 1',
        ),
        "nonsense": ["1"],
    }

    assert complaints(send, "put", f"/lessons/{quiz(1).lesson.key}/rules/", fields) == []


def test_what_opens_by_hand_is_refused_at_its_field_where_it_is_malformed(send):
    one = lesson(module(course()))
    ids = [*NOT_A_LIST, *(f"[{each}]" for each in [*NOT_AN_ID, "null"]), DEEP]
    reason = [*NOT_WORDS, '""', TOO_LONG_TITLE]
    unlocking = {
        "lessons": ids,
        "modules": ids,
        "enrolments": [*(each for each in ids if each != "null"), "[]"],
        "opens_at": [*(each for each in NOT_WORDS if each != "null"), '"soon"', '"9999-01-01T09:00:00Z"'],
        "reason": reason,
        "nonsense": ["1"],
    }
    pace = {"paused": NOT_YES_OR_NO, "full_access": NOT_YES_OR_NO, "reason": reason, "nonsense": ["1"]}
    usual = {"lessons": [str(one.key)], "enrolments": None, "reason": "So"}
    place = enrolment(one.course)

    assert complaints(send, "post", f"/courses/{one.course.key}/unlocking/", unlocking, usual) == []
    assert complaints(send, "put", f"/enrolments/{place.key}/pace/", pace, {"paused": True, "reason": "So"}) == []


@pytest.mark.parametrize("body", ["null", "5", '"x"', "[1]", "{", "[" * 100_000, "9" * 5000, '{"\\ud800": 1}'])
def test_a_body_that_is_none_is_refused(books, body):
    path = f"/api/v1/courses/{course().key}/terms/"

    answer = books.client.put(path, body, content_type="application/json")

    assert answer.status_code in (200, 400)
    assert (answer.status_code == 200) == (body == "null")


@pytest.mark.parametrize("name", ["kind", "text", "answers", "file_kinds"])
def test_what_is_nested_nearly_too_deep_to_read_is_refused(send, name):
    path = f"/questions/{question(quiz(0)).key}/"

    statuses = {send("put", path, name, "[" * deep + "]" * deep).status_code for deep in range(600, 1001, 8)}

    assert statuses == {400}
