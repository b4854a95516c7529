"""What somebody on a path is written, and who makes or looks at one."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.courses import letters as courses
from tenant_apps.paths.models import PathApproval, PathPlace
from themes.brand import current_brand


def send_question(made: PathApproval) -> None:
    """That an author asks for a review of a path."""
    url = tenant_url(path_to("studio_paths:approval", made.key))
    courses.write_question(made, title=made.title, about=made.title, url=url)


def send_verdict(made: PathApproval) -> None:
    """What was decided about it."""
    url = tenant_url(path_to("studio_paths:path", made.path.key))
    courses.write_verdict(made, title=made.title, about=made.title, url=url, label=_("Open the path"))


def send_arrival(place: PathPlace) -> None:
    """That all of a path is done; once."""
    person, path = place.person, place.path
    with translation.override(person.language or translation.get_language()):
        subject = _("You have finished %(path)s") % {"path": path.title}
    send_email(
        to=person.email,
        subject=subject,
        template="paths/mail/arrival",
        context={
            "path": path,
            "first_name": person.first_name,
            "title": subject,
            "url": tenant_url(path_to("my_paths:path", path.slug)),
        },
        purpose="path",
        once_key=f"path:{place.key}",
        language=person.language or None,
        reply_to=current_brand().support_email,
    )
