"""Ratios measured in one run, `bin/with-services .venv/bin/python -m benchmarks.<name>`: see docs/benchmarks.md."""
