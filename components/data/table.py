"""An encrypted DynamoDB table with point-in-time recovery."""

from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import dynamodb

from components.options import data_store
from estate.data.tables import Index, Projection
from estate.data.tables import Table as Declaration
from estate.naming import physical_name
from estate.ownership import ownership_tags
from settings import DataServicesSettings, Kind, is_destroyed


@dataclass(frozen=True)
class TableArgs:
    """The declared table and the stack's settings."""

    declaration: Declaration
    settings: DataServicesSettings


class Table(ComponentResource):
    """An on-demand table with point-in-time recovery and deletion protection.

    Creates `aws.dynamodb.Table`. Outputs: `table_name`, `arn`.
    """

    def __init__(self, name: str, args: TableArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("cellscope:data:Table", name, None, opts)
        declaration = args.declaration
        table = dynamodb.Table(
            name,
            name=physical_name(declaration.name, args.settings),
            billing_mode="PAY_PER_REQUEST",
            hash_key=declaration.hash_key,
            range_key=declaration.range_key,
            attributes=[
                {"name": key, "type": kind.value}
                for key, kind in declaration.key_attributes.items()
            ],
            global_secondary_indexes=[_index(index) for index in declaration.indexes] or None,
            ttl={"attribute_name": declaration.ttl, "enabled": True} if declaration.ttl else None,
            stream_enabled=True if declaration.stream else None,
            stream_view_type=declaration.stream.value if declaration.stream else None,
            point_in_time_recovery={"enabled": True},
            server_side_encryption={"enabled": True},
            deletion_protection_enabled=not is_destroyed(
                args.settings, Kind.TABLE, declaration.name
            ),
            tags=ownership_tags(declaration.owner, declaration.data),
            opts=data_store(self, args.settings, Kind.TABLE, declaration.name),
        )
        self.table_name: Output[str] = table.name
        self.arn: Output[str] = table.arn
        self.register_outputs({"table_name": self.table_name, "arn": self.arn})


def _index(index: Index) -> dynamodb.TableGlobalSecondaryIndexArgsDict:
    keys = {"HASH": index.hash_key, "RANGE": index.range_key}
    made: dynamodb.TableGlobalSecondaryIndexArgsDict = {
        "name": index.name,
        "key_schemas": [
            {"attribute_name": name, "key_type": kind} for kind, name in keys.items() if name
        ],
        "projection_type": "INCLUDE",
    }
    if isinstance(index.includes, Projection):
        return {**made, "projection_type": index.includes.value}
    return {**made, "non_key_attributes": list(index.includes)}
