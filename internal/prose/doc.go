// Package prose reads the Markdown that staff write: into the middle of a
// page, into plain words, into an outline that can be checked, and into what
// differs between two versions. It is safe whatever goes in.
package prose
