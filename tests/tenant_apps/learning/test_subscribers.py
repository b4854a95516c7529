"""A finished course lets go of what waited for it."""

import pytest

from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tenant_apps.ledger import actions as ledger
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.ledger.factories import balances, somebody
from tests.tenant_apps.selling import a_paid_order, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_the_authors_share_leaves_escrow_when_the_buyer_has_finished(deliver_facts) -> None:
    made = course()
    first, last = lesson(module(made)), lesson(module(made))
    ledger.set_contributors(product=made.product, part="author", weights={somebody("Ann"): 1})
    ledger.set_rule(part="author", product=made.product, basis_points=7_000, until="completion")
    a_paid_order(an_offer(price=10_000, products=[made.product]))
    deliver_facts()
    place = Enrolment.objects.get(course=made)

    actions.complete_lesson(enrolment=place, lesson=first)
    deliver_facts()
    halfway = balances()
    actions.complete_lesson(enrolment=place, lesson=last)
    deliver_facts()

    assert halfway["escrow Ann"] == 7_000
    assert (balances()["author Ann"], "escrow Ann" in balances()) == (7_000, False)
