package meeting

import (
	"fmt"
	"strings"
	"time"

	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
)

// lineView is the answers over time: a drawing, and a table that says the same.
type lineView struct {
	Description  string
	Area, Points string
	EndX, EndY   string
	EndText      string
	EndLabelX    string
	Levels       []lineMark
	Marks        []lineMark
	Days         []lineMark
	Weeks        []weekRow
}

// lineMark is a line across the drawing with its words.
type lineMark struct {
	X, Y, TextX, TextY string
	Text, Anchor       string
	Due                bool
}

type weekRow struct {
	Until      string
	New, Total string
}

// The drawing's frame.
const (
	lineLeft, lineRight = 38.0, 706.0
	lineTop, lineBottom = 26.0, 216.0
)

// scale places instants and counts in the frame.
type scale struct {
	from, until time.Time
	most        int
}

func (s scale) x(t time.Time) float64 {
	part := float64(t.Sub(s.from)) / float64(s.until.Sub(s.from))
	return lineLeft + (lineRight-lineLeft)*min(1, max(0, part))
}

func (s scale) y(n int) float64 { return lineBottom - (lineBottom-lineTop)*float64(n)/float64(s.most) }

func px(v float64) string { return fmt.Sprintf("%.0f", v) }

// answerLine draws how many organisations had answered at each moment, from the
// first invitation to the deadline.
func (p *Pages) answerLine(lang i18n.Lang, o service.Overview) *lineView {
	now := p.now()
	s := scale{from: o.First, until: o.Meeting.AnswerBy, most: max(1, o.Turnout.Invited)}
	if n := len(o.Times); n > 0 && o.Times[n-1].After(s.until) {
		s.until = o.Times[n-1]
	}
	if !s.until.After(s.from) {
		s.until = s.from.Add(time.Hour)
	}
	end := now
	if end.After(s.until) {
		end = s.until
	}
	v := &lineView{Levels: levels(lang, s), Marks: lineMarks(lang, s, o), Weeks: weeks(lang, o.Times, o.First, end)}
	v.Points, v.Area = curve(s, o.Times, end)
	v.EndX, v.EndY, v.EndText = px(s.x(end)), px(s.y(len(o.Times))), i18n.Number(lang, len(o.Times))
	v.EndLabelX = px(min(s.x(end)+11, lineRight-24))
	v.Days = dayMarks(lang, s, end, now)
	v.Description = i18n.T(lang, "invitation.line.description", "Count", v.EndText, "Total",
		i18n.Number(lang, o.Turnout.Invited),
		"From", i18n.DateShort(lang, s.from), "Until", i18n.DateShort(lang, end))
	return v
}

// curve is the line through every answer, and the area under it.
func curve(s scale, times []time.Time, end time.Time) (points, area string) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s,%s", px(lineLeft), px(lineBottom))
	step := max(1, len(times)/100)
	for n, t := range times {
		if (n+1)%step == 0 || n == len(times)-1 {
			fmt.Fprintf(&b, " %s,%s", px(s.x(t)), px(s.y(n+1)))
		}
	}
	fmt.Fprintf(&b, " %s,%s", px(s.x(end)), px(s.y(len(times))))
	points = b.String()
	return points, "M" + strings.ReplaceAll(points, " ", " L") + " L" + px(s.x(end)) + "," + px(lineBottom) + " Z"
}

func levels(lang i18n.Lang, s scale) []lineMark {
	var all []lineMark
	steps := []int{0, s.most}
	if s.most >= 8 {
		steps = []int{0, s.most / 4, s.most / 2, 3 * s.most / 4, s.most}
	}
	for _, n := range steps {
		all = append(all, lineMark{Y: px(s.y(n)), TextY: px(s.y(n) + 4), Text: i18n.Number(lang, n)})
	}
	return all
}

func lineMarks(lang i18n.Lang, s scale, o service.Overview) []lineMark {
	var all []lineMark
	mark := func(t time.Time, text string, due bool) {
		m := lineMark{X: px(s.x(t)), Text: text, Due: due, TextX: px(s.x(t) - 6), Anchor: "end"}
		if s.x(t) < lineLeft+120 {
			m.TextX, m.Anchor = px(s.x(t)+6), "start"
		}
		all = append(all, m)
	}
	for k, t := range o.Reminded {
		mark(t, i18n.T(lang, "invitation.line.reminder", "Number", k+1), false)
	}
	mark(o.Meeting.AnswerBy, i18n.T(lang, "invitation.line.closes"), true)
	return all
}

// dayMarks are the dates below the drawing: the first, the last, and today in
// between where there is room for it.
func dayMarks(lang i18n.Lang, s scale, end, now time.Time) []lineMark {
	all := []lineMark{{X: px(lineLeft), Anchor: "start", Text: i18n.DayMonth(lang, s.from)}}
	if x := s.x(end); end.Equal(now) && x > lineLeft+200 && x < lineRight-240 {
		all = append(all, lineMark{X: px(x), Anchor: "middle", Text: i18n.T(lang, "invitation.line.today")})
	}
	return append(all, lineMark{
		X: px(lineRight), Anchor: "end", Text: i18n.DayMonth(lang, s.until.Add(-time.Nanosecond)),
	})
}

// weeks is the same as a table: answers up to each Sunday, and up to now.
func weeks(lang i18n.Lang, times []time.Time, from, end time.Time) []weekRow {
	var rows []weekRow
	done := 0
	for sunday := endOfWeek(from); ; sunday = sunday.AddDate(0, 0, 7) {
		until := sunday
		if until.After(end) {
			until = end
		}
		n := done
		for n < len(times) && !times[n].After(until) {
			n++
		}
		rows = append(rows, weekRow{
			Until: i18n.Date(lang, until.Add(-time.Nanosecond)), New: i18n.Number(lang, n-done),
			Total: i18n.Number(lang, n),
		})
		done = n
		if !sunday.Before(end) {
			return rows
		}
	}
}

// endOfWeek is the first midnight after the Sunday of an instant's week.
func endOfWeek(t time.Time) time.Time {
	t = t.In(i18n.Zone())
	left := (7 - int(t.Weekday())) % 7
	return time.Date(t.Year(), t.Month(), t.Day()+left+1, 0, 0, 0, 0, i18n.Zone())
}
