"""When a module or lesson opens. `opens`, days after enrolment, is the old word for the simplest rule."""

from dataclasses import dataclass, replace
from typing import Any

from marque.kit.serialise.records import RecordSet, reference
from provisioning.manifest.book import COURSE, Book
from provisioning.manifest.schema import Field, Item, choice, items, number, ref, table, text
from provisioning.manifest.sections.base import said
from provisioning.manifest.wish import Wish
from tenant_apps.courses import rules
from tenant_apps.courses.rules import ImpossibleRule

_MODE = choice("whether all conditions must hold, or any of them", rules.MODES, default="all")
_CONDITION = {
    "when": choice("what must come to pass; none for a group", ("", *rules.KINDS), default=""),
    "days": number("how many, counted from `when`; of a cohort, which day", most=rules.LONGEST_WAIT),
    "at": text("the moment of a date, such as 2027-01-31T09:00", most=16),
    "zone": text("its time zone, such as Europe/Copenhagen; the learner’s own when it is not said", most=64),
    "lesson": text("the lesson to finish or to score in, by its address", most=80),
    "module": text("the module to finish, by its title", most=120),
    "course": ref("the course to finish", COURSE),
    "percent": number("the least score", least=1, most=100),
}
_GROUP = _CONDITION | {
    "mode": replace(_MODE, doc="of a group: whether all its conditions must hold, or any of them"),
    "conditions": items("the conditions of a group", table("A condition.", _CONDITION), most=rules.MOST_CONDITIONS),
}
_RULE = {
    "mode": _MODE,
    "conditions": items("what it waits for", table("A condition, or a group of them.", _GROUP), most=12),
}
RELEASE = table("When it opens; an empty rule opens at once.", _RULE)
OPENS: Field = number("days after enrolment: the old word for a `release` of one condition", most=rules.LONGEST_WAIT)


@dataclass(frozen=True)
class Keys:
    """What the lessons (by address) and modules (by title) of a course are known by."""

    modules: dict[str, str]
    lessons: dict[str, str]


def asked_release(item: Item, keys: Keys, wish: Wish) -> Any:
    """The rule a module or lesson asks for, as it is kept."""
    asked = item["release"]
    if asked is None:
        return rules.written(rules.after_days(item["opens"]))
    if item["opens"] is not None:
        wish.wrong(item.mark, "Say `release` or `opens`, not both.", "opens")
    value = {"v": rules.VERSION, asked["mode"]: [_asked(each, keys, wish) for each in asked["conditions"]]}
    try:
        return rules.written(rules.read(value))
    except ImpossibleRule as wrong:
        wish.wrong(asked.mark, str(wrong), "conditions")
        return None


def _asked(each: Item, keys: Keys, wish: Wish) -> dict[str, Any]:
    if not each["when"]:
        return {each["mode"]: [_asked(inner, keys, wish) for inner in each.get("conditions", ())]}
    made: dict[str, Any] = {"when": each["when"]}
    made |= {name: each[name] for name in ("days", "percent") if each[name] is not None}
    made |= {"at": each["at"], "zone": each["zone"]} if each["when"] == "date" else {}
    for what, known in (("lesson", keys.lessons), ("module", keys.modules)):
        if each[what]:
            if each[what] not in known:
                wish.wrong(each.mark, f"This course has no {what} “{each[what]}”.", what)
            made |= {"what": what, "key": known.get(each[what], "")}
    if each["course"] is not None:
        found = wish.resolve(each["course"])
        made |= {"what": "course", "key": found["key"] if found else ""}
    if each["when"] == "scored":
        made.pop("what", None)
    return made


def pulled_release(value: Any, records: RecordSet, book: Book) -> Any:
    """A kept rule as the file says it."""
    rule = rules.read(value)
    if rule is None:
        return None
    return (
        {"mode": rule.mode, "conditions": [_pulled(part, records, book) for part in rule.parts]}
        if rule.parts
        else {"mode": rule.mode}
    )


def _pulled(node: rules.Node, records: RecordSet, book: Book) -> dict[str, Any]:
    if isinstance(node, rules.Group):
        inner = [_pulled(part, records, book) for part in node.parts]
        return {"mode": node.mode, "conditions": inner}
    kept = {name: value for name, value in rules.written_node(node).items() if name not in ("what", "key")}
    what = "lesson" if node.when == "scored" else node.what
    if what == "course":
        kept["course"] = book.name(reference(COURSE, node.key))
    elif what:
        label, name = ("courses.Lesson", "slug") if what == "lesson" else ("courses.Module", "title")
        record = records.get((label, node.key))
        kept[what] = record.fields[name] if record else ""
    return said(_GROUP, kept)
