"""The embedded video host: ffmpeg on this machine, files behind signed addresses."""
