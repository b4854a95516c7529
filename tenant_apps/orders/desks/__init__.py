"""What the Studio has about selling besides the list of orders."""
