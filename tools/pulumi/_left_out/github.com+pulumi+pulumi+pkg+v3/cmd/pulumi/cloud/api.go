package cloud

import (
	"errors"

	"github.com/spf13/cobra"
)

// ParamSpec describes a parameter of an API call; this build describes none.
type ParamSpec struct{}

// NewAPICmd is `pulumi api`, which this build leaves out: its OpenAPI library takes longest to
// compile, and the command speaks to Pulumi Cloud alone.
func NewAPICmd() *cobra.Command {
	return &cobra.Command{
		Use:    "api",
		Hidden: true,
		RunE: func(*cobra.Command, []string) error {
			return errors.New(
				"this build of the Pulumi CLI leaves `pulumi api` out: install the official CLI")
		},
	}
}
