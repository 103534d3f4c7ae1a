package store

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

// The index of search is our own, in plain tables: the databases' full-text
// indexes differ in what they call a word, know little Dutch, and read every
// row of a frequent word before they can order them.

type searchDocRow struct {
	ID          int64
	Noun        string
	About       int64
	Kind        string
	Path        string
	Title       string
	Body        string
	ShownOn     time.Time
	VisibleFrom time.Time
}

func (searchDocRow) TableName() string { return "search_doc" }

func (r searchDocRow) doc() consult.SearchDoc {
	return consult.SearchDoc{
		Noun: r.Noun, About: r.About, Kind: consult.SearchKind(r.Kind), Path: r.Path, Title: r.Title, Text: r.Body,
		ShownOn: r.ShownOn.UTC(), VisibleFrom: r.VisibleFrom.UTC(),
	}
}

type searchPostingRow struct {
	Stem        string
	InTitle     int64
	ShownOn     int64 // microseconds since 1970, as VisibleFrom
	DocID       int64
	VisibleFrom int64
	Kind        string
	Year        int64
}

func (searchPostingRow) TableName() string { return "search_posting" }

type searchStemRow struct {
	Stem string
}

func (searchStemRow) TableName() string { return "search_stem" }

// SetSearchDoc makes a document found under these stems from the instant
// VisibleFrom on, in the place of what was kept under its noun and number.
func (tx *Tx) SetSearchDoc(d consult.SearchDoc, terms consult.SearchTerms) error {
	row := searchDocRow{
		Noun: d.Noun, About: d.About, Kind: string(d.Kind), Path: d.Path, Title: d.Title, Body: d.Text,
		ShownOn: utc(d.ShownOn), VisibleFrom: utc(d.VisibleFrom),
	}
	there := clause.OnConflict{
		Columns:   []clause.Column{{Name: "noun"}, {Name: "about"}},
		DoUpdates: clause.AssignmentColumns([]string{"kind", "path", "title", "body", "shown_on", "visible_from"}),
	}
	if err := fail(tx.db.Clauses(there).Create(&row).Error); err != nil {
		return err
	}
	if _, err := remove[searchPostingRow](tx, "doc_id = ?", row.ID); err != nil {
		return err
	}
	postings, stems := postingsOf(row, terms)
	if len(stems) == 0 {
		return nil
	}
	known := clause.OnConflict{Columns: []clause.Column{{Name: "stem"}}, DoNothing: true}
	if err := fail(tx.db.Clauses(known).CreateInBatches(stems, 200).Error); err != nil {
		return err
	}
	return addAll(tx, postings)
}

// postingsOf is the rows of a document, by stem: two transactions that wait for
// each other's new stems then wait in the same order.
func postingsOf(d searchDocRow, terms consult.SearchTerms) ([]searchPostingRow, []searchStemRow) {
	inTitle := map[string]int64{}
	for _, s := range terms.Text {
		inTitle[s] = 0
	}
	for _, s := range terms.Title {
		inTitle[s] = 1
	}
	postings, stems := make([]searchPostingRow, 0, len(inTitle)), make([]searchStemRow, 0, len(inTitle))
	for s, title := range inTitle {
		postings = append(postings, searchPostingRow{
			Stem: s, InTitle: title, ShownOn: d.ShownOn.UnixMicro(), DocID: d.ID,
			VisibleFrom: d.VisibleFrom.UnixMicro(), Kind: d.Kind,
			Year: int64(d.ShownOn.In(consult.Amsterdam).Year()),
		})
	}
	slices.SortFunc(postings, func(a, b searchPostingRow) int { return strings.Compare(a.Stem, b.Stem) })
	for _, p := range postings {
		stems = append(stems, searchStemRow{p.Stem})
	}
	return postings, stems
}

// DropSearchDoc takes a document out of the index; it need not be there.
func (tx *Tx) DropSearchDoc(noun string, about int64) error {
	own := tx.db.Model(&searchDocRow{}).Select("id").Where("noun = ? AND about = ?", noun, about)
	if _, err := remove[searchPostingRow](tx, "doc_id IN (?)", own); err != nil {
		return err
	}
	_, err := remove[searchDocRow](tx, "noun = ? AND about = ?", noun, about)
	return err
}

// ReleasedPostIDs returns every post that has a moment of release, past or to
// come, also withdrawn ones.
func (tx *Tx) ReleasedPostIDs() ([]int64, error) { return released(tx.db.Model(&postRow{})) }

// ReleasedMeetingIDs returns every meeting that is no draft.
func (tx *Tx) ReleasedMeetingIDs() ([]int64, error) { return released(tx.ofNoun(consult.NounMeeting)) }

func released(q *gorm.DB) ([]int64, error) {
	var ids []int64
	err := q.Where("released_at IS NOT NULL").Order("id").Pluck("id", &ids).Error
	return ids, fail(err)
}
