"""Cases, and what of a job can be tested."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.viewsets import ScopedViewSet
from apps.jobs import selectors as jobs
from apps.jobs.viewsets import JobViewSet
from apps.testing.compiled_job import compile_job
from apps.testing.models import Case
from apps.testing.selectors import cases as case_selectors
from apps.testing.selectors import coverage, suites, test_surface
from apps.testing.serializers.cases import (
    CaseChange,
    CaseSerializer,
    CoverageSerializer,
    NewCaseInput,
    SuiteQuery,
    SuiteSerializer,
    TestSurfaceSerializer,
    TimelineInput,
    TimelineSerializer,
    VersionQuery,
)
from apps.testing.services import cases as services


@extend_schema(tags=["tests"])
class JobCases(JobViewSet):
    """The test cases of a job."""

    model = Case
    serializer_class = CaseSerializer

    def scope(self) -> QuerySet[Case]:
        """The job's cases."""
        return case_selectors.cases(self.actor, self.job)

    def list(self, request: Request, **_: Any) -> Response:
        """All cases, each with its last run."""
        page = self.paginate_queryset(self.get_queryset()) or []
        shown = case_selectors.describe_cases(self.actor, self.job, page)
        return self.get_paginated_response(self.serialize(shown, many=True))

    @extend_schema(request=NewCaseInput, responses={201: CaseSerializer})
    def create(self, request: Request, **_: Any) -> Response:
        """Add a case."""
        case = services.case_create(actor=self.actor, job=self.job, **self.validated_data(NewCaseInput))
        (shown,) = case_selectors.describe_cases(self.actor, self.job, [case])
        return Response(self.serialize(shown), status.HTTP_201_CREATED)


@extend_schema(tags=["tests"])
class Cases(ScopedViewSet):
    """One case."""

    model = Case
    serializer_class = CaseSerializer

    def scope(self) -> QuerySet[Case]:
        """The actor's cases."""
        return case_selectors.cases(self.actor)

    def retrieve(self, request: Request, id: UUID) -> Response:
        """The case with its last run."""
        return self._answer(self.get_object_or_404(id))

    @extend_schema(request=CaseChange)
    def partial_update(self, request: Request, id: UUID) -> Response:
        """Change it; 409 `stale-case` when it has another revision meanwhile."""
        case = self.get_object_or_404(id)
        return self._answer(
            services.case_edit(actor=self.actor, case=case, **self.validated_data(CaseChange))
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID) -> Response:
        """Delete it; its runs stay with the job for a while."""
        services.case_delete(actor=self.actor, case=self.get_object_or_404(id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _answer(self, case: Case) -> Response:
        (shown,) = case_selectors.describe_cases(self.actor, case.job, [case])
        return Response(self.serialize(shown))


@extend_schema(tags=["tests"])
class JobTestQueries(JobViewSet):
    """Questions about a job's tests; none of them changes anything."""

    model = Case
    serializer_class = TestSurfaceSerializer

    @extend_schema(parameters=[VersionQuery], responses=TestSurfaceSerializer)
    def surface(self, request: Request, **_: Any) -> Response:
        """Sources, sinks, and what cannot be exact; of the draft or of a version."""
        compiled = compile_job(self.actor, self.job, self.query_params(VersionQuery).get("version"))
        return Response(TestSurfaceSerializer(test_surface.describe_surface(compiled)).data)

    @extend_schema(request=TimelineInput, responses=TimelineSerializer)
    def timeline(self, request: Request, **_: Any) -> Response:
        """When the rows of each source would arrive, against their watermark."""
        sent = self.validated_data(TimelineInput)
        compiled = compile_job(self.actor, self.job, sent.get("version"))
        return Response(
            TimelineSerializer(test_surface.build_timeline(self.actor, compiled, sent["inputs"])).data
        )

    @extend_schema(parameters=[SuiteQuery], responses=SuiteSerializer)
    def suite(self, request: Request, **_: Any) -> Response:
        """Whether the suite of a version is green on exactly its content."""
        number = self.query_params(SuiteQuery).get("version", self.job.last_number)
        verdict = suites.suite_state(jobs.version_get(self.actor, self.job, number))
        return Response(SuiteSerializer(verdict.to_dict()).data)

    @extend_schema(parameters=[VersionQuery], responses=CoverageSerializer)
    def coverage(self, request: Request, **_: Any) -> Response:
        """What the cases exercise, by their newest runs that measured it."""
        compiled = compile_job(self.actor, self.job, self.query_params(VersionQuery).get("version"))
        return Response(CoverageSerializer(coverage.merge_coverage(compiled)).data)
