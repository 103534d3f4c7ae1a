package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

const meetings = "/beheer/bijeenkomsten"

func meetingNow(t *testing.T, p *testkit.Program, id int64) consult.Meeting {
	t.Helper()
	m, err := p.Service().Meeting(t.Context(), p.Editor, id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// newMeetingForm fills the form for a webinar in the world's future.
func newMeetingForm() url.Values {
	return url.Values{
		"kind": {"webinar"}, "title": {"Webinar: samen inschrijven"}, "lead": {"Twee advocaten leggen het uit."},
		"body": {"Tekst"},
		"date": {"2026-12-10"}, "from": {"19:30"}, "until": {"21:00"}, "online": {"1"},
		"online_url": {"https://overleg.merenland.example/web"},
		"deadline":   {"2026-12-04"}, "staff": {"1"},
	}
}

func TestMakePublishMeeting(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	if got := c.Get("/beheer").Redirect(); got != meetings {
		t.Errorf("/beheer leads to %s", got)
	}
	pagetest.Check(t, c.Get(meetings+"/nieuw").Want(http.StatusOK).Body)
	at := c.Post(meetings+"/nieuw", newMeetingForm()).Redirect()
	programme := c.Get(at).Want(http.StatusOK)
	pagetest.Check(t, programme.Body)
	id := p.Meeting + 1
	path := fmt.Sprintf("%s/%d", meetings, id)
	m := meetingNow(t, p, id)
	if !m.AnswerBy.Equal(time.Date(2026, 12, 5, 0, 0, 0, 0, consult.Amsterdam)) ||
		!m.Starts.Equal(time.Date(2026, 12, 10, 19, 30, 0, 0, consult.Amsterdam)) || !m.Draft() {
		t.Fatalf("made: %+v", m)
	}
	form := programme.Form("form.form--wide")
	form.Set("from.0", "19:30")
	form.Set("until.0", "19.45 uur")
	form.Set("item.0", "Welkom")
	form.Set("item.2", "Gesprek")
	form.Set("from.2", "19:45")
	c.Post(path+"/programma", form).Redirect()
	m = meetingNow(t, p, id)
	if len(m.Programme) != 2 || m.Programme[0].Until != "19.45" || m.Programme[1].Title != "Gesprek" {
		t.Errorf("programme = %+v", m.Programme)
	}
	publish := c.Get(path + "/publiceer").Want(http.StatusOK)
	pagetest.Check(t, publish.Body)
	preview := c.Get(publish.Find("iframe").Attr("src")).Want(http.StatusOK)
	pagetest.Check(t, preview.Body)
	if !strings.Contains(preview.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") ||
		preview.Header.Get("X-Frame-Options") != "SAMEORIGIN" || !strings.Contains(string(preview.Body), "Welkom") {
		t.Errorf("preview: %v", preview.Header)
	}
	p.Client().Get("/bijeenkomsten/" + m.Slug).Want(http.StatusNotFound)
	c.Post(path+"/publiceer", url.Values{"edited": {"0"}}).Want(http.StatusConflict) // was saved since
	c.Post(path+"/publiceer", publish.Form("main form")).Redirect()
	p.Client().Get("/bijeenkomsten/" + m.Slug).Want(http.StatusOK)
}

func TestMeetingFormKeepsWhatWasTyped(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	for name, one := range map[string]struct{ field, value, wrong string }{
		"no date":                 {"date", "", "date"},
		"no such day":             {"date", "2026-02-30", "date"},
		"no time":                 {"from", "straks", "from"},
		"clock goes forward":      {"date", "2027-03-28", "from"},
		"ends before":             {"until", "19:00", "until"},
		"deadline after":          {"deadline", "2026-12-11", "deadline"},
		"no deadline":             {"deadline", "", "deadline"},
		"title":                   {"title", "", "title"},
		"postcode":                {"postcode", "12 AB", "postcode"},
		"link of another program": {"online_url", "javascript:alert(1)", "online_url"},
	} {
		t.Run(name, func(t *testing.T) {
			form := newMeetingForm()
			form.Set(one.field, one.value)
			if name == "clock goes forward" {
				form.Set("from", "02:30")
			}
			r := c.Post(meetings+"/nieuw", form).Want(http.StatusUnprocessableEntity)
			pagetest.Check(t, r.Body)
			if r.Find("#"+one.wrong).Attr("aria-invalid") != "true" ||
				!r.Has(`.error-summary a[href="#`+one.wrong+`"]`) {
				t.Errorf("nothing is said at %s", one.wrong)
			}
			if r.Find("#lead").Text() != "Twee advocaten leggen het uit." {
				t.Errorf("lost: %q", r.Find("#lead").Text())
			}
		})
	}
	form := newMeetingForm()
	for _, name := range []string{"date", "title", "deadline"} {
		form.Set(name, "")
	}
	if r := c.Post(meetings+"/nieuw", form).
		Want(http.StatusUnprocessableEntity); len(r.Page().All(".error-summary li")) != 3 {
		t.Errorf("summary: %s", r.Find(".error-summary").Text())
	}
}

func TestEditMeetingSomebodyElseSaved(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	path := fmt.Sprintf("%s/%d/wijzig", meetings, p.Meeting)
	page := c.Get(path).Want(http.StatusOK)
	pagetest.Check(t, page.Body)
	if page.Has("#date") {
		t.Error("the date of a released meeting can be typed over")
	}
	form := page.Form("form.form")
	form.Set("body", "Eerste")
	form.Set("reason", "Verduidelijkt.")
	c.Post(path, form).Redirect()
	form.Set("body", "Tweede, van wie later kwam")
	r := c.Post(path, form).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if r.Find("#body").Text() != "Tweede, van wie later kwam" {
		t.Errorf("lost: %q", r.Find("#body").Text())
	}
	c.Post(path, r.Form("form.form")).Redirect() // having looked, they save all the same
	if got := meetingNow(t, p, p.Meeting); got.Body != "Tweede, van wie later kwam" || got.Version != 3 {
		t.Errorf("saved: %+v", got)
	}
	versions := c.Get(fmt.Sprintf("%s/%d/versies", meetings, p.Meeting)).Want(http.StatusOK)
	pagetest.Check(t, versions.Body)
	if text := versions.Page().Text(); !strings.Contains(text, "Daan IJpelaar") || !strings.Contains(text, "Eerste") {
		t.Errorf("versions: %s", text)
	}
}

func TestQuestionsWithoutScript(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	path := fmt.Sprintf("%s/%d/vragen", meetings, p.Meeting)
	r := c.Get(path).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form := r.Form("main form")
	form.Set("meer", "1")
	r = c.Post(path, form).Want(http.StatusOK)
	if !r.Has("#question-2") {
		t.Fatal("no row for a third question")
	}
	form = r.Form("main form")
	form.Set("question.2", "Wat neemt u mee?")
	form.Set("kind.2", "many")
	form.Set("options.2", "Een idee\r\n\r\n Een zorg ")
	bad := url.Values{}
	for k, v := range form {
		bad[k] = v
	}
	bad.Set("options.2", "Een idee")
	r = c.Post(path, bad).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	if r.Find("#options-2").Attr("aria-invalid") != "true" {
		t.Error("nothing is said at the options")
	}
	c.Post(path, form).Redirect()
	if got := meetingNow(t, p, p.Meeting).Questions; len(got) != 3 || len(got[2].Options) != 2 ||
		got[2].Options[1] != "Een zorg" || got[1].ID != p.Diet {
		t.Fatalf("questions = %+v", got)
	}
	form = c.Get(path).Form("main form")
	form.Set("remove.0", "1")
	c.Post(path, form).Redirect()
	if got := meetingNow(t, p, p.Meeting).Questions; len(got) != 2 || got[0].ID != p.Diet {
		t.Errorf("after removing: %+v", got)
	}
	form = c.Get(path).Form("main form")
	form.Del("sensitive.0")
	c.Post(path, form).Want(http.StatusUnprocessableEntity)
}

func TestMoveExtendCancelCopy(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	p.Invite()
	p.Deliver()
	c := p.SignIn(consult.Editor)
	path := fmt.Sprintf("%s/%d", meetings, p.Meeting)
	r := c.Get(path + "/verplaats").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if got := r.Find(".tally").Text(); !strings.Contains(got, "3") {
		t.Errorf("who hears: %s", got)
	}
	form := r.Form("main form")
	c.Post(path+"/verplaats", form).Want(http.StatusUnprocessableEntity) // nothing moved, no reason
	form.Set("date", "2026-12-03")
	form.Set("reason", "De zaal is dicht.")
	c.Post(path+"/verplaats", form).Redirect()
	if mails := p.Deliver(); len(mails) != 3 {
		t.Errorf("%d mails about the move", len(mails))
	}
	r = c.Get(path + "/termijn").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form = r.Form("main form")
	form.Set("deadline", "2026-11-20")
	form.Set("deadline_time", "12:00")
	form.Set("reason", "Velen vroegen erom.")
	c.Post(path+"/termijn", form).Redirect()
	if got := meetingNow(
		t, p, p.Meeting,
	); !got.AnswerBy.Equal(time.Date(2026, 11, 20, 12, 0, 0, 0, consult.Amsterdam)) || got.Version != 3 ||
		got.Sequence != 1 {
		t.Errorf("extended: %+v", got)
	}
	r = c.Get(path + "/kopieer").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form = r.Form("main form")
	if form.Get("date") != "" || form.Get("from") != "15:00" {
		t.Errorf("copy begins with %v", form)
	}
	form.Set("date", "2027-12-02")
	form.Set("deadline", "2027-11-20")
	pagetest.Check(t, c.Get(c.Post(path+"/kopieer", form).Redirect()).Want(http.StatusOK).Body)
	r = c.Get(path + "/annuleer").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form = r.Form("main form")
	c.Post(path+"/annuleer", form).Want(http.StatusUnprocessableEntity)
	form.Set("reason", "Te weinig aanmeldingen.")
	c.Post(path+"/annuleer", form).Redirect()
	c.Get(path + "/annuleer").Want(http.StatusConflict)
	if !meetingNow(t, p, p.Meeting).IsCancelled() {
		t.Error("not cancelled")
	}
	for _, tab := range []string{"/programma", "/vragen", "/verslag", "/versies"} {
		pagetest.Check(t, c.Get(path+tab).Want(http.StatusOK).Body)
	}
}

func TestFilesAndReport(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	p.Invite()
	p.Deliver()
	c := p.SignIn(consult.Editor)
	path := fmt.Sprintf("%s/%d", meetings, p.Meeting)
	pagetest.Check(t, c.Get(path+"/verslag").Want(http.StatusOK).Body)
	for name, one := range map[string]struct {
		file, content string
		status        int
	}{
		"svg":            {"plaatje.svg", "<svg onload='alert(1)'/>", http.StatusUnsupportedMediaType},
		"page named pdf": {"stuk.pdf", "<html>", http.StatusUnsupportedMediaType},
		"nothing":        {"leeg.txt", "", http.StatusUnprocessableEntity},
	} {
		r := c.Upload(path+"/bestanden", url.Values{"place": {"meeting"}}, "file", one.file, []byte(one.content)).
			Want(one.status)
		pagetest.Check(t, r.Body)
		if r.Find("#file").Attr("aria-invalid") != "true" {
			t.Errorf("%s: nothing is said at the file", name)
		}
	}
	c.Upload(path+"/bestanden", url.Values{"place": {"report"}}, "file", "verslag.txt", []byte("Wat er gezegd is")).
		Redirect()
	c.Upload(path+"/bestanden/1/vervang", nil, "file", "beter.txt", []byte("Wat er echt gezegd is")).Redirect()
	r := c.Get(path + "/verslag").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if got := c.Get(r.Find(".attachments a").Attr("href")).
		Want(http.StatusOK); string(got.Body) != "Wat er echt gezegd is" ||
		!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("staff got %s", got.Body)
	}
	p.Client().Get("/bestanden/1/beter.txt").Want(http.StatusNotFound)
	if r.Has("#body") {
		t.Error("a report can be written before the meeting")
	}
	p.Clock.Set(time.Date(2026, 11, 30, 10, 0, 0, 0, consult.Amsterdam))
	c = p.SignIn(consult.Editor)
	r = c.Get(path + "/verslag").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form := r.Form("form.form")
	c.Post(path+"/verslag", form).Want(http.StatusUnprocessableEntity)
	form.Set("body", "## Opbrengst\n\nVeel.")
	c.Post(path+"/verslag", form).Redirect()
	if mails := p.Deliver(); len(mails) != 3 {
		t.Errorf("%d mails about the report", len(mails))
	}
	p.Client().Get("/bestanden/1/beter.txt").Want(http.StatusOK)
	if public := p.Client().Get("/bijeenkomsten/consultatie-jeugdhulp").Page().
		Text(); !strings.Contains(public, "Opbrengst") {
		t.Error("the report is not on the page")
	}
	pagetest.Check(t, c.Get(path+"/verslag").Want(http.StatusOK).Body)
	c.Post(path+"/bestanden/1/verwijder", url.Values{}).Redirect()
	p.Client().Get("/bestanden/1/beter.txt").Want(http.StatusNotFound)
	other := c.Post(meetings+"/nieuw", newMeetingForm())
	other.Redirect()
	c.Get(fmt.Sprintf("%s/%d/bestanden/1", meetings, p.Meeting+1)).Want(http.StatusNotFound)
}

func TestMeetingList(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	p.Invite()
	c := p.SignIn(consult.Reader)
	r := c.Get(meetings).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if text := r.Page().Text(); !strings.Contains(text, "0 van 2") || strings.Contains(text, "Nieuwe bijeenkomst") {
		t.Errorf("a reader sees %s", text)
	}
	for query, rows := range map[string]int{
		"?stand=coming": 1, "?stand=draft": 0, "?soort=webinar": 0, "?zoek=jeugdhulp": 1,
		"?zoek=elzendam&op=title&af=1": 1, "?zoek=%25": 0,
		"?stand=alles&soort=x&op=y&vanaf=-4": 1, "?vanaf=900": 0,
	} {
		r := c.Get(meetings + query).Want(http.StatusOK)
		pagetest.Check(t, r.Body)
		if got := len(r.Page().All("tbody tr")); got != rows {
			t.Errorf("%s: %d rows", query, got)
		}
	}
	export := c.Get(meetings + "/lijst.csv?stand=coming").Want(http.StatusOK)
	if got := string(export.Body); !strings.Contains(got, "Consultatie jeugdhulp") || strings.Count(got, "\r\n") != 2 {
		t.Errorf("export: %s", got)
	}
	c.Get(meetings + "/lijst.xlsx").Want(http.StatusOK)
	for _, path := range []string{
		"/nieuw", fmt.Sprintf("/%d/wijzig", p.Meeting), fmt.Sprintf("/%d/publiceer", p.Meeting),
		fmt.Sprintf("/%d/annuleer", p.Meeting),
	} {
		c.Get(meetings + path).Want(http.StatusForbidden)
	}
	for _, tab := range []string{"programma", "vragen", "verslag", "versies"} {
		r := c.Get(fmt.Sprintf("%s/%d/%s", meetings, p.Meeting, tab)).Want(http.StatusOK)
		pagetest.Check(t, r.Body)
		if r.Has("main form") {
			t.Errorf("a reader has a form on %s", tab)
		}
	}
}
