"""The assignment of a lesson, with its rubric."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from marque.kit.errors import Refused
from marque.kit.serialise.records import Record, RecordSet, reference
from provisioning.manifest.schema import Field, Item, choice, column, items, number, table, text
from provisioning.manifest.sections.base import moment, said, titled
from provisioning.manifest.tree import children
from provisioning.manifest.wish import Wish, after, pair
from tenant_apps.assessments.actions import LevelDraft, Terms, check_levels, check_terms
from tenant_apps.assessments.actions.assigning import MOST_CRITERIA, MOST_LEVELS
from tenant_apps.assessments.models import Assignment, Criterion, Level
from tenant_apps.media.formats import Kind

_ASSIGNMENT, _CRITERION, _LEVEL = "assessments.Assignment", "assessments.Criterion", "assessments.Level"
LABELS = (_ASSIGNMENT, _CRITERION, _LEVEL)

LEVEL = {
    "title": column(Level, "title", "the level", required=True),
    "points": column(Level, "points", "what it is worth", most=100),
    "description": column(Level, "description", "what it looks like"),
}
CRITERION = {
    "title": column(Criterion, "title", "what is looked at", required=True),
    "levels": items("best first", table("A level.", LEVEL), most=MOST_LEVELS),
}
_KIND = choice("a kind of file", tuple(str(kind) for kind in Kind))
_TERMS = {
    "kinds": items("the kinds of files that are taken; none where words alone are asked for", _KIND, most=4),
    "takes_text": Field(kind="bool", doc="whether words may be written", default=True),
    "most_files": column(Assignment, "most_files", "how many files", least=1, most=20),
    "most_megabytes": column(Assignment, "most_megabytes", "how large each", least=1, most=500),
    "points": number("points to be had where there is no rubric", least=1, most=1000),
    "pass_mark": column(Assignment, "pass_mark", "percent that pass", most=100),
    "due_at": text("the moment it is due, such as 2027-01-31T18:00+01:00", most=40),
    "due_days": number("or days after the lesson opens", most=3650),
    "due_cohort_day": number("or a day of the cohort", least=1, most=3650),
    "late": column(Assignment, "late", "what happens to late work"),
    "late_percent": column(Assignment, "late_percent", "percent off for each day", least=1, most=100),
    "grace_hours": column(Assignment, "grace_hours", "hours of grace", most=168),
    "tries_allowed": number("how often; without a limit if not said", least=1, most=100),
    "done_when": column(Assignment, "done_when", "what finishes the lesson"),
    "peer_reviews": column(Assignment, "peer_reviews", "how many works each learner reviews", most=10),
    "peer_days": column(Assignment, "peer_days", "days for a review", least=1, most=60),
    "peer_score": column(Assignment, "peer_score", "whose score counts"),
}
_FIELDS = _TERMS | {"rubric": items("its criteria", table("A criterion.", CRITERION), most=MOST_CRITERIA)}
ASSIGNMENT = table("Of a lesson of kind `assignment`.", _FIELDS)


def ask_assignment(lesson: Record, item: Item, wish: Wish) -> None:
    """Ask for the assignment of a lesson, if it has one."""
    said_of = item["assignment"]
    if said_of is None:
        if item["kind"] == "assignment":
            wish.wrong(item.mark, "A lesson of kind assignment needs an assignment.", "assignment")
        return
    if item["kind"] != "assignment":
        wish.wrong(said_of.mark, "Only a lesson of kind assignment has one. Say “kind: assignment”.")
    known = next((r for r in wish.before.of(_ASSIGNMENT) if r.fields["lesson"]["key"] == lesson.key), None)
    terms = {name: said_of[name] for name in _TERMS} | {"due_at": moment(said_of, "due_at", wish)}
    _check(said_of, terms, wish)
    fields = {"lesson": reference("courses.Lesson", lesson.key), **terms}
    fields["due_at"] = terms["due_at"].isoformat() if terms["due_at"] else None
    asked = wish.put(_ASSIGNMENT, known.key if known else str(uuid4()), fields)
    existing = titled(children(wish.before, _CRITERION, "assignment", asked.key))
    last = None
    for row, there in zip(said_of["rubric"], pair([c["title"] for c in said_of["rubric"]], existing), strict=True):
        fields = {"assignment": reference(_ASSIGNMENT, asked.key), "title": row["title"], "after": after(last)}
        last = wish.put(_CRITERION, there.key if there else str(uuid4()), fields)
        _ask_levels(last, row, wish)


def pulled_assignment(lesson: Record, records: RecordSet) -> Any:
    """The assignment of a lesson as the file says it; None when there is none."""
    found = next((r for r in records.of(_ASSIGNMENT) if r.fields["lesson"]["key"] == lesson.key), None)
    if found is None:
        return None
    rubric = [
        said(CRITERION, {"title": row.fields["title"], "levels": _levels(row, records)})
        for row in children(records, _CRITERION, "assignment", found.key)
    ]
    values = {name: found.fields[name] for name in _TERMS} | {"due_at": found.fields["due_at"] or ""}
    return said(_FIELDS, values | {"rubric": rubric}) or {"pass_mark": found.fields["pass_mark"]}


def kept_with(lessons: Iterable[str], records: RecordSet) -> list[Record]:
    """The assignments of these lessons, with what hangs on them."""
    kept, found = set(lessons), []
    for label, above in zip(LABELS, ("lesson", "assignment", "criterion"), strict=True):
        below = [record for record in records.of(label) if record.fields[above]["key"] in kept]
        found += below
        kept |= {record.key for record in below}
    return found


def _ask_levels(criterion: Record, row: Item, wish: Wish) -> None:
    drafts = [LevelDraft(level["title"], level["points"], level["description"]) for level in row["levels"]]
    try:
        check_levels(drafts)
    except Refused as refused:
        wish.wrong(row.mark, str(refused), "levels")
    existing = titled(children(wish.before, _LEVEL, "criterion", criterion.key))
    last = None
    for level, there in zip(row["levels"], pair([d.title for d in drafts], existing), strict=True):
        fields = {name: level[name] for name in LEVEL} | {"criterion": reference(_CRITERION, criterion.key)}
        last = wish.put(_LEVEL, there.key if there else str(uuid4()), fields | {"after": after(last)})


def _check(said_of: Item, terms: dict[str, Any], wish: Wish) -> None:
    try:
        check_terms(Terms(**terms))
    except Refused as refused:
        wish.wrong(said_of.mark, str(refused), refused.field or "")
    if terms["peer_reviews"] and not said_of["rubric"]:
        wish.wrong(said_of.mark, "Learners review each other by a rubric. Write one.", "peer_reviews")


def _levels(criterion: Record, records: RecordSet) -> list[dict[str, Any]]:
    return [said(LEVEL, level.fields) for level in children(records, _LEVEL, "criterion", criterion.key)]
