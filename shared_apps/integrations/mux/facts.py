"""Uploads and assets as Mux describes them, in the port's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.integrations.ports.films import FilmState, HostedFacts, HostedTrack

_ENDED = {
    "cancelled": gettext_lazy("The upload was stopped."),
    "timed_out": gettext_lazy("The upload was never finished."),
}


def read_upload(data: dict[str, Any]) -> HostedFacts:
    """An upload as it stands."""
    status = data.get("status")
    if data.get("asset_id"):
        return HostedFacts(FilmState.PREPARING, reference=str(data["asset_id"]))
    if status in _ENDED or status == "errored":
        said = str((data.get("error") or {}).get("message") or "")
        return HostedFacts(FilmState.FAILED, problem=str(_ENDED.get(str(status)) or said))
    return HostedFacts(FilmState.WAITING)


def read_asset(data: dict[str, Any]) -> HostedFacts:
    """An asset as it stands."""
    tracks = [track for track in data.get("tracks") or [] if track]
    picture: dict[str, Any] = next((track for track in tracks if track.get("type") == "video"), {})
    signed = [each for each in data.get("playback_ids") or [] if _policy(each) == "signed"]
    state = {"ready": FilmState.READY, "errored": FilmState.FAILED}.get(str(data.get("status")), FilmState.PREPARING)
    problem = " ".join((data.get("errors") or {}).get("messages") or []) if state is FilmState.FAILED else ""
    if state is FilmState.READY and not (picture and signed):
        state, problem = FilmState.FAILED, _no_use(bool(picture))
    return HostedFacts(
        state,
        reference=str(data.get("id") or ""),
        playback=str(signed[0]["id"]) if signed else "",
        duration_seconds=float(data.get("duration") or 0),
        width=int(picture.get("max_width") or 0),
        height=int(picture.get("max_height") or 0),
        has_sound=any(track.get("type") == "audio" for track in tracks),
        problem=problem,
        tracks=tuple(_track(track) for track in tracks if _is_text(track)),
    )


def _no_use(has_picture: bool) -> str:
    return _("It has no address that is signed.") if has_picture else _("There is sound in it, and no picture.")


def _policy(playback_id: dict[str, Any]) -> str:
    policy = playback_id.get("policy")
    return str(getattr(policy, "value", policy))


def _is_text(track: dict[str, Any]) -> bool:
    return track.get("type") == "text" and track.get("status") != "deleted"


def _track(track: dict[str, Any]) -> HostedTrack:
    mark = str(track.get("passthrough") or "")
    if mark and track.get("status") == "errored":
        mark = f"{mark} failed"  # ours still, and not what it should be
    return HostedTrack(str(track.get("id") or ""), str(track.get("language_code") or ""), mark)
