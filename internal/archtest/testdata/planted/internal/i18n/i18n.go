// Package i18n has the catalogue.
package i18n
