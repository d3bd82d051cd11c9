"""`penstock test` where nothing can be tested: sentences, and the exit code 2."""

import pytest

from penstock.cli.main import main


@pytest.mark.parametrize(
    ("url", "token", "says"),
    [
        ("", "t", "There is no server address"),
        ("http://127.0.0.1:9", "", "Set PENSTOCK_TOKEN"),
        ("http://127.0.0.1:9", "t", "http://127.0.0.1:9 does not respond"),
        ("localhost", "t", "is not the address of a server"),
        ("http://[::", "t", "is not the address of a server"),
    ],
)
def test_a_server_that_cannot_be_asked(
    url: str,
    token: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("PENSTOCK_URL", raising=False)
    monkeypatch.setenv("PENSTOCK_TOKEN", token)
    assert main(["test", *(["--url", url] if url else [])]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
