"""Expected failures: what a person may be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.forms import BaseForm


class Refused(Exception):
    """An expected failure with a sentence safe to show. Subclass it beside the action that refuses.

    `message` may hold `%(name)s` places, filled from the keyword arguments; `field` names the form field to blame.
    """

    message: str | Promise = _("That is not possible.")
    code: str = ""
    field: str | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None, **context: Any) -> None:
        if message is not None:
            self.message = message
        if field is not None:
            self.field = field
        self.context = context
        super().__init__(message)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.context if self.context else text

    def show_in(self, form: BaseForm) -> None:
        """Say it beside the field at fault, or above the whole form where that has no such field."""
        form.add_error(self.field if self.field in form.fields else None, str(self))


Refused.code = "refused"


class Missing(Refused):
    """The thing is not there, or not for this person: the two look the same (DESIGN §9.15)."""

    message = _("We could not find that.")
