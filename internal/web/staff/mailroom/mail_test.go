package mailroom

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
)

// mailDesk is the mail pages with somebody signed in, and a meeting with two
// invited of whom one answered.
type mailDesk struct {
	t       *testing.T
	echo    *echo.Echo
	db      *store.DB
	now     time.Time
	role    consult.Role
	lang    i18n.Lang
	meeting int64
	rule    int64
}

func newMailDesk(t *testing.T) *mailDesk {
	d := &mailDesk{
		t: t, echo: echo.New(), db: storetest.Open(t, storetest.SQLite(t)),
		now: time.Date(2026, 11, 4, 9, 14, 0, 0, time.UTC), role: consult.Editor, lang: i18n.Dutch,
	}
	clock := func() time.Time { return d.now }
	svc := service.New(service.Options{
		DB: d.db, Now: clock, Secret: make([]byte, 32), BaseURL: "https://praat.merenland.example",
		Mail: service.MailSettings{From: "mail@merenland.example"},
	})
	d.echo.HTTPErrorHandler = func(err error, c echo.Context) { _ = page.RenderFailure(c, page.StatusOf(err), "") }
	p := New(svc, clock)
	for _, r := range append(p.mailRoutes(), p.mailPlanRoutes()...) {
		handle := r.Handle
		r.Access, r.Handle = gate.Public, func(c echo.Context) error {
			gate.SetActor(c, consult.Actor{Kind: consult.ByStaff, ID: 1, Role: d.role, Language: string(d.lang)})
			page.SetFrame(c, pagetest.Frame(d.lang, page.Staff))
			return handle(c)
		}
		gate.Mount(d.echo, []gate.Route{r}, gate.New(svc, clock))
	}
	d.fill()
	return d
}

func (d *mailDesk) update(fn func(*store.Tx) error) {
	d.t.Helper()
	if err := d.db.Update(context.Background(), fn); err != nil {
		d.t.Fatal(err)
	}
}

func (d *mailDesk) fill() {
	asked := time.Date(2026, 10, 12, 7, 0, 0, 0, time.UTC)
	d.update(func(tx *store.Tx) error {
		meetingID, err := tx.AddMeeting(consult.Meeting{
			Occasion: consult.Occasion{
				Title: "Consultatiebijeenkomst <jeugdhulp> 2028", Slug: "consultatie",
				Starts:   time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC),
				Ends:     time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC),
				AnswerBy: time.Date(2026, 11, 16, 23, 0, 0, 0, time.UTC), CreatedAt: asked, ReleasedAt: asked,
				Version: 1,
			},
			UID: "0b6e1c52", Venue: "De Zilte Schuur", Town: "Elzendam",
			MeetingWords: consult.MeetingWords{
				Kind: consult.Consultation,
			},
		})
		if err != nil {
			return err
		}
		d.meeting = meetingID
		d.rule, err = tx.AddRule(
			consult.Rule{OccasionID: meetingID, Before: consult.BeforeDeadline, Days: 7, At: 9 * 60, ActiveFrom: asked},
		)
		if err != nil {
			return err
		}
		for k, name := range []string{"IJzerdoorn", "Ünal"} {
			if err := d.person(tx, k, name, asked); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *mailDesk) person(tx *store.Tx, k int, last string, asked time.Time) error {
	orgID, err := tx.AddOrganisation(
		consult.Organisation{Type: consult.Provider, Name: "Praktijk " + last, SortKey: last, CreatedAt: asked},
	)
	if err != nil {
		return err
	}
	address := fmt.Sprintf("p%d@praktijk.example", k)
	contactID, err := tx.AddContact(
		consult.Contact{
			OrganisationID: orgID, First: "Yvonne", Last: last, Address: address, Canonical: address, Language: "nl",
			CreatedAt: asked,
		},
	)
	if err != nil {
		return err
	}
	invitationID, err := tx.AddInvitation(
		consult.Invitation{OccasionID: d.meeting, OrganisationID: orgID, InvitedAt: asked},
	)
	if err != nil {
		return err
	}
	inviteeID, err := tx.AddInvitee(
		consult.Invitee{InvitationID: invitationID, ContactID: contactID, Generation: 1, AddedAt: asked},
	)
	if err != nil {
		return err
	}
	if k == 1 {
		if _, err := tx.AddReply(
			consult.Reply{
				InvitationID: invitationID, InviteeID: inviteeID, Source: consult.ByLink, Answer: consult.No,
				ReceivedAt: asked,
			},
		); err != nil {
			return err
		}
	}
	state := []consult.MailState{consult.Uncertain, consult.Queued}[k]
	_, err = tx.Enqueue(consult.Mail{
		Key: fmt.Sprintf("k%d", k), Purpose: consult.ForInvitation, OccasionID: d.meeting, InviteeID: inviteeID,
		ContactID: contactID, Address: address,
		Name: "Yvonne " + last, Language: "nl", CreatedAt: asked, State: state,
	})
	return err
}

func (d *mailDesk) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.echo.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func (d *mailDesk) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	d.echo.ServeHTTP(w, r)
	return w
}

// has checks a page's status, structure and words.
func (d *mailDesk) has(path string, words ...string) string {
	d.t.Helper()
	w := d.get(path)
	if w.Code != http.StatusOK {
		d.t.Fatalf("%s: %d", path, w.Code)
	}
	body := strings.ReplaceAll(w.Body.String(), "\u00a0", " ")
	for _, problem := range pagetest.Structure(w.Body.Bytes()) {
		d.t.Errorf("%s: %s", path, problem)
	}
	if strings.Contains(body, "⟦") {
		d.t.Errorf("%s: a text is missing: %s", path, body[strings.Index(body, "⟦"):][:60])
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			d.t.Errorf("%s does not hold %q", path, word)
		}
	}
	return body
}

func TestMailListAndDetail(t *testing.T) {
	d := newMailDesk(t)
	body := d.has(
		"/beheer/mail", "Vraagt een besluit", "Yvonne IJzerdoorn", "Onzeker", "Yvonne Ünal", "In de wachtrij",
		"&lt;jeugdhulp&gt;",
	)
	if strings.Index(body, "Vraagt een besluit") > strings.Index(body, "Alle mail") {
		t.Error("what asks for a decision does not stand first")
	}
	if body := d.has("/beheer/mail?stand=queued&zoek=%C3%9Cnal", "Yvonne Ünal"); strings.Contains(body, "IJzerdoorn") {
		t.Error("the filter lets others through")
	}
	d.has("/beheer/mail?stand=sent", "Geen mail gevonden")
	d.has(
		"/beheer/mail/1", "Uitnodiging aan Yvonne IJzerdoorn", "Hij is aangekomen", "Verstuur nog eens",
		"p0@praktijk.example",
	)
	if body := d.has("/beheer/mail/2", "Zo zou de mail nu gaan", "/beheer/mail/2/voorbeeld"); strings.Contains(
		body, "name=\"besluit\"",
	) {
		t.Error("a decision is offered on mail that goes by itself")
	}
	for _, path := range []string{"/beheer/mail/99", "/beheer/mail/x", "/beheer/mail/99/voorbeeld"} {
		if w := d.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestMailListInEnglish(t *testing.T) {
	d := newMailDesk(t)
	d.lang = i18n.English
	d.has("/beheer/mail", "Asks for a decision", "Uncertain")
	d.has("/beheer/mail/1", "It has arrived")
	d.has(
		fmt.Sprintf("/beheer/bijeenkomsten/%d/mail", d.meeting), "What goes when",
		"Reminder, 7 days before the answer deadline",
	)
}

func TestMailExportHoldsWhatIsShown(t *testing.T) {
	d := newMailDesk(t)
	w := d.get("/beheer/mail/lijst.csv?stand=uncertain")
	body := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(body, "IJzerdoorn") || strings.Contains(body, "Ünal") {
		t.Errorf("%d %s", w.Code, body)
	}
	if w := d.get("/beheer/mail/lijst.xlsx"); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("xlsx: %d", w.Code)
	}
}

func TestDecideOnUncertainMail(t *testing.T) {
	d := newMailDesk(t)
	d.role = consult.Reader
	if body := d.has("/beheer/mail/1"); strings.Contains(body, "name=\"besluit\"") {
		t.Error("a reader is offered a decision")
	}
	if w := d.post("/beheer/mail/1/besluit", url.Values{"besluit": {"arrived"}}); w.Code != http.StatusForbidden {
		t.Errorf("a reader decided: %d", w.Code)
	}
	d.role = consult.Editor
	if w := d.post("/beheer/mail/1/besluit", url.Values{"besluit": {"onzin"}}); w.Code != http.StatusNotFound {
		t.Errorf("an unknown decision: %d", w.Code)
	}
	if w := d.post("/beheer/mail/1/besluit", url.Values{"besluit": {"arrived"}}); w.Code != http.StatusSeeOther ||
		w.Header().Get("Location") != "/beheer/mail/1?gedaan=arrived" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	d.has("/beheer/mail/1?gedaan=arrived", "Genoteerd: de mail is aangekomen.", "Verstuurd")
	if w := d.post("/beheer/mail/1/besluit", url.Values{"besluit": {"resend"}}); w.Code != http.StatusConflict {
		t.Errorf("decided twice: %d", w.Code)
	}
}

// unsafe is a directive that lets something unsafe through.
var unsafe = regexp.MustCompile(`; [^;]*unsafe[^;]*`)

// A mail is shown in a frame that can do nothing: no script, no form, no other
// host, and no link that works. Only its styles stand in attributes.
func TestPreviewPolicy(t *testing.T) {
	d := newMailDesk(t)
	for _, path := range []string{
		"/beheer/mail/2/voorbeeld",
		fmt.Sprintf("/beheer/bijeenkomsten/%d/mail/voorbeeld?regel=%d&wie=1", d.meeting, d.rule),
	} {
		w := d.get(path)
		policy := w.Header().Get("Content-Security-Policy")
		if w.Code != http.StatusOK || !strings.Contains(policy, "default-src 'none'") ||
			!strings.Contains(policy, "; sandbox") ||
			strings.Join(unsafe.FindAllString(policy, -1), "") != "; style-src 'unsafe-inline'" {
			t.Errorf("%s: %d, %s", path, w.Code, policy)
		}
		if w.Header().Get("X-Frame-Options") != "SAMEORIGIN" || !strings.Contains(policy, "frame-ancestors 'self'") {
			t.Errorf("%s cannot be framed by our own page", path)
		}
		if strings.Count(w.Body.String(), "/u/") != strings.Count(w.Body.String(), address.DeadInvitation()) ||
			!strings.Contains(w.Body.String(), address.DeadInvitation()) {
			t.Errorf("%s shows a personal link", path)
		}
	}
	if w := d.get(
		fmt.Sprintf("/beheer/bijeenkomsten/%d/mail/voorbeeld?regel=%d&wie=1", d.meeting+1, d.rule),
	); w.Code != http.StatusNotFound {
		t.Errorf("a reminder by the address of another meeting: %d", w.Code)
	}
}

func TestPlanTellsWhoGetsItAndWhoNot(t *testing.T) {
	d := newMailDesk(t)
	path := fmt.Sprintf("/beheer/bijeenkomsten/%d/mail", d.meeting)
	body := d.has(
		path, "maandag 9 november 2026 om 9.00", "Krijgen hem", "Yvonne IJzerdoorn", "Gaven al antwoord",
		"Yvonne Ünal", "mens krijgt deze mail", "1 mail op",
	)
	if strings.Index(body, "Yvonne IJzerdoorn") > strings.Index(body, "Gaven al antwoord") {
		t.Error("who gets it does not stand before who does not")
	}
	d.role = consult.Reader
	if body := d.has(path); strings.Contains(body, "mail/regels") {
		t.Error("a reader is offered to change the plan")
	}
}

func TestPlanRules(t *testing.T) {
	d := newMailDesk(t)
	base := fmt.Sprintf("/beheer/bijeenkomsten/%d/mail", d.meeting)
	w := d.post(base+"/regels", url.Values{"before": {"deadline"}, "days": {"honderd"}, "at": {"25:00"}})
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="honderd"`) ||
		!strings.Contains(body, "ten hoogste 60") {
		t.Errorf("a wrong rule: %d", w.Code)
	}
	w = d.post(base+"/regels", url.Values{"before": {"deadline"}, "days": {"2"}, "at": {"10:30"}})
	if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "gedaan=gepland") {
		t.Fatalf("a good rule: %d %s", w.Code, w.Body)
	}
	d.has(w.Header().Get("Location"), "De herinnering is gepland.", "zaterdag 14 november 2026 om 10.30")
	w = d.post(fmt.Sprintf("%s/regels/%d", base, d.rule), url.Values{"days": {"99"}, "at": {"09:00"}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#wijzig-days"`) {
		t.Errorf("a wrong change: %d", w.Code)
	}
	w = d.post(fmt.Sprintf("%s/regels/%d", base, d.rule), url.Values{"days": {"5"}, "at": {"09:00"}})
	if w.Code != http.StatusSeeOther {
		t.Errorf("a good change: %d", w.Code)
	}
	d.has(w.Header().Get("Location"), "5 dagen voor de uiterste antwoorddatum", "Gestopt")
	if w := d.post(fmt.Sprintf("%s/regels/%d/stop", base, d.rule), nil); w.Code != http.StatusConflict {
		t.Errorf("stopped twice: %d", w.Code)
	}
}

func TestUndeliverable(t *testing.T) {
	d := newMailDesk(t)
	d.has("/beheer/mail/onbestelbaar", "Alle adressen werken")
	d.update(func(tx *store.Tx) error {
		_, err := tx.MarkUndeliverable("p0@praktijk.example", "550 5.1.1 <No such user>", d.now)
		return err
	})
	d.has(
		"/beheer/mail/onbestelbaar", "Yvonne IJzerdoorn", "Praktijk IJzerdoorn", "550 5.1.1 &lt;No such user&gt;",
		"/beheer/contactpersonen/1",
	)
}
