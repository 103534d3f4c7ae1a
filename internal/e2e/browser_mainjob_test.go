//go:build e2e

package e2e

import (
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
)

// mainJob is the consultation of 26 November 2018 from an empty database to its
// report: one member of staff at a desk, and those invited on their phones.
type mainJob struct {
	*portal
	t      *testing.T
	letter letterOf2018
	staff  *colleague
	desk   *tab
	phone  *tab

	contacts int
	meeting  string            // the path of its workspace
	links    map[string]string // the personal link by address, as mailed
}

// TestMainJob does everything through the forms, as a region does it, and reads
// the mail as it came over SMTP.
func TestMainJob(t *testing.T) {
	t.Parallel()
	j := &mainJob{t: t, letter: readLetter(t), links: map[string]string{}}
	j.portal = newPortal(t, j.letter.posted, app.Options{})
	b := newBrowser(t)
	j.desk, j.phone = b.tab(t, j.base, desk), b.tab(t, j.base, phone)
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"account", j.account}, {"settings", j.settings}, {"import", j.importDirectory}, {"meeting", j.makeMeeting},
		{"invite", j.invite},
		{"mail", j.readMail}, {"answers", j.answers}, {"reminder", j.reminder}, {"deadline", j.deadline},
		{"extension", j.extension},
		{"on behalf", j.onBehalf}, {"attendance", j.attendance}, {"day before", j.dayBefore}, {"report", j.report},
	} {
		begin := time.Now()
		step.do()
		j.desk.clean(step.name)
		j.phone.clean(step.name)
		t.Logf("%-10s %s", step.name, time.Since(begin).Round(100*time.Millisecond))
		if t.Failed() {
			return
		}
	}
}

// account is a beheerder made at the terminal, who sets up by the printed link.
func (j *mainJob) account() {
	var link string
	j.staff, link = newColleague(j.t, j.portal, "Marleen Oosterveld", "m.oosterveld@merenland.example", consult.Admin)
	j.staff.setUp(j.desk, j.desk.mouse(), link)
	j.staff.signIn(j.desk, j.desk.mouse())
	j.desk.shoot("01-start", desk)
}

// at opens a page of the staff side, and signs in again when the clock has gone
// on so far that the sign-in is over.
func (j *mainJob) at(path string) {
	j.t.Helper()
	status := j.desk.open(path)
	if strings.HasPrefix(j.desk.path(), "/beheer/aanmelden") {
		j.staff.signIn(j.desk, j.desk.mouse())
		status = j.desk.open(path)
	}
	j.desk.expect(http.StatusOK, status)
}

func (j *mainJob) settings() {
	p := j.desk
	j.at("/beheer/instellingen")
	for _, field := range [][2]string{
		{"Naam van de regio", "Jeugdregio Merenland"}, {"Korte naam", "Merenland"},
		{"Namens", "de acht gemeenten van Merenland"},
		{"Naam van de afzender", "Jeugdregio Merenland"}, {"Adres voor antwoorden", "samenspraak@merenland.example"},
		{"Ondertekening", "Marleen Oosterveld, projectleider"}, {"Telefoon", "088 000 12 34"},
		{"Bereikbaar", "op werkdagen van 9.00 – 17.00 uur"},
	} {
		p.fill(field[0], field[1])
	}
	p.expect(http.StatusOK, p.press("Bewaar"))
	p.sees("De instellingen zijn bewaard")
	j.at("/beheer/instellingen/gemeenten")
	for _, town := range towns {
		p.fill("Gemeente", town)
		p.expect(http.StatusOK, p.press("Voeg een gemeente toe"))
	}
	p.sees(towns...)
	p.shoot("02-gemeenten", desk)
}

// importDirectory reads the list of a spreadsheet: one column must be named by
// hand, everything is looked at before it counts.
func (j *mainJob) importDirectory() {
	p := j.desk
	file, contacts := directoryFile(j.t)
	j.contacts = contacts
	j.at("/beheer/import")
	p.attach("Bestand", file)
	p.expect(http.StatusOK, p.press("Lees het bestand"))
	p.sees("Welke kolom is wat?", "Zoë", "van ’t")
	p.fill("Wat staat er in Wat doet men?", "Functie")
	p.shoot("03-import-kolommen", desk, phone)
	p.expect(http.StatusOK, p.press("Bekijk wat er gebeurt"))
	if p.has("tick", "Het is een andere") {
		p.tick("", "Het is een andere")
		p.expect(http.StatusOK, p.press("Bekijk wat dat geeft"))
	}
	p.sees(
		"Er is nog niets bewaard", fmt.Sprintf("Nieuwe organisaties %d", organisationCount),
		fmt.Sprintf("Nieuwe contactpersonen %d", contacts),
	)
	p.shoot("04-import-proef", desk)
	p.expect(http.StatusOK, p.press(fmt.Sprintf("Neem %d regels over", contacts)))
	p.sees("De lijst is overgenomen")
	j.at("/beheer/contactpersonen?zoek=Hoff")
	p.sees("van der Hoff-de Ruijter", "contactpersoon inkoop")
}

func (j *mainJob) makeMeeting() {
	p, l := j.desk, j.letter
	j.at("/beheer/bijeenkomsten")
	p.expect(http.StatusOK, p.press("Nieuwe bijeenkomst"))
	p.fill("Soort bijeenkomst", "Consultatiebijeenkomst")
	p.fill("Titel", l.title)
	p.fill("Inleiding", l.lead)
	p.fill("Datum", l.starts.Format(time.DateOnly))
	p.fill("Begint om", l.starts.Format("15:04"))
	p.fill("Eindigt om", l.starts.Format("15:04"))
	p.fill("Naam van de plaats", l.venue)
	p.fill("Straat en nummer", l.street)
	p.fill("Plaats", l.town)
	p.tick("", "Men kan ook online meedoen")
	p.fill("Link om online mee te doen", "https://video.example/zaal")
	p.fill("Route en toegang", "De zaal is op de begane grond. Parkeren kan achter het gebouw.")
	p.fill("Uiterste antwoorddatum", l.answerBy.AddDate(0, 0, -1).Format(time.DateOnly))
	p.fill("Tekst", l.body)
	p.expect(http.StatusUnprocessableEntity, p.press("Bewaar als concept"))
	p.sees("Vul een eindtijd in die na het begin ligt")
	p.shoot("05-bijeenkomst-fout", desk, phone)
	p.fill("Eindigt om", l.ends.Format("15:04"))
	p.expect(http.StatusOK, p.press("Bewaar als concept"))
	j.meeting = strings.TrimSuffix(strings.SplitN(p.path(), "?", 2)[0], "/programma")
	p.fillIn("Regel 1", "Van", "15.00")
	p.fillIn("Regel 1", "Tot", "15.30")
	p.fillIn("Regel 1", "Onderdeel", "Toelichting op de uitgangspunten")
	p.expect(http.StatusOK, p.press("Bewaar"))
	j.ask()
	p.expect(http.StatusOK, p.press("Publiceer"))
	p.sees("Wat wordt openbaar")
	p.shoot("06-publiceer", desk)
	p.expect(http.StatusOK, p.press("Publiceer nu"))
	p.sees("De bijeenkomst is openbaar")
	j.public()
}

// ask puts one question on the form: what somebody needs.
func (j *mainJob) ask() {
	p := j.desk
	j.at(j.meeting + "/vragen")
	if p.has("act", "Voeg vraag toe") && !p.has("field", "Vraag") {
		p.expect(http.StatusOK, p.press("Voeg vraag toe"))
	}
	p.fill("Vraag", "Wat moeten wij weten over toegang of eten?")
	p.fill("Antwoord", "Een tekst")
	p.tick("", "Gaat over toegang, dieet of gezondheid")
	p.expect(http.StatusOK, p.press("Bewaar"))
}

// public is the meeting as visitors read it.
func (j *mainJob) public() {
	p := j.phone
	p.expect(http.StatusOK, p.open("/bijeenkomsten"))
	p.expect(http.StatusOK, p.press(j.letter.title))
	p.sees(
		"maandag 26 november 2018", "15.00 – 17.00 uur", j.letter.venue, "vrijdag 16 november 2018",
		"Toelichting op de uitgangspunten",
	)
	p.seesNot("video.example", "Parkeren kan")
	p.shoot("07-openbaar", phone, phone.inTheDark(), desk)
}

// invite chooses everybody, sees who that is and one real mail, sends a test and
// then the mailing.
func (j *mainJob) invite() {
	p := j.desk
	j.at(j.meeting + "/uitnodigen")
	for _, kind := range []string{
		"Aanbieder", "Vrijgevestigde", "Combinatie", "Gecertificeerde instelling", "Samenwerkingsverband",
		"CJG of lokaal team", "Cliëntenraad",
	} {
		p.tick("Soort organisatie", kind)
	}
	p.expect(http.StatusOK, p.press("Bekijk wie dat zijn"))
	p.sees(
		fmt.Sprintf("%d mensen krijgen de uitnodiging, van %d organisaties", j.contacts, organisationCount),
		fmt.Sprintf("%d mails in het Nederlands", j.contacts),
	)
	p.toggle("Wie")
	p.sees("contact01@organisatie01.example", "contact80@organisatie60.example")
	p.fill("Woorden vooraf", "Fijn als u erbij bent.")
	p.expect(http.StatusOK, p.press("Bekijk de mail met deze woorden"))
	mail := tidy(html.UnescapeString(j.preview()))
	for _, words := range []string{"Fijn als u erbij bent.", "16 november 2018", j.letter.venue} {
		if !strings.Contains(mail, words) {
			j.t.Errorf("the preview does not say %q", words)
		}
	}
	p.shoot("08-uitnodigen", desk, phone)
	p.expect(http.StatusOK, p.press("Stuur een proef naar mijzelf"))
	p.sees("De proefmail is onderweg")
	if test := j.mails(j.t, 1)[0]; test.To != j.staff.address {
		j.t.Errorf("the test went to %s", test.To)
	}
	p.expect(http.StatusOK, p.press(fmt.Sprintf("Verstuur %d uitnodigingen", j.contacts)))
	j.mails(j.t, 1+j.contacts)
	for range 20 {
		if !p.has("act", "Kijk opnieuw") {
			break
		}
		p.expect(http.StatusOK, p.press("Kijk opnieuw"))
	}
	p.sees(fmt.Sprintf("Alle %d uitnodigingen zijn verwerkt", j.contacts))
	p.shoot("09-verzonden", desk)
}

// preview is the mail in the frame, read as the browser gets it.
func (j *mainJob) preview() string {
	j.t.Helper()
	src := ask[string](j.desk, `document.querySelector('.preview iframe').getAttribute('src')`)
	res := j.desk.fetch(http.MethodGet, src)
	defer func() { _ = res.Body.Close() }()
	return readAll(j.t, res.Body)
}
