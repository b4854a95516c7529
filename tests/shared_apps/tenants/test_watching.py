"""What follows from DNS: proven, lost, regained."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from shared_apps.operations.models import AuditEntry
from shared_apps.tenants import claims, watching
from shared_apps.tenants.models import Domain, Tenant
from tests.shared_apps.tenants.dns_facts import ELSEWHERE, HERE, NOON, SILENT, connected, look

NAME = "learn.okafor.co"
HOUR = timedelta(hours=1)


@pytest.fixture
def row(okafor) -> Tenant:
    return Tenant.objects.get(id=okafor.id)


@pytest.fixture
def rival(other) -> Tenant:
    return Tenant.objects.get(id=other.id)


def home_of(tenant) -> str:
    return Domain.objects.get(tenant_id=tenant.id, is_primary=True).domain


def look_for(tenant, hours: range, verdict) -> Domain:
    for hour in hours:
        row = look(tenant, NAME, verdict=verdict, at=NOON + hour * HOUR)
    return row


def test_proven_and_leading_here_it_becomes_the_home_that_was_asked_for(row):
    assert connected(row, NAME, primary=True).state == "connected"
    assert home_of(row) == NAME
    assert AuditEntry.objects.filter(action="domain.verify", target=NAME).count() == 1


def test_proven_ahead_of_the_move_it_waits_for_its_visitors(row):
    claims.claim(tenant=row, domain=NAME, by="tests", primary=True)

    assert look(row, NAME, verdict=ELSEWHERE).state == "proven"
    assert home_of(row) == "okafor.localhost"
    assert look(row, NAME, verdict=HERE).state == "connected"
    assert home_of(row) == NAME


def test_not_proven_it_waits(row, rival):
    claims.claim(tenant=row, domain=NAME, by="tests")

    assert look(row, NAME, rival).state == "waiting"


def test_who_proves_it_first_keeps_it_while_both_can(row, rival):
    connected(row, NAME)
    claims.claim(tenant=rival, domain=NAME, by="tests")

    late = look(rival, NAME, row, rival)

    assert (late.state, late.findings) == ("waiting", [{"code": "taken"}])


def test_who_alone_can_prove_it_takes_it_from_who_no_longer_can(row, rival):
    connected(row, NAME, primary=True)
    claims.claim(tenant=rival, domain=NAME, by="tests")

    assert look(rival, NAME, rival).state == "connected"
    assert Domain.objects.get(tenant=row, domain=NAME).state == "lapsed"
    assert home_of(row) == "okafor.localhost"


def test_a_deleted_business_keeps_nothing_from_who_can_prove_it(row, rival):
    connected(row, NAME)
    Tenant.objects.filter(id=row.id).update(state="deleted")
    claims.claim(tenant=rival, domain=NAME, by="tests")

    assert look(rival, NAME, row, rival).state == "connected"


def test_of_many_who_prove_it_at_once_one_holds_it(real_commits, request):
    """Each round, both tenants' looks run at the same moment, and DNS proves the name for both."""
    pair = [Tenant.objects.get(slug=slug) for slug in ("okafor", "other")]
    request.addfinalizer(lambda: forget(NAME))

    def go(tenant) -> str:
        try:
            return look(tenant, NAME, *pair).state
        finally:
            connections.close_all()

    for _ in range(5):
        forget(NAME)
        for tenant in pair:
            claims.claim(tenant=tenant, domain=NAME, by="tests")
        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(go, pair)) == ["connected", "waiting"]


def forget(domain: str) -> None:
    Domain.objects.filter(domain=domain).delete()
    AuditEntry.objects.filter(target=domain).delete()


def test_a_squatter_blocks_nobody(row, rival):
    claims.claim(tenant=rival, domain=NAME, by="tests", primary=True)

    assert connected(row, NAME).state == "connected"


def test_leading_elsewhere_for_three_days_it_lapses(row):
    connected(row, NAME, primary=True)

    assert look_for(row, range(6, 73, 6), ELSEWHERE).state == "failing"
    assert home_of(row) == NAME
    assert look_for(row, range(78, 79), ELSEWHERE).state == "lapsed"
    assert home_of(row) == "okafor.localhost"
    assert AuditEntry.objects.get(action="domain.lapse").reason == "its DNS leads elsewhere"


def test_looks_in_quick_succession_do_not_make_it_lapse(row):
    connected(row, NAME)

    for minute in range(30):
        last = look(row, NAME, verdict=ELSEWHERE, at=NOON + timedelta(minutes=minute))

    assert last.state == "failing"


def test_two_looks_far_apart_do_not_make_it_lapse(row):
    connected(row, NAME)
    look(row, NAME, verdict=ELSEWHERE)

    assert look(row, NAME, verdict=ELSEWHERE, at=NOON + 100 * HOUR).state == "failing"


def test_silence_of_name_servers_counts_for_nothing(row):
    connected(row, NAME)

    assert look_for(row, range(0, 200, 6), SILENT).state == "connected"


def test_one_good_look_forgets_the_bad_ones(row):
    connected(row, NAME)
    look_for(row, range(0, 66, 6), ELSEWHERE)
    look(row, NAME, verdict=HERE, at=NOON + 66 * HOUR)

    assert look_for(row, range(72, 100, 6), ELSEWHERE).state == "failing"


def test_a_lapsed_one_comes_back_by_itself_and_is_home_again(row):
    connected(row, NAME, primary=True)
    look_for(row, range(0, 80, 6), ELSEWHERE)

    assert look(row, NAME, verdict=ELSEWHERE).state == "lapsed"
    assert look(row, NAME, verdict=HERE).state == "connected"
    assert home_of(row) == NAME


def test_a_lapsed_one_does_not_come_back_without_its_proof(row, rival):
    connected(row, NAME)
    look_for(row, range(0, 80, 6), ELSEWHERE)

    assert look(row, NAME, rival, verdict=HERE).state == "lapsed"


def test_one_that_was_never_moved_has_a_month(row):
    claims.claim(tenant=row, domain=NAME, by="tests")

    assert look_for(row, range(0, 700, 20), ELSEWHERE).state == "proven"
    assert look_for(row, range(720, 760, 20), ELSEWHERE).state == "lapsed"


def test_take_turn_hands_each_out_once_and_again_after_a_worker_died(row):
    claimed = claims.claim(tenant=row, domain=NAME, by="tests")
    now = claimed.check_at

    assert watching.take_turn(now=now, most=10) == [claimed.id]
    assert watching.take_turn(now=now, most=10) == []
    assert watching.take_turn(now=now + timedelta(minutes=6), most=10) == [claimed.id]


def test_take_turn_leaves_the_platforms_own_alone(row):
    assert watching.take_turn(now=NOON + timedelta(days=1000), most=10) == []


def test_a_claim_that_came_to_nothing_is_left_alone_after_a_month(row):
    claims.claim(tenant=row, domain=NAME, by="tests")
    later = Domain.objects.get(domain=NAME).created_at + timedelta(days=31)

    assert look(row, NAME, Tenant(), verdict=ELSEWHERE, at=later).check_at is None
