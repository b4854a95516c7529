import json

import pytest

from provisioning.capsule import keys
from provisioning.capsule.refusals import UnknownSigner
from provisioning.isolation.check import Finding
from provisioning.isolation.report import BadReport, read_report, write_report

FINDINGS = [Finding("okafor", "other", "sql", "A way", ""), Finding("other", "okafor", "sql", "A way", "Crossed: it")]


def test_write_report_counts_what_crossed_and_is_believed(tmp_path):
    file = tmp_path / "report.json"

    written = write_report(FINDINGS, file)
    read, signer = read_report(file)

    assert (read, written["attempts"], written["crossed"]) == (written, 2, 1)
    assert signer == keys.fingerprint(keys.public_text(keys.own_key()))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Crossed: it", ""),
        lambda text: text.replace('"crossed": 1', '"crossed": 0'),
        lambda text: text[: len(text) // 2],
        lambda text: json.dumps({"report": json.loads(text)["report"]}),
        lambda text: "[]",
    ],
)
def test_read_report_that_was_changed_is_refused(tmp_path, change):
    file = tmp_path / "report.json"
    write_report(FINDINGS, file)
    file.write_text(change(file.read_text()))

    with pytest.raises(BadReport):
        read_report(file)


def test_read_report_of_an_unknown_signer_needs_trust(tmp_path, settings):
    file = tmp_path / "report.json"
    settings.CAPSULE_SIGNING_KEY = keys.new_key()
    write_report(FINDINGS, file)
    settings.CAPSULE_SIGNING_KEY = keys.new_key()

    with pytest.raises(UnknownSigner):
        read_report(file)
    assert read_report(file, trust=True)[0]["crossed"] == 1
