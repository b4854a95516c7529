"""Assignments in a manifest."""

import pytest

from provisioning.manifest.apply import apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.pull import pull
from shared_apps.tenants.models import Tenant
from tenant_apps.assessments.models import Assignment

FILE = """
tenant: okafor
courses:
  - slug: a
    title: A
    modules:
      - title: M
        lessons:
          - title: Paint
            kind: assignment
            assignment:
              kinds: [image, video]
              TERMS
              rubric:
                - title: Light
                  levels: [{title: Strong, points: 4, description: One light.}, {title: Weak}]
                - title: Line
                  levels: [{title: Sure, points: 2}, {title: Timid, points: 1}]
"""


def test_assignment_survives_the_round_trip(in_okafor, said) -> None:
    apply(wanted=said(FILE.replace("TERMS", "due_at: 2027-01-31T18:00+01:00")), by="test")

    assert not plan_for(said(pull(tenant=Tenant.objects.get(slug="okafor")))[0])
    made = Assignment.objects.get()
    assert (made.kinds, made.due_at.isoformat()) == (["image", "video"], "2027-01-31T17:00:00+00:00")
    assert [(c.title, c.levels.count()) for c in made.criteria.all()] == [("Light", 2), ("Line", 2)]


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        ("due_at: tomorrow", "assignment.due_at"),
        ("due_days: 3\n              due_cohort_day: 2", "assignment.due_at"),
        ("points: 5000", "assignment.points"),
    ],
)
def test_terms_nobody_could_keep_are_refused_by_name(in_okafor, said, terms: str, place: str) -> None:
    with pytest.raises(BadManifest) as refused:
        plan_for(said(FILE.replace("TERMS", terms))[0])

    assert f"{place}: " in str(refused.value)
