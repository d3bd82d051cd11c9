"""HTTP of instances."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.viewsets import ScopedViewSet
from apps.environments.selectors import environments
from apps.instances import selectors, services
from apps.instances.models import Instance
from apps.instances.serializers import (
    ExceptionSerializer,
    InstanceInput,
    InstanceSerializer,
    InstancesQuery,
    LogQuery,
    LogSerializer,
    MetricsSerializer,
    PlanSerializer,
    SavepointSerializer,
    StartAgainInput,
    StopInput,
    TransitionSerializer,
)
from apps.jobs import selectors as jobs
from apps.jobs.models import Job
from apps.projects.viewsets import ProjectViewSet

NOW = {"from": "now"}


@extend_schema(tags=["instances"])
class ProjectInstances(ProjectViewSet):
    """The instances of a project."""

    model = Instance
    serializer_class = InstanceSerializer

    def scope(self) -> QuerySet[Instance]:
        """The project's instances."""
        return selectors.instances_of(self.actor, self.project, {})

    @extend_schema(parameters=[InstancesQuery])
    def list(self, request: Request, **_: Any) -> Response:
        """What runs and ran, newest first."""
        wanted = self.query_params(InstancesQuery)
        return self.paginated_response(selectors.instances_of(self.actor, self.project, wanted))


@extend_schema(tags=["instances"])
class JobInstances(ScopedViewSet):
    """New instances of a job."""

    model = Job
    serializer_class = InstanceSerializer

    def scope(self) -> QuerySet[Job]:
        """The actor's jobs."""
        return jobs.jobs(self.actor)

    @extend_schema(request=InstanceInput, responses={201: InstanceSerializer})
    def create(self, request: Request, job: UUID) -> Response:
        """Run a version: the answer comes at once, the state follows."""
        found: Job = self.get_object_or_404(job)
        wanted = self.validated_data(InstanceInput)
        instance = services.instance_create(
            actor=self.actor,
            version=jobs.version_get(self.actor, found, wanted["version"]),
            environment=environments(self.actor, found.project).get(name=wanted["environment"]),
            start=wanted.get("start", NOW),
            settings=wanted.get("settings"),
        )
        return Response(self.serialize(instance), status.HTTP_201_CREATED)


@extend_schema(tags=["instances"])
class Instances(ScopedViewSet):
    """One instance."""

    model = Instance
    serializer_class = InstanceSerializer

    def scope(self) -> QuerySet[Instance]:
        """The actor's instances."""
        return selectors.instances(self.actor)

    def retrieve(self, request: Request, instance: UUID) -> Response:
        """Desired and observed state, and the active operation."""
        return Response(self.serialize(self.get_object_or_404(instance)))

    @extend_schema(request=StartAgainInput, responses={202: InstanceSerializer})
    def start(self, request: Request, instance: UUID) -> Response:
        """Start it again."""
        start = self.validated_data(StartAgainInput).get("start", NOW)
        services.instance_start(actor=self.actor, instance=self.get_object_or_404(instance), start=start)
        return Response(self.serialize(self.get_object_or_404(instance)), status.HTTP_202_ACCEPTED)

    @extend_schema(request=StopInput, responses={202: InstanceSerializer})
    def stop(self, request: Request, instance: UUID) -> Response:
        """Stop it, with a savepoint by default."""
        services.instance_stop(
            actor=self.actor, instance=self.get_object_or_404(instance), **self.validated_data(StopInput)
        )
        return Response(self.serialize(self.get_object_or_404(instance)), status.HTTP_202_ACCEPTED)

    @extend_schema(responses=SavepointSerializer(many=True))
    def savepoints(self, request: Request, instance: UUID) -> Response:
        """Its savepoints, newest first."""
        rows = self.paginate_queryset(selectors.savepoints(self.actor, self.get_object_or_404(instance)))
        return self.get_paginated_response(SavepointSerializer(rows, many=True).data)

    @extend_schema(request=None, responses={202: SavepointSerializer})
    def take_savepoint(self, request: Request, instance: UUID) -> Response:
        """Take a savepoint; it is pending until the cluster has written it."""
        savepoint = services.savepoint_take(actor=self.actor, instance=self.get_object_or_404(instance))
        return Response(SavepointSerializer(savepoint).data, status.HTTP_202_ACCEPTED)

    @extend_schema(responses=ExceptionSerializer(many=True))
    def exceptions(self, request: Request, instance: UUID) -> Response:
        """Why it failed or restarted, newest first."""
        found = selectors.exceptions(self.get_object_or_404(instance))
        return Response({"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(parameters=[LogQuery], responses=LogSerializer)
    def logs(self, request: Request, instance: UUID) -> Response:
        """The end of one of the cluster's logs, as far as it is about this instance."""
        found, source = self.get_object_or_404(instance), self.query_params(LogQuery)["source"]
        lines = selectors.log_lines(found, source)
        return Response({"source": source, "sources": selectors.log_sources(found), "lines": lines})

    @extend_schema(responses=MetricsSerializer)
    def metrics(self, request: Request, instance: UUID) -> Response:
        """Records per second and back-pressure, by node."""
        return Response({"nodes": selectors.metrics(self.get_object_or_404(instance))})

    @extend_schema(responses=PlanSerializer)
    def plan(self, request: Request, instance: UUID) -> Response:
        """The job's operators as Flink runs them."""
        return Response(selectors.plan(self.get_object_or_404(instance)))

    @extend_schema(responses=TransitionSerializer(many=True))
    def history(self, request: Request, instance: UUID) -> Response:
        """What happened to it, by whom, newest first."""
        rows = self.paginate_queryset(selectors.history(self.actor, self.get_object_or_404(instance)))
        return self.get_paginated_response(TransitionSerializer(rows, many=True).data)
