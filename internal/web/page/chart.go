package page

import (
	"strconv"

	"samenspraak/internal/i18n"
)

// Bars is a table with a bar in each row that says the same as its numbers:
// parts/chart. Make it with NewBars.
type Bars struct {
	ID, Title, RowTitle string
	Series              []Series
	Rows                []Bar
}

// HatchID is the name of the drawing's pattern.
func (b Bars) HatchID() string { return b.ID + "-arcering" }

// Series is what one column and one part of each bar counts. Series differ in
// tone and, the hatched one, in pattern.
type Series struct {
	Text  string
	Class string // fill-1, fill-2, fill-3; empty: hatched
	Fill  string // the pattern, when hatched
}

// Bar is one row with its parts in the order of the series.
type Bar struct {
	Text, Href string
	Parts      []BarPart
}

// BarPart is one part of a bar with the number it stands for.
type BarPart struct {
	Series
	Label    string
	Count    string
	X, Width string // percent of the bar
}

// BarRow is what NewBars draws: a name and a count per series. A row without
// any count gets an empty bar.
type BarRow struct {
	Text, Href string
	Counts     []int
}

var fills = []string{"fill-1", "fill-2", "fill-3"}

// NewBars draws a share per series; the last of names is hatched: it is what
// is still open. At most four series.
func NewBars(lang i18n.Lang, id, title, rowTitle string, names []string, rows []BarRow) *Bars {
	b := &Bars{ID: id, Title: title, RowTitle: rowTitle}
	for i, name := range names {
		s := Series{Text: name, Fill: "url(#" + b.HatchID() + ")"}
		if i < len(names)-1 {
			s = Series{Text: name, Class: fills[i]}
		}
		b.Series = append(b.Series, s)
	}
	for _, row := range rows {
		b.Rows = append(b.Rows, Bar{Text: row.Text, Href: row.Href, Parts: b.parts(lang, row.Counts)})
	}
	return b
}

func (b *Bars) parts(lang i18n.Lang, counts []int) []BarPart {
	total, at := 0, 0
	for _, n := range counts {
		total += n
	}
	parts := make([]BarPart, len(counts))
	for i, n := range counts {
		parts[i] = BarPart{
			Series: b.Series[i], Label: b.Series[i].Text, Count: i18n.Number(lang, n),
			X: percent(at, total), Width: percent(n, total),
		}
		at += n
	}
	return parts
}

func percent(n, total int) string {
	if total == 0 {
		return "0%"
	}
	return strconv.FormatFloat(100*float64(n)/float64(total), 'f', 1, 64) + "%"
}
