"""PayPal: the Orders API, approved on PayPal's own pages. No SDK."""
