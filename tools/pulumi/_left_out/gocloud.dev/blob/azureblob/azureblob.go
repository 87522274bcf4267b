// Package azureblob registers no scheme: this build leaves Azure out.
package azureblob
