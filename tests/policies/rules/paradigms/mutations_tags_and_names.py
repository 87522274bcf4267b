"""Mutations of tags and names, one per rule."""

from tests.policies.rules.mutation import Mutation

_BUCKET = "components/data/bucket.py"
_TABLE = "components/data/table.py"
_OWNERSHIP = "ownership_tags(declaration.owner, declaration.data)"

MUTATIONS = (
    Mutation(
        "mandatory-tags",
        "development",
        "Resources have no tag ManagedBy",
        "estate/ownership.py",
        old='        "ManagedBy": "pulumi",\n',
        new="",
    ),
    Mutation(
        "environment-tag-matches-stack",
        "development",
        "Tables of staging have the Environment tag of production",
        _TABLE,
        old=f"            tags={_OWNERSHIP},\n",
        new=f'            tags={{**{_OWNERSHIP}, "Environment": "production"}},\n',
    ),
    Mutation(
        "data-class-tag",
        "development",
        "Buckets have no tag DataClass",
        _BUCKET,
        old="tags=ownership_tags(args.declaration.owner, args.declaration.data),",
        new="tags=ownership_tags(args.declaration.owner),",
    ),
    Mutation(
        "resource-naming",
        "development",
        "Table names do not contain the environment",
        _TABLE,
        old="            name=physical_name(declaration.name, args.settings),\n",
        new="            name=declaration.name,\n",
    ),
)
