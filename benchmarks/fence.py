"""What the tenancy layer costs: a page of text with the layer, and with a fixed role and path in its place."""

import json
import time
from dataclasses import asdict
from http.client import HTTPConnection
from statistics import median

from benchmarks import world
from benchmarks.load import Target, alternating
from benchmarks.servers import served

ROUNDS, SECONDS, SINGLE = 6, 4.0, 400
HOST, PATH = "okafor.localhost", "/terms/"


def main() -> None:
    """Measure and print."""
    world.prepare()
    from shared_apps.tenants.models import Tenant

    tenant = asdict(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current())
    fixed = json.dumps(tenant, default=str)
    application = "marque.config.wsgi:application"
    with (
        served(application, PAGE_CACHE="0") as fenced,
        served(application, PAGE_CACHE="0", DJANGO_SETTINGS_MODULE="benchmarks.sites.unfenced", UNFENCED=fixed) as bare,
    ):
        targets = {"fenced": Target(fenced, HOST, PATH), "bare": Target(bare, HOST, PATH)}
        speeds = alternating(targets, rounds=ROUNDS, seconds=SECONDS)
        times = _one_by_one({name: target.server.address for name, target in targets.items()})
    for name, words in (("bare", "without the layer"), ("fenced", "with the layer")):
        speed = speeds[name]
        print(
            f"{words:18}{speed.rate:8,.0f} requests/s {speed.cpu:6.2f} ms of a core {times[name] * 1000:6.2f} ms alone"
        )
    cpu, alone = speeds["fenced"].cpu / speeds["bare"].cpu, times["fenced"] / times["bare"]
    print(f"cost in rate {speeds['bare'].rate / speeds['fenced'].rate:.3f}, core {cpu:.3f}, alone {alone:.3f} (≤ 1.05)")


def _one_by_one(addresses: dict[str, str]) -> dict[str, float]:
    """The median time of one request with nobody else there, in turns."""
    connections = {name: HTTPConnection(address) for name, address in addresses.items()}
    seen: dict[str, list[float]] = {name: [] for name in addresses}
    for _turn in range(SINGLE):
        for name, connection in connections.items():
            started = time.perf_counter()
            connection.request("GET", PATH, headers={"Host": HOST})
            connection.getresponse().read()
            seen[name].append(time.perf_counter() - started)
    return {name: median(times) for name, times in seen.items()}


if __name__ == "__main__":
    main()
