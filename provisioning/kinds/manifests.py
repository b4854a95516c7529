"""Operations on manifests."""

import json
from typing import Any

from provisioning.kinds.belonging import hold_made, refuse_strangers
from provisioning.manifest.apply import apply, plans_for
from provisioning.manifest.file import Wanted, parse
from provisioning.manifest.media import Media
from provisioning.manifest.show import as_data
from provisioning.operations import Progress, kind


def _wanted(payload: dict[str, Any]) -> list[Wanted]:
    return parse(payload["manifest"].encode(), "manifest", Media(None))


@kind("manifest.plan", again=True)
def plan(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """What would have to change."""
    progress("Comparing")
    wanted = _wanted(payload)
    refuse_strangers(payload, {one.slug for one in wanted}, by=by)
    plans = [as_data(plan) for plan in plans_for(wanted)]
    return json.loads(json.dumps({"plans": plans}, default=str))


@kind("manifest.apply", again=True)
def make_so(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Make every business as the manifest says; those that were made are the agency's, whatever became of the rest."""
    wanted = _wanted(payload)
    refuse_strangers(payload, {one.slug for one in wanted}, by=by)
    total, seen = len(wanted), {one.slug: at for at, one in enumerate(wanted)}
    here = 0

    def tell(step: str, done: int | None = None, of: int | None = None) -> None:
        nonlocal here
        here = seen.get(step, here)
        progress(step, here, total)

    try:
        done = apply(wanted=wanted, by=by, may_delete=payload["may_delete"], progress=tell)
    finally:
        hold_made(payload, by=by)
    return {"applied": [vars(one) for one in done]}
