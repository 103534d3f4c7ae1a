//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// writer is a colleague at a browser of their own.
type writer struct {
	*colleague
	home *tab
}

// editing is one portal on which two colleagues write.
type editing struct {
	*portal
	marleen, noor *writer
}

// TestEditor shows that whoever writes loses no word: not by stopping, not to a
// colleague, not when the sign-in expires, not without script.
func TestEditor(t *testing.T) {
	t.Parallel()
	e := &editing{portal: newPortal(t, amsterdam(t, "2028-03-06 10:00:00"), app.Options{})}
	b := newBrowser(t)
	e.marleen = e.newWriter(t, b, "Marleen Oosterveld", "m.oosterveld@merenland.example", consult.Admin)
	e.noor = e.newWriter(t, b, "Noor Haddad", "n.haddad@merenland.example", consult.Editor)
	// These set the clock, so they go before the others, which go side by side: most of it is waiting.
	t.Run("sign-in expires", e.signInExpires)
	t.Run("sign-in expires without script", e.signInExpiresWithoutScript)
	for name, shown := range map[string]func(*testing.T){
		"two at one text": e.twoAtOneText, "words save themselves": e.savesItself,
		"files by dragging and pasting": e.filesComeIn,
		"toolbar by keyboard":           e.toolbarByKeyboard, "published without script": e.publishedWithoutScript,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shown(t)
		})
	}
}

func (e *editing) newWriter(t *testing.T, b *browser, name, address string, role consult.Role) *writer {
	t.Helper()
	w := &writer{home: b.tab(t, e.base, desk)}
	var link string
	w.colleague, link = newColleague(t, e.portal, name, address, role)
	w.setUp(w.home, w.home.mouse(), link)
	w.home.clean("account of " + name)
	return w
}

// window opens one more window of the writer's browser, and signs in where that
// is not so any more: all windows share it.
func (w *writer) window(t *testing.T) *tab {
	t.Helper()
	p := &tab{t: t, base: w.home.base, asked: map[network.RequestID]string{}}
	ctx, end := chromedp.NewContext(w.home.ctx, chromedp.WithListener(p.listen))
	t.Cleanup(end)
	p.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("new window: %v", err)
	}
	p.mu.Lock()
	p.frame = string(chromedp.FromContext(ctx).Target.TargetID)
	p.mu.Unlock()
	p.resize(desk)
	p.expect(http.StatusOK, p.open("/beheer"))
	if strings.HasPrefix(p.path(), "/beheer/aanmelden") {
		w.signIn(p, p.mouse())
	}
	return p
}

// draft makes a draft by the form and stays in its editor.
func (p *tab) draft(title string) (id int64) {
	p.t.Helper()
	p.expect(http.StatusOK, p.open("/beheer/berichten/nieuw"))
	p.tick("", "Nieuwsbericht")
	p.fill("Titel", title)
	p.expect(http.StatusOK, p.press("Maak het concept"))
	if _, err := fmt.Sscanf(p.path(), "/beheer/berichten/%d/wijzig", &id); err != nil {
		p.fail("no editor: %v", err)
	}
	return id
}

// words are what stands in the field of the text.
func (p *tab) words() string {
	p.t.Helper()
	return ask[string](p, `document.querySelector('[data-markdown]').value`)
}

// writes fails unless the field of the text holds exactly this.
func (p *tab) writes(want string) {
	p.t.Helper()
	if got := p.words(); got != want {
		p.fail("in the field stands\n%q, want\n%q", got, want)
	}
}

// reader may read everything that the site has.
var reader = consult.Actor{Kind: consult.ByStaff, Role: consult.Admin}

// kept is the text as the site has it.
func (e *editing) kept(t *testing.T, id int64) string {
	t.Helper()
	post, err := e.app.Service().Post(context.Background(), reader, id)
	if err != nil {
		t.Fatal(err)
	}
	return post.Text.Body
}

// keeps fails unless the site has these words now.
func (e *editing) keeps(t *testing.T, id int64, words string) {
	t.Helper()
	if got := e.kept(t, id); got != words {
		t.Fatalf("the site has\n%q, want\n%q", got, words)
	}
}

// waitKept waits until words have saved themselves.
func (e *editing) waitKept(p *tab, id int64, words string) {
	p.t.Helper()
	for end := time.Now().Add(patience); e.kept(p.t, id) != words; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			p.fail("the site has\n%q, want\n%q", e.kept(p.t, id), words)
		}
	}
	p.await(
		"the page to say so",
		`/^Concept bewaard om \d+\.\d\d uur$/.test(document.querySelector('[data-status]').textContent)`,
	)
}

// cleanBut is clean, but for what the site had to refuse, which the browser
// notes as well; that must be among it.
func (p *tab) cleanBut(where, refused string) {
	p.t.Helper()
	expected, seen := regexp.MustCompile(`^network: .*status of `+refused), 0
	for _, fault := range p.faults() {
		if expected.MatchString(fault) {
			seen++
		} else {
			p.t.Errorf("%s: %s", where, fault)
		}
	}
	if seen == 0 {
		p.t.Errorf("%s: no request was refused with %s", where, refused)
	}
}

// awaitIn waits until a part of the page says something.
func (p *tab) awaitIn(selector, words string) {
	p.t.Helper()
	p.await(
		selector+" to say "+words, fmt.Sprintf(`document.querySelector(%q).innerText.includes(%q)`, selector, words),
	)
}

// awaitPreview waits until the frame beside the text shows words.
func (p *tab) awaitPreview(words string) {
	p.t.Helper()
	p.await(
		"the preview to show "+words,
		fmt.Sprintf(
			`document.querySelector('.preview iframe').contentDocument?.body?.innerText.includes(%q) ?? false`, words,
		),
	)
}

func (e *editing) savesItself(t *testing.T) {
	p := e.marleen.window(t)
	id := p.draft("Wachttijden in de regio")
	words := "De wachttijden dalen.\n\n## Wat nu?\n\nEen ‘nieuwe’ afspraak, vanaf € 5."
	p.fill("Tekst", words)
	e.waitKept(p, id, words)
	p.await(
		"the preview to show it",
		`document.querySelector('.preview iframe').contentDocument?.querySelector('h2')?.textContent === 'Wat nu?'`,
	)
	p.strike(" En meer.")
	e.waitKept(p, id, words+" En meer.")
	p.awaitPreview("vanaf € 5. En meer.")
	p.expect(http.StatusOK, p.open(p.path()))
	p.writes(words + " En meer.")
	e.keeps(t, id, words+" En meer.")
	p.clean("saving")
}

func (e *editing) twoAtOneText(t *testing.T) {
	first, second := e.marleen.window(t), e.noor.window(t)
	id := first.draft("Twee schrijvers")
	second.expect(http.StatusOK, second.open(first.path()))
	second.awaitIn("[data-others]", "Ook bezig met deze tekst: "+e.marleen.name+", sinds ")
	// Windows of a browser without a screen all have the keyboard, always: this one is left by way of its frame.
	first.do(
		"leave and come back", chromedp.Click(chromedp.CSS(".preview iframe")),
		chromedp.Click(chromedp.CSS("[data-markdown]")),
	)
	first.awaitIn("[data-others]", "Ook bezig met deze tekst: "+e.noor.name+", sinds ")
	first.fill("Tekst", "De eerste schreef dit.")
	e.waitKept(first, id, "De eerste schreef dit.")
	second.fill("Tekst", "De tweede vond iets anders.")
	second.awaitIn("[data-notice]", "Iemand anders bewaarde deze tekst terwijl u schreef")
	second.typeText(" Ook dit nog.")
	second.writes("De tweede vond iets anders. Ook dit nog.")
	e.keeps(t, id, "De eerste schreef dit.")
	second.expect(http.StatusConflict, second.press("Bewaar"))
	for side, want := range map[string]string{
		"": "Wat er nu staat De eerste schreef dit.", "--new": "Wat u typte De tweede vond iets anders. Ook dit nog.",
	} {
		if got := second.textOf(".diff__side" + side); got != want {
			t.Errorf("one side says %q, want %q", got, want)
		}
	}
	second.writes("De tweede vond iets anders. Ook dit nog.")
	e.keeps(t, id, "De eerste schreef dit.")
	second.expect(http.StatusOK, second.press("Bewaar mijn tekst"))
	second.seesNot("tekst van u die nog niet is bewaard")
	second.writes("De tweede vond iets anders. Ook dit nog.")
	e.keeps(t, id, "De tweede vond iets anders. Ook dit nog.")
	if got := e.savedBy(t, id); got != e.noor.name+", "+e.marleen.name {
		t.Errorf("the audit says that it was saved by %s", got)
	}
	first.typeText(" En nog iets.")
	first.awaitIn("[data-notice]", "Iemand anders bewaarde deze tekst")
	first.writes("De eerste schreef dit. En nog iets.")
	e.keeps(t, id, "De tweede vond iets anders. Ook dit nog.")
	second.cleanBut("the second to save", `409 .*/bewaar$`)
	first.cleanBut("the first to save", `409 .*/bewaar$`)
}

// savedBy reads in the audit who saved a post, the last first.
func (e *editing) savedBy(t *testing.T, id int64) string {
	t.Helper()
	events, _, err := e.app.Service().
		Audit(
			context.Background(), reader,
			service.AuditFilter{Object: "post", About: id, Action: "post.saved", Limit: 10},
		)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range events {
		names = append(names, one.Actor.Name)
	}
	return strings.Join(names, ", ")
}

// expire lets so much time go by that nobody is signed in any more.
func (e *editing) expire() { e.clock.set(e.clock.now().Add(consult.SignInIdle + time.Minute)) }

func (e *editing) signInExpires(t *testing.T) {
	p := e.marleen.window(t)
	id := p.draft("Lang geschreven")
	p.fill("Tekst", "Voor de lunch.")
	e.waitKept(p, id, "Voor de lunch.")
	p.awaitPreview("Voor de lunch.")
	e.expire()
	p.typeText("\n\nNa de lunch.")
	p.awaitIn("[data-notice]", "U bent niet meer ingelogd. Wat u schreef, staat er nog.")
	if link := ask[string](
		p,
		`(a => a.getAttribute('href') + ' ' + a.target + ' ' + a.checkVisibility())(document.querySelector('[data-notice] a'))`,
	); link != "/beheer/aanmelden _blank true" {
		t.Errorf("the link to sign in: %s", link)
	}
	p.writes("Voor de lunch.\n\nNa de lunch.")
	e.keeps(t, id, "Voor de lunch.")
	other := e.marleen.window(t)
	e.waitKept(p, id, "Voor de lunch.\n\nNa de lunch.")
	p.await("the notice to go", `document.querySelector('[data-notice]').childElementCount === 0`)
	p.writes("Voor de lunch.\n\nNa de lunch.")
	other.clean("signing in")
	p.cleanBut("sign-in expired", `401 .*/(bewaar|aanwezig)$`)
}

func (e *editing) signInExpiresWithoutScript(t *testing.T) {
	p := e.marleen.window(t)
	p.withoutScript()
	id := p.draft("Zonder script geschreven")
	words := "Regel een.\n\n- <b>niets</b> \"verloren\" & alles terug"
	p.fill("Tekst", words)
	e.expire()
	p.expect(http.StatusUnauthorized, p.press("Bewaar"))
	p.sees("U bent niet meer ingelogd", "Log opnieuw in via een ander tabblad")
	p.toggle("Lees of kopieer wat u typte")
	p.sees(words)
	e.keeps(t, id, "")
	other := e.marleen.window(t)
	p.expect(http.StatusOK, p.press("Stuur opnieuw"))
	p.sees("Bewaard.")
	p.writes(words)
	e.keeps(t, id, words)
	other.clean("signing in")
	p.clean("sign-in expired")
}

// handOver puts the caret behind words and gives a file to the field as dragging
// or pasting does. The content is an expression of the page.
func (p *tab) handOver(how, behind, name, content string) {
	p.t.Helper()
	args, _ := json.Marshal([]string{how, behind, name})
	taken := ask[bool](p, fmt.Sprintf(`(async ([how, behind, name], content) => {
      const area = document.querySelector('[data-markdown]'), at = area.value.indexOf(behind) + behind.length;
      area.setSelectionRange(at, at);
      const files = new DataTransfer();
      files.items.add(new File([await content], name));
      const about = {bubbles: true, cancelable: true, dataTransfer: files, clipboardData: files};
      const event = how === 'paste' ? new ClipboardEvent(how, about) : new DragEvent(how, about);
      area.dispatchEvent(event);
      return event.defaultPrevented;
    })(%s, %s)`, args, content))
	if !taken {
		p.fail("the page leaves the %s of %s to the browser", how, name)
	}
}

// aPicture is an expression: a PNG that the browser draws.
const aPicture = `(c => { c.getContext('2d').fillRect(5, 5, 30, 10); return c.convertToBlob({type: 'image/png'}); })(new OffscreenCanvas(60, 30))`

func (e *editing) filesComeIn(t *testing.T) {
	p := e.marleen.window(t)
	id := p.draft("Met bestanden")
	p.fill("Tekst", "Een schip vaart uit.\n\nLees de punten, en reageer.")
	p.handOver("drop", "Een schip", "schip-in-de-haven.png", aPicture)
	p.await("the picture in the text", `document.querySelector('[data-markdown]').value.includes('![')`)
	picture := fileAddress.FindString(p.words())
	p.writes("Een schip vaart uit.\n\n![](" + picture + ")\n\nLees de punten, en reageer.")
	p.typeText("Een schip met volle zeilen")
	p.handOver("paste", "Lees de punten", "punten.txt", `'een en twee'`)
	p.await("the link in the text", `document.querySelector('[data-markdown]').value.includes('[punten](')`)
	link := fileAddress.FindAllString(p.words(), 2)[1]
	want := "Een schip vaart uit.\n\n![Een schip met volle zeilen](" + picture + ")\n\nLees de punten[punten](" +
		link + "), en reageer."
	p.writes(want)
	e.waitKept(p, id, want)
	p.await(
		"the picture in the preview",
		`document.querySelector('.preview iframe').contentDocument?.querySelector('figure img')?.naturalWidth === 60`,
	)
	p.sees("schip in de haven", "punten")

	p.handOver("drop", "Lees", "opruimen.exe", `'MZ'`)
	p.awaitIn("[data-notice]", "Dit soort bestand nemen wij niet aan")
	p.sees("opruimen.exe is niet geplaatst")
	p.writes(want)
	e.keeps(t, id, want)
	p.cleanBut("files", `415 .*/bestanden$`)
}

// hasKeyboard fails unless something of that name has the keyboard, visibly.
func (p *tab) hasKeyboard(tag, name string) {
	p.t.Helper()
	if f := p.focus(); f.Tag != tag || !strings.HasPrefix(f.Name, name) || !f.Ring || !f.InView {
		p.fail("the keyboard is at %+v, want %s %q", f, tag, name)
	}
}

func (e *editing) toolbarByKeyboard(t *testing.T) {
	p := e.marleen.window(t)
	id := p.draft("Met het toetsenbord")
	p.tabTo("Inleiding")
	for _, step := range [][3]string{
		{kb.Tab, "button", "Kop"}, {kb.ArrowRight, "button", "Vet"},
		{kb.ArrowLeft + kb.ArrowLeft, "button", "Maak ongedaan"},
		{kb.Home, "button", "Kop"}, {kb.Tab, "textarea", "Tekst"},
	} {
		p.strike(step[0])
		p.hasKeyboard(step[1], step[2])
	}
	p.strike("Wat er verandert")
	p.do("chord", chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	p.hasKeyboard("button", "Kop")
	p.strike(kb.Enter)
	p.hasKeyboard("textarea", "Tekst")
	p.writes("## Wat er verandert")
	p.strike(kb.End + kb.Enter + "Heel veel")
	p.do("chord", chromedp.KeyEvent(kb.ArrowLeft, chromedp.KeyModifiers(chromedp.ModifierCtrl|chromedp.ModifierShift)))
	p.do("chord", chromedp.KeyEvent("b", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.writes("## Wat er verandert\nHeel **veel**")
	p.do("chord", chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	p.writes("## Wat er verandert\nHeel veel")
	e.waitKept(p, id, "## Wat er verandert\nHeel veel")
	p.clean("toolbar")
}

func (e *editing) publishedWithoutScript(t *testing.T) {
	p := e.marleen.window(t)
	p.withoutScript()
	n := &newsroom{t: t, portal: e.portal, staff: e.marleen.colleague, desk: p}
	n.begin(
		"Nieuwsbericht", "Nieuwe afspraken over jeugdhulp", "De gemeenten maken nieuwe afspraken.",
		"De afspraken gelden vanaf vandaag.",
	)
	if ask[bool](p, `document.querySelector('[role=toolbar]').checkVisibility()`) {
		t.Error("a toolbar that does nothing")
	}
	address := n.upload(n.file("afspraken.txt", []byte("Wat is afgesproken.")), "De afspraken")
	p.writes("De afspraken gelden vanaf vandaag.")
	words := "De afspraken gelden vanaf vandaag.\n\nLees [de afspraken](" + address + ")."
	p.fill("Tekst", words)
	p.expect(http.StatusOK, p.press("Bewaar"))
	p.sees("Bewaard.")
	p.writes(words)
	p.expect(http.StatusOK, p.press("Bewaar en ga naar publiceren"))
	n.publish("Publiceer")
	p.sees("Dit staat nu op de site")
	p.expect(http.StatusOK, p.open("/nieuws"))
	p.expect(http.StatusOK, p.press("Nieuwe afspraken over jeugdhulp"))
	p.sees("De gemeenten maken nieuwe afspraken.", "De afspraken gelden vanaf vandaag.", "De afspraken")
	p.clean("published without script")
}
