"""What agencies are refused."""

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Missing, Refused


class NoSuchAgency(Missing):
    """There is no agency of that name."""

    message = _("There is no agency “%(slug)s”.")


class BadAgency(Refused):
    """The agency cannot be written down like this."""

    message = _("Give the agency a name of 1 to 120 characters.")


class BadLimit(Refused):
    """A limit is a whole number from 0."""

    field = "limit"
    message = _("The limit is a whole number from 0 to 100000.")


class AtLimit(Refused):
    """The agency may have no more businesses."""

    message = _(
        "%(name)s has %(count)s of the %(limit)s businesses its plan allows. Delete one, or ask the platform for more."
    )


class AgencyClosed(Refused):
    """The agency is suspended."""

    message = _("%(name)s is suspended. Its businesses go on; changing them waits until the platform opens it again.")


class HeldElsewhere(Refused):
    """The tenant is another agency's."""

    field = "tenant"
    message = _("“%(slug)s” already belongs to an agency.")


class AlreadyMember(Refused):
    """Somebody works at one agency at a time."""

    field = "email"
    message = _("%(email)s already belongs to an agency.")


class BadToken(Refused):
    """The token cannot be made like this."""

    message = _("This token can't be made.")


class NoSuchToken(Missing):
    """The agency has no such token."""

    message = _("There is no such token.")
