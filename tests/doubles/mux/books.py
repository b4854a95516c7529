"""What the double remembers, and what happens there."""

import secrets
from collections.abc import Callable

from tests.doubles.serving import Refusal, Thing

_UPLOAD = {"cors_origin", "timeout", "new_asset_settings"}
_TRACK = {"type", "text_type", "language_code", "name", "closed_captions", "url", "passthrough"}


def missing() -> Refusal:
    """Nothing of that name, here or in another environment."""
    return Refusal(404, {"error": {"type": "not_found", "messages": ["The requested resource either doesn't exist"]}})


def bad(words: str) -> Refusal:
    """A request that is not as Mux wants it."""
    return Refusal(400, {"error": {"type": "invalid_parameters", "messages": [words]}})


class Books:
    """One environment."""

    def __init__(self, tell: Callable[[str, Thing], None]) -> None:
        self.uploads: dict[str, Thing] = {}
        self.assets: dict[str, Thing] = {}
        self.here: dict[str, bytearray] = {}
        self._tell = tell

    def begin(self, body: Thing, base: str) -> Thing:
        """A place for a film."""
        settings = body.get("new_asset_settings", {})
        if set(body) - _UPLOAD or settings.get("playback_policies") != ["signed"]:
            raise bad("Unknown parameters")
        upload = {"id": secrets.token_hex(12), "status": "waiting", **body}
        self.uploads[upload["id"]] = upload
        self.here[upload["id"]] = bytearray()
        return upload | {"url": f"{base}/upload/{upload['id']}"}

    def upload(self, upload_id: str) -> Thing:
        """An upload by its id."""
        if upload_id not in self.uploads:
            raise missing()
        return self.uploads[upload_id]

    def cancel(self, upload_id: str) -> Thing:
        """Take the place back."""
        upload = self.upload(upload_id)
        if upload["status"] != "waiting":
            raise Refusal(403, {"error": {"messages": ["Not waiting"]}})
        upload["status"] = "cancelled"
        self._tell("video.upload.cancelled", upload)
        return upload

    def arrive(self, upload_id: str) -> Thing:
        """The last byte is here: an asset is made of it."""
        upload = self.upload(upload_id)
        settings = upload["new_asset_settings"]
        asset = {
            "id": secrets.token_hex(12),
            "status": "preparing",
            "upload_id": upload_id,
            "passthrough": settings.get("passthrough"),
            "playback_ids": [{"id": secrets.token_hex(12), "policy": "signed"}],
            "tracks": [],
        }
        self.assets[asset["id"]] = asset
        upload |= {"status": "asset_created", "asset_id": asset["id"]}
        self._tell("video.upload.asset_created", upload)
        self._tell("video.asset.created", asset)
        return asset

    def asset(self, asset_id: str) -> Thing:
        """An asset by its id."""
        if asset_id not in self.assets:
            raise missing()
        return self.assets[asset_id]

    def prepare(self, asset_id: str, *, seconds: float = 61.4, picture: bool = True) -> Thing:
        """It is ready to be played."""
        asset = self.asset(asset_id)
        video = {"id": "track-v", "type": "video", "max_width": 1920, "max_height": 1080}
        tracks = [*([video] if picture else []), {"id": "track-a", "type": "audio"}]
        asset |= {"status": "ready", "duration": seconds, "tracks": tracks + asset["tracks"]}
        self._tell("video.asset.ready", asset)
        return asset

    def fail(self, asset_id: str) -> None:
        """It is no film."""
        asset = self.asset(asset_id)
        asset |= {"status": "errored", "errors": {"type": "invalid_input", "messages": ["The input is not a video."]}}
        self._tell("video.asset.errored", asset)

    def delete(self, asset_id: str) -> None:
        """Gone for good."""
        asset = self.asset(asset_id)
        del self.assets[asset_id]
        self._tell("video.asset.deleted", asset)

    def add_track(self, asset_id: str, body: Thing) -> Thing:
        """Captions; of one language and name there is one."""
        asset = self.asset(asset_id)
        if set(body) - _TRACK or not body["url"].startswith(("http://", "https://")):
            raise bad("Unknown parameters")
        if any(track.get("name") == body["name"] for track in asset["tracks"]):
            raise bad("A track with this name already exists")
        track = {"id": secrets.token_hex(8), "status": "preparing", **body}
        asset["tracks"].append(track)
        self._tell("video.asset.track.created", track | {"asset_id": asset_id})
        return track

    def delete_track(self, asset_id: str, track_id: str) -> None:
        """Captions, gone."""
        asset = self.asset(asset_id)
        if all(track["id"] != track_id for track in asset["tracks"]):
            raise missing()
        asset["tracks"] = [track for track in asset["tracks"] if track["id"] != track_id]

    def captions(self, asset_id: str) -> list[tuple[str, str]]:
        """Languages, and where their text was fetched."""
        return [(t["language_code"], t["url"]) for t in self.asset(asset_id)["tracks"] if t["type"] == "text"]
