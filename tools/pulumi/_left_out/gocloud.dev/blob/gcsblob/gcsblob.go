// Package gcsblob has the scheme only: this build leaves Google Cloud out.
package gcsblob

// Scheme is the scheme of Google Cloud Storage's URLs.
const Scheme = "gs"
