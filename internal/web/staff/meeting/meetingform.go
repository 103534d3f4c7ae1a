package meeting

import (
	"errors"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// momentForm is when and where, as somebody typed it.
type momentForm struct {
	Date, From, EndDate, Until           string
	Venue, Street, Postcode, Town, Route string
	Online                               bool
	OnlineURL                            string
}

func momentOf(m consult.Moment) momentForm {
	f := momentForm{
		Venue: m.Venue, Street: m.Street, Postcode: m.Postcode, Town: m.Town, Route: m.Route, Online: m.Online,
		OnlineURL: m.OnlineURL,
	}
	if m.Starts.IsZero() {
		return f
	}
	last := m.Ends.Add(-time.Nanosecond)
	f.Date, f.From, f.Until = i18n.DayOf(m.Starts).String(), desk.ClockOf(m.Starts), desk.ClockOf(m.Ends)
	if i18n.DayOf(last) != i18n.DayOf(m.Starts) {
		f.EndDate = i18n.DayOf(last).String()
	}
	return f
}

func typedMoment(c echo.Context) momentForm {
	form := gate.FormOf(c)
	f := momentForm{
		Date: form.Line("date"), From: form.Line("from"), EndDate: form.Line("end_date"), Until: form.Line("until"),
		Venue: form.Line("venue"), Street: form.Line("street"),
		Postcode: form.Line("postcode"), Town: form.Line("town"), Route: form.Text("route"),
		Online:    form.Flag("online"),
		OnlineURL: form.Line("online_url"),
	}
	if normal, ok := dutch.Postcode(f.Postcode); ok {
		f.Postcode = normal
	}
	return f
}

// instant reads a time of day on a day.
func instant(field string, day i18n.Day, clock string, p *consult.Problems) time.Time {
	c, err := i18n.ParseClock(clock)
	if err != nil {
		p.Add(field, "meeting.problem.clock")
		return time.Time{}
	}
	t, err := i18n.Local(day, c)
	if errors.Is(err, i18n.ErrNoSuchTime) {
		p.Add(field, "meeting.problem.no_such_time")
	}
	return t
}

// deadlineForm is an answer deadline as typed; without a time it is the end of
// the day.
type deadlineForm struct{ Date, Time string }

func deadlineOf(t time.Time) deadlineForm {
	if t.IsZero() {
		return deadlineForm{}
	}
	day := i18n.DayOf(t.Add(-time.Nanosecond))
	if t.Equal(i18n.EndOfDay(day)) {
		return deadlineForm{Date: day.String()}
	}
	return deadlineForm{Date: i18n.DayOf(t).String(), Time: desk.ClockOf(t)}
}

func typedDeadline(c echo.Context) deadlineForm {
	form := gate.FormOf(c)
	return deadlineForm{form.Line("deadline"), form.Line("deadline_time")}
}

func (f deadlineForm) instant(p *consult.Problems) time.Time {
	day, err := i18n.ParseDate(f.Date)
	switch {
	case err != nil:
		p.Add("deadline", "meeting.problem.deadline")
		return time.Time{}
	case f.Time == "":
		return i18n.EndOfDay(day)
	}
	return instant("deadline_time", day, f.Time, p)
}

// momentFields are the fields of when and where.
type momentFields struct {
	Date, From, EndDate, Until           page.Field
	Venue, Street, Postcode, Town, Route page.Field
	Online, OnlineURL                    page.Field
}

func newMomentFields(f *page.Fields, m momentForm) momentFields {
	return momentFields{
		Date:  f.Text("date", "meeting.form.date", m.Date, page.Type("date")),
		From:  f.Text("from", "meeting.form.from", m.From, page.Type("time")),
		Until: f.Text("until", "meeting.form.until", m.Until, page.Type("time")),
		EndDate: f.Text("end_date", "meeting.form.end_date", m.EndDate, page.Type("date"), page.Optional(),
			page.Hint("meeting.form.end_date_hint")),
		Venue: f.Text("venue", "meeting.form.venue", m.Venue, page.Max(120), page.Optional(),
			page.Hint("meeting.form.venue_hint")),
		Street:   f.Text("street", "meeting.form.street", m.Street, page.Max(120), page.Optional()),
		Postcode: f.Text("postcode", "meeting.form.postcode", m.Postcode, page.Max(10), page.Optional()),
		Town:     f.Text("town", "meeting.form.town", m.Town, page.Max(120), page.Optional()),
		Route: f.Area("route", "meeting.form.route", m.Route, page.Optional(), page.Rows(3),
			page.Hint("meeting.form.route_hint")),
		Online: f.Check("online", "meeting.form.online", m.Online),
		OnlineURL: f.Text("online_url", "meeting.form.online_url", m.OnlineURL, page.Type("url"), page.Optional(),
			page.Hint("meeting.form.online_url_hint")),
	}
}

// deadlineFields are the fields of a deadline.
type deadlineFields struct{ Date, Time page.Field }

func newDeadlineFields(f *page.Fields, d deadlineForm) deadlineFields {
	return deadlineFields{
		Date: f.Text("deadline", "meeting.form.deadline", d.Date, page.Type("date"),
			page.Hint("meeting.form.deadline_hint")),
		Time: f.Text("deadline_time", "meeting.form.deadline_time", d.Time, page.Type("time"), page.Optional()),
	}
}

func editedField(m consult.Meeting) page.Hidden {
	return page.Hidden{Name: "edited", Value: strconv.FormatInt(m.Edited, 10)}
}

// without leaves out the problems that follow from others: of dates, when a
// date could not be read.
func without(all consult.Problems, known consult.Problems) consult.Problems {
	kept := known
	for _, one := range all {
		if one.Field != "date" && one.Field != "until" && one.Field != "deadline" || len(known) == 0 {
			kept = append(kept, one)
		}
	}
	return kept
}

// moment reads dates and times; what cannot be read is a problem of its field.
func (f momentForm) moment(p *consult.Problems) consult.Moment {
	m := consult.Moment{
		Venue: f.Venue, Street: f.Street, Postcode: f.Postcode, Town: f.Town, Route: f.Route, Online: f.Online,
		OnlineURL: f.OnlineURL,
	}
	day, err := i18n.ParseDate(f.Date)
	if err != nil {
		p.Add("date", "meeting.problem.date")
		return m
	}
	last := day
	if f.EndDate != "" {
		if last, err = i18n.ParseDate(f.EndDate); err != nil {
			p.Add("end_date", "meeting.problem.date")
			return m
		}
	}
	m.Starts = instant("from", day, f.From, p)
	if f.Until == "00:00" || f.Until == "24.00" {
		m.Ends = i18n.EndOfDay(last)
	} else {
		m.Ends = instant("until", last, f.Until, p)
	}
	return m
}
