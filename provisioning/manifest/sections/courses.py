"""`courses`: modules, lessons, when they open, their quizzes and assignments."""

from typing import Any
from uuid import uuid4

from marque.kit.serialise.records import Record, RecordSet, reference
from marque.kit.slugs import free_slug
from provisioning.manifest.book import ASSET, COURSE, PERSON, Book
from provisioning.manifest.check import readable
from provisioning.manifest.schema import Field, Item, choice, column, flag, items, ref, table, text
from provisioning.manifest.sections.assignments import ASSIGNMENT, ask_assignment, kept_with, pulled_assignment
from provisioning.manifest.sections.assignments import LABELS as _ASSIGNMENT_LABELS
from provisioning.manifest.sections.base import SLUG, Section, said, titled, twice
from provisioning.manifest.sections.quizzes import QUIZ, ask_quiz, pulled_quiz
from provisioning.manifest.sections.releases import OPENS, RELEASE, Keys, asked_release, pulled_release, refuse_circles
from provisioning.manifest.tree import children
from provisioning.manifest.wish import Wish, after, moment, named_links, pair
from tenant_apps.courses.models import Course, Lesson, Module

_MODULE, _LESSON, _PRODUCT = "courses.Module", "courses.Lesson", "catalog.Product"

LESSON = {
    "title": column(Lesson, "title", "the title", required=True),
    "slug": text("its address; made of the title when it is not said", most=80, pattern=SLUG),
    "kind": column(Lesson, "kind", "what it is made of"),
    "text": Field(kind="html", doc="the text, plain or as HTML", default=""),
    "file": ref("a film or document of `files`", ASSET),
    "minutes": column(Lesson, "minutes", "how long it takes"),
    "release": RELEASE,
    "opens": OPENS,
    "preview": flag("whether anybody may see it"),
    "draft": flag("whether learners do not see it yet"),
    "quiz": QUIZ,
    "assignment": ASSIGNMENT,
}
MODULE = {
    "title": column(Module, "title", "the title", required=True),
    "release": RELEASE,
    "opens": OPENS,
    "lessons": items("in order", table("A lesson.", LESSON), most=500),
}
COURSE_FIELDS = {
    "slug": text("its address", required=True, most=80, pattern=SLUG),
    "title": column(Course, "title", "the title", required=True),
    "summary": column(Course, "summary", "a sentence or two"),
    "description": column(Course, "description", "the whole story"),
    "level": column(Course, "level", "who it is for"),
    "cover": column(Course, "image_style", "how its cover is drawn"),
    "author": ref("who teaches it, by email: somebody of the team, or a person the business knows", PERSON),
    "state": choice("whether visitors see it", ("live", "draft"), default="live"),
    "modules": items("in order", table("A module.", MODULE), most=200),
}
_QUIZ_LABELS = ("assessments.Quiz", "assessments.Question", "assessments.Choice")


class CoursesSection(Section):
    """Courses with all that is in them."""

    name = "courses"
    labels = (COURSE, _MODULE, _LESSON, _PRODUCT, *_QUIZ_LABELS, *_ASSIGNMENT_LABELS)
    field = items("Courses with all that is in them.", table("A course.", COURSE_FIELDS), most=500)

    def announce(self, value: Any, wish: Wish, media: Any) -> None:
        """Courses are known by their slugs."""
        twice(value, "slug", wish, "courses")
        for item in value:
            wish.key_for(COURSE, item["slug"])

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each course; archived modules and lessons, and products of other things, are left alone."""
        wish.keep(product for product in wish.before.of(_PRODUCT) if product.fields["kind"] != "course")
        for item in value:
            _ask_course(item, wish)
        refuse_circles(value, wish, labels=(COURSE, _MODULE, _LESSON))

    def pull(self, records: RecordSet, book: Book) -> Any:
        """All courses by slug."""
        found = sorted(records.of(COURSE), key=lambda record: record.fields["slug"])
        return [said(COURSE_FIELDS, _pulled(record, records, book)) for record in found]


def _ask_course(item: Item, wish: Wish) -> None:
    key = wish.key_for(COURSE, item["slug"])
    known = wish.before.get((COURSE, key))
    if item["state"] == "live" and not any(module["lessons"] for module in item["modules"]):
        wish.wrong(item.mark, "A live course needs at least one lesson. Add one, or say “state: draft”.", "state")
    product = known.fields["product"]["key"] if known else str(uuid4())
    if known:
        wish.keep([wish.before[_PRODUCT, product]])
    else:
        wish.put(_PRODUCT, product, {"kind": "course", "title": item["title"], "thing_key": key})
    fields = {name: item[name] for name in ("slug", "title", "summary", "description", "level")}
    fields |= {"image_style": item["cover"], "author": wish.resolve(item["author"])}
    fields |= {"product": reference(_PRODUCT, product)}
    fields["published_at"] = moment(known.fields["published_at"] if known else None, on=item["state"] == "live")
    wish.put(COURSE, key, fields)
    _ask_modules(key, item["modules"], wish)


def _ask_modules(course: str, modules: list[Item], wish: Wish) -> None:
    of_course = [r for r in wish.before.of(_LESSON, _MODULE) if r.fields["course"]["key"] == course]
    placed = children(wish.before, _MODULE, "course", course)
    lessons = {r.fields["slug"]: r for r in of_course if r.label == _LESSON}
    slugs = _slugs(modules, wish)
    homes = pair([m["title"] for m in modules], titled(placed))
    places = [home.key if home else str(uuid4()) for home in homes]
    keys = Keys(
        # of two with one title the first is meant
        modules=dict(reversed(list(zip([m["title"] for m in modules], places, strict=True)))),
        lessons={slug: lessons[slug].key if slug in lessons else str(uuid4()) for slug in slugs.values()},
    )
    last = None
    for item, key in zip(modules, places, strict=True):
        fields = {"course": reference(COURSE, course), "title": item["title"]}
        fields["release"] = asked_release(item, keys, wish)
        last = wish.put(_MODULE, key, fields | {"after": after(last), "archived_at": None})
        _ask_lessons(course, key, item["lessons"], slugs, keys, wish)
    _keep_archived(of_course, wish)


def _ask_lessons(course: str, module: str, items: list[Item], slugs: dict[int, str], keys: Keys, wish: Wish) -> None:
    last = None
    for item in items:
        if item["kind"] == "quiz" and item["preview"]:
            wish.wrong(item.mark, "A quiz cannot be a free preview.", "preview")
        fields = {name: item[name] for name in ("title", "kind", "minutes")}
        fields |= {"course": reference(COURSE, course), "module": reference(_MODULE, module)}
        fields |= {"slug": slugs[id(item)], "body": wish.resolve(item["text"]), "asset": wish.resolve(item["file"])}
        fields |= {"release": asked_release(item, keys, wish), "is_preview": item["preview"], "archived_at": None}
        key = keys.lessons[slugs[id(item)]]
        fields |= _drafted(wish.before.get((_LESSON, key)), item["draft"])
        last = wish.put(_LESSON, key, fields | {"after": after(last)})
        ask_quiz(last, item, wish)
        ask_assignment(last, item, wish)


def _drafted(known: Record | None, is_draft: bool) -> dict[str, Any]:
    """A draft keeps the moment it is to be published; what is published has none."""
    before = known.fields if known else {"draft_since": None, "publishes_at": None}
    publishes_at = before["publishes_at"] if is_draft else None
    return {"draft_since": moment(before["draft_since"], on=is_draft), "publishes_at": publishes_at}


def _keep_archived(of_course: list[Record], wish: Wish) -> None:
    """What is archived is no part of the outline, and stays with what hangs on it."""
    archived = [record for record in of_course if record.fields["archived_at"] and record.id not in wish.asked]
    wish.keep(archived)
    kept = {record.key for record in archived}
    for label, group in zip(_QUIZ_LABELS, ("lesson", "quiz", "question"), strict=True):
        below = [record for record in wish.before.of(label) if record.fields[group]["key"] in kept]
        wish.keep(below)
        kept |= {record.key for record in below}
    wish.keep(kept_with((record.key for record in archived), wish.before))


def _slugs(modules: list[Item], wish: Wish) -> dict[int, str]:
    """Each lesson's address, said or made of its title."""
    found: dict[int, str] = {}
    for module in modules:
        for item in module["lessons"]:
            slug = item["slug"] or free_slug(item["title"], (), "lesson")
            if slug in found.values():
                wish.wrong(item.mark, f"Two lessons of this course have the address “{slug}”. Say another.", "slug")
            found[id(item)] = slug
    return found


def _pulled(record: Record, records: RecordSet, book: Book) -> dict[str, Any]:
    fields = record.fields
    modules = [
        {
            "title": module.fields["title"],
            "release": pulled_release(module.fields, records, book),
            "lessons": [_lesson(found, records, book) for found in children(records, _LESSON, "module", module.key)],
        }
        for module in children(records, _MODULE, "course", record.key)
    ]
    return fields | {
        "cover": fields["image_style"],
        "author": book.name(fields["author"]),
        "state": "live" if fields["published_at"] else "draft",
        "modules": [said(MODULE, module) for module in modules],
    }


def _lesson(record: Record, records: RecordSet, book: Book) -> dict[str, Any]:
    fields = record.fields
    renamed = {
        "text": readable(named_links(fields["body"], book)) if fields["body"] else "",
        "file": book.name(fields["asset"]),
        "release": pulled_release(fields, records, book),
    }
    renamed |= {"draft": fields["draft_since"] is not None}
    renamed |= {"preview": fields["is_preview"], "quiz": pulled_quiz(record, records, book)}
    renamed["assignment"] = pulled_assignment(record, records)
    return said(LESSON, fields | renamed)
