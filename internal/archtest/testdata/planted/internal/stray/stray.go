// Package stray stands in no table.
package stray // planted: imports
