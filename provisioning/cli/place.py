"""Where a command works: on this server, or at a platform far away; and the login kept for that."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# commands an agency has; the others need the server itself
REMOTE = ("tenant", "fleet", "domain", "operation", "blueprint", "manifest", "plan", "apply", "diff", "whoami")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BadPlace(Exception):
    """The address or the token cannot be used."""


@dataclass(frozen=True)
class Place:
    """A platform, and the token it knows us by."""

    url: str
    token: str


def take_flags(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The arguments without `--url` and `--token`, wherever these stand, and their values."""
    rest, given, words = [], {}, list(arguments)
    while words:
        word = words.pop(0)
        if word == "--":
            rest += [word, *words]
            break
        name, equals, value = word.partition("=")
        if name not in ("--url", "--token"):
            rest.append(word)
            continue
        if not equals and not words:
            raise BadPlace(f"{name} needs a value.")
        given[name.removeprefix("--")] = value if equals else words.pop(0)
    return rest, given


def chosen(arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[list[str], Place | None]:
    """What is left of the arguments, and where they lead: flags, then MARQUE_URL, then a server's own environment,
    then the login; None is here. Raises BadPlace.
    """
    rest, given = take_flags(arguments)
    if rest[:1] == ["login"]:
        return [*rest, *(f"--{name}={value}" for name, value in given.items())], None
    kept = kept_login(environ)
    url = given.get("url") or environ.get("MARQUE_URL", "")
    if not url and "MARQUE_MODE" not in environ and kept and rest[:1] and rest[0] in REMOTE:
        url = kept.url
    if not url:
        if "token" in given:
            raise BadPlace("--token needs --url: the platform's address.")
        return rest, None
    url = clean_url(url)
    token = given.get("token") or environ.get("MARQUE_TOKEN") or (kept.token if kept and kept.url == url else "")
    if not token:
        raise BadPlace(f"There is no token for {url}. Add --token, set MARQUE_TOKEN, or run: marque login {url}")
    return rest, Place(url, token)


def goes_elsewhere(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether a command needs nothing of this machine: it works far away, or only keeps or forgets a login."""
    try:
        rest, place = chosen(arguments, environ)
    except BadPlace:
        return True
    return place is not None or rest[:1] in (["login"], ["logout"])


def clean_url(text: str) -> str:
    """The platform's address as it is kept; raises BadPlace for one that would show the token to the network."""
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.username:
        raise BadPlace(f"“{text}” isn't a platform's address. It should look like https://marque.example.")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadPlace(f"{text} isn't encrypted: everybody on the way could read your token. Use https://{host}.")
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    return host in _LOOPBACK or host.endswith(".localhost")


def login_file(environ: Mapping[str, str]) -> Path:
    """Where the login is kept."""
    base = environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME", "~")).expanduser() / ".config"
    return Path(base) / "marque" / "login.json"


def kept_login(environ: Mapping[str, str]) -> Place | None:
    """The login, if one is kept."""
    try:
        note = json.loads(login_file(environ).read_text())
        return Place(note["url"], note["token"])
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None


def keep_login(place: Place, environ: Mapping[str, str]) -> Path:
    """Keep the login where only its owner reads it."""
    file = login_file(environ)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as written:
        json.dump({"url": place.url, "token": place.token}, written)
    draft.replace(file)
    return file


def forget_login(environ: Mapping[str, str]) -> bool:
    """Throw the login away; whether there was one."""
    file = login_file(environ)
    there = file.exists()
    file.unlink(missing_ok=True)
    return there
