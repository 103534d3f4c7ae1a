//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
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
	j := &mainJob{t: t, letter: readLetter(t), links: map[string]string{}}
	j.portal = newPortal(t, j.letter.posted, app.Options{})
	b := newBrowser(t)
	j.desk, j.phone = b.tab(t, j.base, desk), b.tab(t, j.base, phone)
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"account", j.account}, {"settings", j.settings}, {"import", j.importDirectory}, {"meeting", j.makeMeeting}, {"invite", j.invite},
		{"mail", j.readMail}, {"answers", j.answers}, {"reminder", j.reminder}, {"deadline", j.deadline}, {"extension", j.extension},
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
		{"Naam van de regio", "Jeugdregio Merenland"}, {"Korte naam", "Merenland"}, {"Namens", "de acht gemeenten van Merenland"},
		{"Naam van de afzender", "Jeugdregio Merenland"}, {"Adres voor antwoorden", "samenspraak@merenland.example"},
		{"Ondertekening", "Marleen Oosterveld, projectleider"}, {"Telefoon", "088 000 12 34"}, {"Bereikbaar", "op werkdagen van 9.00 – 17.00 uur"},
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
	p.sees("Er is nog niets bewaard", fmt.Sprintf("Nieuwe organisaties %d", organisationCount), fmt.Sprintf("Nieuwe contactpersonen %d", contacts))
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
	p.sees("maandag 26 november 2018", "15.00 – 17.00 uur", j.letter.venue, "vrijdag 16 november 2018", "Toelichting op de uitgangspunten")
	p.seesNot("video.example", "Parkeren kan")
	p.shoot("07-openbaar", phone, phone.inTheDark(), desk)
}

// invite chooses everybody, sees who that is and one real mail, sends a test and
// then the mailing.
func (j *mainJob) invite() {
	p := j.desk
	j.at(j.meeting + "/uitnodigen")
	for _, kind := range []string{"Aanbieder", "Vrijgevestigde", "Combinatie", "Gecertificeerde instelling", "Samenwerkingsverband", "CJG of lokaal team", "Cliëntenraad"} {
		p.tick("Soort organisatie", kind)
	}
	p.expect(http.StatusOK, p.press("Bekijk wie dat zijn"))
	p.sees(fmt.Sprintf("%d mensen krijgen de uitnodiging, van %d organisaties", j.contacts, organisationCount), fmt.Sprintf("%d mails in het Nederlands", j.contacts))
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

// readMail looks at every invitation as it came: it stands alone, bears its own
// link, and nobody got two.
func (j *mainJob) readMail() {
	for _, m := range j.mails(j.t, 1+j.contacts)[1:] {
		if j.links[m.To] != "" {
			j.t.Errorf("%s got two", m.To)
		}
		text := tidy(m.Text)
		for _, words := range []string{
			"maandag 26 november 2018", "15.00", j.letter.venue, "vrijdag 16 november 2018", "Fijn als u erbij bent.", "de acht gemeenten van Merenland",
		} {
			if !strings.Contains(text, words) {
				j.t.Errorf("mail to %s does not say %q", m.To, words)
			}
		}
		if m.HTML == "" || m.CalendarMethod != "PUBLISH" {
			j.t.Errorf("mail to %s: HTML of %d bytes, calendar method %q", m.To, len(m.HTML), m.CalendarMethod)
		}
		j.links[m.To] = personal(m)
	}
	seen := map[string]bool{}
	for address, link := range j.links {
		if !strings.HasPrefix(link, j.base+"/u/") || seen[link] {
			j.t.Errorf("%s got the link %q", address, link)
		}
		seen[link] = true
	}
	if len(j.links) != j.contacts {
		j.t.Errorf("%d people got mail, want %d", len(j.links), j.contacts)
	}
	j.phone.expect(http.StatusOK, j.phone.open("/mailbox/"))
	j.phone.shoot("10-postvak", phone)
}

// personal is the link of a mail by which one answers.
func personal(m mailbox.Mail) string {
	for _, link := range m.Links() {
		if strings.Contains(link, "/u/") {
			return strings.SplitN(link, "?", 2)[0]
		}
	}
	return ""
}

// contact is the address of a contact of the imported list, counted from 1.
func contact(n, organisation int) string {
	return fmt.Sprintf("contact%02d@organisatie%02d.example", n, organisation)
}

// answers are given on a phone, each in another way.
func (j *mainJob) answers() {
	p := j.phone
	p.expect(http.StatusOK, p.open(j.links[contact(1, 1)]))
	p.sees("maandag 26 november 2018", "vrijdag 16 november 2018", j.letter.venue)
	p.shoot("11-uitnodiging", phone, phone.inTheDark(), desk)
	p.expect(http.StatusOK, p.press("Ja, ik kom"))
	if p.has("act", "Verstuur mijn antwoord") {
		p.expect(http.StatusOK, p.press("Verstuur mijn antwoord"))
	}
	p.sees("Uw antwoord is genoteerd", "U komt naar")
	p.fill("Wat moeten wij weten over toegang of eten?", "Ik gebruik een rolstoel")
	p.expect(http.StatusOK, p.press("Bewaar"))
	p.shoot("12-antwoord", phone, phone.inTheDark())

	p.expect(http.StatusOK, p.open(j.links[contact(3, 2)]))
	p.expect(http.StatusOK, p.press("Ik doe online mee"))
	if p.has("act", "Verstuur mijn antwoord") {
		p.expect(http.StatusOK, p.press("Verstuur mijn antwoord"))
	}
	p.sees("U doet online mee", "video.example")

	p.expect(http.StatusOK, p.open(j.links[contact(4, 3)]))
	p.expect(http.StatusOK, p.press("Nee, ik kan niet"))
	p.sees("U komt niet naar")

	p.expect(http.StatusOK, p.open(j.links[contact(5, 4)]))
	p.expect(http.StatusOK, p.press("Er komt iemand anders"))
	p.fill("Voornaam", "Dirkje")
	p.fill("Tussenvoegsel", "ten")
	p.fill("Achternaam", "Brinke")
	p.fill("E-mailadres van uw collega", "dirkje@organisatie04.example")
	p.expect(http.StatusOK, p.press("Stuur de uitnodiging"))
	p.sees("U stuurt Dirkje ten Brinke")

	p.expect(http.StatusOK, p.open(j.links[contact(7, 5)]))
	p.expect(http.StatusOK, p.press("Ik ben niet de juiste persoon"))
	p.sees("U bent niet de juiste persoon")

	for _, m := range j.until("dirkje@organisatie04.example", 1) {
		j.links[m.To] = personal(m)
	}
	p.expect(http.StatusOK, p.open(j.links["dirkje@organisatie04.example"]))
	p.sees("vraagt u om te komen")
	confirmed := j.until(contact(1, 1), 2)
	if last := confirmed[len(confirmed)-1]; last.CalendarMethod != "REQUEST" || !strings.Contains(last.Calendar, "PARTSTAT=ACCEPTED") {
		j.t.Errorf("the confirmation has the calendar method %q", last.CalendarMethod)
	}
	j.at(j.meeting)
	j.desk.sees("3 van 60")
	j.desk.shoot("13-overzicht", desk, desk.inTheDark(), phone)
}

// until waits for mails to one address.
func (j *mainJob) until(address string, n int) []mailbox.Mail {
	j.t.Helper()
	var mine []mailbox.Mail
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		mine = nil
		for _, m := range j.box.Mails() {
			if m.To == address {
				mine = append(mine, m)
			}
		}
		if len(mine) >= n {
			return mine
		}
	}
	j.t.Fatalf("%d of %d mails to %s", len(mine), n, address)
	return nil
}

// tick is a turn of the job that plans reminders, then all that is due sent.
func (j *mainJob) tick() []mailbox.Mail {
	j.t.Helper()
	before := len(j.box.Mails())
	n, err := j.app.Service().PlanReminders(context.Background())
	if err != nil {
		j.t.Fatal(err)
	}
	return j.mails(j.t, before+n)[before:]
}

// reminder: a week before the deadline the program reminds, of itself, everybody
// of the organisations of which nobody answered. Staff saw beforehand who.
func (j *mainJob) reminder() {
	j.quiet()
	j.clock.set(amsterdam(j.t, "2018-11-08 16:00:00"))
	if early := j.tick(); len(early) != 0 {
		j.t.Errorf("%d reminders a day early, the first to %s", len(early), early[0].To)
	}
	j.at(j.meeting + "/mail")
	silent := []string{contact(1, 1), contact(2, 1), contact(3, 2), contact(4, 3), contact(5, 4), contact(7, 5)}
	// Of organisation 4 the colleague is asked, and the other contact still is.
	want := len(j.links) - len(silent)
	j.desk.sees(fmt.Sprintf("%d mensen krijgen deze mail", want))
	j.desk.shoot("14-herinneringen", desk, phone)

	j.clock.set(amsterdam(j.t, "2018-11-09 09:00:01"))
	sent := j.tick()
	var to []string
	for _, m := range sent {
		to = append(to, m.To)
		if personal(m) != j.links[m.To] {
			j.t.Errorf("the reminder to %s has another link", m.To)
		}
	}
	for _, address := range silent {
		if slices.Contains(to, address) {
			j.t.Errorf("%s is reminded though there is nothing to ask", address)
		}
	}
	if !slices.Contains(to, "dirkje@organisatie04.example") || len(to) != want {
		j.t.Errorf("%d reminders, want %d; the colleague among them: %t", len(to), want, slices.Contains(to, "dirkje@organisatie04.example"))
	}
	if again := j.tick(); len(again) != 0 {
		j.t.Errorf("%d are reminded twice", len(again))
	}
}

// quiet waits until no mail is on its way.
func (j *mainJob) quiet() {
	j.t.Helper()
	for n, still := -1, 0; still < 10; time.Sleep(30 * time.Millisecond) {
		if now := len(j.box.Mails()); now != n {
			n, still = now, 0
		}
		still++
	}
}

// deadline: the last second counts, the next does not.
func (j *mainJob) deadline() {
	p := j.phone
	in, late := j.links[contact(8, 6)], j.links[contact(9, 7)]
	j.clock.stop(amsterdam(j.t, "2018-11-16 23:59:59"))
	p.expect(http.StatusOK, p.open(in))
	p.expect(http.StatusOK, p.press("Nee, ik kan niet"))
	p.sees("Uw antwoord is genoteerd")
	p.expect(http.StatusOK, p.open(late))
	p.shoot("15-laatste-seconde", phone)
	j.clock.stop(amsterdam(j.t, "2018-11-17 00:00:00"))
	p.expect(http.StatusConflict, p.press("Nee, ik kan niet"))
	p.sees("Uw antwoord kwam te laat", "Dit kunt u nog doen", "088 000 12 34")
	p.shoot("16-te-laat", phone, phone.inTheDark())
	p.expect(http.StatusOK, p.open(late))
	p.sees("gesloten")
	p.expect(http.StatusOK, p.open(in))
	p.sees("U komt niet naar")
}

// invitee opens the page of one who was invited, found by the search.
func (j *mainJob) invitee(name, organisation string) {
	j.t.Helper()
	j.at(j.meeting + "/genodigden")
	j.desk.fill("Naam of organisatie", organisation)
	j.desk.expect(http.StatusOK, j.desk.press("Filter"))
	j.desk.expect(http.StatusOK, j.desk.pressIn(organisation, name))
}

// extension gives one organisation more time; its late answer is then in time.
func (j *mainJob) extension() {
	j.clock.set(amsterdam(j.t, "2018-11-19 10:00:00"))
	j.invitee("Bekijk", organisationName(7))
	j.desk.expect(http.StatusOK, j.desk.press("Geef meer tijd"))
	j.desk.fill("Tot en met", "2018-11-20")
	j.desk.fill("Waarom", "Het bestuur vergadert pas maandag.")
	j.desk.expect(http.StatusOK, j.desk.press("Geef meer tijd"))
	j.desk.sees("De organisatie heeft meer tijd")
	j.phone.expect(http.StatusOK, j.phone.open(j.links[contact(9, 7)]))
	j.phone.sees("dinsdag 20 november 2018")
	j.phone.expect(http.StatusOK, j.phone.press("Ik doe online mee"))
	if j.phone.has("act", "Verstuur mijn antwoord") {
		j.phone.expect(http.StatusOK, j.phone.press("Verstuur mijn antwoord"))
	}
	j.phone.sees("U doet online mee")
	// Nobody else got more time with it.
	j.phone.expect(http.StatusOK, j.phone.open(j.links[contact(11, 8)]))
	j.phone.sees("gesloten")
}

// onBehalf notes what was said on the telephone.
func (j *mainJob) onBehalf() {
	p := j.desk
	j.invitee("Bekijk", organisationName(9))
	p.expect(http.StatusOK, p.press("Noteer een antwoord"))
	p.tick("Hoe kwam het antwoord binnen?", "per telefoon")
	p.tick("Antwoord", "Ja")
	p.fill("Wie komen er", "Aïsha el Arslan-Çelik")
	p.fill("Toelichting", "Belde op de dag zelf.")
	p.expect(http.StatusOK, p.press("Noteer het antwoord"))
	p.sees("Het antwoord is genoteerd", "per telefoon")
	p.shoot("17-genodigde", desk, phone)
}

func (j *mainJob) attendance() {
	j.at(j.meeting + "/aanwezigheid")
	j.desk.sees("Aïsha el Arslan-Çelik", organisationName(1), organisationName(9))
	j.desk.seesNot("@organisatie")
	j.desk.shoot("18-aanwezigheid", desk)
	j.at(j.meeting + "/genodigden")
	j.desk.locate("act", "CSV", "")
	res := j.desk.fetch(http.MethodGet, ask[string](j.desk, `document.querySelector('[data-found]').getAttribute('href')`))
	defer func() { _ = res.Body.Close() }()
	if text := readAll(j.t, res.Body); res.StatusCode != http.StatusOK || strings.Count(text, "\n") != len(j.links)+1 {
		j.t.Errorf("the export answers %d with %d lines", res.StatusCode, strings.Count(text, "\n"))
	}
}

// dayBefore reminds those who come, and nobody else.
func (j *mainJob) dayBefore() {
	j.quiet()
	j.clock.set(amsterdam(j.t, "2018-11-25 09:00:01"))
	var to []string
	for _, m := range j.tick() {
		to = append(to, m.To)
	}
	for _, address := range []string{contact(1, 1), contact(3, 2), contact(9, 7)} {
		if !slices.Contains(to, address) {
			j.t.Errorf("%s comes and is not reminded of the meeting", address)
		}
	}
	for _, address := range []string{contact(4, 3), contact(7, 5), contact(8, 6), contact(11, 8)} {
		if slices.Contains(to, address) {
			j.t.Errorf("%s does not come and is reminded of the meeting", address)
		}
	}
}

// report is published with a file to everybody who was invited, also who did
// not come.
func (j *mainJob) report() {
	p := j.desk
	j.quiet()
	j.clock.set(amsterdam(j.t, "2018-12-03 11:00:00"))
	j.at(j.meeting + "/verslag")
	file := filepath.Join(j.t.TempDir(), "verslag.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"), 0o600); err != nil {
		j.t.Fatal(err)
	}
	p.attach("Voeg een bestand toe", file)
	p.fill("Naam op de pagina", "Verslag van de bijeenkomst")
	p.expect(http.StatusOK, p.press("Voeg bestand toe"))
	p.sees("Het bestand is toegevoegd")
	before := len(j.box.Mails())
	p.fill("Verslag", "Ruim dertig mensen spraken met elkaar over de uitgangspunten.")
	p.shoot("19-verslag", desk)
	p.expect(http.StatusOK, p.press("Publiceer het verslag en stuur bericht"))
	p.sees("Het verslag is openbaar")
	got := map[string]bool{}
	// All who were invited and the colleague, but not the one who said to be the wrong person.
	for _, m := range j.mails(j.t, before+len(j.links)-1)[before:] {
		got[m.To] = true
	}
	for address := range j.links {
		if !got[address] && address != contact(7, 5) {
			j.t.Errorf("%s does not hear of the report", address)
		}
	}
	j.phone.expect(http.StatusOK, j.phone.open("/bijeenkomsten"))
	j.phone.expect(http.StatusOK, j.phone.press(j.letter.title))
	j.phone.sees("Ruim dertig mensen", "Verslag van de bijeenkomst")
	j.phone.shoot("20-verslag-openbaar", phone, phone.inTheDark(), desk)
}
