"""Where domains lead when they do not lead here, by name: “Wix” says more than an address."""

import ipaddress
from collections.abc import Iterable

# what CNAMEs end in → who that is
_HOSTS = {
    "cloudfront.net": "Amazon CloudFront", "fastly.net": "Fastly", "edgekey.net": "Akamai", "akamaiedge.net": "Akamai",
    "azureedge.net": "Azure", "azurewebsites.net": "Azure", "vercel-dns.com": "Vercel", "vercel.app": "Vercel",
    "netlify.app": "Netlify", "netlify.com": "Netlify", "github.io": "GitHub Pages", "herokudns.com": "Heroku",
    "squarespace.com": "Squarespace", "wixdns.net": "Wix", "shopify.com": "Shopify", "myshopify.com": "Shopify",
    "webflow.com": "Webflow", "kajabi.com": "Kajabi", "teachable.com": "Teachable", "podia.com": "Podia",
    "wordpress.com": "WordPress.com", "ghost.io": "Ghost", "substack.com": "Substack", "pages.dev": "Cloudflare Pages",
    "cdn.cloudflare.net": "Cloudflare", "godaddysites.com": "GoDaddy", "hubspot.net": "HubSpot",
}  # fmt: skip
# addresses that stand before a site of somebody's own and hide where it is (cloudflare.com/ips, api.fastly.com)
_PROXIES = {
    "Cloudflare": """
        173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18 190.93.240.0/20
        188.114.96.0/20 197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13 104.24.0.0/14 172.64.0.0/13
        131.0.72.0/22 2400:cb00::/32 2606:4700::/32 2803:f800::/32 2405:b500::/32 2405:8100::/32 2a06:98c0::/29
        2c0f:f248::/32""",
    "Fastly": "151.101.0.0/16 199.232.0.0/16 146.75.0.0/17 2a04:4e40::/32",
}
_NETWORKS = [
    (ipaddress.ip_network(network), name) for name, networks in _PROXIES.items() for network in networks.split()
]


def name_of(chain: Iterable[str], addresses: Iterable[str]) -> tuple[str, bool]:
    """Who is at these names and addresses ("" for nobody we know), and whether that hides the site behind it."""
    for address in addresses:
        for network, name in _NETWORKS:
            if ipaddress.ip_address(address) in network:
                return name, True
    for host in chain:
        for ending, name in _HOSTS.items():
            if host == ending or host.endswith("." + ending):
                return name, False
    return "", False
