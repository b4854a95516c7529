"""The engine far away: the platform's API, as an agency's token may."""

import time
from typing import Any
from urllib.parse import quote

from provisioning.cli.engine import Fields, Stopped
from provisioning.cli.output import Exit, Tell
from provisioning.cli.wire import Wire

_FIRST_LOOK, _LONGEST = 0.2, 2.0


class RemoteEngine:
    """Over HTTP; long work is polled until it is over."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def whoami(self) -> Fields:
        """The agency and its token."""
        return {"url": self.wire.place.url, **self.wire.get("/whoami/")}

    def create_tenant(self, *, progress: Tell, **wanted: str) -> Fields:
        """Ask for a business and wait until it is there."""
        made = self.wait(self.wire.write("POST", "/tenants/", wanted), progress)
        return self.show_tenant(slug=made["slug"])

    def list_tenants(self, *, state: str) -> list[Fields]:
        """The agency's own."""
        return self.wire.all("/tenants/", state=state)

    def show_tenant(self, *, slug: str) -> Fields:
        """One of the agency's own."""
        return self._at(slug, "GET", "")

    def suspend_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it to the public."""
        return self._at(slug, "PUT", "suspension/", reason=reason)

    def resume_tenant(self, *, slug: str, reason: str) -> Fields:
        """Open it again."""
        return self._at(slug, "DELETE", "suspension/", reason=reason)

    def archive_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it and stop its work."""
        return self._at(slug, "PUT", "archive/", reason=reason)

    def restore_tenant(self, *, slug: str, reason: str) -> Fields:
        """Bring it back."""
        return self._at(slug, "DELETE", "deletion/", reason=reason)

    def delete_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it to everybody."""
        return self._at(slug, "PUT", "deletion/", reason=reason)

    def purge_tenant(self, *, slug: str, reason: str, confirm: str, progress: Tell) -> Fields:
        """Not from here."""
        raise Stopped(Exit.REFUSED, "A business is removed for good at once only on the server. It goes in 30 days.")

    def rename_tenant(self, *, slug: str, new: str, reason: str, progress: Tell) -> Fields:
        """Ask for another slug and wait until it has moved."""
        self.wait(self._at(slug, "PUT", "address/", slug=new, reason=reason), progress)
        return self.show_tenant(slug=new)

    def show_operation(self, *, id: str) -> Fields:
        """One of the agency's own."""
        return self.wire.get(f"/operations/{quote(id, safe='')}/")

    def list_operations(self) -> list[Fields]:
        """The last fifty."""
        return self.wire.get("/operations/")["results"]

    def wait(self, operation: Fields, progress: Tell) -> Fields:
        """The result of an operation, once it is done; raises Stopped with its error."""
        pause = _FIRST_LOOK
        try:
            while operation["state"] not in ("done", "failed"):
                progress(operation["step"] or "Waiting for a worker", operation["done"], operation["total"])
                time.sleep(pause)
                pause = min(pause * 1.3, _LONGEST)
                operation = self.show_operation(id=operation["id"])
        except KeyboardInterrupt:
            message = f"It goes on without you. Look at it with: marque operation wait {operation['id']}"
            raise Stopped(Exit.BROKEN, message) from None
        if operation["state"] == "failed":
            is_delete = operation["result"].get("code") == "would_delete"
            raise Stopped(Exit.WOULD_DELETE if is_delete else Exit.REFUSED, operation["error"])
        return operation["result"]

    def _at(self, slug: str, method: str, place: str, **body: Any) -> Fields:
        path = f"/tenants/{quote(slug, safe='')}/{place}"
        try:
            return self.wire.get(path) if method == "GET" else self.wire.write(method, path, body)
        except Stopped as stopped:
            if stopped.code == Exit.NOT_FOUND:
                raise Stopped(Exit.NOT_FOUND, f"There is no business “{slug}”.") from None
            raise
