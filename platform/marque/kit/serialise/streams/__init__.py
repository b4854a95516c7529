"""Streams of whole tables: the exact copy of a tenant, written and read by Postgres itself (ADR 0020)."""
