"""An agency's own place on the platform's host: its businesses, what is going on, and its tokens."""
