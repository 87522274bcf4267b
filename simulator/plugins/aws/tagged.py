"""The search for resources by their tags (Resource Groups Tagging API)."""

from simulator.plugins.aws.resource import Aws
from simulator.plugins.aws.shapes import Props, tag_map


def tagged_resources(aws: Aws, arguments: Props) -> Props:
    """All pages of the resources that have the tags and types of the arguments."""
    asked = {
        "ResourceTypeFilters": arguments.get("resourceTypeFilters"),
        "ResourceARNList": arguments.get("resourceArnLists"),
        "TagFilters": [
            {"Key": one["key"], "Values": one.get("values", [])}
            for one in arguments.get("tagFilters") or ()
        ],
    }
    given = {name: value for name, value in asked.items() if value}
    pages = aws("resourcegroupstaggingapi").get_paginator("get_resources").paginate(**given)
    found = [one for page in pages for one in page["ResourceTagMappingList"]]
    return {
        **arguments,
        "id": aws.region,
        "resourceTagMappingLists": [
            {
                "complianceDetails": [],
                "resourceArn": one["ResourceARN"],
                "tags": tag_map(one["Tags"]),
            }
            for one in found
        ],
    }
