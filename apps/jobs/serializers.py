"""JSON of folders, jobs, drafts and versions."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.fields import NameField
from apps.core.serializers import ProblemSerializer
from apps.jobs.fields import EdgeField, GraphField, NodeField
from apps.jobs.models import Draft, Folder, Job, SideDraft, Version
from apps.projects.serializers import PersonSerializer


class FolderSerializer(serializers.ModelSerializer[Folder]):
    """A branch of the tree."""

    class Meta:
        model = Folder
        fields = ["id", "parent", "name"]
        read_only_fields = fields


class LockSerializer(serializers.Serializer[Any]):
    """Who may edit, since when, and whether that is the current user."""

    user = PersonSerializer()
    since = serializers.DateTimeField()
    mine = serializers.BooleanField()


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job in lists and in the tree."""

    lock = serializers.SerializerMethodField()
    created_by = PersonSerializer()
    last_version = serializers.IntegerField(source="last_number", help_text="0 before the first version")

    class Meta:
        model = Job
        fields = [
            "id", "project", "folder", "name", "description", "lock", "last_version", "created_by",
            "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(LockSerializer(allow_null=True))
    def get_lock(self, job: Job) -> dict[str, Any] | None:
        """The edit lock, null when nobody holds it."""
        if job.locked_by is None:
            return None
        mine = job.locked_by.pk == self.context["request"].user.pk
        person = PersonSerializer(job.locked_by).data
        return {"user": person, "since": job.locked_at, "mine": mine}


class SavedSerializer(serializers.ModelSerializer[Draft]):
    """A saved draft without its graph: what the next save builds on."""

    saved_at = serializers.DateTimeField(source="updated_at")
    saved_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Draft
        fields = ["revision", "saved_at", "saved_by"]
        read_only_fields = fields


class DraftSerializer(SavedSerializer):
    """The draft with its graph."""

    graph = GraphField()

    class Meta(SavedSerializer.Meta):
        fields = ["graph", *SavedSerializer.Meta.fields]
        read_only_fields = fields


class JobDetailSerializer(JobSerializer):
    """A job with its draft."""

    draft = DraftSerializer()

    class Meta(JobSerializer.Meta):
        fields = [*JobSerializer.Meta.fields, "draft"]
        read_only_fields = fields


class TreeSerializer(serializers.Serializer[Any]):
    """The whole tree of a project, flat: folders name their parent, jobs their folder."""

    folders = FolderSerializer(many=True)
    jobs = JobSerializer(many=True)


class SideDraftSerializer(serializers.ModelSerializer[SideDraft]):
    """Work kept beside the draft."""

    user = PersonSerializer()
    graph = GraphField()

    class Meta:
        model = SideDraft
        fields = ["id", "user", "base_revision", "reason", "graph", "created_at", "updated_at"]
        read_only_fields = fields


class VersionSerializer(serializers.ModelSerializer[Version]):
    """A version in lists."""

    created_by = PersonSerializer()

    class Meta:
        model = Version
        fields = ["id", "number", "comment", "created_by", "created_at", "content_hash", "bundle_sha256"]
        read_only_fields = fields


class VersionDetailSerializer(VersionSerializer):
    """A version with its graph."""

    graph = GraphField()

    class Meta(VersionSerializer.Meta):
        fields = [*VersionSerializer.Meta.fields, "graph"]
        read_only_fields = fields


class FolderInput(serializers.Serializer[Any]):
    """A new or changed folder."""

    name = NameField()
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]


class JobInput(serializers.Serializer[Any]):
    """A changed job."""

    name = NameField()
    folder = serializers.UUIDField(required=False, allow_null=True)
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class NewJobInput(JobInput):
    """A new job, empty or with a graph."""

    graph = GraphField(required=False)


class DraftInput(serializers.Serializer[Any]):
    """A graph to save, and the revision that it builds on."""

    graph = GraphField()
    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 2)


class LockInput(serializers.Serializer[Any]):
    """`force` takes the lock over from its holder."""

    force = serializers.BooleanField(default=False)


class GraphInput(serializers.Serializer[Any]):
    """A graph; the saved draft when it is left out."""

    graph = GraphField(required=False)


class PreviewInput(GraphInput):
    """Which source or sink to look into."""

    node = serializers.CharField(max_length=100)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)


class SubmitInput(serializers.Serializer[Any]):
    """What is new in the version."""

    comment = serializers.CharField(max_length=1000, allow_blank=True, default="")


class ScriptQuery(serializers.Serializer[Any]):
    """A version's number; the draft when it is left out."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class DiffQuery(serializers.Serializer[Any]):
    """Two points: version numbers or `draft`."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a keyword of Python, so the fields are named here."""
        return {
            name: serializers.RegexField(re.compile(r"^([1-9]\d{0,8}|draft)\Z")) for name in ("from", "to")
        }


class NodeColumnSerializer(serializers.Serializer[Any]):
    """A column that a node gives."""

    name = serializers.CharField()
    type = serializers.CharField()
    nullable = serializers.BooleanField(default=True)


class NodeReportSerializer(serializers.Serializer[Any]):
    """What the planner says of a node."""

    columns = NodeColumnSerializer(many=True)


class CheckReportSerializer(serializers.Serializer[Any]):
    """Everything that is wrong, and each node's columns (by node id)."""

    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    nodes = serializers.DictField(child=NodeReportSerializer())
    sql = serializers.CharField(allow_null=True)


class ScriptSerializer(serializers.Serializer[Any]):
    """Generated Flink SQL; secrets appear as references."""

    sql = serializers.CharField()


class PointSerializer(serializers.Serializer[Any]):
    """One side of a comparison."""

    point = serializers.CharField(help_text="A version's number, or draft")
    graph = GraphField()


class ChangeSerializer(serializers.Serializer[Any]):
    """A field with its value before and after; null where a side has none."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class NodeChangeSerializer(serializers.Serializer[Any]):
    """A node on both sides, and what is different in it."""

    id = serializers.CharField()
    name = serializers.CharField()
    changes = ChangeSerializer(many=True)


class NodesDiffSerializer(serializers.Serializer[Any]):
    """Nodes that came, went or changed; mere moves don't count."""

    added = serializers.ListField(child=NodeField())
    removed = serializers.ListField(child=NodeField())
    changed = NodeChangeSerializer(many=True)


class EdgesDiffSerializer(serializers.Serializer[Any]):
    """Edges that came or went."""

    added = serializers.ListField(child=EdgeField())
    removed = serializers.ListField(child=EdgeField())


class GraphDiffSerializer(serializers.Serializer[Any]):
    """What one must change in the first graph to get the second."""

    nodes = NodesDiffSerializer()
    edges = EdgesDiffSerializer()
    settings = ChangeSerializer(many=True)


class DiffSerializer(serializers.Serializer[Any]):
    """Two graphs and what differs."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a keyword of Python, so the fields are named here."""
        return {"from": PointSerializer(), "to": PointSerializer(), "diff": GraphDiffSerializer()}


class PortSerializer(serializers.Serializer[Any]):
    """Where edges begin or end."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    many = serializers.BooleanField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]


class PortsSerializer(serializers.Serializer[Any]):
    """The ports of a kind."""

    inputs = PortSerializer(many=True)
    outputs = PortSerializer(many=True)


class OperatorSerializer(serializers.Serializer[Any]):
    """A kind of the palette: its form is the JSON Schema in `params`."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    group = serializers.CharField()
    icon = serializers.CharField()
    summary = serializers.CharField()
    ports = PortsSerializer()
    params = serializers.DictField()
    connectors = serializers.ListField(child=serializers.CharField())
    example = serializers.DictField()
    docs = serializers.CharField()


class FunctionSerializer(serializers.Serializer[Any]):
    """A built-in function of Flink."""

    name = serializers.CharField()
    signatures = serializers.ListField(child=serializers.CharField())


class FunctionsSerializer(serializers.Serializer[Any]):
    """All of them."""

    functions = FunctionSerializer(many=True)
