"""A small job that makes the planner load and compile what most jobs need."""

from __future__ import annotations

from penstock.compiler.script import Script, Statement

_SOURCE = """CREATE TEMPORARY TABLE `a` (
  `k` STRING, `v` DECIMAL(10, 2), `t` TIMESTAMP(3), WATERMARK FOR `t` AS `t` - INTERVAL '1' SECOND
)"""
_JOIN = """CREATE TEMPORARY VIEW `j` AS
SELECT l.k, l.v, r.v AS w, l.t FROM `f` AS l
JOIN `a` AS r ON l.k = r.k AND r.t BETWEEN l.t - INTERVAL '1' HOUR AND l.t"""
_WINDOW = """CREATE TEMPORARY VIEW `w` AS
SELECT window_start, k, SUM(v) AS total, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE `j`, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k"""
_KAFKA = (
    ("connector", "kafka"),
    ("topic", "warm"),
    ("properties.bootstrap.servers", "warm:9092"),
    ("scan.startup.mode", "latest-offset"),
    ("format", "json"),
)


def build_script(number: int) -> Script:
    """The job; each number gives another text, which no cache answers."""
    flow = f"CREATE TEMPORARY VIEW `f` AS SELECT * FROM `a` WHERE v > {number} AND UPPER(k) <> 'x'"  # noqa: S608
    return Script(
        {"parallelism.default": "1"},
        (
            Statement("a", "table", "a", _SOURCE, _KAFKA),
            Statement("f", "view", "f", flow, reads=("a",)),
            Statement("j", "view", "j", _JOIN, reads=("f", "a")),
            Statement("w", "view", "w", _WINDOW, reads=("j",)),
            Statement("s", "table", "s", "CREATE TEMPORARY TABLE `s`", _KAFKA, schema_from="w"),
            Statement("p", "table", "p", "CREATE TEMPORARY TABLE `p`", (("connector", "print"),), "f"),
            Statement("s", "insert", "s", "INSERT INTO `s` SELECT * FROM `w`", reads=("w",)),
            Statement("p", "insert", "p", "INSERT INTO `p` SELECT * FROM `f`", reads=("f",)),
        ),
    )
