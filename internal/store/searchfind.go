package store

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/consult"
)

// Bounds of what one search reads, beside consult.SearchDepth.
const (
	searchStems  = 25   // of one word: its own and those that begin with it
	searchLooked = 1000 // at so many stems that begin with a word
	searchDeeper = 8    // times the depth, when the first documents hardly have all words
)

// lookup is a word of a question with the stems it may be found under.
type lookup struct {
	word  consult.SearchWord
	stems []string
	count int // of its postings when it is not the only word, as far as a search looks
}

// Search finds the documents that are visible at an instant and have every
// word: those with most words in their title first, then the newest, then the
// last indexed. It looks at the first consult.SearchDepth postings of the
// rarest word, in that order; for a kind or a year at the first that are of it.
func (tx *Tx) Search(q consult.SearchQuery, words []consult.SearchWord, now time.Time) (consult.SearchResult, error) {
	result := consult.SearchResult{Kinds: map[consult.SearchKind]int{}, Years: map[int]int{}}
	if len(words) == 0 {
		return result, nil
	}
	instant := utc(now).UnixMicro()
	lookups, err := tx.lookUp(words, instant)
	if err != nil {
		return result, err
	}
	found, more, err := tx.findWords(lookups, consult.SearchQuery{Limit: q.Limit}, instant)
	if err != nil {
		return result, err
	}
	if len(found) == 0 {
		result.Words, err = tx.countWords(lookups, instant)
		return result, err
	}
	for _, c := range found {
		result.Kinds[consult.SearchKind(c.kind)]++
		result.Years[int(c.year)]++
	}
	result.Partial = more
	if q.Kind != "" || q.Year != 0 {
		if found, more, err = tx.narrow(found, more, lookups, q, instant); err != nil {
			return result, err
		}
	}
	result.Total, result.Capped = len(found), more
	result.Hits, err = tx.searchHits(found[min(q.Offset, len(found)):min(q.Offset+q.Limit, len(found))])
	return result, err
}

// narrow keeps what is of the kind and year asked for. When not all documents
// were looked at it looks again, for these only.
func (tx *Tx) narrow(
	found []candidate, more bool, lookups []lookup, q consult.SearchQuery, instant int64,
) ([]candidate, bool, error) {
	if more {
		return tx.findWords(lookups, q, instant)
	}
	return slices.DeleteFunc(found, func(c candidate) bool {
		return q.Kind != "" && string(q.Kind) != c.kind || q.Year != 0 && int64(q.Year) != c.year
	}), false, nil
}

// lookUp finds the stems of each word and, when there are several words, counts
// them, so that the rarest is known.
func (tx *Tx) lookUp(words []consult.SearchWord, instant int64) ([]lookup, error) {
	all := make([]lookup, len(words))
	for i, w := range words {
		longer, err := tx.longerStems(w, instant)
		if err != nil {
			return nil, err
		}
		all[i] = lookup{word: w, stems: append([]string{w.Stem}, longer...)}
		if len(words) == 1 {
			return all, nil
		}
		if all[i].count, err = tx.countPostings(all[i].stems, instant); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// afterPrefix comes in the order of bytes after every text that begins as it
// does, up to its last letter.
const afterPrefix = "\U0010FFFF"

// longerStems are the stems that begin with a word and that a visible document
// has, the shortest first: they are nearest to what was typed.
func (tx *Tx) longerStems(w consult.SearchWord, instant int64) ([]string, error) {
	if w.Prefix == "" {
		return nil, nil
	}
	var stems []string
	err := tx.db.Raw("SELECT stem FROM (SELECT stem FROM search_stem WHERE stem >= ? AND stem < ? AND stem <> ? ORDER BY stem"+limit(searchLooked)+") AS longer "+
		"WHERE EXISTS (SELECT 1 FROM search_posting AS p WHERE p.stem = longer.stem AND p.visible_from <= ?) "+
		"ORDER BY LENGTH(stem), stem"+limit(searchStems-1), w.Prefix, w.Prefix+afterPrefix, w.Stem, instant).
		Scan(&stems).Error
	return stems, fail(err)
}

// A statement is prepared once for each connection and kept. But SQLite
// prepares it again each time it is used when a parameter is compared for
// equality, or is a limit, because another value might be better looked up in
// another way. That takes longer than these queries themselves. So a stem is
// bound inside an expression, and limits, which are constants of ours, are
// written out.
const stemIs = "stem = CAST(? AS TEXT)"

func limit(n int) string { return " LIMIT " + strconv.Itoa(n) }

// postings is the query for the rows of some stems, the first so many of them
// in an order, of the kind and year of a question. Each stem is asked for by itself and in that order, so that both
// databases merge what their index gives in order and stop; with IN they would
// read and sort all.
func postings(columns, order string, stems []string, q consult.SearchQuery, instant int64, most int) (string, []any) {
	one, narrowing := "SELECT * FROM (SELECT "+columns+" FROM search_posting WHERE "+stemIs+" AND visible_from <= ?",
		[]any{instant}
	if q.Kind != "" {
		one, narrowing = one+" AND kind = CAST(? AS TEXT)", append(narrowing, string(q.Kind))
	}
	if q.Year != 0 {
		one, narrowing = one+" AND year = CAST(? AS INTEGER)", append(narrowing, q.Year)
	}
	one += order + ") AS one"
	var args []any
	for _, s := range stems {
		args = append(append(args, s), narrowing...)
	}
	all := strings.Repeat(one+" UNION ALL ", len(stems)-1) + one
	return "SELECT " + columns + " FROM (" + all + ") AS every" + order + limit(most), args
}

const (
	hitColumns = "doc_id, in_title, shown_on, kind, year"
	hitOrder   = " ORDER BY in_title DESC, shown_on DESC, doc_id DESC"
)

// countPostings counts how often some stems stand in the index, up to what a
// search ever reads.
func (tx *Tx) countPostings(stems []string, instant int64) (int, error) {
	all, args := postings("doc_id", "", stems, consult.SearchQuery{}, instant, consult.SearchDepth+1)
	var n int
	err := tx.db.Raw("SELECT COUNT(*) FROM ("+all+") AS counted", args...).Scan(&n).Error
	return n, fail(err)
}

// countWords counts how many documents have each word, looking no further than
// a search does.
func (tx *Tx) countWords(lookups []lookup, instant int64) ([]consult.WordCount, error) {
	counts := make([]consult.WordCount, len(lookups))
	for i, l := range lookups {
		first, args := postings(hitColumns, hitOrder, l.stems, consult.SearchQuery{}, instant, consult.SearchDepth+1)
		var n struct{ Postings, Documents int }
		if err := tx.db.Raw(
			"SELECT COUNT(*) AS postings, COUNT(DISTINCT doc_id) AS documents FROM ("+first+") AS first", args...,
		).Scan(&n).Error; err != nil {
			return nil, fail(err)
		}
		counts[i] = consult.WordCount{Word: l.word.Text, Count: n.Documents, More: n.Postings > consult.SearchDepth}
	}
	return counts, nil
}

// candidate is a document that has all words. Its fields are of the types that
// the drivers give: hundreds are read for each search.
type candidate struct {
	doc, shown int64
	titles     int64 // how many of the words its title has
	kind       string
	year       int64
}

// findWords returns the documents in the order of hits, and whether there were
// more postings of the rarest word than it looked at.
func (tx *Tx) findWords(lookups []lookup, q consult.SearchQuery, instant int64) ([]candidate, bool, error) {
	lookups = slices.SortedStableFunc(
		slices.Values(lookups), func(a, b lookup) int { return cmp.Compare(a.count, b.count) },
	)
	if len(lookups) > 1 && lookups[0].count == 0 {
		return nil, false, nil
	}
	found, more, err := tx.findAt(consult.SearchDepth, lookups, q, instant)
	if err == nil && more && len(lookups) > 1 && len(found) < q.Limit {
		return tx.findAt(searchDeeper*consult.SearchDepth, lookups, q, instant)
	}
	return found, more, err
}

// findAt looks at so many postings of the first word, and says whether there
// are more.
func (tx *Tx) findAt(
	depth int, lookups []lookup, q consult.SearchQuery, instant int64,
) (found []candidate, more bool, err error) {
	first, args := postings(hitColumns, hitOrder, lookups[0].stems, q, instant, depth+1)
	titles, parameters := "in_title", []any{}
	for _, l := range lookups[1:] {
		hit, more := titleHit(l.word)
		titles, parameters = titles+" + "+hit, append(parameters, more...)
	}
	// A word that a document lacks makes the whole sum NULL.
	rows, err := tx.db.Raw(
		"SELECT doc_id, shown_on, kind, year, COALESCE("+titles+", -1) FROM ("+first+") AS candidate",
		append(parameters, args...)...,
	).Rows()
	if err != nil {
		return nil, false, fail(err)
	}
	defer rows.Close()
	read := 0
	for ; rows.Next(); read++ {
		var c candidate
		if err := rows.Scan(&c.doc, &c.shown, &c.kind, &c.year, &c.titles); err != nil {
			return nil, false, fail(err)
		}
		if c.titles >= 0 {
			found = append(found, c)
		}
	}
	return inOrder(found), read > depth, fail(rows.Err())
}

// titleHit is an expression for a candidate: 1 when its title has the word, 0
// when its text has, NULL when neither.
func titleHit(w consult.SearchWord) (string, []any) {
	const (
		own    = "SELECT in_title FROM search_posting WHERE doc_id = candidate.doc_id AND "
		begins = "stem >= ? AND stem < ?"
	)
	switch {
	case w.Prefix == "":
		return "(SELECT MAX(in_title) FROM (" + own + stemIs + ") AS has)", []any{w.Stem}
	case strings.HasPrefix(w.Stem, w.Prefix):
		return "(SELECT MAX(in_title) FROM (" + own + begins + ") AS has)", []any{w.Prefix, w.Prefix + afterPrefix}
	}
	return "(SELECT MAX(in_title) FROM (" + own + stemIs + " UNION ALL " + own + begins + ") AS has)",
		[]any{w.Stem, w.Prefix, w.Prefix + afterPrefix}
}

// inOrder puts candidates in the order of hits, each document once: it may have
// several stems of a word, in the title and elsewhere.
func inOrder(all []candidate) []candidate {
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.titles, a.titles), cmp.Compare(b.shown, a.shown), cmp.Compare(b.doc, a.doc))
	})
	seen := make(map[int64]bool, len(all))
	return slices.DeleteFunc(all, func(c candidate) bool {
		twice := seen[c.doc]
		seen[c.doc] = true
		return twice
	})
}

// searchHits reads the documents of candidates, in their order.
func (tx *Tx) searchHits(found []candidate) ([]consult.SearchHit, error) {
	if len(found) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(found))
	for i, c := range found {
		ids[i] = c.doc
	}
	rows, err := list[searchDocRow](tx, "id", "id IN ?", ids)
	if err != nil {
		return nil, err
	}
	all := make([]consult.SearchHit, len(rows))
	for _, r := range rows {
		all[slices.Index(ids, r.ID)].SearchDoc = r.doc()
	}
	return all, nil
}
