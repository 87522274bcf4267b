// Package authhelpers has no Google Cloud credentials in this build.
package authhelpers

import (
	"context"
	"errors"

	"gocloud.dev/blob"
	"gocloud.dev/secrets/gcpkms"
)

var errLeftOut = errors.New(
	"this build of the Pulumi CLI leaves Google Cloud out: install the official CLI")

// Credentials has the one field that the CLI reads.
type Credentials struct{ TokenSource gcpkms.TokenSource }

// ResolveGoogleCredentials fails: this build leaves Google Cloud out.
func ResolveGoogleCredentials(context.Context, string) (*Credentials, error) {
	return nil, errLeftOut
}

// GoogleCredentialsMux fails: this build leaves Google Cloud out.
func GoogleCredentialsMux(context.Context) (*blob.URLMux, error) {
	return nil, errLeftOut
}
