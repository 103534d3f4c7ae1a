package web_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"samenspraak/internal/consult"
	"samenspraak/internal/sheet"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// What follows reads back what the program wrote. None of it is the program's
// own, but for the reader of sheets: what writes and reads with one mistake
// agrees with itself.

// misread is what stands for words that contradict themselves.
var misread = time.Date(1, time.January, 1, 0, 0, 0, 1, time.UTC)

// wall is the instant at which clocks in Amsterdam show this; of an hour that
// comes twice it is the later (see i18n.Local). 24.00 is midnight.
func wall(year int, month time.Month, day, hour, minute int) time.Time {
	t := time.Date(year, month, day, hour, minute, 0, 0, consult.Amsterdam)
	if later := t.Add(time.Hour); later.Hour() == t.Hour() {
		return later
	}
	return t
}

var (
	monthOrder = []string{
		"januari january", "februari february", "maart march", "april april", "mei may", "juni june", "juli july",
		"augustus august",
		"september september", "oktober october", "november november", "december december",
	}
	weekdayNL = []string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}
	inDates   = regexp.MustCompile(
		`(?:(\pL+(?:dag|day)) )?\b(\d{1,2}) (\pL+) (\d{4})\b(?:,?(?: om| at)? (\d{1,2})[.:](\d{2})(?: – (\d{1,2})[.:](\d{2}))?\b)?`,
	)
)

// monthOf is the month of a name, 0 for another word.
func monthOf(word string) time.Month {
	return time.Month(1 + slices.IndexFunc(monthOrder, func(names string) bool {
		return slices.Contains(strings.Fields(names), strings.ToLower(word))
	}))
}

// inWords are the instants that a text names, Dutch or English, in order: of a
// day alone the one at which it ends, of 23.59 the one after that minute. A
// weekday that is another makes it one that nothing equals.
func inWords(text string) []time.Time {
	var found []time.Time
	for _, m := range inDates.FindAllStringSubmatch(plainWords(text), -1) {
		month := monthOf(m[3])
		if month == 0 {
			continue
		}
		day, year := atoi(m[2]), atoi(m[4])
		switch {
		case !fits(m[1], time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Weekday()):
			found = append(found, misread)
		case m[5] == "":
			found = append(found, wall(year, month, day, 24, 0))
		default:
			found = append(found, clocked(year, month, day, m[5], m[6]))
		}
		if m[7] != "" {
			found = append(found, clocked(year, month, day, m[7], m[8]))
		}
	}
	return found
}

func clocked(year int, month time.Month, day int, hour, minute string) time.Time {
	if hour == "23" && minute == "59" {
		hour, minute = "24", "00"
	}
	return wall(year, month, day, atoi(hour), atoi(minute))
}

func fits(weekday string, want time.Weekday) bool {
	return weekday == "" || strings.EqualFold(weekday, weekdayNL[want]) || strings.EqualFold(weekday, want.String())
}

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // an expression matched it
	return n
}

// plainWords is a text on one line, without what a reader does not see of it.
func plainWords(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00ad", "")), " ")
}

// inMachine are the instants of the attributes datetime of elements, with the
// offset that stands there; a date alone is as in inWords.
func inMachine(nodes []*testkit.Node) []time.Time {
	var found []time.Time
	for _, n := range nodes {
		value := n.Attr("datetime")
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			found = append(found, wall(day.Year(), day.Month(), day.Day(), 24, 0))
			continue
		}
		t, err := time.Parse("2006-01-02T15:04Z07:00", value)
		if err != nil {
			t = misread
		}
		found = append(found, t)
	}
	return found
}

// inBlock are the instants of the day beside an item and the time below it: as
// one reads them, held against what the machine reads. A year that is not there
// is that of now; of several days the block names the days alone.
func inBlock(item *testkit.Node, now time.Time) []time.Time {
	part := func(name string) []string {
		return strings.Split(plainWords(texts(item, ".date-block__"+name)), " – ")
	}
	days, months, weekdays, year := part("day"), part("month"), strings.Fields(
		texts(item, ".date-block__weekday"),
	), now.In(consult.Amsterdam).Year()
	if said := texts(item, ".date-block__year"); said != "" {
		year = atoi(said)
	}
	first := strconv.Itoa(year)
	words := weekdays[0] + " " + days[0] + " " + months[0] + " " + first
	if !slices.Equal(inWords(words), inMachine(item.All("time.date-block"))) {
		return []time.Time{misread}
	}
	if len(days) == 1 {
		return inWords(words + " " + texts(item, ".listing__meta"))
	}
	if monthOf(months[len(months)-1]) < monthOf(months[0]) {
		year++
	}
	return inWords(
		words + " " + weekdays[len(weekdays)-1] + " " + days[1] + " " + months[len(months)-1] + " " +
			strconv.Itoa(year),
	)
}

func texts(n *testkit.Node, selector string) string {
	var all []string
	for _, one := range n.All(selector) {
		all = append(all, one.Text())
	}
	return strings.Join(all, " ")
}

// inData are the instants of the meeting in the data of a page for search
// engines: start, end, and the start before it was moved.
func inData(body string) []time.Time {
	var found []time.Time
	for _, data := range pagetest.Structured([]byte(body)) {
		var event struct {
			Type                                  string `json:"@type"`
			StartDate, EndDate, PreviousStartDate string
		}
		if json.Unmarshal([]byte(data), &event) != nil || event.Type != "Event" {
			continue
		}
		for _, value := range []string{event.StartDate, event.EndDate, event.PreviousStartDate} {
			t, err := time.Parse(time.RFC3339, value)
			switch {
			case value == "":
			case err != nil:
				found = append(found, misread)
			default:
				found = append(found, t)
			}
		}
	}
	return found
}

// inCalendar are start and end of the entries with a title.
func inCalendar(body, title string) []time.Time {
	calendar, err := ical.NewDecoder(strings.NewReader(body)).Decode()
	if err != nil {
		return nil
	}
	var found []time.Time
	for _, e := range calendar.Events() {
		if summary, err := e.Props.Text(ical.PropSummary); err != nil || summary != title {
			continue
		}
		start, err1 := e.DateTimeStart(nil)
		end, err2 := e.DateTimeEnd(nil)
		if err1 != nil || err2 != nil {
			start, end = misread, misread
		}
		found = append(found, start, end)
	}
	return found
}

// inForm are the instants that a form of staff would send again.
func inForm(form *testkit.Node) []time.Time {
	v := form.Values()
	var found []time.Time
	typed := func(date, clock string) {
		day, err := time.Parse(time.DateOnly, date)
		hour, minute, _ := strings.Cut(clock, ":")
		switch {
		case err != nil:
			found = append(found, misread)
		case clock == "":
			found = append(found, wall(day.Year(), day.Month(), day.Day(), 24, 0))
		default:
			found = append(found, wall(day.Year(), day.Month(), day.Day(), atoi(hour), atoi(minute)))
		}
	}
	if v.Has("date") {
		typed(v.Get("date"), v.Get("from"))
		last, until := v.Get("end_date"), v.Get("until")
		if last == "" {
			last = v.Get("date")
		}
		if until == "00:00" {
			until = ""
		}
		typed(last, until)
	}
	typed(v.Get("deadline"), v.Get("deadline_time"))
	return found
}

// rowOf are the cells of the first row of a list that hold a text, one a line.
func rowOf(t *testing.T, file []byte, text string) string {
	t.Helper()
	table, err := sheet.Read(file, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table.Rows {
		if line := strings.Join(row, "\n"); strings.Contains(line, text) {
			return line
		}
	}
	return ""
}
