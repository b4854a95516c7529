# Marque: `make demo` to see it, `make test` to trust it. Both set up everything they need.
SHELL := bash
PORT ?= 8000
export PORT

.PHONY: help demo test check fast reset assets lock
help:
	@sed -n 's/^## //p' Makefile

## make demo    start the demo on http://localhost:8000 (PORT= changes it); Ctrl-C stops it
demo:
	@bin/setup demo && exec bin/demo

## make test    lint, types, contracts, unit and integration tests, journeys in Chromium
test:
	@bin/setup test && exec bin/test

## make check   lint, format, types and import contracts alone
check:
	@bin/setup check && exec bin/check

## make fast    the tests that need no browser
fast:
	@bin/setup test && exec bin/with-services .venv/bin/python -m pytest -q -m "not journey and not slow"

## make reset   throw the demo's data away, after asking (FORCE=1 does not ask)
reset:
	@bin/reset

## make assets  build fonts and htmx into themes/static/vendor
assets:
	@bin/setup demo && bin/assets

## make lock    pin the dependencies anew (needs uv)
lock:
	@bin/lock
