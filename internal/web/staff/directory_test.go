package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/sheet"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

const (
	organisations = "/beheer/organisaties"
	contactsList  = "/beheer/contactpersonen"
	importList    = "/beheer/import"
	settings      = "/beheer/instellingen"
)

// seen is the text of a page that was checked.
func seen(t *testing.T, r *testkit.Response) string {
	t.Helper()
	pagetest.Check(t, r.Body)
	return r.Page().Text()
}

func has(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
}

func hasNot(t *testing.T, text string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(text, w) {
			t.Errorf("%q in\n%s", w, text)
		}
	}
}

func TestOrganisationList(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	list := c.Get(organisations).Want(http.StatusOK)
	has(
		t, seen(t, list), "Stichting De Brug", "Vrijgevestigde", "combinatie De Brug, Kompas en Noordster",
		"Voeg een organisatie toe", "3 organisaties",
	)
	found := seen(t, c.Get(organisations+"?soort=consortium&op=type&af=1").Want(http.StatusOK))
	has(t, found, "combinatie De Brug")
	hasNot(t, found, "Stichting De Brug", "Praktijk IJzerman")
	has(
		t, seen(t, c.Get(organisations+"?zoek=niemand").Want(http.StatusOK)), "Geen organisatie gevonden",
		"Toon alle organisaties",
	)
	has(t, seen(t, c.Get(organisations+"?stand=archief").Want(http.StatusOK)), "Geen organisatie gevonden")
	for _, strange := range []string{
		"?vanaf=-1", "?vanaf=99999999999999999999", "?gemeente=x&soort=y&op=z&stand=q", "?zoek=%25'%3B--",
	} {
		seen(t, c.Get(organisations+strange).Want(http.StatusOK))
	}
	reader := seen(t, p.SignIn(consult.Reader).Get(organisations).Want(http.StatusOK))
	has(t, reader, "Stichting De Brug")
	hasNot(t, reader, "Voeg een organisatie toe", "Importeer een lijst")
}

func TestOrganisationExports(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Reader)
	for _, kind := range []string{".csv", ".xlsx"} {
		file := c.Get(organisations + "/lijst" + kind + "?soort=consortium").Want(http.StatusOK)
		table, err := sheet.Read(file.Body, sheet.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if len(table.Rows) != 2 || table.Rows[1][0] != "combinatie De Brug, Kompas en Noordster" ||
			table.Rows[1][1] != "Combinatie" {
			t.Errorf("%s: %q", kind, table.Rows)
		}
		if got := file.Header.Get("Content-Disposition"); !strings.Contains(got, kind+`"`) ||
			!strings.HasPrefix(got, "attachment") {
			t.Error(got)
		}
	}
	file := c.Get(contactsList + "/lijst.csv?zoek=" + url.QueryEscape("de brug")).Want(http.StatusOK)
	table, err := sheet.Read(file.Body, sheet.Limits{})
	if err != nil || len(table.Rows) != 3 || table.Rows[1][2] != "van ’t" || table.Rows[1][3] != "Hoff" {
		t.Errorf("%v %q", err, table.Rows)
	}
}

func TestOrganisationForm(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	form := c.Get(organisations + "/nieuw").Want(http.StatusOK)
	seen(t, form)
	typed := url.Values{
		"name": {"De Brug B.V."}, "type": {"provider"}, "kvk": {"1234567"}, "tags": {"Wonen, ambulant"},
		"note": {"<b>let op</b>"},
	}
	wrong := c.Post(organisations+"/nieuw", typed).Want(http.StatusUnprocessableEntity)
	has(t, seen(t, wrong), "Bedoelt u 01234567?")
	if back := wrong.Form("main form"); back.Get("name") != "De Brug B.V." || back.Get("type") != "provider" ||
		back.Get("note") != "<b>let op</b>" {
		t.Errorf("what was typed is gone: %v", back)
	}
	if !wrong.Has(`a[href="#kvk"]`) {
		t.Error("the summary does not lead to the field")
	}
	typed.Set("kvk", "01234567")
	alike := c.Post(organisations+"/nieuw", typed).Want(http.StatusUnprocessableEntity)
	has(t, seen(t, alike), "lijkt op Stichting De Brug", "voeg haar toch toe")
	typed.Set("anyway", "1")
	at := c.Post(organisations+"/nieuw", typed).Redirect()
	one := c.Get(at).Want(http.StatusOK)
	has(
		t, seen(t, one), "De organisatie is toegevoegd", "01234567", "ambulant, wonen", "<b>let op</b>",
		"Er is nog geen contactpersoon",
	)

	edit := c.Get(strings.Split(at, "?")[0] + "/wijzig").Want(http.StatusOK)
	seen(t, edit)
	mine, theirs := edit.Form("main form"), edit.Form("main form")
	theirs.Set("name", "De Brug Noord")
	path := strings.Split(at, "?")[0]
	c.Post(path+"/wijzig", theirs).Redirect()
	mine.Set("name", "De Brug Zuid")
	conflict := c.Post(path+"/wijzig", mine).Want(http.StatusConflict)
	has(t, seen(t, conflict), "Iemand anders heeft dit intussen gewijzigd")
	again := conflict.Form("main form")
	if again.Get("name") != "De Brug Zuid" {
		t.Errorf("what was typed is gone: %v", again)
	}
	again.Set("type", "")
	bad := c.Post(path+"/wijzig", again).Want(http.StatusUnprocessableEntity).Form("main form")
	bad.Set("type", "provider")
	c.Post(path+"/wijzig", bad).Redirect()
	has(t, seen(t, c.Get(path)), "De Brug Zuid")
}

func TestConsortiumMembers(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	path := fmt.Sprintf("%s/%d", organisations, p.Consortium)
	has(t, seen(t, c.Get(path).Want(http.StatusOK)), "Leden van de combinatie", "Stichting De Brug", "Penvoerder")
	found := c.Get(path + "?lid=ijzerman").Want(http.StatusOK)
	has(t, seen(t, found), "Praktijk IJzerman")
	has(t, seen(t, c.Get(path+"?lid=combinatie")), "Geen organisatie gevonden die lid kan worden")
	form := url.Values{"lid": {"ijzerman"}, "member": {fmt.Sprint(p.Practice)}, "role": {"lead"}}
	has(
		t, seen(t, c.Post(path+"/leden", form).Want(http.StatusUnprocessableEntity)),
		"Stichting De Brug is al penvoerder",
	)
	form.Set("role", "subcontractor")
	at := c.Post(path+"/leden", form).Redirect()
	has(t, seen(t, c.Get(at)), "Het lid is toegevoegd", "Onderaannemer")
	has(
		t, seen(t, c.Get(fmt.Sprintf("%s/%d", organisations, p.Practice))), "Lid van",
		"combinatie De Brug, Kompas en Noordster",
	)
	c.Post(path+"/leden/weg", url.Values{"member": {fmt.Sprint(p.Practice)}}).Redirect()
	c.Post(path+"/leden/weg", url.Values{"member": {fmt.Sprint(p.Practice)}}).Want(http.StatusNotFound)
	hasNot(t, seen(t, c.Get(path)), "Praktijk IJzerman")
	reader := p.SignIn(consult.Reader).Get(path + "?lid=ijzerman").Want(http.StatusOK)
	hasNot(t, seen(t, reader), "Praktijk IJzerman", "Haal weg", "Archiveer")
}

func TestArchivePages(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	path := fmt.Sprintf("%s/%d", organisations, p.DeBrug)
	has(t, seen(t, c.Get(path)), "Stichting De Brug krijgt geen uitnodigingen meer")
	at := c.Post(path+"/archiveer", nil).Redirect()
	has(t, seen(t, c.Get(at)), "Gearchiveerd", "Haal terug uit het archief")
	hasNot(t, seen(t, c.Get(organisations)), "Stichting De Brug")
	has(t, seen(t, c.Get(contactsList)), "Organisatie gearchiveerd")
	c.Post(path+"/archiveer", nil).Want(http.StatusConflict)
	c.Post(path+"/terughalen", nil).Redirect()
	c.Get(organisations + "/999").Want(http.StatusNotFound)
	c.Get(organisations + "/x").Want(http.StatusNotFound)
	c.Post(organisations+"/999/archiveer", nil).Want(http.StatusNotFound)
}

func TestInvitationHistory(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	p.Invite()
	c := p.SignIn(consult.Reader)
	for _, path := range []string{
		fmt.Sprintf("%s/%d", organisations, p.DeBrug), fmt.Sprintf("%s/%d", contactsList, p.Ada.ID),
	} {
		page := c.Get(path).Want(http.StatusOK)
		has(t, seen(t, page), "Geen antwoord", "26 november 2026")
		if !page.Has(fmt.Sprintf(`a[href="/beheer/bijeenkomsten/%d"]`, p.Meeting)) {
			t.Error("no way to the meeting")
		}
	}
	err := p.DB().Update(t.Context(), func(tx *store.Tx) error {
		i, err := tx.InvitationOf(p.Meeting, p.DeBrug)
		if err != nil {
			return err
		}
		i.WithdrawnAt = p.Clock.Now()
		return tx.SetInvitation(i)
	})
	if err != nil {
		t.Fatal(err)
	}
	has(t, seen(t, c.Get(fmt.Sprintf("%s/%d", contactsList, p.Ada.ID)).Want(http.StatusOK)), "Ingetrokken")
}

func TestContactPages(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	has(
		t, seen(t, c.Get(contactsList).Want(http.StatusOK)), "Ada van ’t Hoff", "Stichting De Brug",
		"3 contactpersonen",
	)
	c.Get(contactsList + "/nieuw").Want(http.StatusNotFound)
	nieuw := fmt.Sprintf("%s/nieuw?organisatie=%d", contactsList, p.DeBrug)
	form := c.Get(nieuw).Want(http.StatusOK)
	has(t, seen(t, form), "Stichting De Brug")
	typed := form.Form("main form")
	typed.Set("first", "Jan")
	typed.Set("infix", "van der")
	typed.Set("last", "Berg")
	typed.Set("address", "jan@debrug.example, piet@debrug.example")
	wrong := c.Post(contactsList+"/nieuw", typed).Want(http.StatusUnprocessableEntity)
	has(t, seen(t, wrong), "Er staan twee adressen")
	if back := wrong.Form("main form"); back.Get("infix") != "van der" ||
		back.Get("organisatie") != fmt.Sprint(p.DeBrug) {
		t.Errorf("what was typed is gone: %v", back)
	}
	typed.Set("address", "jan@debrug.example")
	at := c.Post(contactsList+"/nieuw", typed).Redirect()
	has(t, seen(t, c.Get(at)), "De contactpersoon is toegevoegd", "Jan van der Berg")

	err := p.DB().Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.MarkUndeliverable("ada@debrug.example", "550 5.1.1 onbekend", p.Clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("%s/%d", contactsList, p.Ada.ID)
	has(t, seen(t, c.Get(path)), "Mail komt niet aan", "550 5.1.1 onbekend", "Wijzig het adres")
	failing := seen(t, c.Get(contactsList+"?bezorgd=niet"))
	has(t, failing, "Ada van ’t Hoff", "Niet bezorgd")
	hasNot(t, failing, "Ben Öztürk")
	edit := c.Get(path + "/wijzig").Want(http.StatusOK)
	has(t, seen(t, edit), "Met een nieuw adres proberen wij het weer")
	change := edit.Form("main form")
	change.Set("address", "a.vanthoff@debrug.example")
	c.Post(path+"/wijzig", change).Redirect()
	hasNot(t, seen(t, c.Get(path)), "Mail komt niet aan")
	has(
		t, seen(t, c.Post(path+"/wijzig", change).Want(http.StatusConflict)),
		"Iemand anders heeft dit intussen gewijzigd",
	)
	c.Post(path+"/archiveer", nil).Redirect()
	hasNot(t, seen(t, c.Get(contactsList)), "Ada van ’t Hoff")
	c.Post(path+"/terughalen", nil).Redirect()
}

func TestSettingsPage(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	p.SignIn(consult.Editor).Get(settings).Want(http.StatusForbidden)
	c := p.SignIn(consult.Admin)
	first := c.Get(settings).Want(http.StatusOK)
	seen(t, first)
	form := first.Form("main form")
	if form.Get("name") != "Jeugdregio Merenland" ||
		form.Get("on_behalf_en") != "the eight municipalities of Merenland" {
		t.Fatalf("%v", form)
	}
	form.Set("privacy_nl", "## Wat wij bewaren\n\nDit is **vet**.\n\n<script>alert(1)</script>")
	form.Set("doe", "voorbeeld")
	preview := c.Post(settings, form).Want(http.StatusOK)
	has(t, seen(t, preview), "Wat wij bewaren")
	if !preview.Has("section.card strong") || preview.Has("section.card script") {
		t.Error("the preview is not what the page will be")
	}
	hasNot(t, p.Client().Get("/privacy").Page().Text(), "Wat wij bewaren")
	form.Del("doe")
	form.Set("sender_name", "Regio: Merenland")
	wrong := c.Post(settings, form).Want(http.StatusUnprocessableEntity)
	has(t, seen(t, wrong), "mailprogramma’s vertrouwen zo’n afzender niet")
	form.Set("sender_name", "Regio Merenland")
	at := c.Post(settings, form).Redirect()
	has(t, seen(t, c.Get(at)), "De instellingen zijn bewaard")
	has(t, p.Client().Get("/privacy").Page().Text(), "Wat wij bewaren")
	conflict := c.Post(settings, form).Want(http.StatusConflict)
	has(t, seen(t, conflict), "Iemand anders heeft de instellingen intussen gewijzigd")
	c.Post(settings, conflict.Form("main form")).Redirect()
}

func TestMunicipalityPages(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Admin)
	path := settings + "/gemeenten"
	has(t, seen(t, c.Get(path).Want(http.StatusOK)), "Elzendam", "’t Waalhof")
	wrong := c.Post(path, url.Values{"name": {"IJsseloord"}, "code": {"12"}, "until": {"31 februari"}}).
		Want(http.StatusUnprocessableEntity)
	has(t, seen(t, wrong), "Kies een dag die bestaat")
	if wrong.Form(`form[action="/beheer/instellingen/gemeenten"]`).Get("name") != "IJsseloord" {
		t.Error("what was typed is gone")
	}
	at := c.Post(path, url.Values{"name": {"IJsseloord"}, "until": {"2026-11-01"}}).Redirect()
	has(t, seen(t, c.Get(at)), "De gemeente is toegevoegd", "Tot en met 1 november 2026", "Voormalig")
	hasNot(t, p.Client().Get("/").Page().Text(), "IJsseloord")
	one := c.Get(path + "/3").Want(http.StatusOK)
	seen(t, one)
	form := one.Form("main form")
	if form.Get("until") != "2026-11-01" {
		t.Errorf("%v", form)
	}
	form.Set("until", "")
	c.Post(path+"/3", form).Redirect()
	has(t, p.Client().Get("/").Page().Text(), "IJsseloord")
	c.Post(
		organisations+"/nieuw",
		url.Values{"name": {"Wijkteam IJsseloord"}, "type": {"local_team"}, "municipality": {"3"}},
	).Redirect()
	has(t, seen(t, c.Post(path+"/3/verwijder", nil).Want(http.StatusUnprocessableEntity)), "kan niet weg")
	c.Post(path+"/1/verwijder", nil).Redirect()
	c.Get(path + "/1").Want(http.StatusNotFound)
}

const importFile = "Organisatie;Soort;Contactpersoon;E-mail\r\n" +
	"Thuisbasis jeugdhulp;aanbieder;Şirin Erdoğdu;sirin@thuisbasis.example\r\n" +
	"De Brug;aanbieder;Jan van der Berg;jan@debrug.example\r\n" +
	"Kapot;samenwerkingsverband;Piet;piet@kapot.example\r\n"

func TestImportPages(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	seen(t, c.Get(importList).Want(http.StatusOK))
	has(t, seen(t, c.Post(importList, nil).Want(http.StatusUnprocessableEntity)), "Kies een bestand")
	has(
		t,
		seen(t, c.Upload(importList, nil, "file", "x.pdf", []byte("%PDF-1.7")).Want(http.StatusUnprocessableEntity)),
		"geen csv of xlsx",
	)
	c.Upload(importList, nil, "file", "x.csv", make([]byte, 6<<20)).Want(http.StatusRequestEntityTooLarge)

	at := c.Upload(importList, nil, "file", "lijst.csv", []byte(importFile)).Redirect()
	columns := c.Get(at).Want(http.StatusOK)
	has(t, seen(t, columns), "Thuisbasis jeugdhulp · De Brug · Kapot", "Contactpersoon")
	form := columns.Form("main form")
	if form.Get("header") != "1" || form.Get("column-0") != "organisation" || form.Get("column-2") != "full_name" ||
		form.Get("column-3") != "address" {
		t.Fatalf("not recognised: %v", form)
	}
	other := p.SignIn(consult.Admin)
	other.Get(at).Want(http.StatusNotFound)
	wrong := url.Values{}
	for name, values := range form {
		wrong[name] = values
	}
	wrong.Set("column-1", "organisation")
	bad := c.Post(at, wrong).Want(http.StatusUnprocessableEntity)
	has(t, seen(t, bad), "Een andere kolom is al hetzelfde")
	if !bad.Has(`a[href="#column-1"]`) || bad.Form("main form").Get("column-1") != "organisation" {
		t.Error("the wrong column is not pointed at")
	}

	trialPath := c.Post(at, form).Redirect()
	trial := c.Get(trialPath).Want(http.StatusOK)
	text := seen(t, trial)
	has(
		t, text, "Neem 2 regels over", "Lijkt op Stichting De Brug; de contactpersoon komt daarbij",
		"‘samenwerkingsverband’ kan twee dingen zijn",
	)
	hasNot(t, seen(t, c.Get(trialPath+"?oordeel=refused")), "Thuisbasis jeugdhulp")
	refused := c.Get(trialPath + "/geweigerd.csv").Want(http.StatusOK)
	table, err := sheet.Read(refused.Body, sheet.Limits{})
	if err != nil || len(table.Rows) != 2 || table.Rows[1][2] != "Kapot" {
		t.Errorf("%v %q", err, table.Rows)
	}
	choice := trial.Form(`form[action$="gelijkend"]`)
	choice.Set("alike", "new")
	trial = c.Get(c.Post(strings.TrimSuffix(trialPath, "proef")+"gelijkend", choice).Redirect()).Want(http.StatusOK)
	has(t, seen(t, trial), "wordt een nieuwe organisatie")
	stale := url.Values{"fingerprint": {"iets anders"}}
	has(t, seen(t, c.Post(trialPath, stale).Want(http.StatusConflict)), "Kijk nog eens")

	confirm := url.Values{"fingerprint": {trial.Find(`input[name="fingerprint"]`).Attr("value")}}
	done := c.Post(trialPath, confirm).Redirect()
	page := c.Get(done).Want(http.StatusOK)
	has(
		t, seen(t, page), "De lijst is overgenomen", "Draai de import terug", "2 organisaties en 2 contactpersonen",
		"Daan IJpelaar",
	)
	has(t, seen(t, c.Get(organisations+"?zoek=thuisbasis")), "Thuisbasis jeugdhulp")
	c.Post(trialPath, confirm).Want(http.StatusNotFound)
	c.Get(strings.Split(done, "?")[0] + "/geweigerd.csv").Want(http.StatusOK)
	has(t, seen(t, other.Get(importList)), "lijst.csv", "Overgenomen")

	undo := strings.Split(done, "?")[0] + "/ongedaan"
	c.Post(undo, nil).Redirect()
	has(t, seen(t, c.Get(strings.Split(done, "?")[0])), "Teruggedraaid")
	hasNot(t, seen(t, c.Get(organisations)), "Thuisbasis jeugdhulp")
	has(t, seen(t, c.Post(undo, nil).Want(http.StatusConflict)), "al teruggedraaid")
}

func TestUndoImportInUse(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	at := c.Upload(importList, nil, "file", "lijst.csv", []byte(importFile)).Redirect()
	trialPath := strings.TrimSuffix(at, "kolommen") + "proef"
	trial := c.Get(trialPath).Want(http.StatusOK)
	done := strings.Split(
		c.Post(trialPath, url.Values{"fingerprint": {trial.Find(`input[name="fingerprint"]`).Attr("value")}}).
			Redirect(), "?",
	)[0]
	if _, err := p.Service().
		Invite(t.Context(), p.Editor, p.Meeting, consult.Audience{Search: "thuisbasis"}, ""); err != nil {
		t.Fatal(err)
	}
	page := c.Get(done).Want(http.StatusOK)
	has(
		t, seen(t, page), "Deze zijn al gebruikt en blijven staan", "Şirin Erdoğdu", "Uitgenodigd of gemaild",
		"Haal de rest weg", "0 organisaties en 1 contactpersoon",
	)
	has(t, seen(t, c.Post(done+"/ongedaan", nil).Want(http.StatusUnprocessableEntity)), "Er is niets weggehaald")
	has(t, seen(t, c.Get(contactsList)), "Jan van der Berg")
	c.Post(done+"/ongedaan", url.Values{"keep": {"2"}}).Redirect()
	left := seen(t, c.Get(contactsList))
	has(t, left, "Şirin Erdoğdu")
	hasNot(t, left, "Jan van der Berg")
}
