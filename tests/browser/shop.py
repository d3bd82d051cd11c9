"""The demo's project through the API: what a test needs to be there before it looks at the page."""

from typing import Any
from uuid import uuid4

import httpx

from penstock.local.demo import PASSWORD


class Shop:
    """A session of one of the demo's people, in the project Shop."""

    def __init__(self, url: str, user: str) -> None:
        """Sign in."""
        self.url = url
        self.http = httpx.Client(base_url=f"{url}/api/", timeout=30, trust_env=False)
        self.http.get("session/")
        me = self.call("POST", "session/", {"username": user, "password": PASSWORD})
        self.project: str = next(one["id"] for one in me["projects"] if one["name"] == "Shop")

    def cookies(self) -> list[Any]:
        """The session, for a browser."""
        return [{"name": name, "value": value, "url": self.url} for name, value in self.http.cookies.items()]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON answer; fails on any other than a good one."""
        headers = {"x-csrftoken": self.http.cookies.get("csrftoken", ""), "referer": self.url}
        answer = self.http.request(method, path, json=body, headers=headers)
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if answer.content else None

    def demo_job(self) -> dict[str, Any]:
        """The demo's own job."""
        found: dict[str, Any] = next(
            one
            for one in self.call("GET", f"projects/{self.project}/jobs/?page_size=200")["results"]
            if one["name"] == "Orders per city"
        )
        return found

    def job(self, graph: dict[str, Any] | None = None, name: str | None = None) -> tuple[str, str]:
        """A new job with this draft: its name and its page's address. Nobody holds its lock."""
        name = name or f"Job {uuid4().hex[:6]}"
        drawn = {"graph": graph} if graph else {}
        made = self.call("POST", f"projects/{self.project}/jobs/", {"name": name, **drawn})
        self.call("DELETE", f"jobs/{made['id']}/lock/")
        return name, self.page(made["id"])

    def page(self, job: str) -> str:
        """The address of a job's page."""
        return f"/projects/{self.project}/jobs/{job}"
