"""Why a learner cannot do something in a course."""

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused


class EnrolmentOver(Refused):
    """No place in the course any more."""

    message = _("Your place in this course has ended.")


class NotInThisCourse(Refused):
    """A lesson of somewhere else, or one that left the outline."""

    message = _("This lesson is not part of the course.")
