"""What can be done to a subscription, by its person and by the business: asked with clear amounts, then done."""
