"""A hundred thousand of everything that grows: no page and no sweep may read a whole table."""
