"""The landing page of a course, from plain words."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from page_builder.starters.academy import questions, voices
from page_builder.starters.build import Body, Words, block, buys, paragraphs


def course_landing(*, words: Words, offer_key: object, course_key: object) -> Body:
    """A page that sells one course.

    `words` brings, part by part, what it shows: `hero` (kicker, headline, lead, second_label, second_link,
    second_icon, slips, caption, cover), `proof` (a list), `outcomes`, `curriculum` (heading, text), `students`,
    `instructor`, `pricing` (heading, text, terms, includes, promise, promise_text, next_note), `faq`, `closing`
    (headline), `buybar` (title, note). Parts that are missing are left out; `<em>` sets words of a headline or
    quotation apart.
    """
    parts: Mapping[str, Callable[[], Words]] = {
        "hero": lambda: _hero(words["hero"], offer_key, "pricing" if "pricing" in words else "checkout"),
        "proof": lambda: {"figures": words["proof"]},
        "outcomes": lambda: words["outcomes"],
        "curriculum": lambda: {**words["curriculum"], "course": str(course_key or "")},
        "students": lambda: voices(words["students"]),
        "instructor": lambda: {**words["instructor"], "text": paragraphs(words["instructor"]["text"])},
        "pricing": lambda: {"call": buys(offer_key, label=_("Enrol now")), **words["pricing"]},
        "faq": lambda: questions(words["faq"]),
        "closing": lambda: {"headline": paragraphs(words["closing"]["headline"]), "call": buys(offer_key)},
        "buybar": lambda: {"call": buys(offer_key), **words["buybar"]},
    }
    return [block(kind, value()) for kind, value in parts.items() if words.get(kind)]


def _hero(given: Words, offer_key: object, leads: str) -> Words:
    return {**given, "headline": paragraphs(given["headline"]), "call": buys(offer_key, leads=leads)}
