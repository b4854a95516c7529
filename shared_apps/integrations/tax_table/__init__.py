"""Tax by table: the creator's own rates, and the EU's standard ones."""
