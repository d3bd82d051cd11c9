"""What the planner says of sound and of wrong statements, one line a case."""

import re
from typing import Any

import pytest

from penstock.compiler.script import Script
from penstock.planner.client import Planner
from tests.engine.planner import jobs

WINDOW = "FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))"
KAFKA = (("connector", "kafka"), ("topic", "t"), ("properties.bootstrap.servers", "x:1"), ("format", "json"))


def verdicts(planner: Planner, script: Script) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = planner.check(script)["statements"]
    assert len(statements) == len(script.statements)
    return statements


def error(planner: Planner, script: Script, index: int = 1) -> dict[str, Any]:
    verdict = verdicts(planner, script)[index]
    assert not verdict["ok"], verdict
    found: dict[str, Any] = verdict["error"]
    # Whatever is wrong, people never see Java.
    assert not re.search(r"\w+\.\w+\.[A-Z]\w+|Exception|\bat .*\.java", found["message"]), found["message"]
    return found


def place(found: dict[str, Any]) -> tuple[int, int, int, int]:
    return found["line"], found["column"], found["end_line"], found["end_column"]


def test_a_sound_job_gives_columns_of_every_statement(planner: Planner) -> None:
    query = (
        f"SELECT window_start, city, SUM(amount) AS total\n{WINDOW}\nGROUP BY window_start, window_end, city"
    )
    table, view, out, insert = verdicts(planner, jobs.script(jobs.view(query), *jobs.sink("q")))
    assert table["columns"][3] == {
        "name": "order_time",
        "type": "TIMESTAMP(3)",
        "nullable": True,
        "time": "event",
    }
    assert view["columns"] == [
        {"name": "window_start", "type": "TIMESTAMP(3)", "nullable": False},
        {"name": "city", "type": "STRING", "nullable": True},
        {"name": "total", "type": "DECIMAL(38, 2)", "nullable": True},
    ]
    assert out["ok"]
    assert insert["ok"]


def test_a_sink_takes_the_columns_of_its_input(planner: Planner) -> None:
    table, insert = jobs.sink("orders", options=(("connector", "upsert-kafka"), *KAFKA[1:3]))
    options = (*table.options, ("key.format", "json"), ("value.format", "json"))
    keyed = table.__class__("out", "table", "out", table.sql, options, "orders", ("order_id",))
    _, out, write = verdicts(planner, jobs.script(keyed, insert))
    assert write["ok"], write
    names = [(c["name"], c["nullable"]) for c in out["columns"]]
    assert names == [("order_id", False), ("city", True), ("amount", True), ("order_time", True)]
    assert "time" not in out["columns"][3]


@pytest.mark.parametrize(
    ("text", "kind", "at", "says"),
    [
        ("SELECT citi FROM orders", "validate", (2, 8, 2, 11), "Column 'citi' not found"),
        ("SELECT\n  city,\n  citi\nFROM orders", "validate", (4, 3, 4, 6), "Column 'citi'"),
        ("SELECT city FRM orders", "parse", (2, 17, 2, 22), "Unexpected 'orders'"),
        ("SELECT city FROM", "parse", (2, 16, 2, 16), "The text ends too early"),
        ("SELECT 'open FROM orders", "parse", (2, 8, 2, 8), "quote is not closed"),
        ("SELECT city + 1 FROM ordrs", "validate", (2, 22, 2, 26), "'ordrs' is not an input"),
        ("SELECT LENGHT(city) FROM orders", "validate", (2, 8, 2, 19), "LENGHT"),
        (
            "SELECT city FROM orders WHERE amount",
            "validate",
            (2, 31, 2, 36),
            "must be a condition",
        ),
        ("SELECT city, COUNT(*) FROM orders", "validate", (2, 8, 2, 11), "not being grouped"),
    ],
)
def test_a_wrong_query_is_told_with_its_place(
    planner: Planner, text: str, kind: str, at: tuple[int, ...], says: str
) -> None:
    found = error(planner, jobs.script(jobs.view(text)))
    assert says in found["message"]
    assert (found["kind"], place(found)) == (kind, at)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1; DROP TABLE orders",
        "SELECT 1; SELECT 2",
        "DROP TABLE orders",
        "SET 'a' = 'b'",
        "RESET",
        "ADD JAR '/tmp/x.jar'",
        "CREATE FUNCTION f AS 'a.b.C' USING JAR 'file:///tmp/x.jar'",
        "CREATE TEMPORARY FUNCTION f AS 'a.b.C'",
        "CREATE CATALOG c WITH ('type' = 'jdbc')",
        "CREATE TABLE t (a INT) WITH ('connector' = 'print')",
        "LOAD MODULE hive",
        "CALL sys.run()",
        "EXPLAIN SELECT * FROM orders",
        "DESCRIBE orders",
        "SHOW TABLES",
        "USE CATALOG c",
        "INSERT INTO orders SELECT * FROM orders",
        "EXECUTE PLAN '/tmp/plan.json'",
        "COMPILE PLAN '/tmp/plan.json' FOR INSERT INTO orders SELECT * FROM orders",
        "EXECUTE STATEMENT SET BEGIN INSERT INTO orders SELECT * FROM orders; END",
        "DELETE FROM orders",
        "UPDATE orders SET city = 'x'",
        "TRUNCATE TABLE orders",
        "ANALYZE TABLE orders COMPUTE STATISTICS",
        "",
        "-- nothing",
    ],
)
def test_only_a_query_may_stand_in_a_sql_operator(planner: Planner, text: str) -> None:
    found = error(planner, jobs.script(jobs.view(text)))
    assert found["kind"] in ("not-a-query", "parse")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM orders /*+ OPTIONS('topic'='secret') */",
        "SELECT * FROM orders /*+ options('properties.bootstrap.servers'='evil:1') */ AS o",
        "SELECT * FROM (SELECT * FROM orders /*+ OPTIONS('topic'='x') */)",
        "SELECT a.city FROM orders a JOIN orders /*+ OPTIONS('topic'='x') */ b ON a.city = b.city",
        "WITH o AS (SELECT * FROM orders /*+ OPTIONS('topic'='x') */) SELECT * FROM o",
    ],
)
def test_options_cannot_be_changed_by_a_hint(planner: Planner, text: str) -> None:
    assert "OPTIONS is not allowed" in error(planner, jobs.script(jobs.view(text)))["message"]


@pytest.mark.parametrize(
    "text",
    [
        "amount > 1) OR (1 = 1",
        "1 = 1) UNION ALL (SELECT * FROM orders",
        "amount > 1; DROP TABLE orders",
        "amount > ",
        "SELECT * FROM orders",
        "",
    ],
)
def test_a_condition_is_exactly_one_expression(planner: Planner, text: str) -> None:
    found = error(planner, jobs.script(jobs.condition(text)))
    assert found["kind"] in ("parse", "not-a-query")
    assert found["line"] in (2, None)


def test_a_condition_may_be_any_expression(planner: Planner) -> None:
    for text in ("amount > 1", "city IN ('a', 'b') AND amount BETWEEN 1 AND 2", "city LIKE '%;--'"):
        assert verdicts(planner, jobs.script(jobs.condition(text)))[1]["ok"], text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM other",
        "SELECT * FROM `default_catalog`.`default_database`.`other`",
        "SELECT * FROM orders WHERE city IN (SELECT city FROM other)",
        "SELECT * FROM orders o JOIN other x ON o.city = x.city",
        "SELECT o.* FROM orders o, LATERAL (SELECT * FROM other) AS x",
        "SELECT * FROM TABLE(TUMBLE(TABLE other, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))",
        "SELECT * FROM orders UNION ALL SELECT * FROM other",
        "SELECT * FROM orders, other FOR SYSTEM_TIME AS OF orders.order_time AS o",
    ],
)
def test_a_query_reads_its_inputs_only(planner: Planner, text: str) -> None:
    other = jobs.view("SELECT * FROM orders", name="other")
    found = error(planner, jobs.script(other, jobs.view(text)), 2)
    assert "is not an input of this operator" in found["message"]
    assert found["line"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "WITH big AS (SELECT * FROM orders WHERE amount > 9) SELECT city FROM big",
        "SELECT o.city FROM orders AS o, orders AS p WHERE o.city = p.city",
        "SELECT city FROM (SELECT * FROM `orders`) AS t",
        "(SELECT city FROM orders) UNION ALL (SELECT order_id FROM orders)",
        "SELECT w.city FROM orders AS w CROSS JOIN UNNEST(ARRAY['a', 'b']) AS t (x)",
        "SELECT city FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY city ORDER BY order_time) AS rn"
        " FROM orders) WHERE rn <= 3",
        "SELECT m.total FROM orders MATCH_RECOGNIZE (PARTITION BY city ORDER BY order_time"
        " MEASURES LAST(A.amount) AS total ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW"
        " PATTERN (A B) DEFINE B AS B.amount > A.amount) AS m",
        "SELECT city -- a remark",
        "SELECT /*+ STATE_TTL('a' = '1d') */ a.city FROM orders a JOIN orders b ON a.city = b.city",
    ],
)
def test_all_of_flink_sql_works(planner: Planner, text: str) -> None:
    text = text if "FROM" in text else text + "\nFROM orders"
    verdict = verdicts(planner, jobs.script(jobs.view(text), *jobs.sink("q")))
    assert all(v["ok"] for v in verdict), verdict


def test_types_that_do_not_fit_are_told_column_by_column(planner: Planner) -> None:
    own = " (`id` STRING, `city` BOOLEAN, `amount` DATE, `at` TIMESTAMP(3))"
    found = error(planner, jobs.script(*jobs.sink("orders", columns=own)), 2)
    assert found["message"] == (
        "The rows do not fit the sink 'out': column 2 'city' takes BOOLEAN, but 'city' is STRING;"
        " column 3 'amount' takes DATE, but 'amount' is DECIMAL(10, 2). Use CAST in the query."
    )


def test_too_few_columns(planner: Planner) -> None:
    found = error(planner, jobs.script(*jobs.sink("orders", columns=" (`id` STRING)")), 2)
    assert "has 1 column (id), but the query gives 4 columns" in found["message"]


def test_what_a_view_cannot_do_is_not_blamed_on_the_sink(planner: Planner) -> None:
    plain = jobs.view("SELECT city, CAST(order_time AS TIMESTAMP(3)) AS order_time FROM orders", name="plain")
    window = jobs.view(
        "SELECT window_start, COUNT(*) AS n FROM TABLE("
        "TUMBLE(TABLE plain, DESCRIPTOR(order_time), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
        name="window",
        reads=("plain",),
    )
    job = jobs.script(plain, window, *jobs.sink("window"), *jobs.sink("plain", name="seen"))
    for _ in range(2):  # the second answer comes from the cache
        result = verdicts(planner, job)
        assert "A window needs a time column" in result[2]["error"]["message"]
        assert result[4]["error"]["kind"] == "upstream", "the sink behind it"
        assert all(result[index]["ok"] for index in (0, 1, 5, 6)), "the way beside it"


def test_changing_rows_for_a_sink_that_only_appends(planner: Planner) -> None:
    query = jobs.view("SELECT city, COUNT(*) AS n FROM orders GROUP BY city")
    appends = jobs.sink("q", name="topic", options=KAFKA)
    takes_all = jobs.sink("q", name="seen")
    result = verdicts(planner, jobs.script(query, *appends, *takes_all))
    assert [v["ok"] for v in result] == [True, True, True, False, True, True], "only that sink is blamed"
    assert "'topic' only appends rows" in result[3]["error"]["message"]
    assert result[3]["error"]["kind"] == "plan"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((*KAFKA, ("topicc", "x")), "topicc"),
        (KAFKA[:1] + KAFKA[2:], "topic"),
        ((("connector", "nosuch"),), "nosuch"),
        ((*KAFKA[:3], ("format", "nosuch")), "nosuch"),
    ],
)
def test_wrong_options_are_blamed_on_the_sink(
    planner: Planner, options: tuple[tuple[str, str], ...], says: str
) -> None:
    assert says in error(planner, jobs.script(*jobs.sink("orders", options=options)), 1)["message"]


def test_a_column_that_no_table_can_hold(planner: Planner) -> None:
    query = jobs.view("SELECT city, INTERVAL '1' DAY AS d FROM orders")
    found = error(planner, jobs.script(query, *jobs.sink("q")), 2)
    assert "The column 'd' is INTERVAL" in found["message"]
    assert found["line"] is None


def test_what_is_nested_too_deeply_is_refused_and_the_planner_goes_on(planner: Planner) -> None:
    pid = planner.process.pid
    deep = "SELECT " + "(" * 20_000 + "amount" + ")" * 20_000 + " FROM orders"
    assert "nested too deeply" in error(planner, jobs.script(jobs.view(deep)))["message"]
    assert planner.process.pid == pid


def test_what_stands_on_something_wrong_is_not_blamed(planner: Planner) -> None:
    first = jobs.view("SELECT nosuch FROM orders", name="a")
    second = jobs.view("SELECT * FROM a", name="b", reads=("a",))
    kinds = [
        v.get("error", {}).get("kind") for v in verdicts(planner, jobs.script(first, second, *jobs.sink("b")))
    ]
    assert kinds == [None, "validate", "upstream", "upstream", "upstream"]


def test_a_change_is_seen_and_only_what_stands_on_it_is_looked_at_again(planner: Planner) -> None:
    def job(column: str) -> Script:
        return jobs.script(
            jobs.view(f"SELECT {column} FROM orders", name="a"),
            jobs.view("SELECT * FROM a", name="b", reads=("a",)),
            *jobs.sink("b"),
        )

    for column in ("city", "amount", "city"):
        assert verdicts(planner, job(column))[2]["columns"][0]["name"] == column


def test_explain_gives_plan_and_operators(planner: Planner) -> None:
    answer = planner.explain(jobs.script(jobs.condition("amount > 1"), *jobs.sink("f")))
    assert "TableSourceScan" in answer["plan"]
    names = [node["type"] for node in answer["json"]["nodes"]]
    assert any(name.startswith("Source: orders[") for name in names), names
    assert any(name.startswith("Sink: out[") for name in names), names


def test_functions_have_names_and_signatures(planner: Planner) -> None:
    functions = {f["name"]: f["signatures"] for f in planner.functions()}
    assert {"UPPER", "SUM", "TUMBLE", "COALESCE", "JSON_VALUE", "DATE_FORMAT", "ROW_NUMBER"} <= set(functions)
    assert functions["UPPER"] == ["UPPER(<CHARACTER>)"]
    assert not [name for name in functions if name.startswith("$") or "INTERNAL" in name]
