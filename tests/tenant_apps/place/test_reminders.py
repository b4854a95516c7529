from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.signing import sign
from marque.kit.tenancy.context import enter
from tenant_apps.learning.letters import PURPOSE as DIGEST
from tenant_apps.learning.models import LearnerChoice
from tenant_apps.place import actions
from tenant_apps.place.actions.reminders import next_moment
from tenant_apps.place.letters import PURPOSE
from tenant_apps.place.models import Reminder

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def remind(carol, **wish) -> Reminder:
    return actions.remind(person=carol.person, by=carol.person, now=MONDAY, **wish)


def letters() -> list[str]:
    return list(SentEmail.objects.filter(purpose="reminder").values_list("subject", flat=True))


@pytest.mark.parametrize(
    ("after", "days", "hour", "at"),
    [
        (MONDAY, [0], 18, datetime(2026, 11, 16, 17, 0, tzinfo=UTC)),
        (MONDAY, [0], 9, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        (MONDAY, [2, 4], 7, datetime(2026, 11, 18, 6, 0, tzinfo=UTC)),
        # clocks are put forward in the night to 28 March 2027, and there is no 2:00
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), [6], 2, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_next_moment_is_on_the_wall_of_the_learner(after, days, hour, at) -> None:
    assert next_moment(sum(1 << day for day in days), hour, COPENHAGEN, after) == at


def test_reminder_leads_to_the_lesson_that_waits_once(carol, okafor) -> None:
    with enter(okafor):
        reminder = remind(carol, days=[0], hour=18)
        due = reminder.next_at + timedelta(minutes=1)

        sent = [actions.send_reminder(reminder_id=reminder.pk, now=due) for _time in range(2)]

        reminder.refresh_from_db()
        assert (sent, letters()) == ([True, False], ["A moment for The Second Number"])
        assert reminder.next_at == due.replace(minute=0) + timedelta(days=7)
        assert actions.due_reminders(now=due) == []


def test_reminder_that_comes_too_late_waits_for_its_next_day(carol, okafor) -> None:
    with enter(okafor):
        reminder = remind(carol, days=[0], hour=18)

        sent = actions.send_reminder(reminder_id=reminder.pk, now=reminder.next_at + timedelta(hours=4))

        assert (sent, letters()) == (False, [])


def test_a_person_with_nothing_to_go_on_with_is_not_written_to(carol, okafor) -> None:
    with enter(okafor):
        carol.place.ended_at = MONDAY
        carol.place.save()
        reminder = remind(carol, days=[0], hour=18)

        assert actions.send_reminder(reminder_id=reminder.pk, now=reminder.next_at) is False


def test_a_reminder_needs_a_day(carol, okafor) -> None:
    with enter(okafor), pytest.raises(actions.NoDay):
        remind(carol, days=[], hour=18)


def test_one_click_of_the_mail_program_stops_reminders(carol, okafor, client_for) -> None:
    with enter(okafor):
        reminder = remind(carol, days=[0], hour=18)
        url = f"/learn/my/reminders/{sign(PURPOSE, str(carol.person.key))}/"

    looked = client_for(okafor).get(url)
    with enter(okafor):
        assert Reminder.objects.get().next_at is not None
    client_for(okafor).post(url, {"List-Unsubscribe": "One-Click"})

    assert looked.status_code == 200
    with enter(okafor):
        assert actions.send_reminder(reminder_id=reminder.pk, now=MONDAY + timedelta(days=9)) is False


def test_a_forged_address_stops_nobody(client_for, okafor) -> None:
    assert client_for(okafor).post("/learn/my/reminders/forged/").status_code == 404


def test_one_click_stops_the_email_of_a_morning(carol, okafor, client_for) -> None:
    with enter(okafor):
        url = f"/learn/my/emails/{sign(DIGEST, str(carol.person.key))}/"

    client_for(okafor).post(url)

    with enter(okafor):
        assert LearnerChoice.objects.get(person=carol.person).digest_stopped_at is not None


def test_wishes_are_kept_and_shown(carol, okafor) -> None:
    said = {"reminds": "on", "days": ["1", "3"], "hour": "7", "rhythm": "on", "live": "on"}

    with clock.fixed(MONDAY):
        answer = carol.client.post("/learn/my/wishes/", said)
    page = carol.client.get("/learn/my/wishes/")

    assert answer["Location"] == "/learn/my/wishes/"
    assert page.context["form"].initial == {
        "reminds": True,
        "days": [1, 3],
        "hour": 7,
        "due": False,
        "live": True,
        "digest": False,
        "rhythm": True,
    }


def test_a_wish_without_a_day_is_told_so(carol) -> None:
    answer = carol.client.post("/learn/my/wishes/", {"reminds": "on", "hour": "7"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["days"])
