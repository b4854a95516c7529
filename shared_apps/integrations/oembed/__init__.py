"""What other sites let be shown in a frame, by oEmbed."""
