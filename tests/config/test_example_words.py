"""Who one can be in the example is told with the address of this start, not of the first one."""

from pasillo.config.start import of_today

TOLD = "The example company is here: 200 cases.\n\nSign in at http://127.0.0.1:8000/sign-in with the password x as\n"


def test_a_house_that_moved_tells_its_new_address(tmp_path, monkeypatch):
    words = tmp_path / "example.txt"
    words.write_text(TOLD)
    monkeypatch.setenv("PASILLO_BASE_URL", "https://desk.nidalia.example")

    assert of_today(words) == TOLD.replace("http://127.0.0.1:8000", "https://desk.nidalia.example")
    assert words.read_text() == of_today(words)


def test_at_the_same_address_nothing_is_written(tmp_path, monkeypatch):
    words = tmp_path / "example.txt"
    words.write_text(TOLD)
    words.chmod(0o400)
    monkeypatch.setenv("PASILLO_BASE_URL", "http://127.0.0.1:8000")

    assert of_today(words) == TOLD
