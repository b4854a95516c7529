"""What banks of the SEPA area read: account numbers, and files of credit transfers. Nobody is asked over a network."""
