"""A word in every title beside the marker: something to search for that may be echoed."""

COMMON = "Quagga"
