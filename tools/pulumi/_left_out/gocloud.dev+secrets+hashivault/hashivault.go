// Package hashivault registers no scheme: this build leaves HashiCorp Vault out.
package hashivault
