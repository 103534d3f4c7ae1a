package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/testkit"
)

// held is a meeting on an awkward day: wall times in Amsterdam, of an hour that
// comes twice the later.
type held struct {
	title                 string
	starts, ends          time.Time
	until, extended       time.Time // the deadline, and that of Carla's organisation alone
	oldStarts, oldEnds    time.Time // before it was moved; zero: it was not
	id                    int64
	slug, ada, ben, carla string // their pages
	carlas                int64
}

// awkward is what the test holds meetings on; the first is the world's own.
func awkward() []held {
	return []held{{
		title: "Consultatie jeugdhulp", starts: wall(2026, 11, 26, 15, 0), ends: wall(2026, 11, 26, 17, 0),
		until: wall(2026, 11, 16, 24, 0), extended: wall(2026, 11, 20, 17, 0),
	}, {
		title: "Oud en nieuw", starts: wall(2026, 12, 31, 22, 0), ends: wall(2027, 1, 1, 1, 0),
		until: wall(2026, 12, 18, 17, 0), extended: wall(2026, 12, 30, 24, 0),
	}, {
		title: "Nieuwjaarsdag", starts: wall(2027, 1, 1, 0, 30), ends: wall(2027, 1, 1, 24, 0),
		until: wall(2026, 12, 31, 24, 0), extended: wall(2027, 1, 1, 0, 15),
	}, {
		title: "Wissel in maart", starts: wall(2027, 3, 28, 3, 0), ends: wall(2027, 3, 28, 5, 0),
		until: wall(2027, 3, 27, 24, 0), extended: wall(2027, 3, 28, 1, 30),
	}, {
		title: "Wissel in oktober", starts: wall(2027, 10, 31, 1, 30), ends: wall(2027, 10, 31, 3, 30),
		until: wall(2027, 10, 29, 17, 0), extended: wall(2027, 10, 30, 24, 0),
	}, {
		title: "Tot in het dubbele uur", starts: wall(2027, 10, 31, 0, 30), ends: wall(2027, 10, 31, 2, 30),
		until: wall(2027, 10, 29, 24, 0), extended: wall(2027, 10, 31, 0, 15),
	}, {
		title: "Verplaatste ronde", starts: wall(2027, 10, 31, 10, 0), ends: wall(2027, 10, 31, 12, 0),
		until: wall(2027, 10, 31, 2, 30), extended: wall(2027, 10, 31, 9, 0),
		oldStarts: wall(2027, 10, 24, 10, 0), oldEnds: wall(2027, 10, 24, 12, 0),
	}}
}

// place is one place that names instants: those it must name, in order, and
// those that were read there.
type place struct {
	name      string
	want, got []time.Time
}

// differences is what is wrong at places; one that names nothing is as wrong as
// one that names another instant.
func differences(places []place) []string {
	var wrong []string
	for _, p := range places {
		if len(p.want) == 0 {
			wrong = append(wrong, p.name+": nothing is expected of it")
		}
		if !slices.EqualFunc(p.want, p.got, time.Time.Equal) {
			wrong = append(wrong, fmt.Sprintf("%s: names %v, want %v", p.name, utc(p.got), utc(p.want)))
		}
	}
	return wrong
}

func utc(all []time.Time) []string {
	said := make([]string, len(all))
	for i, t := range all {
		said[i] = t.UTC().Format("2006-01-02T15:04Z")
	}
	return said
}

// witness asks the program what it says; alter changes every answer first, for
// the twin.
type witness struct {
	*testkit.Program
	t              *testing.T
	visitor, staff *testkit.Client
	mails          []mailbox.Mail
	alter          func(string) string
	places         []place
	mine           string // Ada's page of all her invitations
}

func newWitness(t *testing.T, meetings []held) *witness {
	t.Helper()
	w := &witness{Program: testkit.New(t, testkit.Options{}), t: t, alter: func(s string) string { return s }}
	w.visitor, w.staff = w.Client(), w.SignIn(consult.Admin)
	for i := range meetings {
		w.hold(&meetings[i], i == 0)
	}
	w.deliver()
	for i := range meetings {
		w.change(&meetings[i])
	}
	w.must(w.Service().AskMine(t.Context(), w.Ada.Address, i18n.Dutch, ""))
	w.deliver()
	for _, m := range w.mails {
		for _, link := range m.Links() {
			if strings.Contains(link, "/mijn/") {
				w.mine = strings.TrimPrefix(link, testkit.BaseURL)
			}
		}
	}
	return w
}

func (w *witness) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *witness) deliver() {
	w.Clock.Advance(5 * time.Minute)
	w.mails = append(w.mails, w.Deliver()...)
}

// hold makes a meeting and asks everybody to it.
func (w *witness) hold(h *held, made bool) {
	ctx, svc := w.t.Context(), w.Service()
	h.id = w.Meeting
	m, err := svc.Meeting(ctx, w.Editor, h.id)
	w.must(err)
	if !made {
		starts, ends := h.starts, h.ends
		if h.moved() {
			starts, ends = h.oldStarts, h.oldEnds
		}
		m.Title, m.UID, m.Questions = h.title, "", nil
		m.ReleasedAt, m.Starts, m.Ends, m.AnswerBy = time.Time{}, starts, ends, starts.Add(-24*time.Hour)
		if !h.moved() {
			m.AnswerBy = h.until
		}
		h.id, err = svc.NewMeeting(ctx, w.Editor, m)
		w.must(err)
		m, err = svc.Meeting(ctx, w.Editor, h.id)
		w.must(err)
		w.must(svc.PublishMeeting(ctx, w.Editor, h.id, m.Edited))
	}
	h.slug, w.Meeting = m.Slug, h.id
	w.Invite()
	h.ada, h.ben, h.carla, h.carlas = w.Path(w.Ada), w.Path(w.Ben), w.Path(w.Carla), w.Invitee(w.Carla).Invitee.ID
}

func (h held) moved() bool { return !h.oldStarts.IsZero() }

// change moves a meeting that is to be moved and gives Carla's organisation
// more time; what the database then holds is what every place must name.
func (w *witness) change(h *held) {
	ctx, svc := w.t.Context(), w.Service()
	w.Meeting = h.id
	m, err := svc.Meeting(ctx, w.Editor, h.id)
	w.must(err)
	if h.moved() {
		to := m.Moment()
		to.Starts, to.Ends = h.starts, h.ends
		w.must(svc.MoveMeeting(ctx, w.Editor, h.id, m.Edited, to, h.until, "De zaal is bezet."))
	}
	w.must(svc.Extend(ctx, w.Editor, w.Invitee(w.Carla).Invitation.ID, h.extended, "Langer voor "+h.title))
	st := w.Invitee(w.Carla)
	w.note("database of "+h.title, []time.Time{h.starts, h.ends, h.until, h.extended},
		[]time.Time{st.Occasion.Starts, st.Occasion.Ends, st.Occasion.AnswerBy, st.Invitation.Deadline(st.Occasion)})
}

func (w *witness) note(name string, want, got []time.Time) {
	w.places = append(w.places, place{name, want, got})
}

// get is an answer as alter leaves it.
func (w *witness) get(path string) *testkit.Response {
	w.t.Helper()
	c := w.visitor
	if strings.HasPrefix(path, "/beheer") {
		c = w.staff
	}
	r := c.Get(path).Want(http.StatusOK)
	if !strings.HasSuffix(path, ".xlsx") {
		r.Body = []byte(w.altered(string(r.Body)))
	}
	return r
}

func (w *witness) altered(text string) string {
	return w.alter(strings.NewReplacer("\u00a0", " ", "&#43;", "+").Replace(text))
}

// page reads elements of a page with what reads words or attributes.
func (w *witness) page(path string) *testkit.Node { w.t.Helper(); return w.get(path).Page() }

// endOf is how a day alone reads: the instant at which it ends.
func endOf(t time.Time) time.Time {
	year, month, day := t.In(consult.Amsterdam).Date()
	return wall(year, month, day, 24, 0)
}

// item is the first element with a text, or one of an empty page.
func (w *witness) item(root *testkit.Node, selector, text string) *testkit.Node {
	for _, n := range root.All(selector) {
		if strings.Contains(plainWords(n.Text()), text) {
			return n
		}
	}
	empty, err := testkit.Parse(nil)
	w.must(err)
	return empty
}

// TestOneInstantEverywhere holds meetings on awkward days and reads back every
// place that names their start, end or deadline: pages, mails, calendars, lists
// and the screens of staff. All name the instant that the database holds.
func TestOneInstantEverywhere(t *testing.T) {
	t.Parallel()
	meetings := awkward()
	w := newWitness(t, meetings)
	w.all(meetings)
	for _, wrong := range differences(w.places) {
		t.Error(wrong)
	}
	if len(w.places) < 40*len(meetings) {
		t.Errorf("only %d places for %d meetings", len(w.places), len(meetings))
	}
}

// all reads every place while the meetings are still to be answered.
func (w *witness) all(meetings []held) {
	home := w.page("/")
	w.note("home, deadline", []time.Time{meetings[0].until, meetings[0].until},
		append(inMachine(home.All(".deadline__date time")), inWords(texts(home, ".deadline__date"))...))
	w.note(
		"home, list", []time.Time{meetings[0].starts, meetings[0].ends},
		inBlock(w.item(home, ".listing__item", meetings[0].title), w.Clock.Now()),
	)
	for _, h := range meetings {
		w.Meeting = h.id
		w.public(h)
		w.listed(h, w.mine)
		w.guests(h)
		w.mailed(h)
		w.screens(h)
		w.taken(h)
	}
}

// days are an item's instants beside its date block: of several days, only they.
func (h held) days() []time.Time {
	if endOf(h.starts) != endOf(h.ends.Add(-time.Nanosecond)) {
		return []time.Time{endOf(h.starts), endOf(h.ends)}
	}
	return []time.Time{h.starts, h.ends}
}

func (w *witness) public(h held) {
	path := "/bijeenkomsten/" + h.slug
	for _, lang := range []string{"", "/en"} {
		r, name := w.get(lang+path), lang+path
		p := r.Page()
		w.note(name+" title", []time.Time{endOf(h.starts)}, inWords(p.All("title")[0].Text()))
		w.note(name+" facts", []time.Time{h.starts, h.ends}, inWords(texts(p, ".facts")))
		w.note(name+" deadline in words", []time.Time{h.until}, inWords(texts(p, ".deadline__date")))
		w.note(name+" deadline for machines", []time.Time{h.until}, inMachine(p.All(".deadline__date time")))
		w.note(name+" block for machines", []time.Time{endOf(h.starts)}, inMachine(p.All(".page__date time")))
		data := []time.Time{h.starts, h.ends}
		if h.moved() {
			data = append(data, h.oldStarts)
			w.note(name+" before the move", []time.Time{h.oldStarts, h.oldEnds}, inWords(texts(p, ".notice del")))
		}
		w.note(name+" data", data, inData(string(r.Body)))
	}
	w.note(path+".ics", []time.Time{h.starts, h.ends}, inCalendar(string(w.get(path+".ics").Body), h.title))
	w.note(
		"/agenda.ics "+h.title, []time.Time{h.starts, h.ends}, inCalendar(string(w.get("/agenda.ics").Body), h.title),
	)
}

func (w *witness) listed(h held, mine string) {
	for _, path := range []string{"/bijeenkomsten", "/en/bijeenkomsten", mine} {
		item := w.item(w.page(path), ".listing__item", h.title)
		w.note(path+" "+h.title, h.days(), w.block(item))
		if h.moved() && path != mine {
			w.note(path+" before the move", []time.Time{endOf(h.oldStarts)}, inWords(texts(item, "del")))
		}
	}
	hit := w.item(w.page("/zoeken?q="+url.QueryEscape(h.title)), ".listing__item", h.title)
	w.note("search "+h.title, []time.Time{endOf(h.starts)}, inWords(texts(hit, ".listing__meta")))
}

// block is inBlock of an item that is there.
func (w *witness) block(item *testkit.Node) []time.Time {
	if len(item.All(".date-block")) == 0 {
		return nil
	}
	return inBlock(item, w.Clock.Now())
}

// guests reads the personal pages before an answer, Carla's with a deadline of
// her own.
func (w *witness) guests(h held) {
	for _, one := range []struct {
		path  string
		until time.Time
	}{{h.ada, h.until}, {"/en" + h.ada, h.until}, {h.carla, h.extended}, {"/en" + h.carla, h.extended}} {
		p, name := w.page(one.path), strings.Replace(one.path, "/u/", "/u/ of "+h.title+" ", 1)
		w.note(name+" facts", []time.Time{h.starts, h.ends}, inWords(texts(p, ".facts")))
		w.note(name+" deadline in words", []time.Time{one.until}, inWords(texts(p, ".deadline__date")))
		w.note(name+" deadline for machines", []time.Time{one.until}, inMachine(p.All(".deadline__date time")))
		w.note(name+" may be changed", []time.Time{one.until}, inWords(texts(p, "p.muted.small")))
	}
}

// mailed reads the words, the markup and the calendar of each mail.
func (w *witness) mailed(h held) {
	for _, m := range w.mails {
		if !strings.Contains(plainWords(m.Text), h.title) || m.To == w.Ben.Address {
			continue
		}
		var want []time.Time
		starts, ends, until := h.starts, h.ends, h.until
		switch extended := strings.Contains(m.Subject, "More time"); {
		case extended:
			want = []time.Time{h.extended, starts, ends}
		case h.moved() && m.CalendarMethod != "" && strings.Contains(plainWords(m.Text), "De zaal is bezet."):
			if m.To == w.Carla.Address { // it left after her organisation got more time
				until = h.extended
			}
			want = []time.Time{endOf(starts), starts, ends, h.oldStarts, h.oldEnds, until}
		case h.moved():
			starts, ends, until = h.oldStarts, h.oldEnds, h.oldStarts.Add(-24*time.Hour)
			want = []time.Time{until, starts, ends}
		default:
			want = []time.Time{until, starts, ends}
		}
		name := "mail to " + m.To + ": " + m.Subject
		page, err := testkit.Parse([]byte(w.altered(m.HTML)))
		w.must(err)
		w.note(name+" in words", want, inWords(w.altered(plainWords(m.Text))))
		w.note(name+" as a page", want, inWords(page.All("[role=main]")[0].Text()))
		if m.CalendarMethod != "" {
			w.note(name+" calendar", []time.Time{starts, ends}, inCalendar(w.altered(m.Calendar), h.title))
		}
	}
}

// screens reads the pages of staff.
func (w *witness) screens(h held) {
	desk := fmt.Sprintf("/beheer/bijeenkomsten/%d", h.id)
	span := []time.Time{h.starts, h.ends}
	w.note(
		"staff list "+h.title, span,
		inWords(texts(w.item(w.page("/beheer/bijeenkomsten"), "tbody tr", h.title), "[data-label=Datum]")),
	)
	for _, tab := range []string{
		"", "/genodigden", "/programma", "/vragen", "/mail", "/aanwezigheid", "/verslag", "/wijzig", "/verplaats",
		"/termijn",
	} {
		w.note(desk+tab+" head", span, inWords(texts(w.page(desk+tab), ".head .small > span")))
	}
	next := w.page(desk)
	w.note(desk+" closes", []time.Time{h.until}, inWords(w.item(next, ".card__list li", "Antwoorden sluit").Text()))
	w.note(
		desk+" begins", []time.Time{h.starts}, inWords(w.item(next, ".card__list li", "De bijeenkomst begint").Text()),
	)
	for _, tab := range []string{"/wijzig", "/verplaats", "/termijn"} {
		w.note(desk+tab+" facts", []time.Time{h.starts, h.ends, h.until}, inWords(texts(w.page(desk+tab), ".facts")))
	}
	w.note(
		desk+"/verplaats form", []time.Time{h.starts, h.ends, h.until},
		inForm(w.page(desk + "/verplaats").All("main form")[0]),
	)
	w.note(desk+"/termijn form", []time.Time{h.until}, inForm(w.page(desk + "/termijn").All("main form")[0]))
	carla := fmt.Sprintf("%s/genodigden/%d", desk, h.carlas)
	w.note(
		carla+" may answer", []time.Time{h.extended},
		inWords(w.item(w.page(carla), ".facts div", "Kan antwoorden").Text()),
	)
	w.note(carla+"/termijn", []time.Time{h.extended}, inWords(texts(w.page(carla+"/termijn"), ".facts")))
	w.note(
		desk+"/genodigden note", []time.Time{h.extended},
		inWords(w.item(w.page(desk+"/genodigden"), "tbody tr", "Carla").Text()),
	)
}

// taken reads the lists that staff take out.
func (w *witness) taken(h held) {
	for _, kind := range []string{".csv", ".xlsx"} {
		path := "/beheer/bijeenkomsten/lijst" + kind
		w.note(
			path+" "+h.title, []time.Time{h.starts, h.ends, h.until},
			inWords(w.altered(rowOf(w.t, w.get(path).Body, h.title))),
		)
		path = fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden/lijst%s", h.id, kind)
		w.note(path, []time.Time{h.extended}, inWords(w.altered(rowOf(w.t, w.get(path).Body, "Carla"))))
	}
}

// TestAnotherInstantIsNoticed is the twin: what one place or all say otherwise
// is found, in each place that names it.
func TestAnotherInstantIsNoticed(t *testing.T) {
	t.Parallel()
	meetings := awkward()[:1]
	w := newWitness(t, meetings)
	h := meetings[0]
	for _, one := range []struct {
		name    string
		named   time.Time
		replace []string
	}{
		{"one hour more", h.starts, []string{"15.00", "16.00", "15:00", "16:00", "T150000", "T160000"}},
		{"UTC shown as local", h.starts, []string{"15.00", "14.00", "T15:00:00+01:00", "T15:00:00Z", "15:00", "14:00",
			"TZID=Europe/Amsterdam:20261126T150000", "TZID=Europe/Amsterdam:20261126T140000"}},
		{"the day after", h.until,
			[]string{"maandag 16 november", "dinsdag 17 november", "Monday 16 November", "Tuesday 17 November",
				"2026-11-16", "2026-11-17", "2026-11-17T00:00", "2026-11-18T00:00"}},
		{"a place that is missing", h.until, []string{"16 november 2026", "binnenkort", "16 November 2026", "soon",
			"2026-11-16", "", "2026-11-17T00:00", ""}},
	} {
		w.alter, w.places = strings.NewReplacer(one.replace...).Replace, nil
		w.all(meetings)
		noticed := differences(w.places)
		names := 0
		for _, p := range w.places {
			if !slices.ContainsFunc(p.want, one.named.Equal) {
				continue
			}
			names++
			if !slices.ContainsFunc(noticed, func(wrong string) bool { return strings.HasPrefix(wrong, p.name+": ") }) {
				t.Errorf("%s goes unnoticed at %s", one.name, p.name)
			}
		}
		if names < 8 {
			t.Errorf("%s: only %d places name it", one.name, names)
		}
	}
}
