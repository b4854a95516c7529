"""What must hold before the demo starts, each with a sentence for the person who has to mend it."""

import shutil
import socket
from pathlib import Path

from provisioning.local.trouble import Trouble

NEEDED_MB = 500


def port_of(text: str) -> int:
    """The number somebody wrote after PORT=."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Trouble(f"PORT={text} is not a port. Choose a number from 1024 to 65535.")
    return int(text)


def require_port(port: int) -> None:
    """The port is ours to take, on both loopbacks: a browser may try either for `localhost`."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except PermissionError:
            raise Trouble(f"Port {port} needs root. Choose another: make demo PORT=8000") from None
        except OSError as error:
            if error.errno == 98:
                message = f"Port {port} is taken by another program. Choose another: make demo PORT={port + 1}"
                raise Trouble(message) from None


def require_room(folder: Path) -> None:
    """Enough free disk for the database, the files and the logs."""
    free = shutil.disk_usage(folder).free // 2**20
    if free < NEEDED_MB:
        raise Trouble(f"Only {free} MB are free on the disk of {folder}; the demo needs {NEEDED_MB}. Make some room.")
