"""The site: web server and worker as processes of their own, as in production, on a port of the loopback."""

import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from provisioning.demo.seed import PASSWORD
from provisioning.local.fingerprint import fingerprint, remember, unchanged
from provisioning.local.processes import free_port
from provisioning.local.programs import Program, stop_all
from tests.doubles.mux import MuxDouble
from tests.doubles.paypal import PayPalDouble
from tests.doubles.razorpay import RazorpayDouble
from tests.doubles.receiver import Receiver
from tests.doubles.stripe import StripeDouble
from tests.doubles.stripe.server import WEBHOOK_SECRET
from tests.journeys.stage import model
from tests.journeys.stage.calendar import Calendar
from tests.journeys.stage.post import PostOffice
from tests.provisioning.domains.name_server import NameServer, name_server

NOT_FOR_THE_WEB = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")
START_SECONDS, BOOKS_SECONDS = 90, 40


@dataclass(frozen=True)
class Site:
    """A running site."""

    port: int
    post: PostOffice
    dns: NameServer
    receiver: Receiver
    logs: Path
    stripe: StripeDouble
    paypal: PayPalDouble
    razorpay: RazorpayDouble
    mux: MuxDouble
    calendar: Calendar
    env: Mapping[str, str]
    password: str = PASSWORD

    @contextmanager
    def encoding(self) -> Iterator[None]:
        """Have films prepared meanwhile. Otherwise nobody does, so that the other journeys find them as they were."""
        command = ["-m", "celery", "-A", "marque.config.celery", "worker", "--queues", "films", "--pool", "solo"]
        command += ["--hostname", "films@%h", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        program = Program("film encoder", [sys.executable, *command], self.env, self.logs / "films.log")
        try:
            yield
        finally:
            stop_all([program])

    def troubles(self) -> str:
        """The last traceback of each program, for the report of a journey that failed."""
        logs = {log.name: log.read_text(errors="replace") for log in self.logs.glob("*.log")}
        found = {name: text[text.rfind("Traceback") :][:6000] for name, text in logs.items() if "Traceback" in text}
        return "\n".join(f"The last trouble in {name}:\n{text}" for name, text in found.items())

    def tell(self, account: str, *, tenant: str = "", since: int = 0) -> list[int]:
        """Let Stripe tell what happened in an account, at a business's address or the platform's; what was answered."""
        host = f"{tenant}.localhost" if tenant else "localhost"
        address = f"http://127.0.0.1:{self.port}/webhooks/stripe/"
        return self.stripe.deliver(address, since=since, host=f"{host}:{self.port}", account=account)

    def tell_of_films(self, tenant: str) -> list[int]:
        """Let Mux tell a business everything that happened there so far; what was answered."""
        address = f"http://127.0.0.1:{self.port}/webhooks/mux/"
        return self.mux.deliver(address, host=f"{tenant}.localhost:{self.port}")

    def prove_the_books(self, tenant: str) -> None:
        """The book of a business balances, and has every order that was paid."""
        _prove_the_books(self.env, tenant)

    def url(self, path: str, tenant: str = "okafor") -> str:
        """A page of a tenant; the platform's with `tenant=""`."""
        host = f"{tenant}.localhost" if tenant else "localhost"
        return f"http://{host}:{self.port}{path}"


@contextmanager
def open_site() -> Iterator[Site]:
    """Everything up, then everything down again."""
    name = f"marque_run_{os.getpid()}"
    data = Path(os.environ["MARQUE_DATA"]) / "journeys" / f"run-{os.getpid()}"
    port, post = free_port(), PostOffice()
    with ExitStack() as stack:
        dns = stack.enter_context(name_server())
        stripe = stack.enter_context(StripeDouble())
        paypal, razorpay = stack.enter_context(PayPalDouble()), stack.enter_context(RazorpayDouble())
        receiver, mux = stack.enter_context(Receiver()), stack.enter_context(MuxDouble())
        stack.enter_context(model.copied(name, data))
        model.follow_port(name, port)
        post.controller.start()
        stack.callback(post.controller.stop)
        env = {**model.environment(name, data), **_mail(post), "PUBLIC_PORT": str(port)}
        env |= {"STRIPE_API": stripe.url, "STRIPE_JS": f"{stripe.url}/js/stripe.js"}
        env |= {"STRIPE_SECRET_KEY": "sk_test_platform", "STRIPE_PUBLISHABLE_KEY": "pk_test_platform"}
        env["STRIPE_WEBHOOK_SECRET"] = WEBHOOK_SECRET
        env |= {"PAYPAL_API": paypal.url, "RAZORPAY_API": razorpay.url, "MUX_API": mux.url}
        env["DNS_NAMESERVERS"] = f"127.0.0.1#{dns.port}"
        env["OUTBOUND_EXEMPT"] = receiver.place
        env["STATIC_ROOT"] = str(_static_files(env))
        programs: list[Program] = []
        stack.callback(stop_all, programs)
        programs += [_web(env, port, data), _worker(env, data)]
        _await(programs, port, data)
        calendar = Calendar(name, env["REDIS_URL"])
        yield Site(port, post, dns, receiver, data, stripe, paypal, razorpay, mux, calendar, env)
        for program in programs:
            program.require_alive()
        _prove_the_books(env)


def _prove_the_books(env: Mapping[str, str], *slugs: str) -> None:
    """Every book balances and has every order of the journeys, once what is under way has arrived."""
    deadline = time.monotonic() + BOOKS_SECONDS
    while True:
        try:
            return model.run(("-m", "provisioning.cli", "ledger", "verify", *slugs), env)
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(2)


def _mail(post: PostOffice) -> dict[str, str]:
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port), "EMAIL_USE_TLS": "0"}


def _static_files(env: Mapping[str, str]) -> Path:
    """Collected once until one of them changes."""
    home = data_home() / "static"
    folders = ("themes", "tenant_apps", "platform", "page_builder")
    files = [file for folder in folders for file in (model.ROOT / folder).glob("**/static/**/*") if file.is_file()]
    value = fingerprint(files, model.ROOT, (model.ROOT / "requirements/runtime.lock").read_text())
    stamp = home.with_suffix(".done")
    if not unchanged(stamp, value):
        command = ("manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0")
        model.run(command, {**env, "STATIC_ROOT": str(home)})
        remember(stamp, value)
    return home


def data_home() -> Path:
    """Where the journeys keep what outlives a run."""
    return Path(os.environ["MARQUE_DATA"]) / "journeys"


def _web(env: Mapping[str, str], port: int, data: Path) -> Program:
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "8", "--no-access-log", "marque.config.wsgi:application"]
    safe = {name: value for name, value in env.items() if name not in NOT_FOR_THE_WEB}
    return Program("web server", [sys.executable, *command], safe, data / "web.log")


def _worker(env: Mapping[str, str], data: Path) -> Program:
    command = ["-m", "celery", "-A", "marque.config.celery", "worker", "--queues", "default,provisioning,copies"]
    command += ["--pool", "threads", "--concurrency", "4", "--beat", "--schedule", str(data / "beat-schedule")]
    command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    return Program("worker", [sys.executable, *command], env, data / "worker.log")


def _await(programs: Sequence[Program], port: int, data: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        for program in programs:
            program.require_alive()
        assert time.monotonic() < deadline, f"The site did not start:\n{(data / 'web.log').read_text()[-4000:]}"
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
