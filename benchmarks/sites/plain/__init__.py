"""A site as `wagtail start` makes one, to compare with."""

SLUG = "plain"
