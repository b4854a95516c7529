from datetime import UTC, date, datetime

from icalendar import Calendar

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.courses import rules
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.release import zone_of
from tenant_apps.place import actions
from tenant_apps.place.calendar import token_of

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def address(carol, okafor) -> str:
    with enter(okafor):
        return f"/learn/my/calendar/{token_of(actions.make_address(person=carol.person))}.ics"


def events(answer) -> list:
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_feed_says_what_opens_at_nine_where_the_learner_lives(carol, okafor, client_for) -> None:
    with enter(okafor):
        Lesson.objects.filter(pk=carol.later.pk).update(release=rules.written(rules.after_days(9)))

    with clock.fixed(AT):
        answer = client_for(okafor).get(address(carol, okafor))

    with enter(okafor):
        zone = zone_of(carol.person)
    (event,) = events(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(event["summary"]) == "Lesson 2 opens (The Second Number)"
    assert event["dtstart"].dt.astimezone(zone).hour == 9
    assert str(event["uid"]).startswith(str(carol.later.key))


def test_feed_has_the_days_of_a_cohort(carol, okafor, client_for) -> None:
    with enter(okafor):
        days = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 24)}
        cohort = learning.save_cohort(course=carol.place.course, name="December", **days)
        learning.place(cohort=cohort, enrolment=carol.place)

    found = events(client_for(okafor).get(address(carol, okafor)))

    assert [event["dtstart"].dt for event in found] == [date(2026, 12, 1), date(2026, 12, 24)]


def test_feed_that_did_not_change_answers_304(carol, okafor, client_for) -> None:
    url, program = address(carol, okafor), client_for(okafor)
    first = program.get(url)

    again = program.get(url, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_new_address_ends_the_old_one(carol, okafor, client_for) -> None:
    old = address(carol, okafor)

    carol.client.post("/learn/my/calendar/address/")

    assert client_for(okafor).get(old).status_code == 404
    assert client_for(okafor).get(address(carol, okafor)).status_code == 200
    assert address(carol, okafor) in carol.client.get("/learn/my/calendar/").content.decode()


def test_a_forged_address_is_not_there(client_for, okafor) -> None:
    assert client_for(okafor).get("/learn/my/calendar/forged.ics").status_code == 404
