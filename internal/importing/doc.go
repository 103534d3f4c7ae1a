// Package importing decides what a file of organisations and contacts comes to:
// what its columns hold, what is in the directory already, what each row adds,
// and what of an import can be undone. It has no clock and no I/O.
package importing
