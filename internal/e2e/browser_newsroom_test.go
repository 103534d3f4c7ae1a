//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
)

// newsroom publishes the four texts of a region through the forms, as an editor
// would: each on its own day, with what the checks find mended first.
type newsroom struct {
	*portal
	t       *testing.T
	staff   *colleague
	desk    *tab
	visitor *tab
}

// TestNewsroom reads the pages that PAGES names, or else invented ones of the
// same shape.
func TestNewsroom(t *testing.T) {
	t.Parallel()
	first := parseNews("2016-voortgang-inkoop", readPage(t, "2016-voortgang-inkoop"))
	n := &newsroom{t: t, portal: newPortal(t, first.posted, app.Options{})}
	b := newBrowser(t)
	n.desk, n.visitor = b.tab(t, n.base, desk), b.tab(t, n.base, phone)
	var link string
	n.staff, link = newColleague(t, n.portal, "Marleen Oosterveld", "m.oosterveld@merenland.example", consult.Admin)
	n.staff.setUp(n.desk, n.desk.mouse(), link)
	n.staff.signIn(n.desk, n.desk.mouse())
	press := parseNews("2021-gezamenlijk-persbericht", readPage(t, "2021-gezamenlijk-persbericht"))
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"register", func() { n.register(press) }}, {"news", func() { n.news(first) }},
		{"press release", func() { n.pressRelease(press) }},
		{"kick-off", n.kickOff}, {"answers", n.answers}, {"print", n.print},
	} {
		begin := time.Now()
		step.do()
		n.desk.clean(step.name)
		n.visitor.clean(step.name)
		t.Logf("%-13s %s", step.name, time.Since(begin).Round(100*time.Millisecond))
		if t.Failed() {
			return
		}
	}
}

// at opens a page of the staff side, and signs in again where the clock has
// ended the sign-in.
func (n *newsroom) at(path string) {
	n.t.Helper()
	status := n.desk.open(path)
	if strings.HasPrefix(n.desk.path(), "/beheer/aanmelden") {
		n.staff.signIn(n.desk, n.desk.mouse())
		status = n.desk.open(path)
	}
	n.desk.expect(http.StatusOK, status)
}

// register types the municipalities that the press release names; the first was
// merged into another at the end of its year.
func (n *newsroom) register(press newsPage) {
	p := n.desk
	n.at("/beheer/instellingen")
	for _, field := range [][2]string{
		{"Naam van de regio", "Jeugdregio Merenland"}, {"Korte naam", "Merenland"},
		{"Namens", "de acht gemeenten van Merenland"},
		{"Naam van de afzender", "Jeugdregio Merenland"}, {"Adres voor antwoorden", "samenspraak@merenland.example"},
		{"Telefoon", "088 000 12 34"}, {"Bereikbaar", "op werkdagen van 9.00 – 17.00 uur"},
	} {
		p.fill(field[0], field[1])
	}
	p.expect(http.StatusOK, p.press("Bewaar"))
	n.at("/beheer/instellingen/gemeenten")
	for i, name := range press.signatories {
		p.fill("Gemeente", name)
		if i == 0 {
			p.fill("Laatste dag", fmt.Sprintf("%d-12-31", press.posted.Year()))
		}
		p.expect(http.StatusOK, p.press("Voeg een gemeente toe"))
	}
}

// begin makes a draft and types its words.
func (n *newsroom) begin(kind, title, lead, body string) {
	p := n.desk
	n.at("/beheer/berichten/nieuw")
	p.tick("", kind)
	p.fill("Titel", title)
	p.expect(http.StatusOK, p.press("Maak het concept"))
	p.fill("Inleiding", lead)
	p.fill("Tekst", body)
}

// finds saves and fails unless the checks name each of the words.
func (n *newsroom) finds(words ...string) {
	n.t.Helper()
	p := n.desk
	p.expect(http.StatusOK, p.press("Bewaar"))
	list := p.textOf(".checklist")
	for _, one := range words {
		if !strings.Contains(strings.ToLower(list), strings.ToLower(one)) {
			p.fail("the checks do not speak of %q but: %s", one, list)
		}
	}
}

// publish goes to the page that publishes and does so; what only asks to be
// looked at is agreed with.
func (n *newsroom) publish(button string) {
	n.t.Helper()
	p := n.desk
	if p.has("tick", "Ik heb deze punten bekeken") {
		p.tick("", "Ik heb deze punten bekeken")
	}
	p.expect(http.StatusOK, p.pressIn("Wanneer", button))
}

func (n *newsroom) news(page newsPage) {
	p := n.desk
	n.begin("Nieuwsbericht", page.title, page.lead, page.body)
	p.await("the words to save themselves", `/Concept bewaard om/.test(document.body.innerText)`)
	p.await(
		"the preview to show them",
		`document.querySelector('.preview iframe').contentDocument?.querySelector('h2') !== null`,
	)
	p.shoot("01-editor", desk, phone, desk.inTheDark())
	n.finds()
	p.expect(http.StatusOK, p.press("Bewaar en ga naar publiceren"))
	p.shoot("02-publiceer", desk, phone)
	n.publish("Publiceer")
	p.sees("Dit staat nu op de site")
	n.reads("/nieuws", page.title, "februari")
	n.visitor.expect(http.StatusOK, n.visitor.press(page.title))
	n.visitor.sees("Bericht geplaatst op 15 februari 2016", "14 maart", page.lead)
	n.visitor.shoot("03-nieuws", phone, desk, phone.inTheDark())
}

func (n *newsroom) reads(path string, words ...string) {
	n.t.Helper()
	n.visitor.expect(http.StatusOK, n.visitor.open(path))
	n.visitor.sees(words...)
}

var saysHere = regexp.MustCompile(`\bhier lezen\b|\bKijk hier\b`)

// pressRelease is stopped by its checks until what was announced is there, and
// then stands under embargo for an hour.
func (n *newsroom) pressRelease(page newsPage) {
	p := n.desk
	n.clock.set(page.posted)
	linked := saysHere.ReplaceAllString(page.body, "[$0](/nieuws)")
	n.begin("Persbericht", page.title, page.lead, linked)
	p.fill("Naam", "Noor Haddad")
	p.fill("Telefoonnummer", "088 000 12 34")
	n.finds("hier", "bijlage", "je")
	p.shoot("04-controle", desk, phone)
	p.expect(http.StatusOK, p.press("Publiceer"))
	p.sees("fouten zijn hersteld")
	n.at(strings.TrimSuffix(p.path(), "/publiceer") + "/wijzig")
	address := n.upload(n.pdf(), "De uitgangspunten")
	p.fill("Tekst", saysHere.ReplaceAllString(page.body, "lezen in de bijlage")+" [De uitgangspunten]("+address+")")
	p.expect(http.StatusOK, p.press("Bewaar en ga naar publiceren"))
	p.tick("", "Onder embargo, tot een moment dat ik kies")
	end := page.posted.Add(time.Hour)
	p.fill("Embargo tot", end.Format(time.DateOnly))
	p.fill("Tijd", end.Format("15:04"))
	p.shoot("05-embargo", desk)
	n.publish("Publiceer")
	p.sees("Dit staat klaar", "Onder embargo", "11.00 uur")
	n.visitor.expect(http.StatusOK, n.visitor.open("/nieuws"))
	n.visitor.seesNot(page.title)
	n.clock.set(end)
	n.reads("/nieuws", page.title, "persbericht")
	n.visitor.expect(http.StatusOK, n.visitor.press(page.title))
	n.visitor.sees(append(page.signatories, "De uitgangspunten", "Noor Haddad", "088 000 12 34")...)
	names := ask[string](
		n.visitor, `[...document.querySelectorAll('.signatories__item')].map(e => e.textContent.trim()).join('|')`,
	)
	if sorted := strings.Join(strings.Split(names, "|"), "|"); !inDutchOrder(strings.Split(sorted, "|")) {
		n.t.Errorf("the municipalities stand as %s", names)
	}
	n.visitor.shoot("06-persbericht", phone, desk, desk.inTheDark())
}

var fileAddress = regexp.MustCompile(`/bestanden/\d+/[^)\s"]+`)

// upload adds a file in the editor and returns its public address.
func (n *newsroom) upload(file, title string) string {
	n.t.Helper()
	p := n.desk
	p.attach("Voeg een bestand toe", file)
	p.fill("Naam op de pagina", title)
	p.expect(http.StatusOK, p.press("Voeg bestand toe"))
	address := fileAddress.FindString(p.textOf("[data-files-list]"))
	if address == "" {
		p.fail("the list of files names no address")
	}
	return address
}

// inDutchOrder looks only at first letters: the collation has its own tests.
func inDutchOrder(names []string) bool {
	first := func(name string) string {
		return strings.ToLower(strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(name, "’t "), "’s-"), "’"))[:1]
	}
	for i := 1; i < len(names); i++ {
		if first(names[i-1]) > first(names[i]) {
			return false
		}
	}
	return true
}

// kickOff has a picture, which needs words of its own and a table.
func (n *newsroom) kickOff() {
	p := n.desk
	page := parseNews("2022-kick-off-dialoogfase", readPage(n.t, "2022-kick-off-dialoogfase"))
	n.clock.set(wall("20", "januari", "2022", "10", "00"))
	body := saysHere.ReplaceAllString(page.body, "[$0](/nieuws)")
	n.begin("Nieuwsbericht", page.title, page.lead, body)
	address := n.upload(n.picture(), "Woordenwolk")
	p.fill("Tekst", "![]("+address+" \"De woordenwolk van de kick-off\")\n\n"+body)
	n.finds("hier", "afbeelding")
	p.shoot("07-woordenwolk-fouten", desk)
	body = saysHere.ReplaceAllString(page.body, "[Kijk bij het hele proces](/nieuws)")
	p.fill("Tekst",
		"![Woordenwolk: samenwerking en vertrouwen staan het grootst]("+address+
			" \"De woordenwolk van de kick-off\")\n\n"+
			"| Woord | Keer genoemd |\n|---|---|\n| samenwerking | 14 |\n| vertrouwen | 11 |\n\n"+body)
	p.expect(http.StatusOK, p.press("Bewaar en ga naar publiceren"))
	n.publish("Publiceer")
	n.reads("/nieuws", page.title)
	n.visitor.expect(http.StatusOK, n.visitor.press(page.title))
	n.visitor.await(
		"the picture",
		`(i => { i.scrollIntoView(); return i.naturalWidth === 600; })(document.querySelector('figure img'))`,
	)
	n.visitor.sees("De woordenwolk van de kick-off", "combinatie")
	n.visitor.shoot("08-kick-off", phone, desk, phone.inTheDark())
}

// answers are the questions, one by one; the second of two that say the same is
// noticed.
func (n *newsroom) answers() {
	p := n.desk
	n.clock.set(wall("10", "februari", "2022", "10", "00"))
	theme, all := parseAnswers(readPage(n.t, "veelgestelde-vragen-temporiseren"))
	n.at("/beheer/vragen/themas")
	p.fill("Naam", theme)
	p.expect(http.StatusOK, p.press("Voeg toe"))
	repeated, je := 0, 0
	for _, one := range all {
		n.at("/beheer/vragen/nieuw")
		p.fill("Vraag", one.question)
		p.expect(http.StatusOK, p.press("Maak het concept"))
		p.fill("Antwoord", one.answer)
		p.expect(http.StatusOK, p.press("Bewaar en ga naar publiceren"))
		list := p.textOf(".checklist")
		repeated += strings.Count(list, "ook in het antwoord op")
		if strings.Contains(list, "“u”") || strings.Contains(list, "‘u’") || strings.Contains(list, " u ") {
			je++
		}
		n.publish("Publiceer")
		p.sees("Dit staat nu op de site")
	}
	if repeated == 0 || je == 0 {
		n.t.Errorf("two answers that say the same: noticed %d times; je beside u: %d times", repeated, je)
	}
	n.at("/beheer/vragen")
	p.shoot("09-vragen", desk, phone)
	v := n.visitor
	v.expect(http.StatusOK, v.open("/veelgestelde-vragen"))
	v.sees(theme, all[0].question, all[len(all)-1].question)
	v.fill("Zoek in de vragen", "contracten")
	v.await(
		"the list to narrow",
		fmt.Sprintf(
			`(n => n > 0 && n < %d)([...document.querySelectorAll('.faq__item')].filter(e => e.checkVisibility()).length)`, len(all),
		),
	)
	v.shoot("10-vragen-gefilterd", phone)
	v.expect(http.StatusOK, v.open("/veelgestelde-vragen"))
	v.shoot("11-vragen", phone, desk, desk.inTheDark())
	v.expect(http.StatusOK, v.open("/zoeken?q=contract"))
	v.sees("contract")
	v.shoot("12-zoeken", phone, desk)
}

// print looks at each page as it comes out of a printer.
func (n *newsroom) print() {
	v := n.visitor
	v.expect(http.StatusOK, v.open("/nieuws"))
	pages := ask[[]string](v, `[...document.querySelectorAll('.listing__title a')].map(a => a.getAttribute('href'))`)
	for i, path := range append(pages, "/veelgestelde-vragen") {
		v.expect(http.StatusOK, v.open(path))
		v.shoot(fmt.Sprintf("13-papier-%d", i), window{width: 794, height: 1123, paper: true})
	}
}

// pdf is a file as an office makes it, with title and language.
func (n *newsroom) pdf() string {
	var b bytes.Buffer
	var offsets []int
	b.WriteString("%PDF-1.7\n")
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R /Lang (nl-NL) /ViewerPreferences << /DisplayDocTitle true >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
		"<< /Title (De uitgangspunten) >>",
	} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return n.file("uitgangspunten.pdf", b.Bytes())
}

func (n *newsroom) picture() string {
	img := image.NewRGBA(image.Rect(0, 0, 600, 300))
	for i := range 600 * 300 {
		img.Set(i%600, i/600, color.RGBA{uint8(i % 600 / 3), 90, uint8(i / 600), 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		n.t.Fatal(err)
	}
	return n.file("woordenwolk.png", b.Bytes())
}

func (n *newsroom) file(name string, content []byte) string {
	path := filepath.Join(n.t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		n.t.Fatal(err)
	}
	return path
}
