import pytest
from django.db import IntegrityError, transaction

from marque.kit.mail.models import SentEmail
from shared_apps.operations.models import AuditEntry
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates.models import Affiliate
from tenant_apps.entitlements.actions import grant
from tests.tenant_apps.affiliates.factories import a_programme, an_affiliate
from tests.tenant_apps.ledger.factories import somebody
from tests.tenant_apps.selling import a_product
from themes.actions import update_brand

pytestmark = pytest.mark.usefixtures("in_okafor")


def letters(purpose: str) -> list[list[str]]:
    return list(SentEmail.objects.filter(purpose=purpose).values_list("to", flat=True))


def test_whoever_asks_is_in_where_the_programme_says_so(deliver_facts) -> None:
    a_programme()

    affiliate = affiliates.apply(person=somebody("Fay"), code=" FAY-L ")
    deliver_facts()

    assert (affiliate.code, affiliate.state) == ("fay-l", "active")
    assert letters("affiliate_approved") == [["fay@example.com"]]
    assert "/?via=fay-l" in SentEmail.objects.get(purpose="affiliate_approved").text


def test_by_hand_an_application_waits_and_both_sides_hear(deliver_facts) -> None:
    update_brand(support_email="maren@okafor.example")
    a_programme(approval="by_hand")

    affiliate = affiliates.apply(person=somebody("Fay"), code="fay", about="A newsletter")
    deliver_facts()

    assert affiliate.state == "applied"
    assert letters("affiliate_applied") == [["fay@example.com"]]
    assert letters("affiliate_waiting") == [["maren@okafor.example"]]


def test_an_application_that_is_turned_down_is_answered_without_the_note_why(deliver_facts) -> None:
    a_programme(approval="by_hand")
    affiliate = affiliates.apply(person=somebody("Fay"), code="fay")

    for _time in "12":
        affiliates.reject(affiliate=affiliate, reason="No audience", by="alice@example.com")
        deliver_facts()

    letter = SentEmail.objects.get(purpose="affiliate_rejected")
    assert (letter.to, "could not take you on" in letter.text, "audience" in letter.text) == (
        ["fay@example.com"], True, False,
    )  # fmt: skip


def test_a_no_that_became_a_yes_is_not_written(deliver_facts) -> None:
    a_programme(approval="by_hand")
    affiliate = affiliates.apply(person=somebody("Fay"), code="fay")

    affiliates.reject(affiliate=affiliate, reason="No audience", by="alice@example.com")
    affiliates.approve(affiliate=affiliate, by="alice@example.com")
    deliver_facts()

    assert (letters("affiliate_rejected"), letters("affiliate_approved")) == ([], [["fay@example.com"]])


def test_nobody_gets_in_while_it_is_closed() -> None:
    with pytest.raises(affiliates.NotOpen):
        affiliates.apply(person=somebody("Fay"), code="fay")


def test_a_programme_for_members_takes_who_has_something() -> None:
    a_programme(joining="members")
    member, stranger = somebody("Fay"), somebody("Gus")
    grant(person=member, product=a_product(), source="gift:1")

    affiliates.apply(person=member, code="fay")

    with pytest.raises(affiliates.MembersOnly):
        affiliates.apply(person=stranger, code="gus")
    assert Affiliate.objects.count() == 1


def test_a_code_is_taken_however_it_is_typed() -> None:
    an_affiliate("Fay")

    with pytest.raises(affiliates.CodeTaken):
        affiliates.apply(person=somebody("Gus"), code="FAY")
    with pytest.raises(affiliates.AlreadyAffiliate):
        affiliates.apply(person=somebody("Fay"), code="fay-2")


@pytest.mark.parametrize("code", ["", "x", "-fay", "fay larsen", "fay?", "é" * 5, "f" * 41, "<script>", "a\0b"])
def test_a_code_that_would_not_survive_a_link_is_refused(code) -> None:
    a_programme()

    with pytest.raises(affiliates.BadCode):
        affiliates.apply(person=somebody("Fay"), code=code)


@pytest.mark.parametrize("code", ["FAY", "a b", "x"])
def test_the_database_keeps_codes_plain_and_blind_to_case(code) -> None:
    an_affiliate("Fay")
    gus = an_affiliate("Gus")

    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliate.objects.filter(pk=gus.pk).update(code=code)


@pytest.mark.parametrize("name, code", [("Fay", "fay-2"), ("Ærø Nørgård-Ö", "r-nrgard-o"), ("李", "")])
def test_a_code_is_suggested_from_the_name(name, code) -> None:
    an_affiliate("Fay")
    person = somebody("Hal")
    person.name = name

    found = affiliates.suggest_code(person)

    assert found == code or (not code and len(found) == 6)


def test_decisions_are_kept_with_who_and_why() -> None:
    a_programme(approval="by_hand")
    affiliate = affiliates.apply(person=somebody("Fay"), code="fay")

    found = affiliates.reject(affiliate=affiliate, reason="No audience", by="alice@example.com")
    found = affiliates.approve(affiliate=found, by="alice@example.com")
    found = affiliates.pause(affiliate=found, reason="Spam", by="bob@example.com")

    assert (found.state, found.paused_by, found.reason) == ("paused", "bob@example.com", "Spam")
    assert found.rejected_at is None
    acts = AuditEntry.objects.filter(target=str(affiliate.key)).order_by("pk").values_list("action", "reason")
    assert list(acts) == [
        ("affiliates.rejected", "No audience"),
        ("affiliates.approved", ""),
        ("affiliates.paused", "Spam"),
    ]
    assert affiliates.resume(affiliate=found, by="alice").state == "active"


def test_stopping_somebody_needs_a_reason() -> None:
    affiliate = an_affiliate("Fay")

    with pytest.raises(affiliates.ReasonMissing):
        affiliates.pause(affiliate=affiliate, reason=" ", by="alice")
    assert Affiliate.objects.active().count() == 1


@pytest.mark.parametrize("wrong", [{name: days} for name in ("click_days", "renewal_months") for days in (0, 366)])
def test_terms_that_mean_nothing_are_refused(wrong) -> None:
    with pytest.raises(affiliates.BadTerms):
        a_programme(**wrong)
