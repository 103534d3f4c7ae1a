package store

import "samenspraak/internal/consult"

type themeRow struct {
	ID       int64
	Slug     string
	Title    string
	Lead     string
	Position int
}

func (themeRow) TableName() string { return "faq_theme" }

func (r themeRow) theme() consult.Theme {
	return consult.Theme{ID: r.ID, Slug: r.Slug, Title: r.Title, Lead: r.Lead, Position: r.Position}
}

// Themes returns every theme in its order.
func (tx *Tx) Themes() ([]consult.Theme, error) {
	rows, err := list[themeRow](tx, "position, id", "1 = 1")
	themes := make([]consult.Theme, len(rows))
	for i, r := range rows {
		themes[i] = r.theme()
	}
	return themes, err
}

// LockTheme reads a theme and keeps it until the transaction ends.
func (tx *Tx) LockTheme(themeID int64) (consult.Theme, error) {
	row, err := lock[themeRow](tx, "id = ?", themeID)
	return row.theme(), err
}

// ThemeBySlug reads the theme with this address, or that had it once.
func (tx *Tx) ThemeBySlug(slug string) (consult.Theme, error) {
	row, err := bySlug[themeRow](tx, consult.NounTheme, slug)
	return row.theme(), err
}

// AddTheme keeps a new theme behind the others.
func (tx *Tx) AddTheme(t consult.Theme) (int64, error) {
	row := themeRow{Slug: t.Slug, Title: t.Title, Lead: t.Lead, Position: t.Position}
	err := add(tx, &row)
	return row.ID, err
}

// SetTheme writes a theme.
func (tx *Tx) SetTheme(t consult.Theme) error {
	return set[themeRow](
		tx, columns{"slug": t.Slug, "title": t.Title, "lead": t.Lead, "position": t.Position}, "id = ?", t.ID,
	)
}

// RemoveTheme deletes a theme with its former addresses; consult.ErrConflict
// when entries are in it.
func (tx *Tx) RemoveTheme(themeID int64) error {
	if err := tx.dropSlugs(consult.Subject{Noun: consult.NounTheme, ID: themeID}); err != nil {
		return err
	}
	n, err := remove[themeRow](tx, "id = ?", themeID)
	if err == nil && n == 0 {
		return consult.ErrNotFound
	}
	return err
}

// SetThemePositions puts themes in the order given and changes nothing else of
// them: another may be renaming one.
func (tx *Tx) SetThemePositions(themeIDs []int64) error {
	for i, themeID := range themeIDs {
		if _, err := setAny[themeRow](tx, columns{"position": i}, "id = ?", themeID); err != nil {
			return err
		}
	}
	return nil
}

// SetAnswerPositions puts the FAQ entries of a theme in the order given. One
// that has left the theme meanwhile keeps its place in the other.
func (tx *Tx) SetAnswerPositions(themeID int64, postIDs []int64) error {
	for i, postID := range postIDs {
		if _, err := setAny[postRow](
			tx, columns{"position": i}, "id = ? AND theme_id = ?", postID, themeID,
		); err != nil {
			return err
		}
	}
	return nil
}
