"""The programs that the simulated account and the tests run, and the source of each.

An installed program comes first, then the published one, then one built from source. All have the
versions of the Go module files.
"""

import os
import platform
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = CHECKOUT / ".tools"
BIN = TOOLS / "bin"

_ASSETS = "KUBEBUILDER_ASSETS"
"""The folder of Kubernetes' programs, which precedes `PATH`: envtest's convention.

https://book.kubebuilder.io/reference/envtest.html
"""

_SYSTEM = platform.system().lower()
_MACHINE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
"""Both with Go's names, which the published archives use."""


class InstallError(Exception):
    """The tools or the packages cannot be installed; the message has the reason."""


@dataclass(frozen=True)
class LeftOut:
    """Files of a Go module that a build leaves out, as glob patterns.

    If other packages need one of them, `tools/*/_left_out` has a replacement. It is in a folder
    named after the module, with `+` for each `/`.
    """

    module: str
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """Programs of one version, which are published in one archive and built with one command.

    `packages` are the Go packages by program. `tools/FOLDER/go.mod` requires `module` in their
    version, which the linker writes into the variable `version_variable`. `archive` and `checksums`
    are URLs with the fields version (without its `v`), system and machine. The checksums are a list
    of hashes and file names, or envtest's YAML. `members` are the paths of the programs in the
    archive.
    """

    title: str
    folder: str
    module: str
    packages: Mapping[str, str]
    version_variable: str
    archive: str
    checksums: str
    members: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    machines: Mapping[str, str] = field(default_factory=dict[str, str])
    """The archive's names of machines, if they are not Go's names."""

    @property
    def version(self) -> str:
        """The version in the module file, such as `v3.245.0`."""
        text = (CHECKOUT / "tools" / self.folder / "go.mod").read_text()
        found = re.search(rf"^\s*(?:require )?{re.escape(self.module)} (v\S+)", text, re.MULTILINE)
        assert found, f"tools/{self.folder}/go.mod does not require {self.module}"
        return found[1]

    @property
    def archive_url(self) -> str:
        """The URL of the archive for this machine."""
        return self._filled(self.archive)

    @property
    def checksums_url(self) -> str:
        """The URL of the file with the archive's checksum."""
        return self._filled(self.checksums)

    def is_missing(self) -> bool:
        """Whether this machine lacks one of the programs; those in `.tools/bin` do not count."""
        # `simulator/pulumi` may be first on PATH; it runs the CLI that is searched here, so it is
        # skipped.
        folders = [os.environ.get(_ASSETS, ""), *os.environ.get("PATH", "").split(os.pathsep)]
        others = [one for one in folders if one and Path(one).resolve() != CHECKOUT / "simulator"]
        path = os.pathsep.join(others)
        return not all(shutil.which(program, path=path) for program in self.packages)

    def _filled(self, url: str) -> str:
        version = self.version.removeprefix("v")
        machine = self.machines.get(_MACHINE, _MACHINE)
        return url.format(version=version, system=_SYSTEM, machine=machine)


_PULUMI = "github.com/pulumi/pulumi/pkg/v3"
_PULUMI_RELEASE = "https://github.com/pulumi/pulumi/releases/download/v{version}"

PULUMI = Tool(
    title="Pulumi CLI",
    folder="pulumi",
    module=_PULUMI,
    packages={"pulumi": f"{_PULUMI}/cmd/pulumi"},
    version_variable="github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
    archive=f"{_PULUMI_RELEASE}/pulumi-v{{version}}-{{system}}-{{machine}}.tar.gz",
    checksums=f"{_PULUMI_RELEASE}/pulumi-{{version}}-checksums.txt",
    members=(
        "pulumi/pulumi",
        "pulumi/pulumi-analyzer-policy-python",
        "pulumi/pulumi-language-python",
        "pulumi/pulumi-language-python-exec",
    ),
    machines={"amd64": "x64"},
    # These take two fifths of the compile time; this project's state and secrets are in AWS or
    # files.
    left_out=(
        LeftOut(
            _PULUMI,
            ("authhelpers/*.go", "cmd/pulumi/cloud/*.go", "operations/operations_gcp.go"),
            kept=("cmd/pulumi/cloud/envelope.go", "cmd/pulumi/cloud/resolve.go"),
        ),
        LeftOut(
            "gocloud.dev",
            (
                *("blob/azureblob/*.go", "blob/gcsblob/*.go"),
                *("secrets/azurekeyvault/*.go", "secrets/gcpkms/*.go"),
            ),
        ),
        LeftOut("gocloud.dev/secrets/hashivault", ("*.go",)),
        # It takes two thirds of the CLI's start time.
        LeftOut("github.com/ccojocar/zxcvbn-go", ("zxcvbn.go",)),
        LeftOut("github.com/nbutton23/zxcvbn-go", ("zxcvbn.go",)),
    ),
)

_ENVTEST = "https://github.com/kubernetes-sigs/controller-tools/releases/download"

KUBERNETES = Tool(
    title="Kubernetes API server",
    folder="kubernetes",
    module="k8s.io/kubernetes",
    packages={
        "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
        "etcd": "go.etcd.io/etcd/server/v3",
    },
    version_variable="k8s.io/component-base/version.gitVersion",
    archive=f"{_ENVTEST}/envtest-v{{version}}/envtest-v{{version}}-{{system}}-{{machine}}.tar.gz",
    # The location that setup-envtest uses, with SHA-512 checksums.
    checksums="https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml",
    members=("controller-tools/envtest/etcd", "controller-tools/envtest/kube-apiserver"),
    # The only part of the tests' fake clients that the server itself imports.
    left_out=(
        LeftOut(
            "k8s.io/apiserver", ("pkg/admission/plugin/policy/generic/policy_test_context.go",)
        ),
    ),
)

_ACTIONLINT_RELEASE = "https://github.com/rhysd/actionlint/releases/download/v{version}"

ACTIONLINT = Tool(
    title="actionlint",
    folder="actionlint",
    module="github.com/rhysd/actionlint",
    packages={"actionlint": "github.com/rhysd/actionlint/cmd/actionlint"},
    version_variable="github.com/rhysd/actionlint.version",
    archive=f"{_ACTIONLINT_RELEASE}/actionlint_{{version}}_{{system}}_{{machine}}.tar.gz",
    checksums=f"{_ACTIONLINT_RELEASE}/actionlint_{{version}}_checksums.txt",
    members=("actionlint",),
)

TOOLS_BY_NAME = {tool.folder: tool for tool in (PULUMI, KUBERNETES, ACTIONLINT)}
"""In the order of their builds."""
