"""Which options of Flink's JDBC connector a person may give."""

from penstock.operators.option_policy import OptionPolicy

SINK = OptionPolicy(
    allowed=("sink.max-retries", "connection.max-retry-timeout"),
    own=(
        ("connector", "the operator's kind"),
        ("url", "Data source"),
        ("username", "Data source"),
        ("password", "Data source"),
        ("driver", "Data source"),
        ("table-name", "Table"),
        ("sink.buffer-flush.max-rows", "Batch size"),
        ("sink.buffer-flush.interval", "Flush interval"),
        ("sink.parallelism", "Parallelism"),
    ),
    # A driver's properties load classes and read files.
    refused=("properties.*", "url.*"),
)
