"""Files for the platform's bank: payouts of many businesses that leave together."""
