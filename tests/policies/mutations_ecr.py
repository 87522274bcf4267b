"""Changes of the program's image repositories, each against one rule."""

from tests.policies.mutation import Mutation

FILE = "components/image_repository.py"

MUTATIONS = (
    Mutation(
        "ecr-tag-immutability",
        "account",
        "An image can change under its tag",
        FILE,
        'image_tag_mutability="MUTABLE"',
        'image_tag_mutability="IMMUTABLE"',
    ),
    Mutation(
        "ecr-scan-on-push",
        "account",
        "Images are not scanned when they are pushed",
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
        "Images are published to the world",
        "__main__.py",
        """
import pulumi_aws as aws

aws.ecrpublic.Repository("ui", repository_name="ui", opts=OPTIONS)
""",
    ),
)
