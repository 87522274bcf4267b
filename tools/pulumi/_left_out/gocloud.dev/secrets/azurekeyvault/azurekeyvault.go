// Package azurekeyvault registers no scheme: this build leaves Azure out.
package azurekeyvault
