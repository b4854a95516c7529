"""What a package's data model says that counts here (SCORM 1.2 RTE 3.4, SCORM 2004 RTE 4.2)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.materials.models import Edition, RunState

# a package of SCORM 2004 may keep 64,000 characters of its own, and its interactions besides
MOST = 400_000
# a range of scores any narrower is none
_LEAST_SPAN = 1e-6


class TooMuchKept(Refused):
    """More than the standards let a package keep, or no data of one."""

    message = _("The package wants to keep more than it may. What it kept before stays.")


@dataclass(frozen=True)
class Told:
    """What is kept as it is, and what of it counts."""

    kept: dict[str, Any]
    state: str
    score: int | None


def read(edition: str, said: Any) -> Told:
    """What a package said; raises TooMuchKept. Nothing in it is believed further than a state and a percent."""
    try:
        if not isinstance(said, dict) or len(json.dumps(said)) > MOST:
            raise TooMuchKept
        said = _as_postgres_takes_it(said)
    except RecursionError:
        raise TooMuchKept from None
    cmi = _inside(said.get("cmi", said))
    core = cmi if edition == Edition.V2004 else _inside(cmi.get("core"))
    # who the learner is, is told at each start: it is not kept twice
    for name in ("learner_id", "learner_name", "student_id", "student_name"):
        core.pop(name, None)
    score = _inside(core.get("score"))
    if edition == Edition.V2004:
        scaled = _number(score.get("scaled"))
        percent = round(100 * scaled) if scaled is not None else _share(score)
        state = _state(str(core.get("completion_status")), str(core.get("success_status")))
    else:
        percent = _share(score)
        status = str(core.get("lesson_status"))
        state = _state(status, status)
    return Told(said, state, None if percent is None else max(0, min(100, percent)))


def _as_postgres_takes_it(said: Any) -> Any:
    """JSON of a browser without what jsonb refuses: NUL, half a character, and numbers that are none."""
    if isinstance(said, str):
        return (
            said.encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
            .replace("\0", "\N{REPLACEMENT CHARACTER}")
        )
    if isinstance(said, dict):
        return {_as_postgres_takes_it(name): _as_postgres_takes_it(value) for name, value in said.items()}
    if isinstance(said, list):
        return [_as_postgres_takes_it(value) for value in said]
    return None if isinstance(said, float) and not math.isfinite(said) else said


def _state(completion: str, success: str) -> str:
    if success == "passed":
        return RunState.PASSED
    if success == "failed":
        return RunState.FAILED
    return RunState.DONE if completion == "completed" else RunState.BEGUN


def _share(score: dict[str, Any]) -> int | None:
    raw, least, most = (_number(score.get(name)) for name in ("raw", "min", "max"))
    if raw is None:
        return None
    low, high = least or 0.0, most if most is not None else 100.0
    return round(100 * (raw - low) / (high - low)) if high - low >= _LEAST_SPAN else round(raw)


def _number(said: Any) -> float | None:
    try:
        found = float(said)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) < 1_000_000 else None


def _inside(said: Any) -> dict[str, Any]:
    return said if isinstance(said, dict) else {}
