from tenant_apps.media import actions
from tenant_apps.media.offline import parts_to_keep
from tests.tenant_apps.media.films import a_film, waiting


def names(parts) -> list[str]:
    return [part["url"].rpartition("/")[2] for part in parts]


def test_a_prepared_film_is_kept_at_one_height(in_okafor, tmp_path) -> None:
    made = a_film(tmp_path)
    actions.prepare_film(film_id=waiting(made).pk)
    made.refresh_from_db()

    parts, size = parts_to_keep(made)

    assert names(parts) == ["master.m3u8", "360.m3u8", "360.mp4", "poster.jpg"]
    assert (parts[0]["only"], size > 0) == ("360.m3u8", True)


def test_a_film_that_is_not_prepared_is_kept_as_it_is(in_okafor, tmp_path) -> None:
    made = a_film(tmp_path)

    parts, size = parts_to_keep(made)

    assert (names(parts), size) == (["lesson.mp4", "poster.jpg"], made.size)
