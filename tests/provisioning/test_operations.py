"""Long work is done once, by one worker at a time, and taken up again when a worker is killed."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from marque.kit.errors import Refused
from provisioning import operations
from provisioning.operations import Kind, UnknownKind, _lease
from provisioning.tasks import sweep
from shared_apps.operations.models import Operation


@pytest.fixture
def kinds(monkeypatch):
    """A kind of this test alone."""

    def declare(work, again=True):
        monkeypatch.setitem(operations._kinds, "test.work", Kind("test.work", work, again))

    return declare


def asked(**fields) -> Operation:
    return Operation.objects.create(kind="test.work", actor="ann", payload={"n": 1}, **fields)


def test_run_finishes_with_the_result(kinds):
    def work(*, payload, by, progress):
        progress("Half way", 1, 2)
        seen = Operation.objects.get()
        return {"n": payload["n"], "by": by, "seen": [seen.step, seen.done, seen.total, seen.state]}

    kinds(work)
    operation = asked()
    operations.run(str(operation.id))

    operation.refresh_from_db()
    assert operation.result == {"n": 1, "by": "ann", "seen": ["Half way", 1, 2, "running"]}
    assert (operation.state, operation.step, operation.attempts) == ("done", "", 1)


def test_run_twice_does_it_once(kinds):
    done = []
    kinds(lambda **_: done.append(1) or {})
    operation = asked()

    operations.run(str(operation.id))
    operations.run(str(operation.id))

    assert done == [1]


def test_run_leaves_alone_what_another_worker_holds(kinds):
    kinds(lambda **_: 1 / 0)
    operation = asked()

    with _lease(str(operation.id)):
        operations.run(str(operation.id))

    operation.refresh_from_db()
    assert operation.state == "waiting"


def test_a_refusal_is_the_operations_error(kinds):
    def work(**_):
        raise Refused("The address was taken.")

    kinds(work)
    operation = asked()
    operations.run(str(operation.id))

    operation.refresh_from_db()
    assert (operation.state, operation.error) == ("failed", "The address was taken.")


def test_a_bug_fails_with_a_sentence_and_is_reported(kinds):
    kinds(lambda **_: {}["secret"])
    operation = asked()

    with pytest.raises(KeyError):
        operations.run(str(operation.id))

    operation.refresh_from_db()
    assert operation.error == "Something went wrong on our side. Nothing was kept; try again."


@pytest.mark.parametrize(
    ("again", "attempts", "error"),
    [
        (True, 2, ""),
        (True, 3, "The worker stopped in the middle of this, three times. Tell the platform's operators."),
        (False, 1, "The worker stopped in the middle of this. Look at how far it came, then ask again."),
    ],
)
def test_cut_off_work_is_done_again_only_where_that_is_right(kinds, again, attempts, error):
    kinds(lambda **_: {"done": True}, again=again)
    operation = asked(attempts=attempts, started_at=timezone.now(), heartbeat_at=timezone.now() - timedelta(minutes=2))

    sweep()

    operation.refresh_from_db()
    assert operation.error == error
    assert operation.result == ({"code": "cut_off"} if error else {"done": True})


def test_the_sweep_leaves_fresh_work_alone(kinds):
    kinds(lambda **_: 1 / 0)
    asked()
    asked(started_at=timezone.now(), heartbeat_at=timezone.now())

    sweep()

    assert {operation.state for operation in Operation.objects.all()} == {"waiting", "running"}


def test_ask_refuses_an_unknown_kind(db):
    with pytest.raises(UnknownKind):
        operations.ask(kind="nobody.knows", by="ann", payload={})


WORKER = """
import sys, time, django
django.setup()
from django.db import connections
for alias in ("default", "control"):
    connections[alias].settings_dict["NAME"] = sys.argv[2]
from provisioning import operations
work = lambda **_: print("begun", flush=True) or time.sleep(60)
operations._kinds["test.work"] = operations.Kind("test.work", work, True)
operations.run(sys.argv[1])
"""


@pytest.fixture
def committed(real_commits):
    operation = asked()
    yield operation
    Operation.objects.all().delete()


def test_a_killed_worker_lets_go_and_another_finishes(kinds, committed):
    name = connections["control"].settings_dict["NAME"]
    environment = {
        **os.environ, "PYTHONPATH": f"{settings.ROOT}/platform:{settings.ROOT}",
        "DJANGO_SETTINGS_MODULE": "marque.config.settings",
    }  # fmt: skip
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WORKER, str(committed.id), name], cwd=settings.ROOT, env=environment,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout.readline() == "begun\n"
    kinds(lambda **_: {"finished": "by another"})

    operations.run(str(committed.id))
    committed.refresh_from_db()
    held = committed.state
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for _try in range(50):  # the server notices the closed connection in a moment
        operations.run(str(committed.id))
        committed.refresh_from_db()
        if committed.is_over:
            break
        time.sleep(0.1)

    assert held == "running"
    assert (committed.state, committed.result, committed.attempts) == ("done", {"finished": "by another"}, 2)
