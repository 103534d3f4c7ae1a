// Package i18n holds everything that depends on the reader's language or on
// Dutch habit: the catalogue of texts, plurals, dates and times in the zone of
// the Netherlands, names with their tussenvoegsels, alphabetical order,
// addresses and identifiers as people type them.
//
// It decides from its arguments alone: no clock, no I/O after the embedded
// catalogue was read once. Everything is safe for concurrent use.
//
// A text is added in locales/nl/<noun>.json and locales/en/<noun>.json under
// the key "<noun>.<word>"; a test holds every file to the same keys, the same
// placeholders and the same plural forms in both languages.
package i18n
