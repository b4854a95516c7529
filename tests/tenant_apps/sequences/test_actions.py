from datetime import UTC, datetime, timedelta

import pytest

from marque.kit.mail.models import SentEmail
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions as learning
from tenant_apps.sequences import actions
from tenant_apps.sequences.models import Sequence, SequenceRun
from tests.tenant_apps.courses.factories import course
from tests.tenant_apps.learning.factories import START, enrolment, person

pytestmark = pytest.mark.usefixtures("in_okafor")
NEXT_MORNING = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)  # nine in Copenhagen


def welcome(of: Course | None = None, waits: tuple[int, ...] = (0, 1, 2), live: bool = True) -> Sequence:
    made = actions.create_sequence(name="Welcome", course=of)
    for number, days in enumerate(waits, start=1):
        actions.add_step(sequence=made, subject=f"Letter {number} for {{first_name}}", body="Hello.", wait_days=days)
    return actions.start_sequence(sequence=made) if live else made


def subjects() -> list[str]:
    return list(SentEmail.objects.order_by("pk").values_list("subject", flat=True))


def test_start_runs_twice_is_one_run() -> None:
    welcome()
    place = enrolment(course())

    actions.start_runs(enrolment=place, now=START)
    actions.start_runs(enrolment=place, now=START)

    assert SequenceRun.objects.count() == 1


def test_start_runs_leaves_out_paused_and_other_courses() -> None:
    welcome(live=False)
    welcome(of=course("Another"))

    assert actions.start_runs(enrolment=enrolment(course()), now=START) == []


def test_send_due_sends_the_first_at_once_and_the_second_at_nine() -> None:
    welcome()
    actions.start_runs(enrolment=enrolment(course()), now=START)

    counts = [
        actions.send_due(now=START),
        actions.send_due(now=NEXT_MORNING - timedelta(seconds=1)),
        actions.send_due(now=NEXT_MORNING),
    ]

    assert (counts, subjects()) == ([1, 0, 1], ["Letter 1 for Carol", "Letter 2 for Carol"])


def test_send_due_twice_sends_once() -> None:
    welcome()
    actions.start_runs(enrolment=enrolment(course()), now=START)

    actions.send_due(now=START)
    actions.send_due(now=START)

    assert subjects() == ["Letter 1 for Carol"]


def test_send_due_after_a_rewound_run_does_not_mail_again() -> None:
    made = welcome(waits=(0,))
    actions.start_runs(enrolment=enrolment(course()), now=START)
    actions.send_due(now=START)
    SequenceRun.objects.update(next_step=made.steps.get(), next_at=START, finished_at=None)

    actions.send_due(now=START)

    assert subjects() == ["Letter 1 for Carol"]


def test_send_due_last_step_finishes_the_run() -> None:
    welcome(waits=(0,))
    actions.start_runs(enrolment=enrolment(course()), now=START)

    actions.send_due(now=START)

    run = SequenceRun.objects.get()
    assert (run.finished_at, run.next_step, run.next_at) == (START, None, None)


def test_send_due_waits_while_paused() -> None:
    made = welcome()
    actions.start_runs(enrolment=enrolment(course()), now=START)
    actions.pause_sequence(sequence=made)

    assert actions.send_due(now=START) == 0


def test_ended_enrolment_gets_nothing_more(deliver_facts) -> None:
    welcome()
    place = enrolment(course())
    deliver_facts()
    learning.end_enrolment(enrolment=place)
    deliver_facts()

    assert actions.send_due(now=START + timedelta(days=30)) == 0


def test_opt_out_stops_what_runs_and_what_would_start() -> None:
    welcome()
    who = person()
    actions.start_runs(enrolment=enrolment(course(), who), now=START)
    actions.opt_out(person=who)

    again = actions.start_runs(enrolment=enrolment(course("Second"), who), now=START)

    assert (again, actions.send_due(now=START)) == ([], 0)


def test_delete_step_moves_who_waited_for_it_to_the_next() -> None:
    made = welcome()
    actions.start_runs(enrolment=enrolment(course()), now=START)

    actions.delete_step(step=made.steps.get(position=1))
    actions.send_due(now=START)

    assert subjects() == ["Letter 2 for Carol"]


def test_start_sequence_without_steps_is_refused() -> None:
    with pytest.raises(actions.NothingToSend):
        welcome(waits=())


def test_letter_carries_the_one_click_header() -> None:
    welcome(waits=(0,))
    actions.start_runs(enrolment=enrolment(course()), now=START)
    actions.send_due(now=START)

    headers = SentEmail.objects.get().headers
    assert (sorted(headers), headers["List-Unsubscribe-Post"]) == (
        ["List-Unsubscribe", "List-Unsubscribe-Post"],
        "List-Unsubscribe=One-Click",
    )
