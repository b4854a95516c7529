"""What the engine asks of a provider: Protocols, and the frozen dataclasses that go in and out."""
