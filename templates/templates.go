// Package templates holds the words and marks of every page: layout/ (the
// frames), parts/ (one building block per file, named like its stylesheet),
// site/ and staff/ (one file per page). Package web/page parses them.
package templates

import "embed"

// Files are the template files by their path, as in "site/error.html".
//
//go:embed layout parts site staff
var Files embed.FS
