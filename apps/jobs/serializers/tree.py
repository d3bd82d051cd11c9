"""JSON of the job tree: folders, jobs and the edit lock."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.fields import NameField
from apps.jobs.fields import GraphField
from apps.jobs.models import Folder, Job
from apps.jobs.serializers.drafts import DraftSerializer
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


class LockInput(serializers.Serializer[Any]):
    """`force` takes the lock over from its holder."""

    force = serializers.BooleanField(default=False)
