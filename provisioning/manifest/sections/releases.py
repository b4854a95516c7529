"""When a module or lesson opens. `opens`, days after enrolment, is the old word for the simplest rule."""

from dataclasses import dataclass, replace
from typing import Any

from marque.kit.serialise.records import Record, RecordSet, reference
from provisioning.manifest.book import COURSE, Book
from provisioning.manifest.schema import Field, Item, choice, items, number, ref, table, text
from provisioning.manifest.sections.base import said
from provisioning.manifest.wish import Wish
from tenant_apps.courses import rules
from tenant_apps.courses.circles import Graph, Laid
from tenant_apps.courses.rules import ImpossibleRule

_MODE = choice("whether all conditions must hold, or any of them", rules.MODES, default="all")
_CONDITION = {
    "when": choice("what must come to pass; none for a group", ("", *rules.KINDS), default=""),
    "days": number("how many, counted from `when`; of a cohort, which day", most=rules.LONGEST_WAIT),
    "at": text("the moment of a date, such as 2027-01-31T09:00", most=16),
    "zone": text("its time zone, such as Europe/Copenhagen; the learner’s own when it is not said", most=64),
    "lesson": text("the lesson to finish or to score in, by its address", most=80),
    "module": text("the module to finish, by its title", most=120),
    "course": ref("the course to finish; beside `lesson`, the other course it is in", COURSE),
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
            if what == "lesson" and each["course"] is not None:
                return made | _elsewhere(each, wish)
            if each[what] not in known:
                wish.wrong(each.mark, f"This course has no {what} “{each[what]}”.", what)
            made |= {"what": what, "key": known.get(each[what], "")}
    if each["course"] is not None:
        found = wish.resolve(each["course"])
        made |= {"what": "course", "key": found["key"] if found else ""}
    if each["when"] == "scored":
        made.pop("what", None)
    return made


def _elsewhere(each: Item, wish: Wish) -> dict[str, Any]:
    """A lesson of another course, which is there already or stands before in the file."""
    home = wish.resolve(each["course"])
    records = (*wish.asked.values(), *wish.before.of("courses.Lesson"))
    of_home = [one for one in records if one.label == "courses.Lesson" and home and one.fields["course"] == home]
    found = next((one for one in of_home if one.fields["slug"] == each["lesson"]), None)
    if home and found is None:
        wish.wrong(each.mark, f"That course has no lesson “{each['lesson']}”, or stands further below.", "lesson")
    key = {"key": found.key if found else ""}
    return key if each["when"] == "scored" else {"what": "lesson", **key}


def refuse_circles(items: list[Item], wish: Wish, *, labels: tuple[str, str, str]) -> None:
    """Note parts of the courses a file asks for that wait for each other, so that nobody would ever get in."""
    course, module, lesson = labels
    asked = [record for record in wish.asked.values() if record.label in labels and not _is_away(record)]
    lessons = _laid(asked, lesson, "module", {})
    modules = _laid(asked, module, "course", lessons)
    laid = [Laid(one.key, one.fields["title"], None, modules.get(one.key, ())) for one in asked if one.label == course]
    if circle := Graph(laid).any_circle():
        first = next((item for item in items if item["title"] in circle or _holds(item, circle)), items[0])
        wish.wrong(first.mark, f"These wait for each other, so that nobody ever gets in: {' → '.join(circle)}.")


def _laid(
    asked: list[Record], label: str, home: str, parts: dict[str, tuple[Laid, ...]]
) -> dict[str, tuple[Laid, ...]]:
    """By the key of their home, in the order they are asked for."""
    found: dict[str, tuple[Laid, ...]] = {}
    for one in asked:
        if one.label == label:
            rule = rules.read(one.fields["release"])
            made = Laid(one.key, one.fields["title"], rule, parts.get(one.key, ()))
            place = one.fields[home]["key"]
            found[place] = (*found.get(place, ()), made)
    return found


def _is_away(record: Record) -> bool:
    return record.fields.get("archived_at") is not None


def _holds(item: Item, titles: list[str]) -> bool:
    return any(part["title"] in titles for module in item["modules"] for part in (module, *module["lessons"]))


def pulled_release(fields: dict[str, Any], records: RecordSet, book: Book) -> Any:
    """The rule of a module or lesson as the file says it."""
    value, home = fields["release"], fields["course"]
    rule = rules.read(value)
    if rule is None:
        return None
    return (
        {"mode": rule.mode, "conditions": [_pulled(part, home, records, book) for part in rule.parts]}
        if rule.parts
        else {"mode": rule.mode}
    )


def _pulled(node: rules.Node, home: Any, records: RecordSet, book: Book) -> dict[str, Any]:
    if isinstance(node, rules.Group):
        inner = [_pulled(part, home, records, book) for part in node.parts]
        return {"mode": node.mode, "conditions": inner}
    kept = {name: value for name, value in rules.written_node(node).items() if name not in ("what", "key")}
    what = "lesson" if node.when == "scored" else node.what
    if what == "course":
        kept["course"] = book.name(reference(COURSE, node.key))
    elif what:
        label, name = ("courses.Lesson", "slug") if what == "lesson" else ("courses.Module", "title")
        record = records.get((label, node.key))
        kept[what] = record.fields[name] if record else ""
        if record and record.fields["course"] != home:
            kept["course"] = book.name(record.fields["course"])
    return said(_GROUP, kept)
