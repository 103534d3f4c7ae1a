//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
)

// readMail looks at every invitation as it came: it stands alone, bears its own
// link, and nobody got two.
func (j *mainJob) readMail() {
	for _, m := range j.mails(j.t, 1+j.contacts)[1:] {
		if j.links[m.To] != "" {
			j.t.Errorf("%s got two", m.To)
		}
		text := tidy(m.Text)
		for _, words := range []string{
			"maandag 26 november 2018", "15.00", j.letter.venue, "vrijdag 16 november 2018", "Fijn als u erbij bent.",
			"de acht gemeenten van Merenland",
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
	if last := confirmed[len(confirmed)-1]; last.CalendarMethod != "REQUEST" ||
		!strings.Contains(last.Calendar, "PARTSTAT=ACCEPTED") {
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
	j.quiet() // word of a yes by one tap, which waits for its details
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
		j.t.Errorf(
			"%d reminders, want %d; the colleague among them: %t", len(to), want,
			slices.Contains(to, "dirkje@organisatie04.example"),
		)
	}
	if again := j.tick(); len(again) != 0 {
		j.t.Errorf("%d are reminded twice", len(again))
	}
}

// quiet waits until no mail is due or on its way.
func (j *mainJob) quiet() {
	j.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		var due bool
		var sending []consult.Mail
		err := j.app.DB().View(context.Background(), func(tx *store.Tx) (err error) {
			if due, err = tx.MailDue(consult.Lanes, j.clock.now()); err == nil {
				sending, err = tx.Mails(store.MailFilter{States: []consult.MailState{consult.Sending}, Limit: 1})
			}
			return err
		})
		if err != nil {
			j.t.Fatal(err)
		}
		if !due && len(sending) == 0 {
			return
		}
		if time.Now().After(end) {
			j.t.Fatal("mail is still on its way")
		}
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
	res := j.desk.fetch(
		http.MethodGet, ask[string](j.desk, `document.querySelector('[data-found]').getAttribute('href')`),
	)
	defer func() { _ = res.Body.Close() }()
	j.desk.audit("the list of all who were invited")
	if text := readAll(j.t, res.Body); res.StatusCode != http.StatusOK || strings.Count(text, "\n") != len(j.links)+1 {
		j.t.Errorf("the export answers %d with %d lines", res.StatusCode, strings.Count(text, "\n"))
	}
}

// dayBefore reminds those who come, and nobody else.
func (j *mainJob) dayBefore() {
	j.quiet()
	j.clock.set(amsterdam(j.t, "2018-11-25 09:00:01"))
	j.quiet() // word of a yes by one tap, which waits for its details
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
	if err := os.WriteFile(
		file, []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"), 0o600,
	); err != nil {
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
