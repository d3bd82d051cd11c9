"""Addresses of test cases and runs."""

from django.urls import path

from apps.testing.api.cases import Cases, JobCases, JobTestQueries
from apps.testing.api.runs import CaseRuns, JobRuns, Runs, Traces

JOB = "jobs/<uuid:job>"
CASE = "cases/<uuid:id>"
RUN = "runs/<uuid:id>"

urlpatterns = [
    path(f"{JOB}/cases/", JobCases.as_view({"get": "list", "post": "create"})),
    path(f"{JOB}/cases/run/", JobRuns.as_view({"post": "run_cases"})),
    path(f"{JOB}/runs/", JobRuns.as_view({"get": "list", "post": "create"})),
    path(f"{JOB}/bench/", JobTestQueries.as_view({"get": "surface"})),
    path(f"{JOB}/timeline/", JobTestQueries.as_view({"post": "timeline"})),
    path(f"{JOB}/suite/", JobTestQueries.as_view({"get": "suite"})),
    path(f"{JOB}/coverage/", JobTestQueries.as_view({"get": "coverage"})),
    path(f"{CASE}/", Cases.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(f"{CASE}/run/", CaseRuns.as_view({"post": "run"})),
    path(f"{RUN}/", Runs.as_view({"get": "retrieve"})),
    path(f"{RUN}/cancel/", Runs.as_view({"post": "cancel"})),
    path(f"{RUN}/accept/", Runs.as_view({"post": "accept"})),
    path(f"{RUN}/traces/", Runs.as_view({"post": "ask"})),
    path(f"{RUN}/outputs/<str:name>/", Runs.as_view({"get": "output"})),
    path(f"{RUN}/outputs/<str:name>/download/", Runs.as_view({"get": "download"})),
    path("traces/<uuid:id>/", Traces.as_view({"get": "retrieve"})),
]
