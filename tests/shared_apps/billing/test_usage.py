"""Use is read once a day in each tenant, and what is above the plan billed once its month is over."""

from datetime import date, timedelta

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.billing.models import Invoice, Reading, Subscription
from shared_apps.billing.queries import use_here, use_read
from shared_apps.plans.queries import plan_of
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.shared_apps.plan_trial import NOW, a_plan, day, on_plan, run, with_card

METERED = {"emails": (2, 2, {"USD": 100}), "members": (1, 1, {"USD": 50})}


def mails(tenant, at, count):
    with enter(tenant):
        for _one in range(count):
            SentEmail.objects.create(to=["a@example.com"], subject="Hi", purpose="sequence", queued_at=at)


def metered(okafor):
    on_plan(okafor, a_plan(prices={}, extra=METERED), currency="USD")
    with_card(okafor)


def test_emails_are_counted_on_their_day_and_members_as_they_were(okafor):
    metered(okafor)
    mails(okafor, NOW, 3)
    mails(okafor, day(3, 2), 1)

    run(day(3, 3))

    emails = Reading.objects.filter(meter="emails").order_by("day").values_list("day", "amount")
    assert list(emails) == [(date(2026, 3, 1), 3), (date(2026, 3, 2), 1)]
    assert Reading.objects.get(meter="members").day == date(2026, 3, 2)


def test_a_day_is_read_once_however_often_it_runs(okafor):
    metered(okafor)
    for _time in range(3):
        run(day(3, 2))
    first = Reading.objects.count()

    run(day(3, 2, 20))

    assert (Reading.objects.count(), Subscription.objects.get().used_until) == (first, date(2026, 3, 2))


def test_a_month_is_billed_once_it_is_over_all_emails_and_the_most_members(okafor):
    metered(okafor)
    mails(okafor, day(3, 10), 5)
    with enter(okafor):
        carol = people.meet(email="carol@example.com")
        for name in ("dave", "erin"):
            people.meet(email=f"{name}@example.com")
        most = Person.objects.count()
    run(day(3, 20))
    with enter(okafor):
        Person.objects.exclude(pk=carol.pk).delete()

    for at in (day(3, 31), day(4, 1), day(4, 1), day(4, 2)):
        run(at)

    invoice = Invoice.objects.get()
    assert (invoice.kind, invoice.key, invoice.state) == ("usage", "usage:2026-03", "paid")
    assert invoice.lines == [
        {"title": "March 2026: 5 emails a month, 2 included", "amount": 200},
        {"title": f"March 2026: {most} members, 1 included", "amount": 50 * (most - 1)},
    ]


def test_what_is_within_the_plan_costs_nothing(okafor):
    metered(okafor)
    mails(okafor, day(3, 10), 2)

    run(day(4, 1))

    assert Invoice.objects.count() == 0


def test_use_after_a_week_without_runs_is_all_there(okafor):
    metered(okafor)
    mails(okafor, day(3, 28), 3)
    mails(okafor, day(4, 2), 1)

    run(day(4, 5))

    assert Invoice.objects.get().lines[0]["amount"] == 100
    assert Reading.objects.get(meter="emails", day=date(2026, 4, 2)).amount == 1


def test_a_trial_is_not_billed_for_its_use(okafor):
    on_plan(okafor, a_plan(trial_days=60, extra=METERED))
    mails(okafor, day(3, 10), 50)

    run(day(4, 1))

    assert Invoice.objects.count() == 0


def test_use_is_the_tenants_own(okafor, other):
    metered(okafor)
    mails(other, NOW, 7)

    run(day(3, 2))

    assert sum(Reading.objects.filter(meter="emails").values_list("amount", flat=True)) == 0


def test_use_here_and_use_read_say_how_full_it_is(okafor):
    metered(okafor)
    mails(okafor, NOW, 2)
    run(NOW + timedelta(days=1))

    plan = plan_of(okafor.id)
    with enter(okafor):
        here = {use.meter.name: use for use in use_here(plan, NOW)}
    read = {use.meter.name: use for use in use_read(okafor.id, plan)}
    assert (here["emails"].used, here["emails"].percent, here["emails"].tone) == (2, 100, "bad")
    assert (read["emails"].used, here["staff"].included, here["staff"].tone) == (2, None, "")
