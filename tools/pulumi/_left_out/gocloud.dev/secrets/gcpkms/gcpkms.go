// Package gcpkms has the names that the CLI uses: this build leaves Google Cloud out.
package gcpkms

import (
	"context"
	"errors"
	"net/url"

	"gocloud.dev/secrets"
)

// Scheme is the scheme of Google Cloud KMS's URLs.
const Scheme = "gcpkms"

var errLeftOut = errors.New(
	"this build of the Pulumi CLI leaves Google Cloud out: install the official CLI")

type (
	// TokenSource is what Dial takes.
	TokenSource any
	// Client is what Dial returns.
	Client struct{}
	// URLOpener is what opens a URL of the scheme.
	URLOpener struct{ Client *Client }
)

// Dial fails: this build leaves Google Cloud out.
func Dial(context.Context, TokenSource) (*Client, func(), error) {
	return nil, nil, errLeftOut
}

// OpenKeeperURL fails: this build leaves Google Cloud out.
func (*URLOpener) OpenKeeperURL(context.Context, *url.URL) (*secrets.Keeper, error) {
	return nil, errLeftOut
}
