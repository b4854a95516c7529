"""kill -9 anywhere in a list: worked on again, everybody is enrolled and told exactly once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from marque.kit.clock import now
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment, EnrolmentList
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import published

WORK = """
from marque.kit.clock import now
from marque.kit.facts import outbox
from marque.kit.mail import outbox as mail
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.learning.actions import inviting, lists
from tenant_apps.learning.models import EnrolmentList
outbox.nudge = lambda ids: None
mail.nudge = lambda ids: None

lists._AT_ONCE = 2
dying(lists.by_hand, "give", "before one", "after one")
dying(lists, "_some", after="some written")
dying(lists, "_finish", "all written", "finished")
dying(inviting.notices, "send_invitation", "letter begun", "letter written")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    lists.work_on_list(parent=EnrolmentList.objects.select_related("course__product", "by").get(pk={id}))
    for invitation_id in inviting.due_invitations(now=now()):
        inviting.send_invitation(invitation_id=invitation_id)
        die("mailed")
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("marque.kit.mail.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("tenant_apps.learning.tasks.work_on_list.delay", lambda **named: None)
    yield okafor
    with enter(okafor):
        for model in (Enrolment, Entitlement, Course, Product, SentEmail, Event):
            model.objects.all().delete()
        Person.objects.filter(email__startswith="listed").delete()


STEPS = (
    "before one",
    "after one",
    "some written",
    "all written",
    "finished",
    "letter begun",
    "letter written",
    "mailed",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_list_that_is_killed_enrols_and_tells_everybody_exactly_once(committed, step) -> None:
    with enter(committed):
        alice = User.objects.get(email="alice@example.com")
        content = b"email\nlisted1@example.com\nlisted2@example.com\nlisted3@example.com\nnobody\n"
        made = actions.take_list(course=published(), content=content, name="a.csv", reason="Spring", by=alice)
        actions.begin_list(parent=made, by=alice, tell=True)

    assert killed_at(step, WORK.format(id=made.pk))

    with enter(committed):
        for list_id in actions.unheard_lists(now=now() + timedelta(minutes=3)):
            actions.work_on_list(parent=EnrolmentList.objects.get(pk=list_id), now=now() + timedelta(minutes=3))
        found = actions.counts_of(made)
        assert (found["new"], found["wrong"], Enrolment.objects.live().count()) == (3, 1, 3)
        assert EnrolmentList.objects.get(pk=made.pk).finished_at is not None
        for _time in range(2):
            for invitation_id in actions.due_invitations(now=now()):
                actions.send_invitation(invitation_id=invitation_id)
        told = sorted(letter.to[0] for letter in SentEmail.objects.filter(purpose="invitation"))
        assert told == [f"listed{number}@example.com" for number in (1, 2, 3)]
