"""Operators and agencies read words, never what programs call things."""

import re
from pathlib import Path

import provisioning.kinds  # noqa: F401 (declares every kind)
from marque.console.words import ACTS, KINDS, actor_in_words, subject_of
from provisioning.operations import _kinds

ROOT = Path(__file__).resolve().parents[3]
WRITES = re.compile(r"""record\([^)]*?action="([a-z._-]+)"|audit\([^)]*?action="([a-z._-]+)\"""", re.DOTALL)


def test_every_kind_of_operation_has_words():
    assert set(_kinds) <= set(KINDS)


def test_every_act_that_is_audited_has_words():
    sources = [path for folder in ("shared_apps", "provisioning") for path in (ROOT / folder).rglob("*.py")]
    found = {name for path in sources for pair in WRITES.findall(path.read_text("utf-8")) for name in pair if name}

    assert len(found) > 20
    assert found - set(ACTS) == set()


def test_an_actor_is_named_as_people_know_them():
    named = ["olu@example.com", "agency:northwind/ann@example.com", "agency:northwind/mqa_abc", "cli:deploy", "clock"]

    assert [actor_in_words(one) for one in named] == [
        "olu@example.com",
        "ann@example.com, northwind",
        "Token mqa_abc…, northwind",
        "deploy, on the server",
        "By itself, at its hour",
    ]


def test_an_operation_is_about_what_was_asked_for():
    asked = [{"slug": "a", "name": "A school"}, {"domain": "a.example"}, {"slugs": ["a", "b"]}, {"tenant": "…"}]

    assert [subject_of(one) for one in asked] == ["A school", "a.example", "a, b", ""]
