"""What a connection becomes for Flink: fixed, safe options (attacks A10, A11)."""

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from penstock.connectors.kafka import connector as kafka
from penstock.connectors.mysql import connector as mysql
from penstock.connectors.postgresql import connector as postgresql
from penstock.operators.connector import ConnectorError

DATABASE = {"host": "db.example.com", "database": "shop", "username": "ann"}


def test_postgresql_url() -> None:
    options = postgresql.Kind().connection_options(postgresql.Kind.Config(**DATABASE), {"password": "p'?&"})
    assert options["url"].startswith("jdbc:postgresql://db.example.com:5432/shop?sslmode=prefer&")
    assert (options["username"], options["password"]) == ("ann", "p'?&")


def test_mysql_url_forbids_reading_local_files() -> None:
    options = mysql.Kind().connection_options(mysql.Kind.Config(**DATABASE, tls="require"), {})
    parameters = parse_qs(urlsplit(options["url"].removeprefix("jdbc:")).query)
    assert parameters["allowLoadLocalInfile"] == parameters["autoDeserialize"] == ["false"]
    assert parameters["sslMode"] == ["REQUIRED"]


@pytest.mark.parametrize("module", [postgresql, mysql])
@given(
    name=st.text(
        st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]),
        min_size=1,
        max_size=63,
    )
)
def test_no_database_name_can_add_a_parameter(module: Any, name: str) -> None:
    if not name.strip():
        return
    config = module.Kind.Config(**{**DATABASE, "database": name})
    url, plain = (
        urlsplit(module.Kind().connection_options(one, {})["url"].removeprefix("jdbc:"))
        for one in (config, module.Kind.Config(**DATABASE))
    )
    assert (url.query, url.fragment, url.netloc) == (plain.query, "", plain.netloc)
    assert unquote(url.path[1:]) == config.database
    assert "/" not in url.path[1:]


@pytest.mark.parametrize("field", ["url", "driver", "jdbc_url", "options"])
def test_unknown_fields_are_refused(field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        postgresql.Kind.Config(**DATABASE, **{field: "jdbc:h2:mem:"})


def test_kafka_without_security() -> None:
    config = kafka.Kind.Config(bootstrap_servers=" a:9092, [::1]:9093 ,")
    assert kafka.Kind().connection_options(config, {"password": "unused"}) == {
        "properties.bootstrap.servers": "a:9092,[::1]:9093",
        "properties.security.protocol": "PLAINTEXT",
    }


@pytest.mark.parametrize(
    "servers", ["", "a", "a:0", "a:99999", "a:x", "a:1;b:2", "http://a:1", ",".join(["a:1"] * 21)]
)
def test_bad_bootstrap_servers(servers: str) -> None:
    with pytest.raises(ValidationError):
        kafka.Kind.Config(bootstrap_servers=servers)


def test_sasl_needs_a_user() -> None:
    with pytest.raises(ValidationError, match="needs a SASL mechanism and a user name"):
        kafka.Kind.Config(bootstrap_servers="a:1", security_protocol="SASL_SSL")


SASL = {"bootstrap_servers": "a:1", "security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN"}


@given(password=st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"])))
def test_no_password_can_leave_its_quotes(password: str) -> None:
    options = kafka.Kind().connection_options(
        kafka.Kind.Config(**SASL, username="ann"), {"password": password}
    )
    jaas = options["properties.sasl.jaas.config"]
    quoted = re.fullmatch(
        r'org\.apache\.kafka\.common\.security\.plain\.PlainLoginModule required username="ann" '
        r'password="((?:[^"\\]|\\.)*)";',
        jaas,
        re.DOTALL,
    )
    assert quoted
    assert re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL) == password


def test_control_characters_in_a_password_are_refused() -> None:
    with pytest.raises(ConnectorError, match="control characters"):
        kafka.Kind().connection_options(kafka.Kind.Config(**SASL, username="ann"), {"password": "a\nb"})
