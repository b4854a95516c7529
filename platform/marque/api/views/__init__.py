"""The API's resources."""
