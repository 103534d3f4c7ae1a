package staff_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/sheet"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// inviteDesk is a member of staff at the pages of the world's meeting.
type inviteDesk struct {
	*testkit.Program
	t    *testing.T
	c    *testkit.Client
	base string
}

func newInviteDesk(t *testing.T, role consult.Role) *inviteDesk {
	t.Helper()
	p := testkit.New(t, testkit.Options{})
	return &inviteDesk{Program: p, t: t, c: p.SignIn(role), base: fmt.Sprintf("%s/%d", meetings, p.Meeting)}
}

// show checks a page: what it must and, after "!", must not say.
func (d *inviteDesk) show(r *testkit.Response, status int, texts ...string) *testkit.Response {
	d.t.Helper()
	r.Want(status)
	text := strings.ReplaceAll(html.UnescapeString(string(r.Body)), "\u00a0", " ")
	for _, one := range append([]string{"!⟦"}, texts...) {
		absent := strings.HasPrefix(one, "!")
		if strings.Contains(text, strings.TrimPrefix(one, "!")) == absent {
			d.t.Errorf("%q\n%s", one, r.Page().Text())
		}
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		for _, problem := range pagetest.Structure(r.Body) {
			d.t.Error(problem)
		}
	}
	return r
}

func (d *inviteDesk) get(path string, texts ...string) *testkit.Response {
	d.t.Helper()
	return d.show(d.c.Get(d.base+path), http.StatusOK, texts...)
}

func (d *inviteDesk) post(path string, form url.Values, texts ...string) *testkit.Response {
	d.t.Helper()
	return d.show(d.c.Get(d.c.Post(d.base+path, form).Redirect()), http.StatusOK, texts...)
}

func (d *inviteDesk) invitee(c consult.Contact) string {
	return "/genodigden/" + strconv.FormatInt(d.Invitee(c).Invitee.ID, 10)
}

func (d *inviteDesk) id(c consult.Contact) string {
	return strconv.FormatInt(d.Invitee(c).Invitee.ID, 10)
}

func TestInviteByRuleSeesTheExactListAndSendsThat(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.get("", "Nog geen genodigden", "Kies wie u uitnodigt")
	d.get("/uitnodigen", "Kies een groep", "!Verstuur")
	r := d.get("/uitnodigen?soort=provider&soort=sole_practitioner&soort=consortium", "3",
		"mensen krijgen de uitnodiging, van 2 organisaties",
		"Ada van ’t Hoff, Stichting De Brug", "Organisatie zonder contactpersoon", "2 mails in het Nederlands",
		"1 mail in het Engels", "Verstuur 3 uitnodigingen", "laat weg")
	frames := r.Page().All("iframe")
	if len(frames) != 2 {
		t.Fatalf("%d previews, want one per language", len(frames))
	}
	for _, f := range frames {
		preview := d.c.Get(f.Attr("src")).Want(http.StatusOK)
		if !strings.Contains(preview.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") ||
			strings.Contains(string(preview.Body), "<script") {
			t.Errorf("preview %v", preview.Header)
		}
	}
	form := r.Form("main form[method=post]")
	form.Set("doe", "proef")
	form.Set("intro", "Beste mensen, lees dit.")
	tested := d.show(
		d.c.Post(d.base+"/uitnodigen", form), http.StatusOK, "De proefmail is onderweg", "Beste mensen, lees dit.",
	)
	if mails := d.Deliver(); len(mails) != 1 || mails[0].To != "d.ijpelaar@merenland.example" {
		t.Fatalf("the test went to %+v", mails)
	}
	form = tested.Form("main form[method=post]")
	form.Set("doe", "verstuur")
	d.show(
		d.c.Get(d.c.Post(d.base+"/uitnodigen", form).Redirect()), http.StatusOK, "0 van 3 uitnodigingen",
		"Stop de verzending",
	)
	if mails := d.Deliver(); len(mails) != 3 {
		t.Errorf("%d mails in all, want 3 invitations", len(mails))
	}
	d.get("/mailing/1", "Alle 3 uitnodigingen zijn verwerkt", "!Stop de verzending")
	d.show(
		d.c.Post(d.base+"/uitnodigen", form), http.StatusConflict, "De lijst is intussen veranderd", "Al uitgenodigd",
	)
	d.get("", "0 van 2", "Straks", "Herinnering aan de termijn", "Antwoorden sluit")
}

func TestChooseByHandAndLeaveOut(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	r := d.get("/uitnodigen?persoon=carla", "Carla IJzerman, Praktijk IJzerman", "Voeg toe")
	var add string
	for _, a := range r.Page().All("a") {
		if strings.Contains(a.Text(), "Voeg toe") {
			add = a.Attr("href")
		}
	}
	d.show(d.c.Get(add), http.StatusOK, "mens krijgt de uitnodiging, van 1 organisatie", "carla@praktijk.example")
	d.get(
		fmt.Sprintf("/uitnodigen?soort=provider&zonder=%d", d.Ben.ID), "mens krijgt de uitnodiging",
		"Door u weggelaten", "zet terug",
	)
}

func TestListFiltersSortsAndActs(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.Invite()
	d.Deliver()
	visitor := d.Client()
	visitor.Post(d.Path(d.Ada), url.Values{"antwoord": {"ja"}}).Redirect()
	d.get(
		"/genodigden", "Genodigden", "Ada van ’t Hoff", "Ben Öztürk", "Organisatie komt", "1 mens", "Geen antwoord 1",
		"Alle 3", "!carla@praktijk.example",
	)
	d.get("/genodigden?antwoord=open", "Carla IJzerman", "Ben Öztürk", "!Ada van")
	d.get("/genodigden?organisatie=silent", "Carla IJzerman", "!Ben Öztürk")
	d.get("/genodigden?organisatie=comes&antwoord=open", "Ben Öztürk", "!Carla IJzerman", "!Ada van")
	d.get("/genodigden?zoek=brug&op=naam&af=1", "Ada van", "!Carla")
	d.get("/genodigden?zoek=niemand", "Geen genodigde past bij dit filter")
	r := d.show(d.c.Post(
		d.base+"/genodigden/actie", url.Values{"doe": {"herinner"}, "kies": {d.id(d.Ada), d.id(d.Ben), d.id(d.Carla)}},
	), http.StatusOK,
		"mens krijgt deze mail", "Carla IJzerman", "Gaven al antwoord", "Stuur 1 herinnering")
	d.c.Get(r.Find("iframe").Attr("src")).Want(http.StatusOK)
	d.post("/genodigden/herinner", r.Form("form.form"), "1 herinnering staat klaar")
	d.post("/genodigden/actie", url.Values{"doe": {"herinner"}}, "Kies eerst een of meer mensen")
	r = d.show(
		d.c.Post(d.base+"/genodigden/actie", url.Values{"doe": {"intrekken"}, "kies": {d.id(d.Carla)}}), http.StatusOK,
		"mens verliest de uitnodiging",
	)
	form := r.Form("form.form")
	d.show(d.c.Post(d.base+"/genodigden/intrekken", form), http.StatusUnprocessableEntity, "Vul in waarom")
	form.Set("why", "dubbel in de lijst")
	old := d.Path(d.Carla)
	d.post("/genodigden/intrekken", form, "1 uitnodiging ingetrokken", "Ingetrokken")
	visitor.Get(old).Want(http.StatusNotFound)
	d.show(d.c.Get(meetings+"/999/genodigden"), http.StatusNotFound)
}

func TestSelectionOfTheWholeList(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.View(func(*store.Tx) error { return nil })
	err := d.DB().Update(t.Context(), func(tx *store.Tx) error {
		for k := range 120 {
			address := fmt.Sprintf("c%d@debrug.example", k)
			_, err := tx.AddContact(
				consult.Contact{
					OrganisationID: d.DeBrug, First: "C", Last: fmt.Sprintf("Nummer %03d", k),
					SortKey: fmt.Sprintf("%03d", k), Address: address, Canonical: address, Language: "nl",
					CreatedAt: time.Unix(0, 0),
				},
			)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Invite()
	d.get("/genodigden?vanaf=50", "51 tot en met 100 van 123")
	form := d.get("/genodigden?alles=1", "Alle 123 gekozen").Form("main form[method=post]")
	if n := len(form["kies"]); n != 123 {
		t.Errorf("%d selected, want all 123", n)
	}
}

func TestInviteeStoryAndNotedAnswer(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.Invite()
	d.Deliver()
	d.get(
		d.invitee(d.Ada), "Ada van ’t Hoff", "ada@debrug.example", "Uitnodiging", "Verstuurd",
		"Nog niemand van deze organisatie", "Ben Öztürk", "!/u/",
	)
	link := d.show(d.c.Post(d.base+d.invitee(d.Ada)+"/link", nil), http.StatusOK, d.Path(d.Ada))
	if link.Header.Get("Cache-Control") != "no-store" {
		t.Error("a page with somebody's link may be kept")
	}
	d.get(d.invitee(d.Ada), "Persoonlijke link bekeken", "!"+d.Path(d.Ada))
	form := d.get(d.invitee(d.Ada)+"/antwoord", "Hoe kwam het antwoord binnen?").Form("form.form")
	d.show(
		d.c.Post(d.base+d.invitee(d.Ada)+"/antwoord", form), http.StatusUnprocessableEntity,
		"Kies hoe het antwoord binnenkwam", "Kies een van de antwoorden",
	)
	form.Set("answer", "yes")
	form.Set("source", "phone")
	form.Set("note", "belde met Daan")
	form.Set(fmt.Sprintf("question.%d", d.Diet), "notenallergie")
	d.post(
		d.invitee(d.Ada)+"/antwoord", form, "Het antwoord is genoteerd", "Genoteerd door Daan IJpelaar, per telefoon",
		"belde met Daan", "Dit antwoord telt", "notenallergie",
	)
	other := &inviteDesk{Program: d.Program, t: t, c: d.SignIn(consult.Admin), base: d.base}
	other.get(d.invitee(d.Ada), "afgeschermd", "!notenallergie")
	d.show(d.c.Get(meetings+"/999"+d.invitee(d.Ada)), http.StatusNotFound)
}

func TestExtensionByForm(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.Invite()
	d.Deliver()
	path := d.invitee(d.Ada) + "/termijn"
	d.show(
		d.c.Post(d.base+path, url.Values{"until": {"2026-11-15"}, "why": {""}}), http.StatusUnprocessableEntity,
		"Kies een moment na de termijn van nu", "Vul in waarom",
	)
	d.show(
		d.c.Post(d.base+path, url.Values{"until": {"2026-11-27"}, "why": {"post"}}), http.StatusUnprocessableEntity,
		"niet na het begin",
	)
	d.post(
		path, url.Values{"until": {"2026-11-20"}, "why": {"De post kwam laat."}}, "meer tijd",
		"vrijdag 20 november 2026, 23.59", "De post kwam laat.",
	)
	d.Clock.Set(d.Invitee(d.Ada).Occasion.AnswerBy)
	d.Client().Post(d.Path(d.Ben), url.Values{"antwoord": {"nee"}}).Redirect()
	d.Client().Post(d.Path(d.Carla), url.Values{"antwoord": {"nee"}}).Want(http.StatusConflict)
}

func TestAddressIsCorrected(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.Invite()
	d.Deliver()
	err := d.DB().Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.MarkUndeliverable(d.Ben.Canonical, "550 no such user", d.Clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.get("/genodigden?mail=failed", "Ben Öztürk", "Herstel adres", "!Ada van")
	d.get("", "1 genodigde is niet bereikt")
	d.get(d.invitee(d.Ben), "550 no such user")
	d.show(
		d.c.Post(d.base+d.invitee(d.Ben)+"/adres", url.Values{"address": {"ben@"}}), http.StatusUnprocessableEntity,
		"Vul een heel e-mailadres in",
	)
	before := d.Path(d.Ben)
	d.post(
		d.invitee(d.Ben)+"/adres", url.Values{"address": {"b.ozturk@debrug.example"}}, "opnieuw onderweg",
		"b.ozturk@debrug.example", "!550",
	)
	if d.Path(d.Ben) != before {
		t.Error("nobody got the old link, and it was replaced")
	}
	if mails := d.Deliver(); mails[len(mails)-1].To != "b.ozturk@debrug.example" {
		t.Errorf("the invitation went to %s", mails[len(mails)-1].To)
	}
}

func TestAttendanceListHoldsNamesAndNoAddresses(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.Invite()
	visitor := d.Client()
	form := url.Values{
		"antwoord": {"ja"}, "alles": {"1"}, "people": {"Ada van ’t Hoff"}, "more": {"Zoë de Vries\nKees Aalbers"},
		fmt.Sprintf("question.%d", d.Diet): {"glutenvrij"},
	}
	visitor.Post(d.Path(d.Ada), form).Redirect()
	visitor.Post(d.Path(d.Carla), url.Values{"antwoord": {"online"}}).Redirect()
	r := d.get(
		"/aanwezigheid", "3 mensen in de zaal", "1 mens online", "1 × glutenvrij", "!@debrug.example", "!bestuurder",
	)
	names := []string{}
	for _, n := range r.Page().All("tbody th") {
		names = append(names, n.Text())
	}
	if want := []string{
		"Kees Aalbers", "Ada van ’t Hoff", "Zoë de Vries", "Carla IJzerman",
	}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
	other := &inviteDesk{Program: d.Program, t: t, c: d.SignIn(consult.Reader), base: d.base}
	other.get("/aanwezigheid", "zien alleen de medewerkers van deze bijeenkomst", "!glutenvrij")
	for _, one := range []struct {
		d    *inviteDesk
		diet string
	}{{d, "glutenvrij"}, {other, "afgeschermd"}} {
		file := one.d.c.Get(d.base + "/genodigden/lijst.csv?antwoord=yes").Want(http.StatusOK)
		table, err := sheet.Read(file.Body, sheet.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if len(table.Rows) != 2 || !slices.Contains(table.Rows[1], one.diet) ||
			strings.Contains(string(file.Body), "@") {
			t.Errorf("export %q, want Ada with %q and without addresses", table.Rows, one.diet)
		}
		one.d.c.Get(d.base + "/genodigden/lijst.xlsx").Want(http.StatusOK)
		file = one.d.c.Get(d.base + "/genodigden/organisaties.csv").Want(http.StatusOK)
		if table, err = sheet.Read(file.Body, sheet.Limits{}); err != nil {
			t.Fatal(err)
		}
		if len(table.Rows) != 3 ||
			!slices.Equal(
				table.Rows[2][3:7], []string{"Komt", "3", "0", "Ada van ’t Hoff, Zoë de Vries, Kees Aalbers"},
			) {
			t.Errorf("per organisation %q", table.Rows)
		}
		one.d.c.Get(d.base + "/genodigden/organisaties.xlsx").Want(http.StatusOK)
		one.d.c.Get(d.base + "/aanwezigheid/lijst.csv").Want(http.StatusOK)
	}
}

func TestReaderSeesAndDoesNothing(t *testing.T) {
	d := newInviteDesk(t, consult.Reader)
	d.Invite()
	d.get("/genodigden", "Ada van", "!Stuur herinnering", "!name=\"kies\"", "!Nodig mensen uit")
	d.get(d.invitee(d.Ada), "!Trek de uitnodiging in", "!Toon de persoonlijke link", "!Noteer een antwoord")
	for _, path := range []string{
		"/uitnodigen", d.invitee(d.Ada) + "/antwoord", d.invitee(d.Ada) + "/adres", d.invitee(d.Ada) + "/termijn",
	} {
		d.c.Get(d.base + path).Want(http.StatusForbidden)
	}
	for _, path := range []string{
		"/genodigden/actie", "/genodigden/herinner", "/genodigden/intrekken", d.invitee(d.Ada) + "/link",
		"/mailing/1/stop",
	} {
		d.c.Post(d.base+path, url.Values{"kies": {d.id(d.Ada)}}).Want(http.StatusForbidden)
	}
}

func TestOverviewTellsTheSameInDrawingAndTable(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	d.Invite()
	d.Deliver()
	d.Clock.Advance(48 * time.Hour)
	d.c = d.SignIn(consult.Editor)
	d.Client().Post(d.Path(d.Ada), url.Values{"antwoord": {"ja"}}).Redirect()
	r := d.get(
		"", "1 van 2", "50 procent", "Antwoorden naar soort organisatie", "Antwoorden door de tijd",
		"Bekijk als tabel", "uitnodigingen",
	)
	rows := r.Page().All("figure tbody tr")
	if last := rows[len(rows)-1].Text(); !strings.HasSuffix(strings.TrimSpace(last), "1") {
		t.Errorf("the table ends with %q, want 1 in all", last)
	}
}

// TestConsortiumBesideItsMember: who invites both a consortium and one of its
// members is told before it goes out, also when one of them was asked before.
func TestConsortiumBesideItsMember(t *testing.T) {
	d := newInviteDesk(t, consult.Editor)
	const warning = "U nodigt een combinatie uit én organisaties die erin zitten"
	err := d.DB().Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.AddContact(consult.Contact{
			OrganisationID: d.Consortium, First: "Iris", Last: "Vos", Address: "iris@debrug.example",
			Canonical: "iris@debrug.example", SortKey: "vos",
			Language: "nl", CreatedAt: d.Clock.Now(), Version: 1,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.get("/uitnodigen?soort=provider", "!"+warning)
	d.get(
		"/uitnodigen?soort=provider&soort=consortium", warning,
		"combinatie De Brug, Kompas en Noordster: Stichting De Brug.",
	)
	if _, err := d.Service().
		Invite(
			t.Context(), d.Program.Editor, d.Meeting,
			consult.Audience{Types: []consult.OrganisationType{consult.Provider}}, "",
		); err != nil {
		t.Fatal(err)
	}
	d.get("/uitnodigen?soort=consortium", warning, "Stichting De Brug.")
}
