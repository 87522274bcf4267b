"""Leniencies of clusters and of the Kubernetes provider."""

from simulator.leniencies.leniency import Leniency

_READINESS = "tests/simulator/plugins/kubernetes/test_readiness.py"
_RELEASES = "tests/simulator/plugins/kubernetes/test_helm_releases.py"
_UNREACHABLE = "tests/simulator/plugins/kubernetes/test_unreachable_cluster.py"
_PLANES = "tests/simulator/control_planes/test_control_planes.py"

KUBERNETES = (
    Leniency(
        account=(
            "Charts, versions and values are not checked. A Deployment with the name of the"
            " release replaces the chart."
        ),
        aws="Helm fetches and renders the chart, and checks the values.",
        file=_RELEASES,
        test="test_helm_finds_the_revisions_of_a_release",
    ),
    Leniency(
        account="Helm's rollback does not wait.",
        aws="It waits as long as an upgrade.",
        file=_RELEASES,
        test="test_a_late_atomic_upgrade_is_rolled_back",
    ),
    Leniency(
        account=(
            "Workloads become ready with any image and any request of resources, half a minute"
            " after each change."
        ),
        aws="They become ready when their pods run.",
        file=_READINESS,
        test="test_objects_become_ready_a_moment_of_the_accounts_clock_later",
    ),
    Leniency(
        account="Services other than load balancers are ready at once.",
        aws="The provider waits for their endpoints.",
        file=_READINESS,
        test="test_other_services_are_ready_at_once",
    ),
    Leniency(
        account="Pods, Jobs and volume claims are ready at once.",
        aws="The provider waits for them.",
        file=_READINESS,
        test="test_pods_jobs_and_volume_claims_are_ready_at_once",
    ),
    Leniency(
        account="The annotation `pulumi.com/waitFor` has no effect.",
        aws="The provider waits for its condition.",
        file=_READINESS,
        test="test_the_annotation_wait_for_has_no_effect",
    ),
    Leniency(
        account="An Ingress is ready without its Services, and a DaemonSet without pods.",
        aws="The provider waits for the endpoints of the Services, and for a pod on each node.",
        file=_READINESS,
        test="test_an_ingress_is_ready_without_its_service_and_a_daemon_set_without_pods",
    ),
    Leniency(
        account="The first use of a cluster decides whether it is unreachable.",
        aws="The configuration of the provider decides.",
        file=_UNREACHABLE,
        test="test_a_cluster_that_is_reachable_at_its_first_use_is_reachable",
    ),
    Leniency(
        account="The version of each control plane is 1.35.",
        aws="It is the one that the cluster declares.",
        file=_PLANES,
        test="test_a_control_plane_has_its_version_whatever_the_cluster_declares",
    ),
)
