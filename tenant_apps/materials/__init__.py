"""What lessons hold beyond text and a file: spots, steps, code, embeds, surveys, live sessions, discussions."""
