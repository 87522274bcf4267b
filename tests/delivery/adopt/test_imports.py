from pathlib import Path

from delivery.adopt.imports import in_state, not_imported
from tests.delivery.adopt.projects import Project, no_aws, plan_import

BUCKET = "aws:s3/bucket:Bucket"


def test_each_resource_that_the_state_lacks_is_named(tmp_path: Path):
    plan_import(tmp_path, (BUCKET, "data"), (BUCKET, "files"), ("aws:iam/group:Group", "files"))
    lines = list(not_imported("staging", Project(tmp_path, (BUCKET, "data")), no_aws))
    assert [line.partition(".")[0] for line in lines] == [
        "Bucket files (files) is not imported",
        "Group files (files) is not imported",
    ]


def test_a_stack_that_does_not_exist_has_no_resources(tmp_path: Path):
    assert in_state("staging", Project(tmp_path, (BUCKET, "data"), exists=False), no_aws) == []


def test_without_a_list_of_imports_nothing_is_missing(tmp_path: Path):
    assert list(not_imported("staging", Project(tmp_path), no_aws)) == []
