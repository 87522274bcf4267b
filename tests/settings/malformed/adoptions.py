"""Mistakes in the records of adopted resources."""

from tests.settings.malformed.cases import case, wrong

ADOPTIONS = (
    *wrong("adopted", "must be a list", "iam.Role api", {"resource": "iam.Role api"}),
    *wrong("adopted[0].resource", "has an invalid format", "api", "iam.Role", "aws:iam/role:Role"),
    *wrong("adopted[0].keep", "must be a mapping", "path", ["path"]),
    *wrong("adopted[0].keep", "keeps no input, so the record has no effect; remove it", {}),
    case(
        "a misspelt key of an adopted resource",
        "staging",
        'cellscope:adopted[0].keeps: unknown key. Did you mean "keep"?',
        adopted="[{resource: iam.Role api, keeps: {path: /}}]",
    ),
    case(
        "an element of a list that an adopted resource keeps",
        "account",
        "cellscope:adopted[0].keep.policies[0]: is not the path of an input, such as",
        adopted="[{resource: iam.Role api, keep: {'policies[0]': x}}]",
    ),
    case(
        "two records of one adopted resource",
        "development",
        "has several records of s3.Bucket source; keep one",
        adopted="[{resource: s3.Bucket source, keep: {bucket: a}},"
        " {resource: s3.Bucket source, keep: {tags: null}}]",
    ),
)
