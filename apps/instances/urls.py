"""Addresses of instances."""

from django.urls import path

from apps.instances.api import Instances, JobInstances, ProjectInstances

_ONE = "instances/<uuid:instance>/"

urlpatterns = [
    path("projects/<uuid:project>/instances/", ProjectInstances.as_view({"get": "list"})),
    path("jobs/<uuid:job>/instances/", JobInstances.as_view({"post": "create"})),
    path(_ONE, Instances.as_view({"get": "retrieve"})),
    path(f"{_ONE}start/", Instances.as_view({"post": "start"})),
    path(f"{_ONE}stop/", Instances.as_view({"post": "stop"})),
    path(f"{_ONE}savepoints/", Instances.as_view({"get": "savepoints", "post": "take_savepoint"})),
    path(f"{_ONE}exceptions/", Instances.as_view({"get": "exceptions"})),
    path(f"{_ONE}logs/", Instances.as_view({"get": "logs"})),
    path(f"{_ONE}metrics/", Instances.as_view({"get": "metrics"})),
    path(f"{_ONE}plan/", Instances.as_view({"get": "plan"})),
    path(f"{_ONE}history/", Instances.as_view({"get": "history"})),
]
