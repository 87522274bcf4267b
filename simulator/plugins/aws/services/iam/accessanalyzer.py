"""IAM Access Analyzer, which moto lacks: analyzers are stored as records."""

from simulator.plugins.aws.records import recorded

RESOURCE_TYPES = (
    recorded(
        "aws:accessanalyzer/analyzer:Analyzer",
        identify=lambda inputs: inputs["analyzerName"],
        arn=lambda aws, id_: (
            f"arn:aws:access-analyzer:{aws.region}:{aws.account_id}:analyzer/{id_}"
        ),
        create_only=frozenset({"analyzerName", "region", "type"}),
        name="analyzerName",
    ),
)
