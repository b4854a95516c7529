"""`python -m provisioning.cli`."""

from provisioning.cli.main import main

main()
