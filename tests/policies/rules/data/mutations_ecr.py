"""Mutations of the ECR repositories, one per rule."""

from tests.policies.rules.mutation import Mutation

FILE = "components/account/image_repository.py"

MUTATIONS = (
    Mutation(
        "ecr-tag-immutability",
        "account",
        "Image tags are mutable",
        FILE,
        'image_tag_mutability="MUTABLE"',
        'image_tag_mutability="IMMUTABLE"',
    ),
    Mutation(
        "ecr-scan-on-push",
        "account",
        "Images are not scanned on push",
        FILE,
        '"scan_on_push": False',
        '"scan_on_push": True',
    ),
    Mutation(
        "ecr-encryption",
        "account",
        "Images are encrypted without KMS",
        FILE,
        '"encryption_type": "AES256"',
        '"encryption_type": "KMS"',
    ),
    Mutation(
        "no-public-ecr-repository",
        "account",
        "The program creates a public ECR repository",
        "__main__.py",
        """
import pulumi_aws as aws

aws.ecrpublic.Repository("ui", repository_name="ui", opts=OPTIONS)
""",
    ),
)
