"""Razorpay: orders paid by UPI, card or netbanking on Razorpay's hosted checkout. No SDK."""
