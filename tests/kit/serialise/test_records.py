"""A tenant's values: read the same twice, carried to another tenant, changed and changed back."""

import json

import pytest
from wagtail.models import Page

from marque.kit.serialise.codecs import codecs, left_out
from marque.kit.serialise.declaration import tenant_models
from marque.kit.serialise.reading import read
from marque.kit.serialise.records import BadRecords, Record, RecordSet
from marque.kit.serialise.records_diff import Change, Changes, diff
from marque.kit.serialise.writing import Dangling, write
from marque.kit.tenancy.context import enter
from page_builder.models import LandingPage
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.courses.rules import ImpossibleRule


def named(records: RecordSet, label: str, name: str) -> Record:
    return next(record for record in records.of(label) if record.name == name)


def without(records: RecordSet, *gone: Record) -> RecordSet:
    ids = {record.id for record in gone}
    return RecordSet(record for record in records.values() if record.id not in ids)


def changed(record: Record, **fields) -> Changes:
    old = {name: (record.fields[name], value) for name, value in fields.items()}
    return Changes(changed=[Change(Record(record.label, record.key, record.fields | fields), old)])


def test_read_twice_gives_the_same_text(school):
    assert read().to_json() == read().to_json()


def test_text_becomes_the_same_records(school):
    records = read()

    again = RecordSet.from_json(records.to_json())

    assert not diff(records, again)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "marque.records", "version": 99, "records": []}'])
def test_text_that_is_no_record_set_is_refused(text):
    with pytest.raises(BadRecords):
        RecordSet.from_json(text)


def test_no_primary_key_of_a_tenant_is_in_its_records(school):
    body = json.dumps([record.fields for record in read().of("page_builder.LandingPage")])

    assert str(Offer.objects.get().key) in body
    assert '"id"' not in body


def test_another_tenant_made_from_records_reads_the_same(school, other):
    records = read()

    with enter(other):
        write(diff(read(), records))

        assert not diff(read(), records)
        assert Page.find_problems() == ([], [], [], [], [])


def test_pages_written_are_published(school, other, client_for):
    records = read()

    with enter(other):
        write(diff(read(), records))

    page = client_for(other).get("/negotiate/")
    assert "Pay it back with one email." in page.content.decode()


def test_writing_back_removes_what_was_added(in_okafor):
    from tests.kit.serialise.conftest import make_school

    before = read()
    make_school()

    write(diff(read(), before))

    assert not diff(read(), before)


def test_a_lesson_moved_changes_two_records_and_keeps_places_dense(school):
    records = read()
    why, how, when = (named(records, "courses.Lesson", slug) for slug in ("why", "how", "when"))

    moved = [Record(r.label, r.key, r.fields | {"after": a}) for r, a in ((when, why.key), (how, when.key))]
    write(diff(records, RecordSet([*records.values(), *moved])))

    lessons = Lesson.objects.filter(module__title="Hear it").order_by("position")
    assert list(lessons.values_list("slug", "position")) == [("why", 1), ("when", 2), ("how", 3)]


def test_two_courses_may_swap_their_addresses(school):
    from tenant_apps.courses.actions import create_course

    create_course(title="Scoping", slug="scoping")
    records = read()
    one, two = named(records, "courses.Course", "second-number"), named(records, "courses.Course", "scoping")
    swapped = [Record(one.label, one.key, one.fields | {"slug": "scoping"})]
    swapped += [Record(two.label, two.key, two.fields | {"slug": "second-number"})]

    write(diff(records, RecordSet([*records.values(), *swapped])))

    assert Course.objects.get(slug="scoping").title == "The Second Number"


def test_a_changed_price_ends_the_old_one(school):
    offer = named(read(), "catalog.Offer", "second")

    write(changed(offer, prices={"USD": 39000}))

    prices = Offer.objects.get().prices.order_by("active_from")
    assert [(price.amount, price.active_until is None) for price in prices] == [(49000, False), (39000, True)]


def test_a_page_moved_and_renamed_keeps_its_key(school):
    page = named(read(), "page_builder.TextPage", "terms")

    write(changed(page, slug="conditions", after=""))

    home = Page.objects.get(depth=2)
    assert [child.slug for child in home.get_children()][0] == "conditions"
    assert named(read(), "page_builder.TextPage", "conditions").key == page.key


def test_a_page_taken_back_is_a_draft(school):
    page = named(read(), "page_builder.LandingPage", "negotiate")

    write(changed(page, live=False))

    assert LandingPage.objects.get().live is False
    assert named(read(), "page_builder.LandingPage", "negotiate").fields["body"] == page.fields["body"]


def test_links_in_text_travel_by_key(school, other):
    from page_builder.actions import publish_text

    terms = Page.objects.get(slug="terms")
    text = f'<p><a id="{terms.pk}" linktype="page">Terms</a></p>'
    publish_text(slug="about", title="About", body=[{"type": "prose", "value": {"text": text}}])
    records = read()

    with enter(other):
        write(diff(read(), records))

        there = Page.objects.get(slug="about").specific.body.raw_data[0]["value"]["text"]
        assert there == f'<p><a id="{Page.objects.get(slug="terms").pk}" linktype="page">Terms</a></p>'


def test_a_reference_to_nothing_is_refused_and_nothing_is_written(school):
    records = read()
    lesson = named(records, "courses.Lesson", "why")
    lost = {"ref": "courses.Module", "key": "00000000-0000-0000-0000-000000000000"}
    asked = diff(
        records, RecordSet([*records.values(), Record(lesson.label, lesson.key, lesson.fields | {"module": lost})])
    )

    with pytest.raises(Dangling, match="courses.Module"):
        write(asked)

    assert not diff(read(), records)


def test_a_rule_nobody_can_read_is_refused_and_nothing_is_written(school):
    records = read()
    lesson = named(records, "courses.Lesson", "why")
    bad = {"v": 1, "all": [{"when": "date", "at": "9999-12-31T23:59", "zone": ""}]}
    asked = diff(
        records, RecordSet([*records.values(), Record(lesson.label, lesson.key, lesson.fields | {"release": bad})])
    )

    with pytest.raises(ImpossibleRule, match="a year from 2000 to 2200"):
        write(asked)

    assert not diff(read(), records)


def test_a_module_with_its_lessons_can_go(school):
    records = read()
    gone = [r for r in records.of("courses.Lesson") if r.fields["title"] == "Check"]
    gone += [r for label in ("Quiz", "Question", "Choice") for r in records.of(f"assessments.{label}")]
    gone += [named(records, "courses.Module", "Say it")]

    write(diff(records, without(records, *gone)))

    assert list(Module.objects.values_list("title", flat=True)) == ["Hear it"]


def test_every_value_model_has_a_codec_or_a_reason():
    known = {codec.label for codec in codecs()} | set(left_out())
    from marque.kit.serialise.declaration import Kind, serial_of

    values = {m._meta.label for m in tenant_models() if not m._meta.auto_created and serial_of(m).kind != Kind.RUNTIME}

    assert values == known
