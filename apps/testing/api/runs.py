"""Runs: request, read, cancel, accept, and questions about their rows."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.permissions import require
from apps.core.viewsets import ScopedViewSet
from apps.jobs.viewsets import JobViewSet
from apps.testing.models import Case, Run, Trace
from apps.testing.selectors import cases as case_selectors
from apps.testing.selectors import runs as run_selectors
from apps.testing.selectors import traces as trace_selectors
from apps.testing.serializers.cases import CaseSerializer
from apps.testing.serializers.runs import (
    AcceptInput,
    BatchSerializer,
    ChangesQuery,
    ChangesSerializer,
    RunDetailSerializer,
    RunInput,
    RunsInput,
    RunsQuery,
    RunSummarySerializer,
    UnsavedRunInput,
)
from apps.testing.serializers.traces import TraceInput, TraceSerializer
from apps.testing.services import baselines, traces
from apps.testing.services import runs as services

_LINES = {(200, "application/x-ndjson"): OpenApiResponse(OpenApiTypes.STR, description="A change a line.")}


@extend_schema(tags=["tests"])
class JobRuns(JobViewSet):
    """The runs of a job."""

    model = Run
    serializer_class = RunSummarySerializer

    def scope(self) -> QuerySet[Run]:
        """The job's runs."""
        return run_selectors.runs(self.actor, self.job)

    @extend_schema(parameters=[RunsQuery])
    def list(self, request: Request, **_: Any) -> Response:
        """Runs, the newest first."""
        found = run_selectors.summaries(
            run_selectors.runs(self.actor, self.job, **self.query_params(RunsQuery))
        )
        page = self.paginate_queryset(found) or []
        run_selectors.mark_fresh(self.actor, self.job, page)
        return self.get_paginated_response(self.serialize(page, many=True))

    @extend_schema(request=UnsavedRunInput, responses={202: RunDetailSerializer})
    def create(self, request: Request, **_: Any) -> Response:
        """Run a case that is not saved, on the draft."""
        run = services.definition_run(actor=self.actor, job=self.job, **self.validated_data(UnsavedRunInput))
        return self._detail(run)

    @extend_schema(request=RunsInput, responses={202: BatchSerializer})
    def run_cases(self, request: Request, **_: Any) -> Response:
        """Run several cases at once, all when none are named; of a version, the suite that it came with."""
        batch, runs = services.cases_run(actor=self.actor, job=self.job, **self.validated_data(RunsInput))
        run_selectors.mark_fresh(self.actor, self.job, runs)
        shown = {"batch": batch, "runs": runs}
        return Response(
            BatchSerializer(shown, context=self.get_serializer_context()).data, status.HTTP_202_ACCEPTED
        )

    def _detail(self, run: Run) -> Response:
        run_selectors.mark_fresh(self.actor, self.job, [run])
        shown = RunDetailSerializer(run, context=self.get_serializer_context())
        return Response(shown.data, status.HTTP_202_ACCEPTED)


@extend_schema(tags=["tests"])
class CaseRuns(ScopedViewSet):
    """New runs of a case."""

    model = Case
    serializer_class = RunDetailSerializer

    def scope(self) -> QuerySet[Case]:
        """The actor's cases."""
        return case_selectors.cases(self.actor)

    @extend_schema(request=RunInput, responses={202: RunDetailSerializer})
    def run(self, request: Request, id: UUID) -> Response:
        """Run the case on the draft or on a version: an event announces the result."""
        case = self.get_object_or_404(id)
        run = services.case_run(actor=self.actor, case=case, **self.validated_data(RunInput))
        run_selectors.mark_fresh(self.actor, case.job, [run])
        return Response(self.serialize(run), status.HTTP_202_ACCEPTED)


@extend_schema(tags=["tests"])
class Runs(ScopedViewSet):
    """One run."""

    model = Run
    serializer_class = RunDetailSerializer

    def scope(self) -> QuerySet[Run]:
        """The actor's runs."""
        return run_selectors.runs(self.actor)

    def retrieve(self, request: Request, id: UUID) -> Response:
        """The run with the first rows of each output."""
        return self._answer(self.get_object_or_404(id))

    @extend_schema(request=None)
    def cancel(self, request: Request, id: UUID) -> Response:
        """Cancel it; a run that has ended stays as it is."""
        services.run_cancel(actor=self.actor, run=self.get_object_or_404(id))
        return self._answer(self.get_object_or_404(id))

    @extend_schema(parameters=[ChangesQuery], responses=ChangesSerializer)
    def output(self, request: Request, id: UUID, name: str) -> Response:
        """Some changes of an output."""
        run, asked = self.get_object_or_404(id), self.query_params(ChangesQuery)
        require(self.actor, "data.preview", on=run)
        found = run_selectors.output(run, name)
        shown = {
            **{field: getattr(found, field) for field in ("name", "columns", "key", "count", "kept")},
            "offset": asked["offset"],
            "changes": run_selectors.changes(found, **asked),
        }
        return Response(ChangesSerializer(shown).data)

    @extend_schema(responses=_LINES)
    def download(self, request: Request, id: UUID, name: str) -> StreamingHttpResponse:
        """All kept changes of an output, as JSON lines."""
        run = self.get_object_or_404(id)
        require(self.actor, "data.preview", on=run)
        found = run_selectors.output(run, name)
        answer = StreamingHttpResponse(
            _lines(run_selectors.all_changes(found)), content_type="application/x-ndjson"
        )
        answer.headers["Content-Disposition"] = 'attachment; filename="output.jsonl"'
        return answer

    @extend_schema(request=AcceptInput, responses=CaseSerializer)
    def accept(self, request: Request, id: UUID) -> Response:
        """Accept outputs as the expected rows; 409 when the case is no longer the one that was run."""
        run, sent = self.get_object_or_404(id), self.validated_data(AcceptInput)
        require(self.actor, "data.preview", on=run)
        case = baselines.run_accept(
            actor=self.actor, run=run, outputs=sent.get("outputs"), modes=sent.get("mode")
        )
        (shown,) = case_selectors.describe_cases(self.actor, case.job, [case])
        return Response(CaseSerializer(shown, context=self.get_serializer_context()).data)

    @extend_schema(request=TraceInput, responses={202: TraceSerializer})
    def ask(self, request: Request, id: UUID) -> Response:
        """Ask which input rows cause a row, or where a row goes; an event announces the answer."""
        trace = traces.trace_ask(
            actor=self.actor, run=self.get_object_or_404(id), question=self.validated_data(TraceInput)
        )
        return Response(TraceSerializer(trace).data, status.HTTP_202_ACCEPTED)

    def _answer(self, run: Run) -> Response:
        run_selectors.mark_fresh(self.actor, run.job, [run])
        return Response(self.serialize(run))


@extend_schema(tags=["tests"])
class Traces(ScopedViewSet):
    """One question about a row."""

    model = Trace
    serializer_class = TraceSerializer

    def scope(self) -> QuerySet[Trace]:
        """The actor's questions."""
        return trace_selectors.traces(self.actor)

    def retrieve(self, request: Request, id: UUID) -> Response:
        """The question, and its answer once it is done."""
        trace = self.get_object_or_404(id)
        require(self.actor, "data.preview", on=trace)
        return Response(self.serialize(trace))


def _lines(changes: list[dict[str, Any]]) -> Iterator[bytes]:
    for change in changes:
        yield json.dumps(change, ensure_ascii=False).encode() + b"\n"
