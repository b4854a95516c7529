"""The faces a PDF carries, and those of this machine that have a letter."""

import subprocess


def faces(pdf: bytes) -> set[str]:
    """By family, as far as its letters travel with the file."""
    said = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    lines = [line.split() for line in said.splitlines()[2:]]
    # … encoding emb sub uni object ID
    return {line[0].rpartition("+")[2].replace("-", "") for line in lines if line[-5] == "yes"}


def faces_with(letter: str) -> set[str]:
    """The families of this machine that have a letter."""
    query = ["fc-list", f":charset={ord(letter):x}", "family"]
    said = subprocess.run(query, capture_output=True, check=True).stdout.decode()
    return {family.strip().replace(" ", "") for line in said.splitlines() for family in line.split(",")}


def foreign(name: str) -> set[str]:
    """The letters that no face of the themes has."""
    return {letter for letter in name if ord(letter) > 0x24F}
