"""The programme travels in the file; the people in it do not."""

import pytest

from provisioning.manifest.apply import apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.pull import pull
from shared_apps.tenants.models import Tenant
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates.models import AffiliateProgramme, AffiliateText

SAYS = """
affiliates:
  joining: members
  click_days: 60
  renewals: months
  texts:
  - title: One line
    body: It ends quoting by the hour.
"""


def without(pulled: str) -> str:
    return pulled.split("affiliates:")[0]


def test_a_programme_reads_back_as_the_same(pulled, said):
    apply(wanted=said(without(pulled) + SAYS), by="test")

    programme, again = AffiliateProgramme.objects.get(), pull(tenant=Tenant.objects.get(slug="okafor"))
    assert (programme.joining, programme.approval, programme.click_days, programme.renewal_months) == (
        "members", "by_hand", 60, 12,
    )  # fmt: skip
    assert AffiliateText.objects.get().title == "One line"
    assert [line for line in SAYS.split("\n") if line.strip(" -") not in again] == []
    assert not plan_for(said(again)[0])


def test_what_the_studio_set_is_pulled_and_a_file_without_it_leaves_it(school, said):
    affiliates.save_programme(joining="nobody", approval="by_hand", click_days=30, renewals="first", by="alice")
    text = pull(tenant=Tenant.objects.get(slug="okafor"))

    same, silent = plan_for(said(text)[0]), plan_for(said(without(text))[0])

    assert ("joining: nobody" in text, bool(same), bool(silent)) == (True, False, False)


@pytest.mark.parametrize("wrong", ["click_days: 0", "click_days: 366", "joining: everyone", "renewal_months: 121"])
def test_terms_that_mean_nothing_are_named(wrong, pulled, said):
    with pytest.raises(BadManifest, match=wrong.split(":")[0]):
        said(f"{without(pulled)}\naffiliates:\n  {wrong}\n")
