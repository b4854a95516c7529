"""Stripe behind the payments port. Card numbers are typed into Stripe's own fields and never reach us (SAQ-A)."""
