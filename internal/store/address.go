package store

import (
	"fmt"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// addressRow is a former address of something, of whatever noun: it answers 301.
type addressRow struct {
	ID     int64
	Noun   string
	NounID int64
	Slug   string
}

func (addressRow) TableName() string { return "address" }

// slugged are the things of a noun that have an address, in their column slug:
// of what is an occasion, the occasions.
func (tx *Tx) slugged(noun consult.Noun) *gorm.DB {
	//exhaustive:enforce
	switch noun {
	case consult.NounPost:
		return tx.db.Model(&postRow{})
	case consult.NounTheme:
		return tx.db.Model(&themeRow{})
	case consult.NounMeeting:
	}
	return tx.ofNoun(noun)
}

// FreeSlug returns the first of base, base-2, base-3 … that no other thing of
// this noun has or had.
func (tx *Tx) FreeSlug(base string, of consult.Subject) (string, error) {
	for n := 1; n < 1000; n++ {
		slug := base
		if n > 1 {
			slug = fmt.Sprintf("%s-%d", base, n)
		}
		taken, err := tx.slugTaken(slug, of)
		if err != nil || !taken {
			return slug, err
		}
	}
	return "", fmt.Errorf("a thousand are called %s: %w", base, consult.ErrConflict)
}

func (tx *Tx) slugTaken(slug string, of consult.Subject) (bool, error) {
	var now int64
	err := tx.slugged(of.Noun).Where("slug = ? AND id <> ?", slug, of.ID).Count(&now).Error
	if err != nil || now > 0 {
		return true, fail(err)
	}
	before, err := count[addressRow](tx, 1, "noun = ? AND slug = ? AND noun_id <> ?", string(of.Noun), slug, of.ID)
	return before > 0, err
}

// KeepSlug keeps the former address of something, so that it can answer 301.
func (tx *Tx) KeepSlug(slug string, of consult.Subject) error {
	kept, err := count[addressRow](tx, 1, "noun = ? AND slug = ?", string(of.Noun), slug)
	if err != nil || kept > 0 {
		return err
	}
	return add(tx, &addressRow{Noun: string(of.Noun), NounID: of.ID, Slug: slug})
}

// dropSlugs forgets the former addresses of something that is deleted.
func (tx *Tx) dropSlugs(of consult.Subject) error {
	_, err := remove[addressRow](tx, "noun = ? AND noun_id = ?", string(of.Noun), of.ID)
	return err
}

// bySlug reads the thing of a noun that has this address, or had it once.
func bySlug[R any](tx *Tx, noun consult.Noun, slug string) (R, error) {
	return take[R](tx, "slug = ? OR id = (?)", slug, tx.formerly(noun, slug))
}

func (tx *Tx) formerly(noun consult.Noun, slug string) *gorm.DB {
	return tx.db.Model(&addressRow{}).Select("noun_id").Where("noun = ? AND address.slug = ?", string(noun), slug)
}
