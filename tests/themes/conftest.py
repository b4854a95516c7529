"""A brand that is changed as in a request: what waits for the commit is done."""

from collections.abc import Callable

import pytest

from themes import actions
from themes.models import Brand


@pytest.fixture
def update_brand(django_capture_on_commit_callbacks) -> Callable[..., Brand]:
    """`actions.update_brand`, committed."""

    def update(**values: object) -> Brand:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.update_brand(**values)

    return update
