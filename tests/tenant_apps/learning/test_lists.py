"""People enrolled from a file."""

import csv
import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marque.kit import clock
from marque.kit.lists import ListUnreadable
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role, User
from tenant_apps.entitlements import by_hand
from tenant_apps.entitlements.explaining import explain
from tenant_apps.learning import actions
from tenant_apps.learning.actions import lists
from tenant_apps.learning.models import Enrolment, EnrolmentLine, EnrolmentList
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import creator, published

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# of one person: met, given the course, enrolled, told, their line written, each with its savepoints and facts
STATEMENTS_EACH = 50


@pytest.fixture
def desk(in_okafor) -> SimpleNamespace:
    """A course, and Alice who brings a list."""
    with clock.fixed(NOW):
        yield SimpleNamespace(course=published(), alice=User.objects.get(email="alice@example.com"))


def bring(desk: SimpleNamespace, text: str | bytes) -> EnrolmentList:
    content = text if isinstance(text, bytes) else text.encode()
    return actions.take_list(
        course=desk.course, content=content, name="spring.csv", reason="Spring school", by=desk.alice
    )


def work(parent: EnrolmentList, desk: SimpleNamespace, now: datetime = NOW) -> None:
    actions.begin_list(parent=parent, by=desk.alice)
    actions.work_on_list(parent=parent, now=now)


@pytest.mark.parametrize(
    "line, column, words",
    [
        ("sofia,Sofia,", "email", "Write it as sofia@example.com"),
        (",Sofia,", "email", "is not an email address"),
        (f"s@example.com,{'x' * 121},", "name", "Shorten it"),
        ("s@example.com,Sofia,31.3.2027", "access_until", "Write it as 2027-03-31"),
        ("s@example.com,Sofia,2027-02-30", "access_until", "Write it as 2027-03-31"),
        ("s@example.com,Sofia,9999-12-31", "access_until", "a year from 2000 to 2200"),
        ("s@example.com,Sofia,2026-11-01", "access_until", "Give a day in the future"),
        ("s@example.com,Sofia,,x", "", "more or fewer cells"),
        ("First@Example.com,Again,", "email", "Line 2 names the same email"),
    ],
)
def test_wrong_line_names_the_column_and_what_is_right(line: str, column: str, words: str, desk) -> None:
    made = bring(desk, f"email,name,access_until\nfirst@example.com,First,\n{line}\n")

    wrong = made.lines.get(state="wrong")
    assert (wrong.number, wrong.column, words in wrong.words) == (3, column, True)


def test_latin_1_with_wrong_lines_enrols_the_right_ones(desk) -> None:
    rows = [f"p{n}@example.com;Zoë Müller {n}" if n % 33 else f"p{n};Zoë" for n in range(1, 101)]
    made = bring(desk, "\n".join(["email;name", *rows]).encode("latin-1"))

    assert not Enrolment.objects.exists()
    work(made, desk)

    found = actions.counts_of(made)
    assert (found["new"], found["wrong"], found["waiting"]) == (97, 3, 0)
    assert Person.objects.get(email="p1@example.com").name == "Zoë Müller 1"
    assert Enrolment.objects.live().filter(course=desk.course).count() == 97


def spoilt(number: int) -> tuple[str, str]:
    """A line of a long list, and the column that is wrong in it: every hundredth thrice."""
    match number % 100:
        case 7:
            return f"p{number};Zoë;", "email"
        case 38:
            return f"p{number}@example.com;Zoë;31.3.2027", "access_until"
        case 69:
            return f"p{number}@example.com;{'ü' * 121};", "name"
    return f"p{number}@example.com;Zoë Müller {number};2027-03-31", ""


@pytest.mark.slow
def test_latin_1_of_10_000_lines_names_the_300_wrong_ones(client_for, okafor) -> None:
    alice, rows = creator(client_for, okafor), [spoilt(number) for number in range(2, 10_002)]
    wrong = [(number, column) for number, (_line, column) in enumerate(rows, start=2) if column]
    text = "\n".join(["email;name;access_until", *(line for line, _column in rows)])
    file = SimpleUploadedFile("spring.csv", text.encode("latin-1"), "text/csv")
    with enter(okafor):
        page = f"/studio/courses/{published().key}/lists/"

    with clock.fixed(NOW):
        first = alice.post(page, {"file": file, "reason": "Spring school"}, follow=True)
    address = first.request["PATH_INFO"]
    pages = [alice.get(address, {"after": str(after)}) for after in (0, wrong[99][0], wrong[199][0], wrong[299][0])]
    sheet = list(csv.reader(io.StringIO(alice.get(address, {"as": "csv"}).content.decode("utf-8-sig"))))

    with enter(okafor):
        made = EnrolmentList.objects.get()
        found = list(made.lines.filter(state="wrong").order_by("number").values_list("number", "column"))
        assert actions.counts_of(made) == {"waiting": 9700, "new": 0, "known": 0, "wrong": 300}
        assert made.lines.get(number=10_001).name == "Zoë Müller 10001"
    assert (len(wrong), found) == (300, wrong)
    shown = [[(line.number, line.column) for line in each.context["rows"]] for each in pages]
    assert shown == [wrong[:100], wrong[100:200], wrong[200:], []]
    assert [each.context["more"] for each in pages] == [wrong[99][0], wrong[199][0], None, None]
    assert [(int(number), column) for number, _email, column, _words in sheet[1:]] == wrong


@pytest.mark.slow
def test_enrolling_commits_some_at_a_time_and_takes_as_many_statements_for_the_last(desk, monkeypatch) -> None:
    heard, some = [], lists._some

    def counted(parent: EnrolmentList) -> int:
        with CaptureQueriesContext(connection) as taken:
            done = some(parent)
        heard.append((done, len(taken)))
        return done

    monkeypatch.setattr(lists, "_some", counted)
    monkeypatch.setattr(lists, "_AT_ONCE", 20)
    made = bring(desk, "email\n" + "\n".join(f"p{number}@example.com" for number in range(60)))

    work(made, desk)

    assert ([done for done, _taken in heard], actions.counts_of(made)["new"]) == ([20, 20, 20, 0], 60)
    first, _second, last, _none = (taken for _done, taken in heard)
    assert first <= 20 * STATEMENTS_EACH + 10 and last <= first + 5


def test_enrolled_explain_themselves_and_end_on_their_day(desk) -> None:
    work(bring(desk, "email,access_until\nsofia@example.com,2027-03-31\n"), desk)

    sofia = Person.objects.get(email="sofia@example.com")
    found = explain(sofia, desk.course.product, NOW)
    assert (found.reasons[0].because, found.until) == (
        f"Given by {desk.alice}: Spring school",
        datetime(2027, 4, 1, tzinfo=UTC),
    )


def test_who_has_the_course_stays_as_they_are(desk) -> None:
    sofia = Person.objects.create(email="sofia@example.com")
    by_hand.give(person=sofia, product=desk.course.product, reason="A friend", by=desk.alice)
    made = bring(desk, "email,access_until\nsofia@example.com,2027-03-31\n")

    work(made, desk)

    held = sofia.entitlements.get()
    assert (made.lines.get().state, held.reason, held.expires_at) == ("known", "A friend", None)


def test_begun_twice_and_worked_on_twice_enrols_once(desk) -> None:
    made = bring(desk, "email\nsofia@example.com\n")

    for _time in range(2):
        work(made, desk)

    entry = AuditEntry.objects.get(action="learning.list_enrolled")
    assert (entry.reason, entry.data["new"], Enrolment.objects.count()) == ("Spring school", 1, 1)


def test_a_lost_worker_is_followed_by_another(desk) -> None:
    made = bring(desk, "email\nsofia@example.com\nben@example.com\n")
    actions.begin_list(parent=made, by=desk.alice)
    EnrolmentList.objects.filter(pk=made.pk).update(heard_at=NOW)
    later = NOW + timedelta(minutes=3)

    early = actions.unheard_lists(now=NOW)
    actions.work_on_list(parent=made, now=NOW)
    untouched = Enrolment.objects.count()
    late = actions.unheard_lists(now=later)
    actions.work_on_list(parent=made, now=later)

    assert (early, untouched, late, Enrolment.objects.count()) == ([], 0, [made.pk], 2)


@pytest.mark.parametrize("content", [b"", b"name\nSofia\n", b"email,email\na,b\n", b"email\n", b"em\0ail\nx\n"])
def test_what_is_no_list_is_refused_whole(content: bytes, desk) -> None:
    with pytest.raises(ListUnreadable):
        bring(desk, content)

    assert not EnrolmentList.objects.exists()


def test_list_without_a_right_line_is_not_begun(desk) -> None:
    with pytest.raises(actions.NobodyToEnrol):
        actions.begin_list(parent=bring(desk, "email\nsofia\n"), by=desk.alice)


def test_pages_show_the_wrong_lines_and_enrol_the_others(
    client_for, okafor, django_capture_on_commit_callbacks
) -> None:
    alice, ann = creator(client_for, okafor), creator(client_for, okafor, Role.AUTHOR, "ann@example.com")
    with enter(okafor):
        course = published()
    page = f"/studio/courses/{course.key}/lists/"
    file = SimpleUploadedFile("spring.csv", b"email,name\nsofia@example.com,Sofia\nben,=Ben()\n", "text/csv")

    report = alice.post(page, {"file": file, "reason": "Spring school"}, follow=True).content.decode()
    with enter(okafor):
        made = EnrolmentList.objects.get()
    sheet = alice.get(f"{page}{made.key}/?as=csv").content.decode()
    denied = ann.post(f"{page}{made.key}/start/")
    alice.post(f"{page}{made.key}/start/")

    assert ("“ben” is not an email address" in report, "Enrol 1 person" in report) == (True, True)
    assert ("3,ben,email" in sheet, denied.url) == (True, "/studio/")
    with enter(okafor):
        made.refresh_from_db()
        assert (made.begun_at is not None, EnrolmentLine.objects.count()) == (True, 2)


def test_unreadable_file_is_said_beside_the_field(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        course = published()
    file = SimpleUploadedFile("spring.csv", b"name\nSofia\n", "text/csv")

    answer = alice.post(f"/studio/courses/{course.key}/lists/", {"file": file, "reason": "Spring"})

    assert (answer.status_code, "must name the columns" in answer.content.decode()) == (422, True)
