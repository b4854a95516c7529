"""The quiz of a lesson."""

from dataclasses import fields as fields_of
from typing import Any
from uuid import uuid4

from marque.kit.errors import Refused
from marque.kit.serialise.records import Record, RecordSet, reference
from provisioning.manifest.book import ASSET, Book
from provisioning.manifest.schema import Field, Item, column, flag, items, number, ref, table, text
from provisioning.manifest.sections.base import moment, said
from provisioning.manifest.tree import children
from provisioning.manifest.wish import Wish, after, pair
from tenant_apps.assessments.actions import Marking, PictureMissing, check_marking, check_words
from tenant_apps.assessments.kinds import Draft, kind_of
from tenant_apps.assessments.models import MOST_CHOICES, MOST_WORDS, Choice, Question, Quiz
from tenant_apps.media.formats import Kind

_QUIZ, _QUESTION, _CHOICE = "assessments.Quiz", "assessments.Question", "assessments.Choice"

CHOICE = {
    "text": column(Choice, "text", "the answer", required=True),
    "right": flag("whether it is right"),
    "match": column(Choice, "match", "of kind `matching`: what it belongs to"),
    "feedback": column(Choice, "feedback", "shown to who chose it"),
}
_KIND = Field(kind="choice", doc="a kind of files", choices=tuple(str(kind) for kind in Kind.values), required=True)
QUESTION = {
    "text": column(Question, "text", "the question", required=True),
    "kind": column(Question, "kind", "how it is answered"),
    "choices": items("the answers", table("An answer.", CHOICE), most=MOST_CHOICES),
    "explanation": column(Question, "explanation", "shown after the answer"),
    "points": column(Question, "points", "what it is worth", least=1, most=100),
    "penalty": column(Question, "penalty", "percent of the points taken off for a wrong answer", most=100),
    "takes_parts": column(Question, "takes_parts", "whether a part of it right counts as a part"),
    "tolerance": column(Question, "tolerance", "of kind `numeric`: by how much it may be off"),
    "is_case_sensitive": column(Question, "is_case_sensitive", "whether capital letters matter"),
    "picture": ref("of kind `hot_spot`: a picture of `files`; `match` says where in percent, as in 10 20 30 15", ASSET),
    "least_words": number("of kind `essay`: at least so many words", least=1, most=MOST_WORDS),
    "most_words": number("of kind `essay`: at most so many words", least=1, most=MOST_WORDS),
    "file_kinds": items("of kind `file`: the kinds that are taken; all if not said", _KIND),
}
_ROW = [name for name in QUESTION if name not in ("choices", "picture")]
_MARKING = [field.name for field in fields_of(Marking)]
_FIELDS = {
    "pass_mark": number("percent that must be right", default=70, most=100),
    "attempts_allowed": number("how often it may be taken; without a limit if not said", least=1, most=100),
    "minutes_allowed": number("for an attempt; without a limit if not said", least=1, most=1440),
    "due_at": text("the moment until which it may be taken, such as 2027-01-31T18:00+01:00", most=40),
    "draws": number("how many questions are drawn at random; all if not said", least=1, most=1000),
    "shuffles": flag("whether everybody gets another order"),
    "reveals": column(Quiz, "reveals", "when right answers are shown"),
    "questions": items("in order", table("A question.", QUESTION), most=200),
}
_RULES = [name for name in _FIELDS if name != "questions"]
QUIZ = table("Of a lesson of kind `quiz`.", _FIELDS)


def ask_quiz(lesson: Record, item: Item, wish: Wish) -> None:
    """Ask for the quiz of a lesson, if it has one."""
    quiz = item["quiz"]
    if quiz is None:
        if item["kind"] == "quiz":
            wish.wrong(item.mark, "A lesson of kind quiz needs a quiz.", "quiz")
        return
    if item["kind"] != "quiz":
        wish.wrong(quiz.mark, "Only a lesson of kind quiz has a quiz. Say “kind: quiz”.")
    known = next((r for r in wish.before.of(_QUIZ) if r.fields["lesson"]["key"] == lesson.key), None)
    fields = {"lesson": reference("courses.Lesson", lesson.key), **{name: quiz[name] for name in _RULES}}
    due_at = moment(quiz, "due_at", wish)
    fields["due_at"] = due_at.isoformat() if due_at else None
    asked = wish.put(_QUIZ, known.key if known else str(uuid4()), fields)
    existing = _worded(children(wish.before, _QUESTION, "quiz", asked.key))
    last = None
    for question, there in zip(quiz["questions"], pair([q["text"] for q in quiz["questions"]], existing), strict=True):
        _check(question, wish)
        fields = {name: question[name] for name in _ROW} | {"picture": wish.resolve(question["picture"])}
        fields |= {"quiz": reference(_QUIZ, asked.key), "after": after(last)}
        last = wish.put(_QUESTION, there.key if there else str(uuid4()), fields)
        _ask_choices(last, question["choices"], wish)


def pulled_quiz(lesson: Record, records: RecordSet, book: Book) -> Any:
    """The quiz of a lesson as the file says it; None when there is none."""
    quiz = next((r for r in records.of(_QUIZ) if r.fields["lesson"]["key"] == lesson.key), None)
    if quiz is None:
        return None
    questions = [
        said(QUESTION, question.fields | {"choices": _choices(question, records), "picture": _picture(question, book)})
        for question in children(records, _QUESTION, "quiz", quiz.key)
    ]
    rules = {name: quiz.fields[name] for name in _RULES} | {"due_at": quiz.fields["due_at"] or ""}
    return said(_FIELDS, rules | {"questions": questions}) or {"pass_mark": 70}


def _ask_choices(question: Record, choices: list[Item], wish: Wish) -> None:
    existing = _worded(children(wish.before, _CHOICE, "question", question.key))
    last = None
    for choice, there in zip(choices, pair([c["text"] for c in choices], existing), strict=True):
        fields = {"question": reference(_QUESTION, question.key), "is_right": choice["right"]}
        fields |= {name: choice[name] for name in ("text", "match", "feedback")}
        last = wish.put(_CHOICE, there.key if there else str(uuid4()), fields | {"after": after(last)})


def _check(question: Item, wish: Wish) -> None:
    drafts = [
        Draft(*(choice[name] for name in ("text", "right", "match", "feedback"))) for choice in question["choices"]
    ]
    try:
        kind_of(question["kind"]).check(question["text"], drafts)
        check_marking(Marking(**{name: question[name] for name in _MARKING}))
        if kind_of(question["kind"]).needs_picture and question["picture"] is None:
            raise PictureMissing
        check_words(question["least_words"], question["most_words"])
    except Refused as refused:
        wish.wrong(question.mark, str(refused), refused.field or "choices")


def _picture(question: Record, book: Book) -> Any:
    return book.name(question.fields["picture"])


def _choices(question: Record, records: RecordSet) -> list[dict[str, Any]]:
    found = children(records, _CHOICE, "question", question.key)
    return [said(CHOICE, c.fields | {"right": c.fields["is_right"]}) for c in found]


def _worded(records: list[Record]) -> list[tuple[str, Record]]:
    return [(record.fields["text"], record) for record in records]
