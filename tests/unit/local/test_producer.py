"""The demo's orders."""

import json
import random
import threading
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from penstock.local.producer import OrderGenerator, iter_ticks

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


def orders(count: int) -> list[dict[str, object]]:
    supply = OrderGenerator(random.Random(7))
    return [supply.next_order(NOW + timedelta(milliseconds=50 * number)) for number in range(count)]


def test_an_order_has_the_columns_of_the_demos_table() -> None:
    order = orders(1)[0]
    assert list(order) == ["order_id", "customer", "city", "amount", "currency", "order_time"]
    assert json.loads(json.dumps(order)) == order


def test_times_are_sql_timestamps_with_milliseconds() -> None:
    for order in orders(50):
        assert datetime.strptime(str(order["order_time"]), "%Y-%m-%d %H:%M:%S.%f")
        assert len(str(order["order_time"])) == 23


def test_some_are_out_of_order_and_a_few_are_late() -> None:
    times = [datetime.fromisoformat(str(order["order_time"])).replace(tzinfo=UTC) for order in orders(2000)]
    ages = [NOW + timedelta(milliseconds=50 * number) - time for number, time in enumerate(times)]
    late = sum(age > timedelta(seconds=30) for age in ages)
    early = sum(later < sooner for sooner, later in pairwise(times))
    assert 10 < late < 100
    assert early > 200
    assert min(ages) >= timedelta(0)


def test_numbers_never_repeat_and_amounts_are_cents() -> None:
    found = orders(500)
    assert len({order["order_id"] for order in found}) == 500
    assert all(round(float(str(order["amount"])), 2) == order["amount"] for order in found)


def test_the_rate_holds_and_stopping_ends_it() -> None:
    stop = threading.Event()
    moments = list(islice(iter_ticks(1000, stop), 20))
    assert moments == sorted(moments)
    stop.set()
    assert list(iter_ticks(1000, stop)) == []
