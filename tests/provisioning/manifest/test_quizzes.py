"""Quizzes a manifest gets wrong: refused by the name of what is wrong."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from provisioning.manifest.file import parse
from provisioning.manifest.media import Media
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from tenant_apps.assessments.models import MOST_CHOICES
from tenant_apps.assessments.studio.forms import QuestionForm

QUESTION = """
tenant: okafor
courses:
  - slug: a
    title: A
    state: draft
    modules:
      - title: M
        lessons:
          - title: L
            slug: l
            kind: quiz
            quiz:
              questions:
                - text: How many?
                  kind: numeric
                  choices: [{text: "3"}]
                  MARKING
"""


@pytest.mark.parametrize(
    "marking",
    ['tolerance: "-1"', "tolerance: about one", "points: 0", "points: 500", "penalty: 500"],
)
def test_a_marking_out_of_reach_is_refused_by_name(in_okafor, marking: str) -> None:
    with pytest.raises(BadManifest) as refused:
        for wanted in parse(QUESTION.replace("MARKING", marking).encode(), "m.yaml", Media(None)):
            plan_for(wanted)

    assert f"questions[0].{marking.partition(':')[0]}: " in str(refused.value)


def test_the_studio_takes_as_many_answers_as_a_manifest() -> None:
    typed = "&".join(f"answer=a{number}" for number in range(MOST_CHOICES))

    assert len(QuestionForm(QueryDict(typed), user=AnonymousUser()).choices()) == MOST_CHOICES
