"""Postgres and Valkey around a block, and the environment that reaches them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Literal
from urllib.parse import urlsplit

from provisioning.local.account import unprivileged
from provisioning.local.binaries import postgres_bin, valkey_server
from provisioning.local.memory import folder_in_memory
from provisioning.local.passwords import passwords
from provisioning.local.postgres import Postgres
from provisioning.local.processes import free_port
from provisioning.local.trouble import Trouble
from provisioning.local.valkey import Valkey

Mode = Literal["test", "demo"]
LOGINS = {"DATABASE_URL": "web", "DATABASE_CONTROL_URL": "control", "DATABASE_OWNER_URL": "owner"}
DATABASE = "marque"


@contextmanager
def services(data: Path, mode: Mode, *, in_memory: bool = False) -> Iterator[dict[str, str]]:
    """Run what the environment does not name already; yield the variables for child processes."""
    with ExitStack() as stack:
        data = stack.enter_context(claimed(data, mode))
        account = unprivileged()
        home = account.place(data)
        secrets = passwords(home)
        env = {"MARQUE_MODE": mode, "MARQUE_DATA": str(data), **_port(mode)}
        if mode == "test":
            env["CELERY_EAGER"] = os.environ.get("CELERY_EAGER", "1")
        if "REDIS_URL" not in os.environ:
            valkey = Valkey(home, valkey_server(account), account, password=secrets["redis"], keep=mode == "demo")
            stack.callback(valkey.stop)
            valkey.start()
            env["REDIS_URL"] = f"redis://:{secrets['redis']}@127.0.0.1:{valkey.port}/0"
        if "DATABASE_ADMIN_URL" in os.environ:
            env |= _logins(os.environ["DATABASE_ADMIN_URL"], secrets)
        elif "DATABASE_URL" in os.environ:
            _require_all_logins()
        else:
            binaries = postgres_bin(account)
            place = stack.enter_context(folder_in_memory()) if in_memory else None
            named = {"password": secrets["admin"], "fast": mode == "test", "place": place}
            postgres = Postgres(home, binaries, account, **named)
            stack.callback(postgres.stop)
            postgres.start()
            admin = f"postgresql://postgres:{secrets['admin']}@127.0.0.1:{postgres.port}/postgres"
            env |= {"DATABASE_ADMIN_URL": admin, **_logins(admin, secrets)}
        yield env


def _logins(admin_url: str, secrets: dict[str, str]) -> dict[str, str]:
    """The three logins on the server of `admin_url`, unless the environment names them; bootstrap creates them."""
    server = urlsplit(admin_url).netloc.rpartition("@")[2]
    made = {
        variable: f"postgresql://marque_{login}:{secrets[login]}@{server}/{DATABASE}"
        for variable, login in LOGINS.items()
    }
    return {variable: os.environ.get(variable, url) for variable, url in made.items()}


def _require_all_logins() -> None:
    missing = [variable for variable in LOGINS if variable not in os.environ]
    if missing:
        raise Trouble(f"DATABASE_URL is set, but not {', '.join(missing)}. Set these too, or DATABASE_ADMIN_URL alone.")


def _port(mode: Mode) -> dict[str, str]:
    named = os.environ.get("PUBLIC_PORT")
    return {"PUBLIC_PORT": named or (str(free_port()) if mode == "test" else "8000")}


@contextmanager
def claimed(data: Path, mode: Mode) -> Iterator[Path]:
    """Hold a folder alone. A second test run beside the first takes the next folder; a second demo is refused."""
    for number in range(1, 10):
        folder = data if number == 1 else data.with_name(f"{data.name}-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("a+") as lock:
            if _lock(lock):
                yield folder
                return
        if mode == "demo":
            raise Trouble(f"A demo is already running from {data}. Stop it first (Ctrl-C in its terminal).")
    raise Trouble(f"Nine runs already use {data}. Stop one of them.")


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
