"""Everything one machine needs: Postgres and Valkey from wheels, the demo, the assets. Nothing here imports Django."""
