"""Route tables, their routes, and their associations with subnets.

A route's id is the official provider's: the table's id, then a checksum of the destination.
"""

from zlib import crc32

from simulator.plugins.aws.calls import answered, changed
from simulator.plugins.aws.records import delete_record, read_record, write_record
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.services.ec2.calls import arn, send
from simulator.plugins.aws.services.ec2.tags import retag
from simulator.plugins.aws.shapes import Props

_ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
_ROUTE = "aws:ec2/route:Route"
_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"

_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_ROUTE_NAMES = {"egressOnlyGatewayId": "EgressOnlyInternetGatewayId"}


def _create_route_table(aws: Aws, inputs: Props) -> str:
    return send(aws, "CreateRouteTable", inputs)["RouteTable"]["RouteTableId"]


def _read_route_table(aws: Aws, table: str) -> Props:
    answer = aws("ec2").describe_route_tables(RouteTableIds=[table])["RouteTables"][0]
    # Routes are separate resources here, so they are not part of the table's diff.
    own = {name: value for name, value in answer.items() if name != "Routes"}
    return {**answered(aws, _ROUTE_TABLE, own), "arn": arn(aws, "route-table", table, answer)}


def _delete_route_table(aws: Aws, table: str, state: Props) -> None:
    ec2 = aws("ec2")
    for association in ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0][
        "Associations"
    ]:
        ec2.disassociate_route_table(AssociationId=association["RouteTableAssociationId"])
    ec2.delete_route_table(RouteTableId=table)


def _route_id(table: str, destination: str) -> str:
    return f"r-{table}{crc32(destination.encode())}"


def _destination(route: Props) -> Props:
    return {name: route[name] for name in _DESTINATIONS if route.get(name)}


def _create_route(aws: Aws, inputs: Props) -> str:
    send(aws, "CreateRoute", inputs, _ROUTE_NAMES)
    return _route_id(inputs["routeTableId"], *_destination(inputs).values())


def _read_route(aws: Aws, id_: str) -> Props | None:
    for table in aws("ec2").describe_route_tables()["RouteTables"]:
        for answer in table["Routes"]:
            found = {
                **answered(aws, _ROUTE, answer, _ROUTE_NAMES),
                "routeTableId": table["RouteTableId"],
            }
            if id_ == _route_id(table["RouteTableId"], *_destination(found).values()):
                return found
    return None


def _update_route(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if old:
        send(aws, "ReplaceRoute", new, _ROUTE_NAMES)


def _delete_route(aws: Aws, id_: str, state: Props) -> None:
    table = {"routeTableId": state["routeTableId"]}
    send(aws, "DeleteRoute", {**table, **_destination(state)})


def _associate(aws: Aws, inputs: Props) -> str:
    return send(aws, "AssociateRouteTable", inputs)["AssociationId"]


def _association(id_: str) -> str:
    """The association of a resource; AWS gives it a new id when its table changes."""
    return (read_record(_ASSOCIATION, id_) or {}).get("associationId", id_)


def _read_association(aws: Aws, id_: str) -> Props | None:
    current = _association(id_)
    for table in aws("ec2").describe_route_tables()["RouteTables"]:
        for answer in table["Associations"]:
            if answer["RouteTableAssociationId"] == current:
                return answered(aws, _ASSOCIATION, answer)
    return None


def _update_association(aws: Aws, id_: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "routeTableId"):
        answer = aws("ec2").replace_route_table_association(
            AssociationId=_association(id_), RouteTableId=new["routeTableId"]
        )
        write_record(_ASSOCIATION, id_, {"associationId": answer["NewAssociationId"]})


def _disassociate(aws: Aws, id_: str, state: Props) -> None:
    aws("ec2").disassociate_route_table(AssociationId=_association(id_))
    delete_record(_ASSOCIATION, id_)


def _imported_route(aws: Aws, id_: str) -> str:
    return _route_id(*_parts(id_, "_", "ROUTETABLEID_DESTINATION"))


def _imported_association(aws: Aws, id_: str) -> str:
    target, table = _parts(id_, "/", "SUBNETID/ROUTETABLEID")
    filters = [{"Name": "route-table-id", "Values": [table]}]
    for found in aws("ec2").describe_route_tables(Filters=filters)["RouteTables"]:
        for one in found["Associations"]:
            if target in (one.get("SubnetId"), one.get("GatewayId")):
                return one["RouteTableAssociationId"]
    raise LookupError(f"no association of {target} with {table}")


def _parts(id_: str, separator: str, form: str) -> tuple[str, str]:
    first, found, second = id_.partition(separator)
    if not found:
        raise LookupError(f"unexpected format for import: {id_}, use {form}")
    return first, second


RESOURCE_TYPES = (
    ResourceType(
        token=_ROUTE_TABLE,
        create=_create_route_table,
        read=unless_gone(_read_route_table),
        retag=retag,
        delete=_delete_route_table,
    ),
    ResourceType(
        token=_ROUTE,
        create=_create_route,
        read=_read_route,
        imported=_imported_route,
        update=_update_route,
        delete=_delete_route,
    ),
    ResourceType(
        token=_ASSOCIATION,
        create=_associate,
        read=_read_association,
        imported=_imported_association,
        update=_update_association,
        delete=_disassociate,
    ),
)
