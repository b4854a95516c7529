"""Rules in a manifest: the old word is read, the new one is written, and nobody loses what was open."""

from datetime import timedelta

import pytest

from marque.kit import clock
from provisioning.manifest.apply import apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.pull import pull
from shared_apps.tenants.models import Tenant
from tenant_apps.courses.models import Lesson, Module

FILE = """
tenant: okafor
courses:
  - slug: first
    title: First
    modules:
      - title: Begin
        lessons:
          - {title: One}
          - {title: Two, opens: 3}
      - title: Later
        %s
        lessons:
          - title: Three
            release:
              mode: any
              conditions:
                - {when: released, days: 2}
                - {when: date, at: 2027-01-31T09:00, zone: Europe/Copenhagen}
                - mode: all
                  conditions:
                    - {when: scored, lesson: two, percent: 80}
                    - {when: completed, module: Begin}
                    - {when: completed, course: second}
  - slug: second
    title: Second
    modules: [{title: Only, lessons: [{title: Alone}]}]
"""


def pulled() -> str:
    return pull(tenant=Tenant.objects.get(slug="okafor"))


def test_rule_survives_the_round_trip_to_the_letter(in_okafor, said) -> None:
    apply(wanted=said(FILE % "opens: 7"), by="test")
    first = pulled()

    assert not plan_for(said(first)[0])
    assert "opens:" not in first
    three, two = Lesson.objects.get(slug="three"), Lesson.objects.get(slug="two")
    first_module = Module.objects.get(title="Begin")
    assert three.release["any"][2]["all"] == [
        {"when": "scored", "key": str(two.key), "percent": 80},
        {"when": "completed", "what": "module", "key": str(first_module.key)},
        {"when": "completed", "what": "course", "key": three.release["any"][2]["all"][2]["key"]},
    ]
    assert (two.wait_days, Module.objects.get(title="Later").wait_days) == (3, 7)


def test_another_tenant_gets_rules_about_its_own_lessons(in_okafor, said, other) -> None:
    apply(wanted=said(FILE % "opens: 7"), by="test")

    text = pulled().replace("tenant: okafor", "tenant: other").replace("name: Okafor", "name: Other")
    apply(wanted=said(text), by="test", may_delete=True)

    there = pull(tenant=Tenant.objects.get(slug="other"))
    assert there[there.index("courses:") :] == text[text.index("courses:") :]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("release: {conditions: [{when: completed, lesson: nowhere}]}", "no lesson “nowhere”"),
        ("release: {conditions: [{when: enrolled}]}", "“enrolled” goes with: days"),
        ("release: {conditions: [{when: moon}]}", "moon"),
        ("release: {conditions: []}\n        opens: 3", "not both"),
    ],
)
def test_rule_that_means_nothing_is_refused_with_its_place(in_okafor, said, words, problem) -> None:
    with pytest.raises(BadManifest) as refused:
        apply(wanted=said(FILE % words), by="test")

    assert any(problem in str(each) for each in refused.value.problems)


def test_first_rule_by_a_file_is_for_those_who_come_later(in_okafor, said) -> None:
    apply(wanted=said(FILE % ""), by="test")

    with clock.fixed(clock.now() + timedelta(days=2)):
        apply(wanted=said(FILE % "opens: 7"), by="test")

    later, begin = Module.objects.get(title="Later"), Module.objects.get(title="Begin")
    assert (later.free_until is not None, begin.free_until) == (True, None)


CIRCLE = """
tenant: okafor
courses:
  - slug: first
    title: First
    modules:
      - title: Begin
        lessons:
          - {title: One, release: {conditions: [{when: completed, lesson: two}]}}
          - {title: Two, release: {conditions: [{when: completed, course: second}]}}
  - slug: second
    title: Second
    modules: [{title: Only, lessons: [{title: Alone, release: {conditions: [{when: completed, course: first}]}}]}]
"""


def test_rules_that_wait_for_each_other_are_refused_at_plan_with_words(in_okafor, said) -> None:
    with pytest.raises(BadManifest) as refused:
        apply(wanted=said(CIRCLE), by="test")

    (problem,) = refused.value.problems
    assert "wait for each other" in str(problem)
    assert all(title in str(problem) for title in ("First", "Second", "Two", "→"))
