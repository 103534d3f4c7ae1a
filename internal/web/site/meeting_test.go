package site_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

func meetingOf(t *testing.T, p *testkit.Program) consult.Meeting {
	t.Helper()
	m, err := p.Service().Meeting(t.Context(), p.Editor, p.Meeting)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wantIn(t *testing.T, what, body string, present, absent []string) {
	t.Helper()
	for _, s := range present {
		if !strings.Contains(body, s) {
			t.Errorf("%s lacks %q", what, s)
		}
	}
	for _, s := range absent {
		if strings.Contains(body, s) {
			t.Errorf("%s shows %q", what, s)
		}
	}
}

func TestMeetingPages(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	secrets := []string{"overleg.merenland.example", "Heeft u een dieet?", "Aan welke tafel"}
	for path, want := range map[string][]string{
		"/bijeenkomsten": {
			"Consultatie jeugdhulp", "De Zilte Schuur, Elzendam, of online", "antwoord: nog 14 dagen",
		},
		"/en/bijeenkomsten": {"Consultatie jeugdhulp", "or online", "answer: "},
		"/bijeenkomsten/consultatie-jeugdhulp": {
			"nog", "uiterlijk maandag 16", "23.59", "Havenplein 3", "de acht gemeenten van Merenland",
			"Jeugdhulp dicht bij huis", "Daan IJpelaar", "/mijn",
		},
		"/en/bijeenkomsten/consultatie-jeugdhulp": {
			"by Monday 16", "23:59", "the eight municipalities", "/en/mijn", "Consultation meeting",
		},
	} {
		r := p.Client().Get(path).Want(http.StatusOK)
		pagetest.Check(t, r.Body)
		wantIn(t, path, strings.ReplaceAll(r.Page().Text(), "\u00a0", " ")+string(r.Body), want, secrets)
		if r.Header.Get("ETag") == "" || r.Header.Get("Cache-Control") != "no-cache" ||
			len(r.Header["Set-Cookie"]) != 0 {
			t.Errorf("%s: headers %v", path, r.Header)
		}
	}
}

func TestMeetingPageFollowsTheClock(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	const path = "/bijeenkomsten/consultatie-jeugdhulp"
	m := meetingOf(t, p)
	for _, one := range []struct {
		now             time.Time
		present, absent string
	}{
		{testkit.Start, "Laat ons weten of u komt", "Antwoorden kon"},
		{m.AnswerBy.Add(-5*time.Hour - time.Minute), "nog 5 uur", "nog 14"},
		{m.AnswerBy.Add(-4*time.Hour - time.Minute), "nog 4 uur", "nog 5"},
		{m.AnswerBy.Add(-time.Second), "Laat ons weten of u komt", "Antwoorden kon"},
		{m.AnswerBy, "Antwoorden kon", "Laat ons weten of u komt"},
		{m.Ends, "Consultatie jeugdhulp", "Antwoorden kon"},
	} {
		p.Clock.Set(one.now)
		text := strings.ReplaceAll(p.Client().Get(path).Want(http.StatusOK).Page().Text(), "\u00a0", " ")
		wantIn(t, one.now.String(), text, []string{one.present}, []string{one.absent})
	}
}

func TestMovedAndCancelledMeeting(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	ctx, svc := t.Context(), p.Service()
	m := meetingOf(t, p)
	c := p.Client()
	c.Get("/bijeenkomsten/" + m.Slug).Want(http.StatusOK) // is now kept
	to := m.Moment()
	to.Starts, to.Ends, to.Venue = m.Starts.AddDate(0, 0, 7), m.Ends.AddDate(0, 0, 7), "Dorpshuis"
	if err := svc.MoveMeeting(ctx, p.Editor, m.ID, m.Edited, to, m.AnswerBy, "De zaal is dicht."); err != nil {
		t.Fatal(err)
	}
	r := c.Get("/bijeenkomsten/" + m.Slug).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if old := strings.ReplaceAll(r.Find("del").Text(), "\u00a0", " "); !strings.Contains(old, "26 november 2026") {
		t.Errorf("struck through: %s", old)
	}
	wantIn(
		t, "moved", r.Page().Text(), []string{"De zaal is dicht.", "Verplaatst op", "Dorpshuis", "De plaats was"}, nil,
	)
	wantIn(t, "list", string(c.Get("/bijeenkomsten").Body), []string{"Nieuwe datum."}, nil)
	m = meetingOf(t, p)
	if err := svc.CancelMeeting(ctx, p.Editor, m.ID, m.Edited, "Te weinig aanmeldingen."); err != nil {
		t.Fatal(err)
	}
	r = c.Get("/bijeenkomsten/" + m.Slug).Want(http.StatusOK)
	wantIn(
		t, "cancelled", r.Page().Text(), []string{"Deze bijeenkomst gaat niet door", "Te weinig aanmeldingen."},
		[]string{"Laat ons weten"},
	)
	for _, path := range []string{"/agenda.ics", "/bijeenkomsten/" + m.Slug + ".ics"} {
		wantIn(
			t, path, string(c.Get(path).Want(http.StatusOK).Body),
			[]string{"STATUS:CANCELLED", "SEQUENCE:2", "METHOD:PUBLISH", "UID:" + m.UID}, []string{"ATTENDEE"},
		)
	}
}

func TestCalendarEntry(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.Client()
	r := c.Get("/bijeenkomsten/consultatie-jeugdhulp.ics").Want(http.StatusOK)
	wantIn(
		t, "entry", string(r.Body),
		[]string{"METHOD:PUBLISH", "DTSTART;TZID=Europe/Amsterdam:20261126T150000", "BEGIN:VTIMEZONE", "SEQUENCE:0"},
		[]string{"ATTENDEE", "overleg.merenland"},
	)
	if r.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("type %s", r.Header.Get("Content-Type"))
	}
	p.Clock.Set(testkit.Start.Add(3 * time.Hour))
	if again := c.Get("/bijeenkomsten/consultatie-jeugdhulp.ics"); string(again.Body) != string(r.Body) {
		t.Error("the same meeting gave other bytes")
	}
	c.Header.Set("If-None-Match", r.Header.Get("ETag"))
	c.Get("/bijeenkomsten/consultatie-jeugdhulp.ics").Want(http.StatusNotModified)
	c.Get("/en/bijeenkomsten/consultatie-jeugdhulp.ics").Want(http.StatusOK)
	c.Get("/agenda.ics").Want(http.StatusOK)
	c.Get("/bijeenkomsten/geen.ics").Want(http.StatusNotFound)
}

func TestDraftIsNowhere(t *testing.T) {
	const canary = "KANARIE"
	p := testkit.New(t, testkit.Options{})
	svc, ctx := p.Service(), t.Context()
	day := testkit.Start.AddDate(0, 1, 0)
	id, err := svc.NewMeeting(ctx, p.Editor, consult.Meeting{
		Occasion: consult.Occasion{
			Starts: day, Ends: day.Add(time.Hour),
			AnswerBy:  day.AddDate(0, 0, -9),
			Questions: []consult.Question{{Kind: consult.FreeText, Label: canary, Hint: canary}}, Title: canary,
		},
		Venue: canary, Street: canary, Town: canary, Route: canary,
		Online: true, OnlineURL: "https://" + canary + ".example",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Webinar, Lead: canary, Body: canary, ForWhom: canary, ContactName: canary,
			Phone: canary, OnBehalf: canary, Programme: []consult.ProgrammeItem{{Title: canary, Note: canary}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := svc.AddAttachment(
		ctx, p.Editor, id,
		service.Upload{
			Place: consult.OnMeeting, Title: canary, FileName: canary + ".txt", Content: strings.NewReader(canary),
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	if file != 1 {
		t.Fatalf("the file is %d", file)
	}
	c := p.Client()
	for _, path := range []string{
		"/", "/en", "/bijeenkomsten", "/bijeenkomsten?online=1", "/en/bijeenkomsten", "/agenda.ics", "/sitemap.xml",
		"/bijeenkomsten/consultatie-jeugdhulp",
	} {
		r := c.Get(path).Want(http.StatusOK)
		wantIn(t, path, strings.ToUpper(string(r.Body)), nil, []string{canary})
	}
	for _, path := range []string{
		"/bijeenkomsten/kanarie", "/en/bijeenkomsten/kanarie", "/bijeenkomsten/kanarie.ics",
		"/bestanden/1/kanarie.txt", "/bestanden/1/x", "/bestanden/99/x", "/bestanden/x/x",
	} {
		r := c.Get(path).Want(http.StatusNotFound)
		wantIn(t, path, strings.ToUpper(r.Page().Text()), nil, []string{canary})
	}
}

func TestFileIsSentToKeep(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	content := "%PDF-1.7\n" + strings.Repeat("inhoud ", 100_000)
	_, err := p.Service().
		AddAttachment(
			t.Context(), p.Editor, p.Meeting,
			service.Upload{
				Place: consult.OnMeeting, Title: "Uitgangspunten", FileName: "Uitgangspunten één.pdf",
				Content: strings.NewReader(content),
			},
		)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Client()
	link := c.Get("/bijeenkomsten/consultatie-jeugdhulp").Find(".attachments a").Attr("href")
	r := c.Get(link).Want(http.StatusOK)
	if string(r.Body) != content {
		t.Errorf("%d bytes of %d", len(r.Body), len(content))
	}
	h := r.Header
	if h.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") ||
		h.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Content-Length") == "" {
		t.Errorf("headers %v", h)
	}
	c.Header.Set("If-None-Match", h.Get("ETag"))
	if again := c.Get(link).Want(http.StatusNotModified); len(again.Body) != 0 {
		t.Error("304 with a body")
	}
}

func TestFormerAddressOfMeeting(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	m := meetingOf(t, p)
	m.Title = "Consultatie 2028"
	if err := p.Service().EditMeeting(t.Context(), p.Editor, m, "Kortere titel."); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		"/bijeenkomsten/consultatie-jeugdhulp":     "/bijeenkomsten/consultatie-2028",
		"/en/bijeenkomsten/consultatie-jeugdhulp":  "/en/bijeenkomsten/consultatie-2028",
		"/bijeenkomsten/consultatie-jeugdhulp.ics": "/bijeenkomsten/consultatie-2028.ics",
	} {
		if got := p.Client().Get(from).Want(http.StatusMovedPermanently).Header.Get("Location"); got != to {
			t.Errorf("%s leads to %s", from, got)
		}
	}
}
