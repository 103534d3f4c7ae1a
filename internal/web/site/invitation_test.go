package site_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/site"
)

// guestSite is the site with one meeting and two people of one organisation who
// were invited to it.
type guestSite struct {
	t       *testing.T
	e       *echo.Echo
	db      *store.DB
	svc     *service.Service
	clock   time.Time
	staff   consult.Actor
	meeting consult.Meeting
	noor    string // the path of a personal page
	mo      string
}

var guestNow = time.Date(2026, 11, 4, 9, 14, 0, 0, time.UTC)

func newGuestSite(t *testing.T, change func(*consult.Meeting)) *guestSite {
	t.Helper()
	g := &guestSite{t: t, db: storetest.Open(t, storetest.SQLite(t)), clock: guestNow}
	now := func() time.Time { return g.clock }
	g.svc = service.New(
		service.Options{
			DB: g.db, Now: now, Secret: []byte("a secret of at least thirty-two bytes"),
			BaseURL: "https://praat.merenland.example",
			Mail:    service.MailSettings{From: "samenspraak@merenland.example"},
		},
	)
	var ids []int64
	if err := g.db.Update(context.Background(), func(tx *store.Tx) error {
		var err error
		ids, err = g.fill(tx, change)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.svc.Invite(
		context.Background(), g.staff, g.meeting.ID, consult.Audience{Contacts: ids}, "",
	); err != nil {
		t.Fatal(err)
	}
	g.mo, g.noor = g.link(1), g.link(2) // Bouazzaoui comes before Hoff
	g.e = echo.New()
	g.e.HTTPErrorHandler = func(err error, c echo.Context) { _ = page.RenderFailure(c, page.StatusOf(err), "") }
	routes := site.New(g.svc, now, page.NewCache(10, 1<<20)).Routes()
	gate.Mount(g.e, routes, gate.New(g.svc, now))
	return g
}

func (g *guestSite) fill(tx *store.Tx, change func(*consult.Meeting)) ([]int64, error) {
	id, err := tx.AddStaff(
		consult.Staff{
			Address: "m@merenland.example", Canonical: "m@merenland.example", Name: "Marleen Oosterveld",
			Role: consult.Editor, CreatedAt: guestNow,
		},
	)
	if err != nil {
		return nil, err
	}
	g.staff = consult.Actor{Kind: consult.ByStaff, ID: id, Role: consult.Editor}
	m := consult.Meeting{
		Occasion: consult.Occasion{
			Title: "Consultatiebijeenkomst jeugdhulp 2028",
			Slug:  "consultatie", Starts: time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC),
			Ends:     time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC),
			AnswerBy: time.Date(2026, 11, 16, 23, 0, 0, 0, time.UTC), CreatedAt: guestNow,
			ReleasedAt: guestNow.Add(-time.Hour), Version: 1,
		},
		UID:   "m1@merenland.example",
		Venue: "De Zilte Schuur", Street: "Havenplein 3",
		Town: "Elzendam", Online: true, OnlineURL: "https://video.merenland.example/zaal",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation,
			Lead: "Wij lichten de uitgangspunten toe.", ContactName: "Daan Ijpelaar", Phone: "088 000 12 34",
		},
	}
	if change != nil {
		change(&m)
	}
	if m.ID, err = tx.AddMeeting(m); err != nil {
		return nil, err
	}
	if g.meeting, err = tx.Meeting(m.ID); err != nil {
		return nil, err
	}
	if err := tx.SetRegion(
		consult.Region{
			Name: "Jeugdregio Merenland", ReplyAddress: "samenspraak@merenland.example", SenderName: "Merenland",
			OnBehalf: consult.Words{NL: "de acht gemeenten van Merenland"}, UpdatedAt: guestNow,
		},
	); err != nil {
		return nil, err
	}
	organisation, err := tx.AddOrganisation(
		consult.Organisation{
			Type: consult.Consortium, Name: "combinatie De Brug, Kompas en Noordster", SortKey: "b",
			CreatedAt: guestNow,
		},
	)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for k, n := range [][3]string{{"Noor", "van ’t", "Hoff-de Ruijter"}, {"Mohammed", "el", "Bouazzaoui"}} {
		address := fmt.Sprintf("p%d@debrug.example", k)
		id, err := tx.AddContact(consult.Contact{
			OrganisationID: organisation, First: n[0], Infix: n[1], Last: n[2],
			SortKey: i18n.PersonSortKey(n[0], n[1], n[2]),
			Address: address, Canonical: address, Language: "nl", CreatedAt: guestNow,
		})
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// link is the path of an invitee's own page.
func (g *guestSite) link(inviteeID int64) string {
	g.t.Helper()
	link, err := g.svc.ShowLink(context.Background(), g.staff, inviteeID)
	if err != nil {
		g.t.Fatal(err)
	}
	return strings.TrimPrefix(link, g.svc.BaseURL())
}

func (g *guestSite) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	g.t.Helper()
	body := strings.NewReader(form.Encode())
	r := httptest.NewRequest(method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	g.e.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "⟦") {
		g.t.Errorf("%s %s shows a text that is missing: %s", method, path, around(w.Body.String(), "⟦"))
	}
	if kind := w.Header().Get("Content-Type"); strings.HasPrefix(kind, "text/html") {
		for _, problem := range pagetest.Structure(w.Body.Bytes()) {
			g.t.Errorf("%s %s: %s", method, path, problem)
		}
	}
	return w
}

func around(text, part string) string {
	at := strings.Index(text, part)
	return text[max(0, at-40):min(len(text), at+80)]
}

// page gets a page and looks for texts that must and, after "!", must not be on
// it.
func (g *guestSite) page(path string, status int, texts ...string) string {
	g.t.Helper()
	w := g.do(http.MethodGet, path, nil)
	return g.check(w, "GET "+path, status, texts...)
}

func (g *guestSite) check(w *httptest.ResponseRecorder, what string, status int, texts ...string) string {
	g.t.Helper()
	if w.Code != status {
		g.t.Errorf("%s: %d, want %d\n%s", what, w.Code, status, w.Body)
	}
	shown := strings.NewReplacer("\u00a0", " ", "\u00ad", "").Replace(html.UnescapeString(w.Body.String()))
	for _, text := range texts {
		absent := strings.HasPrefix(text, "!")
		if strings.Contains(shown, strings.TrimPrefix(text, "!")) == absent {
			g.t.Errorf("%s: %q", what, text)
		}
	}
	return shown
}

// post sends a form and follows to where it leads.
func (g *guestSite) post(path string, form url.Values, texts ...string) string {
	g.t.Helper()
	w := g.do(http.MethodPost, path, form)
	if w.Code != http.StatusSeeOther {
		g.t.Fatalf("POST %s: %d, want 303\n%s", path, w.Code, w.Body)
	}
	return g.page(w.Header().Get("Location"), http.StatusOK, texts...)
}

func word(w string) url.Values { return url.Values{"antwoord": {w}} }

func TestOneTapAnswers(t *testing.T) {
	g := newGuestSite(t, nil)
	g.page(g.noor, 200, "Komt u naar de consultatiebijeenkomst?",
		"Voor Noor van ’t Hoff-de Ruijter, combinatie De Brug, Kompas en Noordster",
		"donderdag 26 november 2026", "uiterlijk maandag 16 november 2026", "de acht gemeenten van Merenland",
		`value="ja"`, `value="online"`, `value="vervanger"`, `value="nee"`,
		"!video.merenland.example")
	g.post(g.noor, word("ja"), "U komt naar de consultatiebijeenkomst", "Uw antwoord is genoteerd",
		"Woensdag 4 november 2026 om 10.14", "p0@debrug.example",
		"Zet in mijn agenda", "Wijzig uw antwoord", "Dit is uw antwoord nu", "!video.merenland.example")
	g.page(
		g.mo, 200, "Komt u ook naar de consultatiebijeenkomst?", "Noor van ’t Hoff-de Ruijter komt al", "Ik kom ook",
		"Noor van ’t Hoff-de Ruijter blijft komen", "Niemand van ons komt", "!p0@debrug.example",
	)
	g.post(g.noor, word("online"), "U doet online mee aan", "https://video.merenland.example/zaal")
	g.post(g.noor, word("nee"), "U komt niet naar", "!Zet in mijn agenda", "!video.merenland.example")
	if w := g.do(http.MethodPost, g.noor, word("misschien")); w.Code != 422 {
		t.Errorf("an unknown answer: %d, want 422", w.Code)
	}
}

func TestWhoIsNamedIsToldSo(t *testing.T) {
	g := newGuestSite(t, nil)
	g.post(
		g.noor,
		url.Values{"antwoord": {"ja"}, "alles": {"1"}, "people": {"Noor"}, "more": {"mohammed el  Bouazzaoui"}},
		"U komt naar",
	)
	g.page(g.mo, 200, "Noor van ’t Hoff-de Ruijter gaf door dat u meekomt", "Ik kom ook")
	g.post(g.mo, word("nee"), "U komt niet naar", "!gaf door dat u meekomt")
}

func TestQuestionsAreAskedWhenTheYesIsStored(t *testing.T) {
	g := newGuestSite(t, func(m *consult.Meeting) {
		m.Questions = []consult.Question{
			{Kind: consult.Choice, Label: "Aan welke tafel?", Options: []string{"Wonen", "Tarief"}, Required: true},
			{Kind: consult.FreeText, Label: "Wat hebt u nodig?", Sensitive: true},
		}
	})
	body := g.post(
		g.noor, word("ja"), "Uw antwoord is genoteerd", "Wij willen nog iets van u weten", "Aan welke tafel?",
		`value="Noor van ’t Hoff-de Ruijter"`, "Wij wissen het acht weken erna", "!Er ging iets mis",
	)
	field := fmt.Sprintf("question.%d", g.meeting.Questions[0].ID)
	if !strings.Contains(body, `name="`+field+`"`) {
		t.Fatalf("no field %s", field)
	}
	form := url.Values{
		"antwoord": {"ja"}, "alles": {"1"}, "people": {"Noor"}, "more": {"Dirkje ten Brinke, directeur\n\n"},
	}
	g.check(
		g.do(http.MethodPost, g.noor, form), "without a required answer", 422, "Geef antwoord op “Aan welke tafel?”",
		"Dirkje ten Brinke, directeur", `href="#question-1"`, "<title>Fout:",
	)
	form.Set(field, "Wonen")
	g.post(g.noor, form, "U komt naar", "Dirkje ten Brinke", `value="Wonen" checked`)
	g.post(g.noor, word("online"), "U doet online mee", "Dirkje ten Brinke") // what was told before is kept
}

func TestTooLateIs409WithWhatOneCanDo(t *testing.T) {
	g := newGuestSite(t, nil)
	g.clock = g.meeting.AnswerBy.Add(-time.Second)
	g.post(g.mo, word("ja"), "Uw antwoord is genoteerd")
	g.clock = g.meeting.AnswerBy
	late := []string{
		"Uw antwoord kwam te laat", "dinsdag 17 november 2026, 0.00", "00 seconden", "Bel Daan Ijpelaar",
		"tel:+31880001234", "/bijeenkomsten/consultatie",
	}
	g.check(g.do(http.MethodPost, g.noor, word("nee")), "late answer", 409, late...)
	g.check(
		g.do(http.MethodPost, g.noor+"/collega", url.Values{"first": {"Kees"}, "address": {"k@debrug.example"}}),
		"late colleague", 409, late...,
	)
	g.page(g.noor, 200, "Mohammed el Bouazzaoui komt al", "Dit kunt u nog doen", "!value=\"ja\"")
	g.page(g.noor+"/collega", 200, "!name=\"address\"")
	g.page(g.noor+"?antwoord=ja", 200, "!name=\"people\"")
	g.page(g.mo, 200, "Zet in mijn agenda", "!Wijzig uw antwoord")
}

func TestNobodyAnsweredAndItIsOver(t *testing.T) {
	g := newGuestSite(t, nil)
	g.clock = g.meeting.AnswerBy
	g.page(
		g.noor, 200, "Aanmelden voor de consultatiebijeenkomst is gesloten",
		"Wij kregen van uw organisatie geen antwoord", "Bel Daan Ijpelaar", "!<button class=\"choice__button",
	)
	g.clock = g.meeting.Ends
	g.page(g.noor, 200, "De consultatiebijeenkomst is geweest")
	g.page("/en"+g.noor, 200, "The consultation meeting has taken place", "What you can still do")
}

func TestWithdrawnIsLikeUnknown(t *testing.T) {
	g := newGuestSite(t, nil)
	if _, err := g.svc.Withdraw(context.Background(), g.staff, g.meeting.ID, []int64{2}, "dubbel"); err != nil {
		t.Fatal(err)
	}
	unknown := "/u/" + strings.Repeat("a", 32)
	want := g.page(unknown, 404)
	got := g.page(g.noor, 404)
	if strings.ReplaceAll(got, g.noor, "") != strings.ReplaceAll(want, unknown, "") {
		t.Error("a withdrawn link shows another page than an unknown one")
	}
	g.check(g.do(http.MethodPost, g.noor, word("ja")), "answer by a withdrawn link", 404)
	g.page("/mijn/"+strings.Repeat("a", 32), 404)
}

func TestSecretsStaySecret(t *testing.T) {
	g := newGuestSite(t, nil)
	for _, path := range []string{g.noor, g.noor + "/collega", g.noor + "/agenda.ics", "/en" + g.noor} {
		w := g.do(http.MethodGet, path, nil)
		h := w.Header()
		if w.Code != 200 || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" ||
			!strings.Contains(h.Get("X-Robots-Tag"), "noindex") ||
			h.Get("Set-Cookie") != "" || h.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", path, w.Code, h)
		}
	}
	token := strings.TrimPrefix(g.noor, "/u/")
	if body := g.page(
		g.noor+"/agenda.ics", 200, "METHOD:PUBLISH", "!ATTENDEE", "UID:m1-2@merenland.example",
		"DTSTART;TZID=Europe/Amsterdam:20261126T150000",
	); strings.Contains(body, token) {
		t.Error("the entry holds the personal link")
	}
	title := g.page(g.noor, 200)
	title = title[strings.Index(title, "<title>"):strings.Index(title, "</title>")]
	if strings.Contains(title, token) {
		t.Error("the title holds the token")
	}
}

func TestLookingChangesNothing(t *testing.T) {
	g := newGuestSite(t, nil)
	dump := func() string {
		var out strings.Builder
		err := g.db.View(context.Background(), func(tx *store.Tx) error {
			all, err := tx.Standings(g.meeting.ID)
			mails, _ := tx.Mails(store.MailFilter{})
			events, _ := tx.Events(store.EventFilter{Limit: 100})
			for _, st := range all {
				fmt.Fprintf(&out, "%+v %+v", *st.Party, st.Invitation)
				st.Party = nil
				fmt.Fprintf(&out, "%+v", st)
			}
			fmt.Fprintf(&out, "%+v %d", mails, len(events))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	before := dump()
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
		for _, rest := range []string{
			"", "?antwoord=ja", "?antwoord=nee", "/collega", "/collega/terug", "/niet-ik", "/herinneringen?aan=0",
			"/agenda.ics",
		} {
			g.do(method, g.noor+rest, nil)
		}
	}
	g.do(http.MethodPost, g.noor, nil)
	if after := dump(); after != before {
		t.Errorf("looking changed something:\n%s\n%s", before, after)
	}
}

func TestColleagueComesInstead(t *testing.T) {
	g := newGuestSite(t, nil)
	g.post(g.noor, word("vervanger"), "Wie komt er in uw plaats?", `name="address"`)
	g.check(
		g.do(http.MethodPost, g.noor+"/collega", url.Values{"last": {"Haas"}, "address": {"kees@"}}),
		"half an address", 422, "Vul een heel e-mailadres in", `value="Haas"`, `value="kees@"`,
	)
	kees := url.Values{
		"first": {"Kees"}, "infix": {"de"}, "last": {"Haas"}, "address": {"kees@debrug.example"}, "language": {"nl"},
	}
	g.post(g.noor+"/collega", kees, "U stuurt Kees de Haas", "Mijn collega komt toch niet")
	kee := g.link(3)
	g.page(kee, 200, "Noor van ’t Hoff-de Ruijter vraagt u om te komen")
	g.post(g.noor+"/collega/terug", nil, "Uw collega is niet meer uitgenodigd", "!U stuurt Kees")
	g.page(kee, 404)
	g.post(g.noor+"/collega", kees, "U stuurt Kees de Haas")
	g.post(g.link(3), word("ja"), "U komt naar")
	g.page(
		g.noor, 200, "Kees de Haas komt in uw plaats", "Ik kom ook", "!Mijn collega komt toch niet",
		"!kees@debrug.example",
	)
	g.check(g.do(http.MethodPost, g.noor+"/collega/terug", nil), "take back who has answered", 409)
}

func TestNotMeAndNoReminders(t *testing.T) {
	g := newGuestSite(t, nil)
	g.post(g.noor+"/herinneringen", url.Values{"aan": {"0"}}, "Wij herinneren u niet meer", "Herinner mij wel")
	g.post(g.noor+"/herinneringen", url.Values{"aan": {"1"}}, "Herinner mij niet")
	g.post(
		g.noor+"/niet-ik", url.Values{"aan": {"1"}}, "U bent niet de juiste persoon", "Ik ben het toch wel",
		"Noem de juiste collega",
	)
	g.page(g.mo, 200, "Komt u naar")
	g.post(
		g.noor+"/niet-ik", url.Values{"aan": {"0"}}, "Komt u naar de consultatiebijeenkomst?",
		"U bent weer uitgenodigd",
	)
}

func TestLostLink(t *testing.T) {
	g := newGuestSite(t, nil)
	known := g.post("/mijn", url.Values{"address": {"P0@DeBrug.example "}}, "Kijk in uw mail")
	unknown := g.post("/mijn", url.Values{"address": {"niemand@elders.example"}}, "Kijk in uw mail")
	if known != unknown {
		t.Error("a known address gets another page than an unknown one")
	}
	g.check(
		g.do(http.MethodPost, "/mijn", url.Values{"address": {"p0"}}), "no address", 422,
		"Vul een heel e-mailadres in", `value="p0"`,
	)
	g.do(http.MethodPost, "/mijn", url.Values{"address": {"p0@debrug.example"}})
	g.do(http.MethodPost, "/mijn", url.Values{"address": {"p0@debrug.example"}})
	g.check(
		g.do(http.MethodPost, "/mijn", url.Values{"address": {"p0@debrug.example"}}),
		"the fourth mail to an address in an hour", 429,
	)
	g.page("/en/mijn", 200, "Your invitations")
}
