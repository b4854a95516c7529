"""Mux: films sent there by browsers, prepared and played with signed addresses."""
