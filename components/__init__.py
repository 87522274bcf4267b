"""Pulumi component resources, which create AWS and Kubernetes resources from declarations.

Type names such as `cellscope:watching:Watching` are part of the URNs in the state. They stay when a
class is renamed, so that no deployed resource is replaced.
"""
