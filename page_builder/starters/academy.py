"""The home page of a school: what a new one starts with, and what a seed fills in."""

from django.utils.translation import gettext as _

from page_builder.starters.build import Body, Words, block, leads_to, paragraphs


def academy_home(*, name: str, words: Words | None = None) -> Body:
    """A home page that is true from the first minute.

    `words` may bring `hero` (kicker, headline, lead, cover, slips, caption, call), `courses` (heading, text, most),
    `proof` (a list of figure, says, stars), `outcomes` (heading, items), `students` (lead, more), `instructor`
    (name, heading, text), `faq` (heading, items, ending) and `closing` (headline, call). A part that is not there is
    left out, except hero, courses, outcomes and closing, which have words of their own.
    """
    given = dict(words or {})
    courses = leads_to("/courses/", _("See the courses"))
    hero = {
        "headline": _("Learn it <em>properly</em>, with %(name)s.") % {"name": name},
        "lead": _("Courses made by people who do the work. Read every outline before you pay for anything."),
        "call": courses,
        **given.get("hero", {}),
    }
    body = [block("hero", {**hero, "headline": paragraphs(hero["headline"])})]
    if given.get("proof"):
        body.append(block("proof", {"figures": given["proof"]}))
    body.append(block("courses", {"heading": _("Courses"), "text": "", "most": "3", **given.get("courses", {})}))
    body.append(block("outcomes", given.get("outcomes") or _how_it_works()))
    body += _optional(given)
    closing = {"headline": _("Start with <em>one</em> lesson."), "call": courses, **given.get("closing", {})}
    return [*body, block("closing", {**closing, "headline": paragraphs(closing["headline"])})]


def _how_it_works() -> Words:
    return {
        "heading": _("How it works here"),
        "items": [
            {
                "title": _("Your place is kept"),
                "text": _("Close the laptop in the middle of a film. It opens there again, on any device."),
            },
            {
                "title": _("The outline is public"),
                "text": _("Every module and lesson is listed on the course’s page, with its length."),
            },
            {
                "title": _("A certificate that can be checked"),
                "text": _("Finish, and you get a PDF with a link where anybody can see that it is real."),
            },
        ],
    }


def _optional(given: Words) -> Body:
    found = []
    if given.get("students"):
        found.append(block("students", voices(given["students"])))
    if given.get("instructor"):
        found.append(block("instructor", {**given["instructor"], "text": paragraphs(given["instructor"]["text"])}))
    if given.get("faq"):
        found.append(block("faq", questions(given["faq"])))
    return found


def voices(given: Words) -> Words:
    """What people said, as the block stores it."""
    more = [{**voice, "quote": paragraphs(voice["quote"])} for voice in given.get("more", [])]
    return {"lead": {**given["lead"], "quote": paragraphs(given["lead"]["quote"])}, "more": more}


def questions(given: Words) -> Words:
    """Questions and answers, as the block stores them."""
    items = [{**item, "answer": paragraphs(item["answer"])} for item in given["items"]]
    return {**given, "items": items, "ending": paragraphs(given.get("ending", ""))}
