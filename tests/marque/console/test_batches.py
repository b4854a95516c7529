"""Files of payouts for the platform's bank: made, sent, settled, failed in part, void."""

import re
from uuid import uuid4
from xml.etree import ElementTree

import pytest

from marque.console.batches import making, settling
from marque.console.batches.files import PayerUnknown
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from shared_apps.settlements.models import BatchLine, BatchState, PlatformBatch, WaitingPayout
from shared_apps.tenants.models import Tenant
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.queries import problems, wallet_of
from tenant_apps.payments.models import MerchantModel, PaymentSettings
from tests.marque.console.paying_out import IBAN, approved, with_number, written

BATCHES = "/console/payouts/batches/"
OLU, UMA = "olu@example.com", "uma@example.com"
XML = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


@pytest.fixture
def two(okafor, other):
    """A payout of €60.00 in each of two businesses."""
    return approved(okafor, "Ann"), approved(other, "Bea", 4_000)


@pytest.fixture(autouse=True)
def _balanced(okafor, other):
    yield
    for tenant in (okafor, other):
        with enter(tenant):
            assert problems() == []


def made(*payouts, form="sepa", key=None, currency="EUR", by=OLU) -> PlatformBatch:
    keys = [payout.key for payout in payouts]
    return making.make_batch(key=key or uuid4(), currency=currency, form=form, keys=keys, by=by)


def sent(*payouts, **more) -> PlatformBatch:
    return settling.mark_sent(batch=made(*payouts, **more), by=OLU)


def line_of(payout) -> BatchLine:
    return BatchLine.objects.get(payout_key=payout.key)


def test_a_file_of_two_businesses_is_made_sent_and_settled(two, okafor, other) -> None:
    batch = sent(*two)

    for _time in "12":
        batch = settling.settle(batch=batch, by=OLU)

    assert batch.state == BatchState.SETTLED
    assert (written(okafor, two[0]), written(other, two[1])) == ([("paid", 1, 0)], [("paid", 1, 0)])
    with enter(okafor):
        two[0].refresh_from_db()
        assert (two[0].reference, two[0].paid_by) == (batch.code, OLU)
    acts = AuditEntry.objects.filter(target=batch.code).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["payouts.file-made", "payouts.file-sent", "payouts.file-settled"]


def test_the_sepa_file_names_everybody_and_comes_again_byte_for_byte(two, okafor) -> None:
    batch = made(*two)
    first = settling.fetch(batch=batch, by=OLU)
    with enter(okafor):
        ledger.save_payout_account(person=two[0].person, currency="EUR", holder="Ann Later", details="Elsewhere")

    again = settling.fetch(batch=PlatformBatch.objects.get(), by=UMA)

    document = ElementTree.fromstring(first)
    assert again == first
    assert [each.text for each in document.iter(f"{XML}CtrlSum")] == ["100.00", "100.00"]
    assert sorted(each.text for each in document.iter(f"{XML}EndToEndId")) == sorted(each.code for each in two)
    assert IBAN not in batch.sealed_file
    fetched = AuditEntry.objects.filter(action="payouts.file-fetched").order_by("id")
    assert list(fetched.values_list("actor", flat=True)) == [OLU, UMA]


def test_a_csv_takes_other_banks_and_other_currencies(okafor) -> None:
    payout = approved(okafor, "=Ann", 5_000, "JPY", details="Bank of X, 12345")

    content = settling.fetch(batch=made(payout, form="csv", currency="JPY"), by=OLU).decode()

    rows = content.splitlines()
    assert rows[0] == "Name,IBAN,BIC,Details,Amount,Currency,Reference,Business"
    assert rows[1] == f'\'=Ann,,,"Bank of X, 12345",5000,JPY,{payout.code},Okafor'


def test_each_payout_is_in_one_live_file(two) -> None:
    first = made(two[0])

    with pytest.raises(making.HeldElsewhere, match=two[0].code):
        made(*two)
    settling.void(batch=first, reason="Wrong day", by=OLU)

    assert made(*two).lines.live().count() == 2


def test_the_same_form_is_one_file(two) -> None:
    key = uuid4()

    codes = {made(*two, key=key).code for _time in "12"}

    assert (len(codes), PlatformBatch.objects.count()) == (1, 1)


def test_what_cannot_be_paid_is_left_out_and_named(okafor, two) -> None:
    plain, wrong = approved(okafor, "Cem", details="Bank of X, 12345"), approved(okafor, "Dee")
    late, held = approved(okafor, "Eve"), approved(okafor, "Fay")
    with enter(okafor):
        with_number(wrong, "DE89370400440532013001")
        ledger.return_payout(payout=late, reason="No", by=OLU)
        ledger.place_hold(person=held.person, reason="Checking", by="alice")

    batch = made(two[0], plain, wrong, late, held)

    assert {line.code: line.problem for line in batch.lines.exclude(problem="")} == {
        plain.code: "The IBAN is missing: only other bank details are known. Put it into a CSV.",
        wrong.code: "The IBAN DE89 …3001 is not valid.",
        late.code: "It is not approved and open: Not paid.",
        held.code: "Payouts are on hold: Checking",
    }
    assert list(batch.lines.live().values_list("code", flat=True)) == [two[0].code]


def test_a_file_of_nobody_is_none(okafor) -> None:
    payout = approved(okafor, "Ann", details="Bank of X, 12345")

    with pytest.raises(making.NobodyToPay, match="The IBAN is missing"):
        made(payout)

    assert (BatchLine.objects.live().count(), PlatformBatch.objects.get().state) == (0, BatchState.VOID)


@pytest.mark.parametrize("iban", ["", "DE00000000000000000000"])
def test_without_an_account_of_the_platform_there_is_no_sepa_file(two, settings, iban) -> None:
    settings.PAYOUTS_PAYER_IBAN = iban

    with pytest.raises(PayerUnknown, match="PAYOUTS_PAYER_IBAN"):
        made(*two)

    assert not PlatformBatch.objects.exists()


def test_a_payout_in_a_file_is_decided_nowhere_else(two, operator, okafor) -> None:
    batch = made(*two)

    for noun in ("payment", "return"):
        operator.post(f"/console/payouts/{two[0].key}/{noun}/", {"reason": "x"})
    with enter(okafor):
        PaymentSettings.objects.update(merchant=MerchantModel.CREATOR)
        with pytest.raises(ledger.InABatch, match=batch.code):
            ledger.mark_paid(payout=two[0], by="alice")
        with pytest.raises(ledger.NothingToPay):
            ledger.make_batch(currency="EUR", by="alice")

    assert written(okafor, two[0]) == [("approved", 0, 0)]
    assert "is in the file" in operator.get(f"/console/payouts/{two[1].key}/").text


def test_what_is_in_a_business_own_file_is_left_out(two, okafor) -> None:
    with enter(okafor):
        own = ledger.make_batch(currency="EUR", by="alice")

    batch = made(*two)

    assert line_of(two[0]).problem == f"It is in the business's own file {own.code}."
    assert batch.lines.live().get().payout_key == two[1].key


def test_a_single_payout_fails_and_is_in_its_wallet_again_once(two, okafor, other) -> None:
    batch = sent(*two)

    for _time in "12":
        settling.fail(batch=batch, lines=[line_of(two[0]).pk], reason="Account closed", by=OLU)
    batch = settling.settle(batch=batch, by=OLU)

    assert batch.state == BatchState.SETTLED
    assert (written(okafor, two[0]), written(other, two[1])) == ([("returned", 0, 1)], [("paid", 1, 0)])
    with enter(okafor):
        assert wallet_of(two[0].person, "EUR").available.amount == 6_000
    assert AuditEntry.objects.get(action="payouts.failed").reason == "Account closed"


def test_what_the_bank_sends_back_after_it_was_settled_is_in_the_wallet_again(two, okafor) -> None:
    batch = settling.settle(batch=sent(*two), by=OLU)

    for _time in "12":
        settling.fail(batch=batch, lines=[line_of(two[0]).pk], reason="Came back", by=OLU)

    assert written(okafor, two[0]) == [("returned", 1, 1)]
    with enter(okafor):
        assert wallet_of(two[0].person, "EUR").available.amount == 6_000


def test_a_business_that_is_suspended_in_between_is_written_all_the_same(two, okafor, other) -> None:
    batch = sent(*two)
    Tenant.objects.filter(id=okafor.id).update(state=Tenant.State.SUSPENDED)

    batch = settling.settle(batch=batch, by=OLU)

    assert (batch.state, written(okafor, two[0])) == (BatchState.SETTLED, [("paid", 1, 0)])


def test_a_suspended_business_is_left_out_of_a_new_file(two, okafor) -> None:
    Tenant.objects.filter(id=okafor.id).update(state=Tenant.State.SUSPENDED)

    made(*two)

    assert line_of(two[0]).problem == "Okafor is not open: suspended."


def test_a_business_in_maintenance_is_written_by_the_same_act_later(two, okafor, other) -> None:
    batch = sent(*two)
    row = Tenant.objects.filter(id=okafor.id)
    row.update(maintenance_since=batch.sent_at)
    batch = settling.settle(batch=batch, by=OLU)
    before = (batch.state, line_of(two[0]).trouble, written(other, two[1]))
    row.update(maintenance_since=None)

    batch = settling.settle(batch=batch, by=OLU)

    assert before == (BatchState.SENT, "Okafor is in maintenance. Do it again later.", [("paid", 1, 0)])
    assert (batch.state, written(okafor, two[0]), line_of(two[0]).trouble) == (
        BatchState.SETTLED,
        [("paid", 1, 0)],
        "",
    )


@pytest.mark.parametrize("act", ["settle", "fail"])
def test_a_file_that_was_not_sent_is_not_decided(two, act) -> None:
    batch = made(*two)
    more = {"lines": [line_of(two[0]).pk], "reason": "No"} if act == "fail" else {}

    with pytest.raises(settling.NotNow, match="This file is Made"):
        getattr(settling, act)(batch=batch, by=OLU, **more)


def test_a_file_that_is_settled_in_part_is_not_void(two) -> None:
    batch = sent(*two)
    settling.fail(batch=batch, lines=[line_of(two[0]).pk], reason="Closed", by=OLU)

    with pytest.raises(settling.NotNow, match="settled in part"):
        settling.void(batch=batch, reason="Never sent", by=OLU)


def test_payouts_through_stripe_are_not_offered(two) -> None:
    WaitingPayout.objects.filter(payout_key=two[0].key).update(method="stripe")

    assert [row.code for row in making.waiting_payouts("EUR")] == [two[1].code]


def test_an_operator_makes_a_file_from_the_console(operator, okafor, two) -> None:
    wrong = approved(okafor, "Cem", details="Bank of X, 12345")
    page = operator.get(f"{BATCHES}new/EUR/").text
    typed = {"key": re.search(r'name="key" value="([^"]+)"', page)[1], "form": "sepa"}
    typed["payouts"] = [str(each.key) for each in (*two, wrong)]
    preview = operator.post(f"{BATCHES}new/EUR/", typed).text
    none_yet = PlatformBatch.objects.exists()
    answer = operator.post(
        f"{BATCHES}new/EUR/", typed | {"confirmed": "1", "payouts": typed["payouts"][:2]}, follow=True
    )
    batch = PlatformBatch.objects.get()

    assert (none_yet, "The IBAN is missing" in preview, "Cem" in preview, "€100.00" in preview) == (
        False,
        True,
        True,
        True,
    )
    assert (batch.code in answer.text, batch.lines.live().count()) == (True, 2)
    assert operator.get(f"{BATCHES}{batch.code}/file/").content == settling.fetch(batch=batch, by=OLU)
    assert operator.get(f"{BATCHES}new/EUR/").text.count('type="checkbox"') == 1


def test_an_operator_decides_about_a_file_after_a_confirmation(operator, okafor, other, two) -> None:
    batch = made(*two)
    here = f"{BATCHES}{batch.code}/"

    for noun in ("sending", "settlement"):
        assert operator.get(f"{here}{noun}/").status_code == 200
    untouched = PlatformBatch.objects.get().state
    operator.post(f"{here}sending/")
    asked = operator.get(f"{here}failure/", {"line": line_of(two[0]).pk}).text
    missing = operator.post(f"{here}failure/", {"line": line_of(two[0]).pk, "reason": ""})
    operator.post(f"{here}failure/", {"line": line_of(two[0]).pk, "reason": "Closed"})
    operator.post(f"{here}settlement/")

    assert (untouched, two[0].code in asked, missing.status_code) == (BatchState.MADE, True, 422)
    assert (written(okafor, two[0]), written(other, two[1])) == ([("returned", 0, 1)], [("paid", 1, 0)])
    assert "Settled" in operator.get(here).text


def test_empty_pages_say_so(operator) -> None:
    assert "No file was made yet." in operator.get(BATCHES).text
    assert "No approved payout in EUR waits" in operator.get(f"{BATCHES}new/EUR/").text
    assert operator.get(f"{BATCHES}NOTHING123/").status_code == 404


def test_nothing_chosen_or_chosen_too_late_is_said(operator, two) -> None:
    typed = {"key": str(uuid4()), "form": "sepa"}
    nothing = operator.post(f"{BATCHES}new/EUR/", typed)
    made(two[0])

    late = operator.post(f"{BATCHES}new/EUR/", typed | {"payouts": [str(two[0].key)]})

    assert (nothing.status_code, "Choose at least one" in nothing.text) == (422, True)
    assert (late.status_code, "waits no more" in late.text) == (422, True)


def test_files_are_paged(operator, two, monkeypatch) -> None:
    monkeypatch.setattr("marque.console.batches.views._PER_PAGE", 1)
    first = made(two[0])
    second = made(two[1])

    assert (second.code in operator.get(BATCHES).text, first.code in operator.get(BATCHES).text) == (True, False)
    assert first.code in operator.get(f"{BATCHES}?page=2").text


def test_others_find_no_files(client_for, okafor, platform, two) -> None:
    batch = made(*two)

    assert client_for(platform).get(f"{BATCHES}{batch.code}/file/").status_code == 302
    assert client_for(okafor).get(BATCHES).status_code == 404
