"""`penstock test` as a CI calls it: a program, a token, an exit code and a JUnit report."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.engine.testing.conftest import Tested, orders

ROOT = Path(__file__).parents[3]
NOWHERE = {"rows": [{"city": "Nowhere"}], "partial": True}


def called(shop: Tested, *arguments: str, token: str = "") -> tuple[int, str, str]:
    """Exit code, what was printed, and what was complained."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "platform"),
        "PENSTOCK_URL": shop.stack.url("web"),
        "PENSTOCK_TOKEN": token or shop.token,
    }
    command = [sys.executable, "-m", "penstock.cli.main", "test", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def job(shop: Tested) -> str:
    """A job with one case that passes and one that does not."""
    job = shop.create_job("Tested by a CI")
    pack = shop.pack("orders for a CI", orders(100))
    accepted = shop.case(job, pack, "as it is")
    shop.post(f"runs/{shop.run(accepted['id'])['id']}/accept/")
    shop.case(job, pack, "one row too many", expected={"city_topic": NOWHERE})
    return job


def test_verdicts_reach_the_ci(shop: Tested, job: str, tmp_path: Path) -> None:
    report = tmp_path / "made" / "report.xml"
    code, said, complained = called(shop, "--job", "Tested by a CI", "--junit", str(report))
    assert (code, complained) == (1, "")
    assert "✓ as it is" in said
    assert "✗ one row too many" in said
    assert "missing: city=Nowhere" in said
    assert said.endswith("1 passed, 1 failed\n")
    root = ET.parse(report).getroot()
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["2", "1", "0"]
    failure = root.find(".//testcase[@name='one row too many']/failure")
    assert failure is not None
    assert "Nowhere" in (failure.text or "")


def test_a_version_is_tested_by_the_suite_that_it_came_with(shop: Tested, job: str) -> None:
    assert called(shop, "--job", job, "--of", "latest")[0] == 2
    number = shop.post(f"jobs/{job}/versions/", {"comment": ""}, 201)["number"]
    wrong = next(one for one in shop.get(f"jobs/{job}/cases/")["results"] if one["name"] != "as it is")
    shop.call("DELETE", f"cases/{wrong['id']}/")
    assert called(shop, "--job", job)[0] == 0
    assert called(shop, "--job", job, "--of", str(number))[0] == 1


def test_what_cannot_be_tested_is_a_sentence(shop: Tested, job: str) -> None:
    assert called(shop, "--job", "no such job") == (2, "", "error: There is no such job.\n")
    code, _, complained = called(shop, token="pk_wrong")
    assert code == 2
    assert "rejects the token" in complained
