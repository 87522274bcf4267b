"""Tests of the detection of lock-outs from a cluster."""

import pytest

from delivery.gate.access.lock_out import lock_outs
from delivery.plan.change import UNKNOWN, WITHHELD, Change, Op
from delivery.plan.stack_plan import StackPlan
from tests.delivery.gate.gate_plans import (
    ACCOUNT,
    ADA,
    BREAK_GLASS,
    CLUSTER,
    CONFIG_MAP,
    DEPLOYER,
    ENTRY,
    GRACE,
    MACHINE,
    MARY,
    OWN_DEPLOYER,
    POLICY,
    PROVIDER,
    Inputs,
    admin_entry,
    entry,
    kubeconfig,
    mode,
    policy,
    rows,
)
from tests.delivery.plans import change, plan
from tests.delivery.report.recordings import recorded

PEOPLE, DEPLOYING = "every human admin", "the deployer"

BOTH = change(CLUSTER, "cluster", Op.SAME, mode("API_AND_CONFIG_MAP"))
KUBERNETES = change(PROVIDER, "k8s", Op.SAME, kubeconfig(DEPLOYER))
ENTRIES = (*admin_entry(DEPLOYER), *admin_entry(BREAK_GLASS))
ROWS = change(CONFIG_MAP, "aws-auth", Op.SAME, rows(ADA, GRACE, MACHINE, others=[MARY]))


def planned(*changes: Change, cluster: Change = BOTH) -> StackPlan:
    """Returns a plan whose other resources grant access only to the deployer."""
    return plan(cluster, KUBERNETES, *ENTRIES, *changes)


def with_rows(op: Op, new: Inputs | None, *, deletes_first: bool = False) -> StackPlan:
    old = rows(ADA, GRACE, MACHINE)
    return planned(change(CONFIG_MAP, "nodeAccess", op, old, new, deletes_first=deletes_first))


def locked(plan: StackPlan) -> list[str]:
    return [found.who for found in lock_outs(plan)]


@pytest.mark.parametrize("name", ["nothing", "bucket-added", "node-type-changed", "admin-removed"])
def test_ordinary_changes_of_the_program_cause_no_lock_out(name: str) -> None:
    for each in recorded(name):
        assert lock_outs(each) == ()


def test_removing_all_human_admins_is_a_lock_out_despite_ci_user_and_break_glass() -> None:
    for each in recorded("all-admins-removed"):
        (found,) = lock_outs(each)
        assert (found.who, found.left) == (PEOPLE, ())
        assert [arn.rpartition("/")[2] for arn in found.principals] == [
            "ada.lovelace",
            "grace.hopper",
        ]
        assert "after the deployment" in found.text
        assert "cellscope:admins" in found.text


def test_one_admin_may_replace_another_in_the_same_rows() -> None:
    assert lock_outs(with_rows(Op.UPDATE, rows(MARY))) == ()


def test_aws_auth_that_is_deleted_before_it_is_recreated_locks_out_all_people() -> None:
    (found,) = lock_outs(with_rows(Op.REPLACE, rows(ADA), deletes_first=True))
    assert (found.who, found.done, found.left) == (
        PEOPLE,
        ("deleting aws-auth nodeAccess",),
        ("writing aws-auth nodeAccess",),
    )
    assert "after deleting aws-auth nodeAccess and before writing aws-auth nodeAccess" in found.text
    assert "two deployments" in found.text


def test_renaming_aws_auth_in_the_program_deletes_it_at_the_end() -> None:
    old, new = rows(ADA), rows(ADA)
    renamed = (
        change(CONFIG_MAP, "after", Op.CREATE, None, new),
        change(CONFIG_MAP, "before", Op.DELETE, old),
    )
    (found,) = lock_outs(planned(*renamed))
    assert (found.who, found.left) == (PEOPLE, ())


def test_another_config_map_is_not_aws_auth() -> None:
    other = rows() | {"metadata": {"namespace": "default", "name": "aws-auth"}}
    assert lock_outs(planned(ROWS, change(CONFIG_MAP, "other", Op.DELETE, other))) == ()


def test_an_entry_without_policy_disables_the_row_of_its_principal() -> None:
    # An entry overrides a row, and its policy is created by a later step.
    alone = change(CONFIG_MAP, "aws-auth", Op.SAME, rows(ADA))
    (found,) = lock_outs(planned(alone, *admin_entry(ADA, Op.CREATE)))
    assert (found.who, found.done) == (PEOPLE, ("writing access entry ada.lovelace",))
    assert lock_outs(planned(ROWS, *admin_entry(ADA, Op.CREATE))) == ()  # grace has access


def test_a_policy_for_a_namespace_makes_no_admin() -> None:
    none = change(CONFIG_MAP, "aws-auth", Op.SAME, rows())
    entry_of_ada, _ = admin_entry(ADA)
    for less in (policy(ADA, "namespace"), policy(ADA, policy_arn="arn:aws:eks::aws:view")):
        less_of_ada = change(POLICY, "ada", Op.UPDATE, policy(ADA), less)
        assert locked(planned(none, entry_of_ada, less_of_ada)) == [PEOPLE]


def test_a_recreated_entry_loses_its_policy() -> None:
    none = change(CONFIG_MAP, "aws-auth", Op.SAME, rows())
    _, policy_of_ada = admin_entry(ADA)
    recreated = change(ENTRY, "ada", Op.REPLACE, entry(ADA), entry(ADA), deletes_first=True)
    (found,) = lock_outs(planned(none, recreated, policy_of_ada))
    assert (found.who, found.left) == (PEOPLE, ())


_SHADOWED = ("writing aws-auth aws-auth", "deleting admin policy ada.lovelace")


def test_an_entry_disables_the_row_of_its_principal_until_it_is_deleted() -> None:
    added = change(CONFIG_MAP, "aws-auth", Op.UPDATE, rows(), rows(ADA))
    (found,) = lock_outs(planned(added, *admin_entry(ADA, Op.DELETE)))
    assert (found.who, found.done) == (PEOPLE, _SHADOWED)
    assert found.left == ("deleting access entry ada.lovelace",)


def test_a_retained_entry_still_grants_access() -> None:
    none = change(CONFIG_MAP, "aws-auth", Op.SAME, rows())
    _, policy_of_ada = admin_entry(ADA)
    for retained, expected in ((True, []), (False, [PEOPLE])):
        moved = change(ENTRY, "entry", Op.REPLACE, entry(ADA), entry(MACHINE), retained=retained)
        assert locked(planned(none, moved, policy_of_ada)) == expected


def test_moving_everyone_to_entries_in_one_deployment_is_a_lock_out() -> None:
    cluster = change(CLUSTER, "cluster", Op.UPDATE, mode("API_AND_CONFIG_MAP"), mode("API"))
    rows_go = change(CONFIG_MAP, "aws-auth", Op.DELETE, rows(ADA, GRACE))
    entries = (*admin_entry(ADA, Op.CREATE), *admin_entry(GRACE, Op.CREATE))
    (found,) = lock_outs(planned(rows_go, *entries, cluster=cluster))
    assert (found.who, found.done) == (PEOPLE, ("writing authentication mode cluster",))
    # An admin with an existing entry keeps access.
    assert lock_outs(planned(rows_go, *admin_entry(ADA), cluster=cluster)) == ()


def test_a_deploy_role_whose_entry_is_deleted_is_locked_out() -> None:
    gone = (*admin_entry(DEPLOYER, Op.DELETE), *admin_entry(BREAK_GLASS, Op.DELETE))
    (found,) = lock_outs(plan(BOTH, KUBERNETES, ROWS, *gone))
    assert (found.who, found.principals, found.left) == (DEPLOYING, (DEPLOYER,), ())


def test_a_new_deploy_role_needs_its_entry_before_the_old_one_is_deleted() -> None:
    other = f"{DEPLOYER}-new"
    moves = change(PROVIDER, "k8s", Op.UPDATE, kubeconfig(DEPLOYER), kubeconfig(other))
    new = admin_entry(other, Op.CREATE)
    old = admin_entry(DEPLOYER, Op.DELETE)
    assert lock_outs(plan(BOTH, moves, ROWS, *new, *old)) == ()
    assert locked(plan(BOTH, moves, ROWS, *old)) == [DEPLOYING]
    assert locked(plan(BOTH, moves, ROWS, *admin_entry(DEPLOYER))) == [DEPLOYING]


NAMELESS = change(PROVIDER, "k8s", Op.SAME, kubeconfig(None))
RESCUE = admin_entry(BREAK_GLASS)


def test_without_a_role_in_the_kubeconfig_the_entry_of_the_deploy_role_must_stay() -> None:
    entry_of_role, policy_of_role = admin_entry(OWN_DEPLOYER)
    assert lock_outs(plan(BOTH, NAMELESS, ROWS, *RESCUE, entry_of_role, policy_of_role)) == ()
    entry_goes, policy_goes = admin_entry(OWN_DEPLOYER, Op.DELETE)
    for changes in ((entry_goes, policy_goes), (entry_of_role, policy_goes)):
        (found,) = lock_outs(plan(BOTH, NAMELESS, ROWS, *RESCUE, *changes))
        assert (found.who, found.principals) == (DEPLOYING, (OWN_DEPLOYER,))


def test_without_a_role_in_the_kubeconfig_the_deploy_role_must_stay_a_cluster_admin() -> None:
    entry_of_role, _ = admin_entry(OWN_DEPLOYER)
    less = policy(OWN_DEPLOYER, policy_arn="arn:aws:eks::aws:view")
    update = change(POLICY, "deployer", Op.UPDATE, policy(OWN_DEPLOYER), less)
    assert locked(plan(BOTH, NAMELESS, ROWS, *RESCUE, entry_of_role, update)) == [DEPLOYING]


def test_the_deployer_of_another_environment_does_not_count() -> None:
    foreign = f"{ACCOUNT}:role/cellscope-deploy-production"
    gone = admin_entry(OWN_DEPLOYER, Op.DELETE)
    changes = (*RESCUE, *gone, *admin_entry(foreign))
    assert locked(plan(BOTH, NAMELESS, ROWS, *changes)) == [DEPLOYING]


def test_a_kubeconfig_that_no_longer_names_a_role_needs_the_entry_of_the_deploy_role() -> None:
    moves = change(PROVIDER, "k8s", Op.UPDATE, kubeconfig(DEPLOYER), kubeconfig(None))
    old = admin_entry(DEPLOYER, Op.DELETE)
    new = admin_entry(OWN_DEPLOYER, Op.CREATE)
    assert lock_outs(plan(BOTH, moves, ROWS, *RESCUE, *new, *old)) == ()
    assert locked(plan(BOTH, moves, ROWS, *RESCUE, *old)) == [DEPLOYING]


def test_a_cluster_whose_deploy_role_is_not_known_is_reported() -> None:
    (found,) = lock_outs(plan(BOTH, NAMELESS, ROWS, *RESCUE))
    assert "the deploy role is not known until deployment" in found.text


def test_a_role_is_matched_with_and_without_its_path() -> None:
    long, short = f"{ACCOUNT}:role/teams/deploy", f"{ACCOUNT}:role/deploy"
    deploys = change(PROVIDER, "k8s", Op.SAME, kubeconfig(long))
    assert lock_outs(plan(BOTH, deploys, change(CONFIG_MAP, "a", Op.SAME, rows(ADA, short)))) == ()


def test_the_deployer_is_read_from_options_of_other_commands() -> None:
    text = kubeconfig(DEPLOYER)["kubeconfig"].replace("--role", "-r")
    deploys = change(PROVIDER, "k8s", Op.SAME, {"kubeconfig": text})
    assert lock_outs(plan(BOTH, deploys, ROWS, *ENTRIES)) == ()


def new_cluster(*changes: Change) -> StackPlan:
    cluster = change(CLUSTER, "cluster", Op.CREATE, None, mode("API_AND_CONFIG_MAP"))
    unknown = change(PROVIDER, "k8s", Op.CREATE, None, {"kubeconfig": UNKNOWN})
    return plan(cluster, unknown, *changes)


def test_only_the_end_of_a_first_deployment_counts() -> None:
    entries = admin_entry(DEPLOYER, Op.CREATE)
    people = change(CONFIG_MAP, "aws-auth", Op.CREATE, None, rows(ADA))
    assert lock_outs(new_cluster(*entries, people)) == ()
    assert locked(new_cluster(*entries)) == [PEOPLE]
    assert locked(new_cluster(people)) == [DEPLOYING]


def test_a_replaced_cluster_has_only_recreated_settings() -> None:
    modes = mode("API_AND_CONFIG_MAP")
    cluster = change(CLUSTER, "cluster", Op.REPLACE, modes, modes)
    people = change(CONFIG_MAP, "aws-auth", Op.REPLACE, rows(ADA), rows(ADA))
    entries = admin_entry(DEPLOYER, Op.REPLACE)
    assert lock_outs(plan(cluster, KUBERNETES, people, *entries)) == ()
    # Entries that the engine considers unchanged are deleted with the former cluster.
    assert locked(plan(cluster, KUBERNETES, people, *admin_entry(DEPLOYER))) == [DEPLOYING]


def test_an_unknown_kubeconfig_keeps_the_current_deployer() -> None:
    moves = change(PROVIDER, "k8s", Op.UPDATE, kubeconfig(DEPLOYER), {"kubeconfig": UNKNOWN})
    assert lock_outs(plan(BOTH, moves, ROWS, *ENTRIES)) == ()
    gone = admin_entry(DEPLOYER, Op.DELETE)
    assert locked(plan(BOTH, moves, ROWS, *gone, *admin_entry(BREAK_GLASS))) == [DEPLOYING]


def test_a_cluster_without_human_admins_may_be_repaired() -> None:
    none = rows()
    assert lock_outs(planned(change(CONFIG_MAP, "aws-auth", Op.UPDATE, none, rows(ADA)))) == ()
    assert locked(planned(change(CONFIG_MAP, "aws-auth", Op.SAME, none))) == [PEOPLE]


def test_a_lock_out_from_a_retained_cluster_is_reported() -> None:
    left = change(CLUSTER, "cluster", Op.FORGET, mode("API"))
    gone = (*admin_entry(DEPLOYER, Op.DELETE), *admin_entry(BREAK_GLASS, Op.DELETE))
    assert DEPLOYING in locked(plan(left, KUBERNETES, *gone))


def test_a_plan_without_cluster_has_no_lock_out() -> None:
    assert lock_outs(plan(change("aws:s3/bucket:Bucket", "cell-sets", Op.SAME, {}))) == ()
    deleted = change(CLUSTER, "cluster", Op.DELETE, mode("API"))
    assert lock_outs(planned(cluster=deleted)) == ()


@pytest.mark.parametrize("hidden", [UNKNOWN, WITHHELD])
def test_unknown_access_settings_are_reported_as_unproved(hidden: str) -> None:
    cluster = change(CLUSTER, "cluster", Op.UPDATE, mode("API_AND_CONFIG_MAP"), mode(hidden))
    (found,) = lock_outs(planned(ROWS, cluster=cluster))
    assert "accessConfig.authenticationMode of cluster is not known until deployment" in found.text
    unknown = change(ENTRY, "unknown", Op.CREATE, None, entry(hidden))
    assert "principalArn of unknown" in lock_outs(planned(ROWS, unknown))[0].text
    provider = change(PROVIDER, "k8s", Op.SAME, {"kubeconfig": hidden})
    assert "the deploy role" in lock_outs(plan(BOTH, provider, ROWS, *ENTRIES))[0].text


@pytest.mark.parametrize("hidden", [UNKNOWN, WITHHELD, "rows: {that are, no YAML"])
def test_unreadable_rows_grant_no_access(hidden: str) -> None:
    unread = rows(ADA) | {"data": {"mapUsers": hidden}}
    (found,) = lock_outs(with_rows(Op.UPDATE, unread))
    assert found.who == PEOPLE
    assert ("data.mapUsers of nodeAccess" in found.text) == (hidden in (UNKNOWN, WITHHELD))


def test_a_cluster_without_mode_reads_only_aws_auth() -> None:
    silent = change(CLUSTER, "cluster", Op.SAME, {"name": "biomage-staging"})
    assert locked(planned(ROWS, cluster=silent)) == [DEPLOYING]


def test_a_failed_preview_and_two_clusters_prove_nothing() -> None:
    (failed,) = lock_outs(plan(BOTH, succeeded=False))
    assert "its preview failed" in failed.text
    second = change(CLUSTER, "second", Op.SAME, mode("API"))
    (several,) = lock_outs(planned(ROWS, second))
    assert "more than one" in several.text


def test_imported_settings_exist_before_the_deployment() -> None:
    imported = change(CONFIG_MAP, "aws-auth", Op.IMPORT, None, rows(ADA))
    assert lock_outs(planned(imported)) == ()
    entries = (*admin_entry(DEPLOYER, Op.IMPORT), *admin_entry(BREAK_GLASS, Op.IMPORT))
    assert lock_outs(plan(BOTH, KUBERNETES, ROWS, *entries)) == ()
