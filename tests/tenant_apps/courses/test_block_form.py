"""The parts of a page in the lesson editor, as Wagtail's stream sends them."""

import json
from html import unescape
from typing import Any

import pytest

from marque.kit.tenancy.context import enter
from shared_apps.integrations.oembed import provider
from tenant_apps.accounts.models import Role
from tenant_apps.courses.models import Lesson
from tests.tenant_apps.courses.blocks import VIMEO, a_film, a_picture, kinds
from tests.tenant_apps.courses.factories import creator, share
from tests.tenant_apps.courses.test_editor import body, kept, opened, save


def stream(*rows: tuple[str, Any], ids: tuple[str, ...] = ()) -> dict[str, str]:
    said = {"blocks-count": str(len(rows))}
    for at, (kind, value) in enumerate(rows):
        start = f"blocks-{at}"
        said |= {f"{start}-type": kind, f"{start}-order": str(at), f"{start}-deleted": "", f"{start}-id": ""}
        if at < len(ids):
            said[f"{start}-id"] = ids[at]
        if isinstance(value, dict):
            said |= {f"{start}-value-{name}": str(each) for name, each in value.items()}
        else:
            said[f"{start}-value"] = value
    return said


def now_in(desk, okafor) -> list[dict[str, Any]]:
    with enter(okafor):
        return Lesson.objects.get(pk=desk.lessons[0].pk).blocks


def url(desk) -> str:
    return f"{desk.root}lessons/{desk.lessons[0].key}/"


def test_what_is_put_together_is_kept_and_shown_again(desk, okafor) -> None:
    with enter(okafor):
        picture = a_picture()
    answer = save(
        desk,
        "Listen.",
        **stream(
            ("text", body("Look first.")),
            ("image", {"asset": picture.pk, "title": "The jug"}),
            ("lesson", ""),
            ("code", {"title": "a.py", "language": "python", "text": "  a = 1"}),
        ),
    )

    values = now_in(desk, okafor)
    assert (answer.status_code, [one["kind"] for one in values]) == (302, ["text", "image", "lesson", "code"])
    assert ("Look first." in values[0]["text"], values[1]["title"], values[3]["text"]) == (True, "The jug", "  a = 1")
    page = desk.client.get(url(desk)).text
    assert "Look first." in page and "The jug" in page


def test_places_of_what_the_lesson_holds_are_kept_with_the_picture_of_spots(desk, okafor) -> None:
    with enter(okafor):
        picture = a_picture()

    spots = ("hotspots", {"asset": picture.pk, "title": "The jug"})
    save(desk, "Listen.", **stream(spots, ("lesson", ""), ("project", ""), ("survey", ""), ("live", "")))

    values = now_in(desk, okafor)
    assert [one["kind"] for one in values] == ["hotspots", "lesson", "project", "survey", "live"]
    assert [one["file"] for one in values] == [str(picture.key), None, None, None, None]
    page = desk.client.get(url(desk)).text
    assert all(f"lessons/{desk.lessons[0].key}/{kind}/" in page for kind in ("hotspots", "project", "survey", "live"))


def test_a_part_that_the_lesson_is_already_is_refused_in_words(desk, okafor) -> None:
    answer = save(desk, "Listen.", **(stream(("project", "")) | {"kind": "project"}))

    assert (answer.status_code, r"This lesson is \u201cProject in steps\u201d already" in answer.text) == (200, True)
    assert now_in(desk, okafor) == []


def test_a_form_that_does_not_speak_of_parts_leaves_them(desk, okafor) -> None:
    save(desk, "Listen.", **stream(("text", body("Stays."))))
    save(desk, "Listen again.")

    assert [one["kind"] for one in now_in(desk, okafor)] == ["text"]


def test_an_emptied_list_takes_the_parts_away(desk, okafor) -> None:
    save(desk, "Listen.", **stream(("text", body("Goes."))))
    save(desk, "Listen.", **stream(("lesson", "")))

    assert now_in(desk, okafor) == []


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, okafor) -> None:
    answer = save(
        desk, "New words.", **stream(("image", {"asset": "", "title": "The lost jug"}), ("text", body("Kept?")))
    )

    assert answer.status_code == 200
    assert "This field is required" in answer.text
    assert "The lost jug" in answer.text and "Kept?" in answer.text and "New words." in answer.text
    assert now_in(desk, okafor) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"blocks-count": "many"},
        {"blocks-count": "99999999999999"},
        {"blocks-count": "-1"},
        {"blocks-0-type": "nothing"},
        {"blocks-0-order": "first"},
        {"blocks-0-value": "{"},
        {"blocks-0-value": json.dumps({"blocks": 3})},
        {"blocks-0-type": "image", "blocks-0-value-asset": "abc", "blocks-0-value-title": ""},
        {"blocks-0-type": "image", "blocks-0-value-asset": "9" * 40, "blocks-0-value-title": ""},
        {"blocks-0-id": "\0"},
    ],
)
def test_a_list_that_is_spoilt_is_no_crash_and_takes_nothing_away(desk, okafor, spoilt) -> None:
    save(desk, "Listen.", **stream(("text", body("Stays."))))

    answer = save(desk, "Listen.", **(stream(("text", body("Other."))) | spoilt))

    kept = "".join(one["text"] for one in now_in(desk, okafor))
    assert (answer.status_code, "Stays." in kept, "Other." in kept) in ((200, True, False), (302, False, True))


def test_a_file_of_somebody_else_is_refused_and_not_named(client_for, desk, okafor) -> None:
    with enter(okafor):
        picture = a_picture(name="very-secret.png")
    author = creator(client_for, okafor, Role.AUTHOR, "author@example.com")
    with enter(okafor):
        share(desk.course, "author@example.com")
    said = {"title": "A", "slug": "a", "kind": "text", "body": body("Listen."), "minutes": "0", "asset": ""}

    answer = author.post(url(desk), said | stream(("image", {"asset": picture.pk, "title": ""})))

    assert (answer.status_code, "very-secret" in answer.text) == (200, False)
    assert now_in(desk, okafor) == []


def test_another_site_is_asked_once(desk, okafor, monkeypatch) -> None:
    asked = []

    def look_up(site, address):
        asked.append(address)
        return provider.Shown(**VIMEO)

    monkeypatch.setattr(provider, "look_up", look_up)
    rows = stream(("embed", {"address": "https://vimeo.com/1", "title": ""}))
    save(desk, "Listen.", **rows)
    save(desk, "Listen again.", **rows)

    assert asked == ["https://vimeo.com/1"]
    assert now_in(desk, okafor)[0]["shown"]["frame"] == VIMEO["frame"]


def test_a_site_that_is_not_on_the_list_is_refused_at_its_address(desk, okafor) -> None:
    answer = save(desk, "Listen.", **stream(("embed", {"address": "https://evil.example/1", "title": ""})))

    assert answer.status_code == 200 and "Only addresses of these sites" in answer.text
    with enter(okafor):
        assert kinds(kept(desk, okafor)) == []


def test_both_versions_are_shown_where_somebody_was_faster(desk, okafor) -> None:

    seen = opened(desk)
    save(desk, "Listen.", **stream(("text", body("Hers stays."))))

    answer = save(desk, "Listen.", seen=seen, **stream(("text", body("His comes."))))

    assert answer.status_code == 409
    assert "Hers" in answer.text and "His" in answer.text


def test_how_much_of_a_film_must_be_watched_is_kept_and_shown_again(desk, okafor) -> None:
    with enter(okafor):
        film = a_film()
    told = []
    for least in ("80", "101", ""):
        part = ("video", {"asset": film.pk, "title": "The wheel", "least_percent": least})
        status = save(desk, "Watch.", **stream(part)).status_code
        told.append((status, now_in(desk, okafor)[0]["least_percent"]))
        if least == "80":
            assert '"least_percent": "80"' in unescape(desk.client.get(url(desk)).text)

    assert told == [(302, 80), (200, 80), (302, None)]
