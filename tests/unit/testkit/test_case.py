"""Test cases as values: what is refused, and that the digest is that of the content."""

import pytest

from penstock.testkit import case

PACK = "8d0f5c0e-5bdb-4b1c-8a3f-0b1f0a5f7a11"


def test_a_case_goes_through_json_and_back() -> None:
    made = case.load(
        {
            "inputs": {"orders": {"pack": PACK, "arrival": {"mode": "shuffled", "bound_ms": 5000}}},
            "expected": {"out": {"mode": "table", "rows": [{"city": "Rome", "n": 1}], "key": ["city"]}},
            "taps": ["per_city"],
        }
    )
    assert case.load(made.to_dict()) == made
    assert case.load(made.to_dict()).digest() == made.digest()
    assert case.load({**made.to_dict(), "taps": []}).digest() != made.digest()


@pytest.mark.parametrize(
    ("document", "place", "sentence"),
    [
        ([], "case", "dictionary"),
        ({"inputs": {"orders": {}}}, "inputs.orders.pack", "required"),
        ({"inputs": {"orders": {"pack": "x"}}}, "inputs.orders.pack", "UUID"),
        ({"inputs": {"o": {"pack": PACK, "arrival": {"mode": "odd"}}}}, "inputs.o.arrival", "odd"),
        ({"expected": {"out": {"mode": "sorted"}}}, "expected.out.mode", "multiset"),
        ({"limits": {"seconds": 0}}, "limits.seconds", "greater"),
        ({"limits": {"megabytes": 99}}, "limits.megabytes", "less"),
        ({"colour": 1}, "colour", "permitted"),
        ({"expected": {"out": {"rows": [{}] * 10_001}}}, "expected", "up to 10000"),
    ],
)
def test_what_is_no_case_is_named_with_its_place(document: object, place: str, sentence: str) -> None:
    with pytest.raises(case.CaseError) as refused:
        case.load(document)
    assert sentence in refused.value.fields[place]
