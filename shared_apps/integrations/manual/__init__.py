"""Money that comes without a gateway: by bank transfer, in cash, on invoice."""
