"""The platform's own site: what Marque is, and for whom."""

from django.utils.translation import gettext as _

from page_builder.starters.build import Body, block, leads_to, paragraphs


def platform_home() -> Body:
    """The front page of the platform."""
    start = leads_to("/sign-up/", _("Start your school"))
    return [
        block("hero", {**_hero(), "call": start}),
        block("outcomes", _chain()),
        block("curriculum", _week()),
        block("proof", {"figures": _figures()}),
        block("outcomes", _for_whom()),
        block("faq", _questions()),
        block("closing", {"headline": paragraphs(_("Put <em>your</em> name on the door.")), "call": start}),
    ]


def _hero() -> dict[str, object]:
    return {
        "kicker": _("For people who teach for a living"),
        "headline": paragraphs(_("Your school. <em>Your</em> name.")),
        "lead": _(
            "Marque runs the courses, the checkout, the lessons and the certificates. Your students see your brand, "
            "on your domain, and never ours."
        ),
        "second_label": _("See how it works"),
        "second_link": "#curriculum",
        "second_icon": "arrow",
        "cover": "contour",
        "slips": [
            {"says": _("Colours you choose"), "figure": "2", "struck": False},
            {"says": _("Places we sign our work"), "figure": "0", "struck": False},
        ],
    }


def _chain() -> dict[str, object]:
    return {
        "heading": _("From a first look to a certificate"),
        "items": [
            {
                "title": _("A page that sells the course"),
                "text": _("Blocks you drag into place. The price and the outline on it are read from the course."),
            },
            {
                "title": _("A checkout on one page"),
                "text": _("No account needed before paying. The receipt is in the inbox a moment later, as a PDF too."),
            },
            {
                "title": _("Lessons that open when they should"),
                "text": _("All at once, or day by day after enrolment. A locked lesson says when it opens."),
            },
            {
                "title": _("A certificate that proves something"),
                "text": _("A PDF with a code that leads to a public page, where anybody can check it."),
            },
        ],
    }


def _week() -> dict[str, object]:
    return {
        "heading": _("Four steps to your first student"),
        "text": _("You can look at every one of them before you tell anybody the address."),
        "parts": [
            {
                "title": _("Name it"),
                "text": _("A name and an address are enough. The school is there before you have put the kettle on."),
                "detail": _("A minute"),
            },
            {
                "title": _("Colour it"),
                "text": _("Pick a theme and two colours. Text stays readable in light and dark, whatever you pick."),
                "detail": _("Five minutes"),
            },
            {
                "title": _("Fill it"),
                "text": _("Drag modules and lessons into order: films, texts, files and quizzes."),
                "detail": _("As long as it takes"),
            },
            {
                "title": _("Open it"),
                "text": _("Set a price, publish the page, and send somebody the link."),
                "detail": _("An afternoon"),
            },
        ],
    }


def _figures() -> list[dict[str, object]]:
    return [
        {"figure": "3", "says": _("themes, each drawn for a kind of school"), "stars": False},
        {"figure": "2", "says": _("colours from you; every other one is worked out from them"), "stars": False},
        {"figure": "1", "says": _("place in the database that is yours alone"), "stars": False},
        {"figure": "0", "says": _("mentions of us on the pages your students see"), "stars": False},
    ]


def _for_whom() -> dict[str, object]:
    return {
        "heading": _("Who it is for"),
        "items": [
            {
                "title": _("You teach one thing very well"),
                "text": _("One course at a price that says so, and a page that earns it."),
            },
            {
                "title": _("You teach with others"),
                "text": _("Authors write, support answers, and each sees what they need and no more."),
            },
            {
                "title": _("You build schools for clients"),
                "text": _("Each client gets a house of their own, with their name on it and their data inside."),
            },
        ],
    }


def _questions() -> dict[str, object]:
    return {
        "heading": _("Before you start"),
        "items": [
            {
                "question": _("Can I use my own domain?"),
                "answer": paragraphs(_("Yes. You begin on an address of ours and move to yours when you like.")),
            },
            {
                "question": _("Who owns the list of students?"),
                "answer": paragraphs(_("You do. It is kept apart from every other school’s, down to the database.")),
            },
            {
                "question": _("Do my students make an account before they pay?"),
                "answer": paragraphs(_("No. They pay as guests, and the account is made from the purchase.")),
            },
            {
                "question": _("Will it look like everybody else’s?"),
                "answer": paragraphs(_("No. Type and spacing follow your theme, and your two colours do the rest.")),
            },
        ],
        "ending": "",
    }


def platform_about() -> Body:
    """A page about the platform."""
    return [
        block(
            "prose",
            {
                "text": _(
                    "<p>A marque is the name a maker puts on the work. This engine is built so that the name on a "
                    "school is the teacher’s wherever a student looks: the address, the receipt, the certificate.</p>"
                    "<h2>What we look after</h2><p>Hosting, payments, films, mail, and the doors between one school "
                    "and the next. Each school has its own place in the database, with its own key to it.</p>"
                    "<h2>What stays yours</h2><p>The students, the words, the prices and the brand.</p>"
                )
            },
        )
    ]
