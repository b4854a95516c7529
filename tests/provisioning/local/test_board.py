"""What the demo prints."""

from provisioning.local.board import table


def test_table_lines_up_its_columns():
    rows = [
        {"label": "Okafor", "url": "http://okafor.localhost:8000/", "email": "ada@example.com", "password": "quiet"},
        {"label": "Platform", "url": "http://localhost:8000/"},
    ]

    assert table(rows).splitlines() == [
        "  what       address                         sign in as        password",
        "  ────────   ─────────────────────────────   ───────────────   ────────",
        "  Okafor     http://okafor.localhost:8000/   ada@example.com   quiet",
        "  Platform   http://localhost:8000/",
    ]
