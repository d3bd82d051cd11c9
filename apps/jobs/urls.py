"""Addresses of the job tree, jobs, versions and the catalogue."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from apps.jobs.api.checks import Checks, Functions, GraphSchema, Operators
from apps.jobs.api.jobs import Drafts, Jobs, Lock
from apps.jobs.api.tree import Folders, ProjectJobs, Tree
from apps.jobs.api.versions import Versions


class Number(IntConverter):
    """A version number, small enough for the database."""

    regex = "[1-9][0-9]{0,8}"


register_converter(Number, "number")

PROJECT = "projects/<uuid:project>"
JOB = "jobs/<uuid:job>"
VERSION = f"{JOB}/versions/<number:number>"

urlpatterns = [
    path(f"{PROJECT}/tree/", Tree.as_view({"get": "retrieve"})),
    path(f"{PROJECT}/folders/", Folders.as_view({"get": "list", "post": "create"})),
    path(f"{PROJECT}/folders/<uuid:id>/", Folders.as_view({"patch": "partial_update", "delete": "destroy"})),
    path(f"{PROJECT}/jobs/", ProjectJobs.as_view({"get": "list", "post": "create"})),
    path(f"{JOB}/", Jobs.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(f"{JOB}/lock/", Lock.as_view({"post": "take", "delete": "release"})),
    path(f"{JOB}/draft/", Drafts.as_view({"put": "save"})),
    path(f"{JOB}/drafts/", Drafts.as_view({"get": "list"})),
    path(f"{JOB}/check/", Checks.as_view({"post": "check"})),
    path(f"{JOB}/sql/", Checks.as_view({"get": "sql"})),
    path(f"{JOB}/preview/", Checks.as_view({"post": "preview"})),
    path(f"{JOB}/versions/", Versions.as_view({"get": "list", "post": "create"})),
    path(f"{VERSION}/", Versions.as_view({"get": "retrieve"})),
    path(f"{VERSION}/restore/", Versions.as_view({"post": "restore"})),
    path(f"{JOB}/diff/", Versions.as_view({"get": "diff"})),
    path("operators/", Operators.as_view()),
    path("graph-schema/", GraphSchema.as_view()),
    path("functions/", Functions.as_view()),
]
