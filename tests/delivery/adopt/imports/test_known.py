from pathlib import Path

from delivery.adopt.imports.known import missing_in, not_imported, planned, state_of
from tests.delivery.adopt.projects import Project, no_aws, plan_import

BUCKET = "aws:s3/bucket:Bucket"


def test_each_resource_that_the_state_lacks_is_named(tmp_path: Path):
    plan_import(tmp_path, (BUCKET, "data"), (BUCKET, "files"), ("aws:iam/group:Group", "files"))
    cli = Project(tmp_path, (BUCKET, "data"))
    lines = not_imported("staging", state_of("staging", cli, no_aws), planned("staging", cli))
    assert [line.partition(".")[0] for line in lines] == [
        "Bucket files (files) is not imported",
        "Group files (files) is not imported",
    ]


def test_a_stack_that_does_not_exist_lacks_everything(tmp_path: Path):
    plan_import(tmp_path, (BUCKET, "data"))
    cli = Project(tmp_path, (BUCKET, "data"), exists=False)
    file = planned("staging", cli)
    assert file
    missing = missing_in(state_of("staging", cli, no_aws), file)
    assert missing == {one["urn"] for one in file["resources"]}


def test_before_an_inspection_nothing_is_missing(tmp_path: Path):
    cli = Project(tmp_path)
    assert planned("staging", cli) is None
    assert list(not_imported("staging", state_of("staging", cli, no_aws), None)) == []
