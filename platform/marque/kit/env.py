"""Typed readers of the environment: a wrong or missing value stops the process with the variable's name."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

_MISSING = object()
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class BadEnvironment(RuntimeError):
    """An environment variable is missing or cannot be read."""


def text(name: str, default: str | object = _MISSING) -> str:
    """The variable as it stands; raises BadEnvironment when it is missing and has no default."""
    value = os.environ.get(name)
    if value is None or value == "":
        if default is _MISSING:
            raise BadEnvironment(f"{name} is not set. Set it in the environment; .env.example explains each variable.")
        return str(default)
    return value


def flag(name: str, default: bool) -> bool:
    """A boolean written 1/0, true/false, yes/no or on/off."""
    value = text(name, "1" if default else "0").lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise BadEnvironment(f"{name}={value!r} is neither yes nor no. Write 1 or 0.")


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number not below `minimum`."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise BadEnvironment(f"{name}={value!r} is not a whole number.") from None
    if number < minimum:
        raise BadEnvironment(f"{name}={number} is below {minimum}.")
    return number


def choice(name: str, options: tuple[str, ...], default: str | object = _MISSING) -> str:
    """One of the named options."""
    value = text(name, default)
    if value not in options:
        raise BadEnvironment(f"{name}={value!r} is not one of {', '.join(options)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def addresses(name: str, default: str = "") -> list[str]:
    """A comma-separated list of IP addresses, each in its shortest form."""
    try:
        return [str(ipaddress.ip_address(word)) for word in words(name, default)]
    except ValueError as wrong:
        raise BadEnvironment(f"{name}: {wrong}. Write addresses like 198.51.100.7,2001:db8::7.") from None


def endpoints(name: str, default: str, *, port: int) -> list[tuple[str, int]]:
    """A comma-separated list of IP addresses, each with a port behind a # where it is not the usual one."""
    found = []
    for word in words(name, default):
        address, _hash, number = word.partition("#")
        try:
            found.append((str(ipaddress.ip_address(address)), int(number or port)))
        except ValueError:
            raise BadEnvironment(f"{name}={word!r} is no address. Write 192.0.2.53 or 192.0.2.53#5353.") from None
    return found


def path(name: str, default: Path) -> Path:
    """An absolute path."""
    return Path(text(name, str(default))).expanduser().resolve()


def postgres(name: str) -> dict[str, str]:
    """A postgresql:// URL as Django's NAME, USER, PASSWORD, HOST and PORT."""
    value = text(name)
    url = urlsplit(value)
    if url.scheme not in ("postgres", "postgresql") or not url.path.strip("/"):
        raise BadEnvironment(f"{name} must read postgresql://user:password@host:port/database.")
    return {
        "NAME": url.path.strip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "127.0.0.1",
        "PORT": str(url.port or 5432),
    }
