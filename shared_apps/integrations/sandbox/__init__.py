"""The embedded payment gateway: test cards, no account to open, no tables, no real money."""
