"""What the journeys run on: a site of their own, its post, and browsers that notice what goes wrong."""
