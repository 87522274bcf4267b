"""Resources that do not say what they are, each against one rule."""

from tests.policies.mutation import Mutation

_BUCKET = "components/bucket.py"
_TABLE = "components/table.py"
_OWNERSHIP = "ownership_tags(declaration.owner, declaration.data)"

MUTATIONS = (
    Mutation(
        "mandatory-tags",
        "development",
        "Nothing says that Pulumi manages it",
        "estate/ownership.py",
        old='        "ManagedBy": "pulumi",\n',
        new="",
    ),
    Mutation(
        "environment-tag-matches-stack",
        "development",
        "Tables are tagged as production's",
        _TABLE,
        old=f"            tags={_OWNERSHIP},\n",
        new=f'            tags={{**{_OWNERSHIP}, "Environment": "production"}},\n',
    ),
    Mutation(
        "data-class-tag",
        "development",
        "Buckets do not say what kind of data lies in them",
        _BUCKET,
        old="tags=ownership_tags(args.declaration.owner, args.declaration.data),",
        new="tags=ownership_tags(args.declaration.owner),",
    ),
    Mutation(
        "resource-naming",
        "development",
        "Tables are named without their environment",
        _TABLE,
        old="            name=physical_name(declaration.name, args.settings),\n",
        new="            name=declaration.name,\n",
    ),
)
