"""The same small business in any tenant, every word of it marked, so that one word in the wrong place shows."""
