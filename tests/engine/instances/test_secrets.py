"""A17: the warehouse's password is known to nobody but the vault and the running job."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.engine.shop import Shop

pytestmark = pytest.mark.timeout(600)


def shapes(secret: str) -> list[bytes]:
    """The secret, and what of it shows in base64 wherever it begins."""
    found = [secret.encode()]
    for shift in range(3):
        encoded = base64.b64encode(b"x" * shift + secret.encode())
        # The ends depend on what is beside the secret; the middle doesn't.
        found.append(encoded[4:-4])
    return found


def found_in(secret: str, places: dict[str, bytes]) -> list[str]:
    """The places that hold the secret in any shape."""
    return [place for place, content in places.items() if any(shape in content for shape in shapes(secret))]


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below the folders."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()


def test_red_control_the_search_finds_each_shape() -> None:
    secret = "k7Qw-R2v9_Zt4LmXx0"
    document = json.dumps({"warehouse": {"password": secret}}).encode()
    for shift in range(3):
        encoded = base64.b64encode(b" " * shift + document)
        assert found_in(secret, {"argument": encoded}) == ["argument"]
    assert found_in(secret, {"plain": document, "clean": b"nothing"}) == ["plain"]


def test_the_password_is_nowhere_to_be_found(shop: Shop) -> None:
    secret = shop.stack.config.secrets["warehouse"]
    job = shop.job("Secretive")
    instance = shop.start(job)["id"]
    running = shop.until(instance, "running")
    flink = running["flink_job_id"]
    places: dict[str, bytes] = {}
    one = f"instances/{instance}"
    for path in (f"{one}/", f"{one}/history/", f"{one}/plan/", f"{one}/logs/", f"{one}/exceptions/"):
        places[path] = shop.http.get(path).content
    for path in (
        f"jobs/{job}/",
        f"jobs/{job}/sql/",
        f"jobs/{job}/versions/1/",
        f"projects/{shop.project}/datasources/",
    ):
        answer = shop.http.get(path)
        assert answer.status_code == 200, path
        places[path] = answer.content
    cluster = shop.stack.url("flink-test")
    for path in ("", "/config", "/plan", "/exceptions", "/checkpoints", "/jobmanager/config"):
        places[f"flink {path}"] = json.dumps(shop.cluster.http.get(f"/jobs/{flink}{path}")).encode()
    for path in ("/jars", "/jobmanager/config", "/config", "/jobs/overview"):
        places[f"{cluster}{path}"] = json.dumps(shop.cluster.http.get(path)).encode()
    data = shop.stack.config.data
    # The running job itself must hold it: so checkpoints and HA's job graph are Flink's to guard, not ours.
    places |= dict(files(data / "logs", data / "bundles", data / "flink" / "test" / "log"))
    places["database"] = shop.stack.manage("dumpdata").encode()
    places |= in_redis(shop)
    assert found_in(secret, places) == []
    shop.stop(instance)
    places = dict(files(data / "logs", data / "flink" / "test" / "log"))
    assert found_in(secret, places) == []


def in_redis(shop: Shop) -> dict[str, bytes]:
    """Everything in Redis as one text a key."""
    client = redis.Redis.from_url(shop.stack.env["PENSTOCK_REDIS_URL"])
    return {f"redis {key!r}": client.dump(key) or b"" for key in client.scan_iter()}
