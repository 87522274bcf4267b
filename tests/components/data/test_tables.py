"""The component `Table`: keys, indexes and protection."""

import pytest

from tests.environments import ENVIRONMENTS
from tests.estate import estate_2022
from tests.mocks.runs import data_services

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


@in_every_environment
def test_tables_have_deletion_protection_except_in_development(environment: str) -> None:
    tables = data_services(environment).of("dynamodb/table:Table").values()
    refusing = {one.inputs["deletionProtectionEnabled"] for one in tables}
    assert refusing == {environment != "development"}


@in_every_environment
@pytest.mark.parametrize("name", estate_2022.TABLES)
def test_a_declared_table_has_its_name_and_keys(name: str, environment: str) -> None:
    inputs = data_services(environment).of("dynamodb/table:Table")[name].inputs
    hash_key, range_key = estate_2022.TABLES[name]
    assert inputs["name"] == f"{name}-{environment}"
    assert (inputs["hashKey"], inputs.get("rangeKey")) == (hash_key, range_key)


@pytest.mark.parametrize("name", estate_2022.TABLES)
def test_key_attributes_are_strings(name: str) -> None:
    inputs = data_services("staging").of("dynamodb/table:Table")[name].inputs
    keys = {key for key in estate_2022.TABLES[name] if key}
    if name == estate_2022.INDEXED_TABLE:
        keys |= set(estate_2022.INDEX[1:3])
    # DynamoDB rejects attribute definitions that are not keys.
    assert inputs["attributes"] == [{"name": key, "type": "S"} for key in sorted(keys)]


@in_every_environment
def test_samples_are_indexed_by_project_and_experiment(environment: str) -> None:
    tables = data_services(environment).of("dynamodb/table:Table")
    (index,) = tables[estate_2022.INDEXED_TABLE].inputs["globalSecondaryIndexes"]
    name, hash_key, range_key, includes = estate_2022.INDEX
    assert index == {
        "name": name,
        "keySchemas": [
            {"attributeName": hash_key, "keyType": "HASH"},
            {"attributeName": range_key, "keyType": "RANGE"},
        ],
        "projectionType": "INCLUDE",
        "nonKeyAttributes": list(includes),
    }


@pytest.mark.parametrize("name", sorted(set(estate_2022.TABLES) - {estate_2022.INDEXED_TABLE}))
def test_no_other_table_has_an_index(name: str) -> None:
    table = data_services("staging").of("dynamodb/table:Table")[name]
    assert "globalSecondaryIndexes" not in table.inputs
