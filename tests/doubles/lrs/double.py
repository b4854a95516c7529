"""The statements resource (xAPI 1.0.3 part three, 2.1), written from the specification alone."""

import base64
import json
from urllib.parse import urlsplit

from tests.doubles.lrs.checks import wrong_with
from tests.doubles.serving import Call, Double, Refusal, Thing


class LrsDouble(Double):
    """`with LrsDouble() as lrs:` keeps what is posted to `lrs.endpoint`, in `lrs.statements` by id, in their order."""

    def __init__(self, username: str = "key", password: str = "secret") -> None:  # noqa: S107
        super().__init__()
        self.username, self.password = username, password
        self.statements: dict[str, Thing] = {}
        self.refuses = False

    @property
    def endpoint(self) -> str:
        """As a store shows it."""
        return f"{self.url}/xapi/"

    @property
    def place(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc

    @property
    def verbs(self) -> list[str]:
        """What was told, shortly, in its order."""
        return [each["verb"]["display"]["en"] for each in self.statements.values()]

    def of(self, verb: str) -> list[Thing]:
        """The statements with a verb."""
        return [each for each in self.statements.values() if each["verb"]["display"]["en"] == verb]

    def answer(self, call: Call) -> tuple[int, object]:
        """Keep statements, all of a request or none."""
        self._let_in(call)
        if (call.method, call.path) != ("POST", "/xapi/statements"):
            raise Refusal(404, {"error": "Nothing here."})
        if self.refuses:
            raise Refusal(400, {"error": "The context has no platform."})
        told = call.json if isinstance(call.json, list) else [call.json]
        ids = [each.get("id") for each in told]
        if len(set(ids)) != len(ids):
            raise Refusal(400, {"error": "Two statements of one request have one id."})
        for each in told:
            if wrong := wrong_with(each):
                raise Refusal(400, {"error": wrong})
        for each in told:
            known = self.statements.get(each["id"])
            if known is not None and _fixed(known) != _fixed(each):
                raise Refusal(409, {"error": f"Another statement has the id {each['id']}."})
        for each in told:
            self.statements.setdefault(each["id"], each)
        return 200, ids

    def _let_in(self, call: Call) -> None:
        right = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {right}":
            raise Refusal(401, {"error": "Who are you?"})
        if call.headers.get("x-experience-api-version") not in ("1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0"):
            raise Refusal(400, {"error": "The header X-Experience-API-Version is missing, or names no version."})
        if call.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise Refusal(400, {"error": "Statements are JSON."})


def _fixed(statement: Thing) -> str:
    """What may never change under an id (part two, 2.3.1): names and descriptions of things may."""
    whole = json.loads(json.dumps(statement))
    whole["verb"].pop("display", None)
    whole["object"].pop("definition", None)
    return json.dumps(whole, sort_keys=True)
