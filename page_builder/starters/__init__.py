"""Pages to start from: plain words in, a page's blocks out."""

from page_builder.starters.academy import academy_home
from page_builder.starters.build import Body, text_body
from page_builder.starters.course import course_landing
from page_builder.starters.platform import platform_about, platform_home

__all__ = ["Body", "academy_home", "course_landing", "platform_about", "platform_home", "text_body"]
