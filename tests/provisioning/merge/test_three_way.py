"""Three sides of a school: what comes back, what stays, what must be decided."""

from typing import Any

from marque.kit.serialise.records import Record, RecordSet
from provisioning.merge.three_way import merge

COURSE, MODULE, LESSON, PAGE = "courses.Course", "courses.Module", "courses.Lesson", "page_builder.LandingPage"


def course(key: str = "c", **fields: Any) -> Record:
    return Record(COURSE, key, {"slug": "one", "title": "One", "summary": ""} | fields)


def lesson(key: str, after: str, **fields: Any) -> Record:
    here = {"course": {"ref": COURSE, "key": "c"}, "module": {"ref": MODULE, "key": "m"}}
    return Record(LESSON, key, {"slug": key, "title": key.upper(), "after": after} | here | fields)


def page(*blocks: dict, title: str = "Home") -> Record:
    return Record(PAGE, "p|en", {"title": title, "slug": "p", "parent": None, "after": "", "body": list(blocks)})


def block(kind: str, **value: Any) -> dict:
    return {"type": kind, "value": value}


MODULES = Record(MODULE, "m", {"course": {"ref": COURSE, "key": "c"}, "title": "M", "after": ""})


def outline(*lessons: Record) -> RecordSet:
    return RecordSet([course(), MODULES, *lessons])


def titles(found) -> dict[str, Any]:
    return {change.record.key: change.fields for change in found.changes.changed}


def test_only_the_forks_change_is_brought():
    found = merge(RecordSet([course()]), RecordSet([course()]), RecordSet([course(title="Two")]), {})

    assert (titles(found), found.conflicts) == ({"c": {"title": ("One", "Two")}}, [])


def test_only_the_lives_change_stays():
    found = merge(RecordSet([course()]), RecordSet([course(title="Two")]), RecordSet([course()]), {})

    assert not found.changes


def test_both_sides_the_same_is_nothing():
    there = RecordSet([course(title="Two")])

    found = merge(RecordSet([course()]), there, RecordSet([course(title="Two")]), {})

    assert (bool(found.changes), found.conflicts) == (False, [])


def test_different_fields_of_one_record_are_put_together():
    live, fork = RecordSet([course(title="Two")]), RecordSet([course(summary="New")])

    found = merge(RecordSet([course()]), live, fork, {})

    assert (titles(found), found.conflicts) == ({"c": {"summary": ("", "New")}}, [])


def test_one_field_changed_twice_is_a_conflict_with_both_values():
    found = merge(RecordSet([course()]), RecordSet([course(title="L")]), RecordSet([course(title="F")]), {})

    assert [(c.key, c.live, c.fork, c.taken) for c in found.open] == [("course:one.title", "L", "F", "")]


def test_a_conflict_is_decided_and_the_other_value_kept():
    sides = RecordSet([course()]), RecordSet([course(title="L")]), RecordSet([course(title="F")])

    found = merge(*sides, {"course:one.title": "fork"})

    assert (titles(found), found.open, found.conflicts[0].lost) == ({"c": {"title": ("L", "F")}}, [], "L")


def test_deleted_here_and_changed_there_is_a_conflict():
    base, live = RecordSet([course()]), RecordSet([course(title="L")])

    undecided, decided = merge(base, live, RecordSet(), {}), merge(base, live, RecordSet(), {"all": "fork"})

    assert [c.key for c in undecided.open] == ["course:one"]
    assert [record.key for record in decided.changes.removed] == ["c"]


def test_both_add_a_lesson_at_the_end():
    base = outline(lesson("a", ""))
    live, fork = outline(lesson("a", ""), lesson("l", "a")), outline(lesson("a", ""), lesson("f", "a"))

    found = merge(base, live, fork, {})

    assert found.conflicts == []
    assert [(r.key, r.fields["after"]) for r in found.changes.added] == [("f", "a")]
    assert titles(found) == {"l": {"after": ("a", "f")}}


def test_a_move_in_the_fork_meets_a_new_lesson():
    base = outline(lesson("a", ""), lesson("b", "a"))
    live = outline(lesson("a", ""), lesson("n", "a"), lesson("b", "n"))
    fork = outline(lesson("b", ""), lesson("a", "b"))

    found = merge(base, live, fork, {})

    assert found.conflicts == []
    assert {key: fields["after"][1] for key, fields in titles(found).items()} == {"a": "b", "b": ""}


def test_two_different_orders_are_a_conflict():
    base = outline(lesson("a", ""), lesson("b", "a"), lesson("c", "b"))
    live = outline(lesson("b", ""), lesson("a", "b"), lesson("c", "a"))
    fork = outline(lesson("a", ""), lesson("c", "a"), lesson("b", "c"))

    found = merge(base, live, fork, {})

    assert [c.key for c in found.open] == ["order:lessons of module one/M"]


def test_two_blocks_of_one_page_are_put_together():
    base = RecordSet([page(block("hero", headline="A", lead="a"), block("faq", heading="Q"))])
    live = RecordSet([page(block("hero", headline="A", lead="b"), block("faq", heading="Q"))])
    fork = RecordSet([page(block("hero", headline="B", lead="a"), block("faq", heading="R"))])

    found = merge(base, live, fork, {})

    assert found.conflicts == []
    assert found.changes.changed[0].record.fields["body"] == [
        block("hero", headline="B", lead="b"),
        block("faq", heading="R"),
    ]


def test_one_field_of_a_block_changed_twice_is_a_conflict():
    sides = [RecordSet([page(block("hero", headline=text))]) for text in ("A", "L", "F")]

    found = merge(*sides, {})

    assert [(c.key, c.live, c.fork) for c in found.open] == [("page:/.body[0].hero.headline", "L", "F")]


def test_a_course_deleted_in_the_fork_that_grew_in_live_is_a_conflict():
    base = outline(lesson("a", ""))
    live = outline(lesson("a", ""), lesson("n", "a"))

    undecided = merge(base, live, RecordSet(), {})

    assert {c.key for c in undecided.open} == {"course:one", "module:one/M"}
    assert undecided.changes.removed == [] or all(r.label == LESSON for r in undecided.changes.removed)


def test_two_courses_of_one_address_clash():
    found = merge(RecordSet(), RecordSet([course("l")]), RecordSet([course("f")]), {})

    assert found.clashes == ["course:one"]
