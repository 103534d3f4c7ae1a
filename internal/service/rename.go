package service

import (
	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// renamed gives something the first free address made of its name. Where the
// one it had was known to visitors, that keeps leading to it.
func renamed(tx *store.Tx, of consult.Subject, had, name string, known bool) (string, error) {
	slug, err := tx.FreeSlug(name, of)
	if err == nil && known && slug != had {
		err = tx.KeepSlug(had, of)
	}
	return slug, err
}
