"""The round that is made in every business."""

from marque.kit.tenancy.context import require_tenant
from tenant_apps.courses import tasks


def test_sweep_asks_every_business_though_one_would_fail(okafor, other, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.look, "delay", lambda: asked.append(require_tenant().slug))
    monkeypatch.setattr("tenant_apps.courses.actions.publish_due", lambda: 1 / 0)

    tasks.sweep()

    assert {okafor.slug, other.slug} <= set(asked)


def test_look_hands_a_lost_zip_to_a_worker(in_okafor, monkeypatch) -> None:
    handed: list[int] = []
    monkeypatch.setattr("tenant_apps.courses.actions.unheard_zips", lambda: [7])
    monkeypatch.setattr(tasks.work_on_zip, "delay", lambda *, import_id: handed.append(import_id))

    tasks.look.run()

    assert handed == [7]
