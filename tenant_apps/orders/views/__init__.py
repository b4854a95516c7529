"""The visitor's way from an offer to a receipt."""
