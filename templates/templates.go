// Package templates holds the words and marks of every page and letter:
// layout/ (the frames), parts/ (one building block per file, named like its
// stylesheet), site/ and staff/ (one file per page), letter/ (mails). Package
// web/page parses the first four, package letter the last.
package templates

import "embed"

// Files are the template files by their path, as in "site/error.html".
//
//go:embed layout parts site staff letter
var Files embed.FS
