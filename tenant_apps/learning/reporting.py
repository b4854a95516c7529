"""Where a player reports to: an address that is its own permission, so that a report costs no session and no user."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from marque.kit import signing
from marque.kit.tenancy.addresses import path_to
from tenant_apps.learning import actions
from tenant_apps.learning.models import BlockProgress, LessonProgress

PURPOSE = "played"
LIFETIME = timedelta(hours=24)
_BLOCK = "block"


def report_url(row: LessonProgress | BlockProgress) -> str:
    """For the page of one learner and one lesson: its own film, or one in a block."""
    key = str(row.key)
    said = [_BLOCK, key] if isinstance(row, BlockProgress) else key
    return path_to("learning:played", signing.sign(PURPOSE, said, LIFETIME))


def recorder(token: str) -> Callable[..., None]:
    """What keeps a report that comes to this address; raises BadSignature or Expired."""
    said = signing.unsign(PURPOSE, token)
    if isinstance(said, list):
        return partial(actions.record_block_played, key=said[1])
    return partial(actions.record_played, progress_key=said)
