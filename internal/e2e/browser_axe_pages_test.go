//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// gallery looks at pages in every way and keeps what was sent.
type gallery struct {
	*tab
	t    *testing.T
	sent *markup
	n    int
}

func newGallery(t *testing.T, b *browser, base string) *gallery {
	g := &gallery{tab: b.tab(t, base, desk), t: t, sent: newMarkup(t)}
	t.Cleanup(func() {
		g.sent.validate()
		t.Logf("%d pages looked at", g.n)
	})
	return g
}

// look holds the page that is shown against everything.
func (g *gallery) look(name string) {
	g.t.Helper()
	g.n++
	g.sent.add(name, g.source())
	g.audit(name)
}

// at opens a page, expects a status and looks at it.
func (g *gallery) at(name, address string, status int) {
	g.t.Helper()
	if got := g.open(address); got != status {
		g.t.Errorf("%s answers %d, want %d", name, got, status)
		return
	}
	g.look(name)
}

// after looks at the page that an act led to.
func (g *gallery) after(name string, want, got int) {
	g.t.Helper()
	if got != want {
		g.t.Errorf("%s answers %d, want %d", name, got, want)
		return
	}
	g.look(name)
}

// TestAxeEverywhere looks at every page of the demo's world, and of an empty
// one, in every state: axe in light and dark on a phone and on a desk, the
// outline, 320 px, what the browser complains of, and the markup.
func TestAxeEverywhere(t *testing.T) {
	t.Parallel()
	d := newDemoPortal(t)
	b := newBrowser(t)
	for _, one := range []struct {
		name string
		look func(*testing.T, *demoPortal, *browser)
	}{
		{"staff", lookAtStaff}, {"visitor", lookAtPublic}, {"invitee", lookAtInvitee}, {"empty", lookAtEmpty},
		{"sign-in", lookAtSignIn},
		{"mailbox", lookAtMailbox},
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			one.look(t, d, b)
		})
	}
}

func lookAtPublic(t *testing.T, d *demoPortal, b *browser) {
	g := newGallery(t, b, d.base)
	newCrawl(g.tab, "/", func(name string) {
		if !strings.HasPrefix(name, "/beheer") {
			g.look(name)
		}
	}, "/", "/en").run()
	g.at("not found", "/nergens", http.StatusNotFound)
	g.at("not found, English", "/en/nergens", http.StatusNotFound)
	g.at("a dead link", "/u/"+strings.Repeat("a", 26), http.StatusNotFound)
	g.open("/mijn")
	g.fill("E-mailadres", "geen adres")
	g.do("no check by the browser", evaluate(`document.querySelector('main form').noValidate = true`))
	g.after("/mijn with a mistake", http.StatusUnprocessableEntity, g.press("Mail mij een link"))
	g.fill("E-mailadres", "niemand@nergens.example")
	g.after("/mijn sent", http.StatusOK, g.press("Mail mij een link"))
}

// lookAtInvitee has a world of its own: it calls a meeting off.
func lookAtInvitee(t *testing.T, _ *demoPortal, b *browser) {
	d := newDemoPortal(t)
	g := newGallery(t, b, d.base)
	consultation, past, moved := d.world.Consultation, d.world.TalkRound, d.world.KickOff
	open := d.link(t, consultation, unanswered)
	says := func(a consult.Answer) func(consult.Standing) bool {
		return func(s consult.Standing) bool {
			return s.Reply != nil && s.Reply.Answer == a && s.Invitee.Active()
		}
	}
	g.at("open", open, http.StatusOK)
	g.at("open, English", "/en"+open, http.StatusOK)
	g.at("who comes", open+"?antwoord=ja", http.StatusOK)
	g.at("a colleague", open+"/collega", http.StatusOK)
	g.after("a colleague, with mistakes", http.StatusUnprocessableEntity, g.press("Stuur de uitnodiging"))
	g.open(open + "?antwoord=ja")
	g.fill("Naam van wie er komt", "")
	g.after("who comes, with mistakes", http.StatusUnprocessableEntity, g.press("Verstuur mijn antwoord"))
	g.at("comes", d.link(t, consultation, says(consult.Yes)), http.StatusOK)
	g.at("comes, English", "/en"+d.link(t, consultation, says(consult.Yes)), http.StatusOK)
	g.at("takes part online", d.link(t, consultation, says(consult.Online)), http.StatusOK)
	g.at("does not come", d.link(t, consultation, says(consult.No)), http.StatusOK)
	colleague := d.link(t, consultation, func(s consult.Standing) bool {
		return s.Reply == nil && s.Invitee.Active() && s.Stance() == consult.Comes
	})
	g.at("a colleague comes", colleague, http.StatusOK)
	g.at("nobody of us comes", colleague+"/niemand", http.StatusOK)
	g.at("nobody of us comes, English", "/en"+colleague+"/niemand", http.StatusOK)
	g.at(
		"sends a colleague",
		d.link(t, consultation, func(s consult.Standing) bool { return s.Invitee.StandInID != 0 }), http.StatusOK,
	)
	g.at(
		"is the colleague",
		d.link(t, consultation, func(s consult.Standing) bool { return s.Invitee.StandsInFor != 0 }), http.StatusOK,
	)
	g.at(
		"not the right one",
		d.link(t, consultation, func(s consult.Standing) bool { return !s.Invitee.WrongPerson.IsZero() }),
		http.StatusOK,
	)
	g.at(
		"no reminders",
		d.link(t, consultation, func(s consult.Standing) bool { return !s.Invitee.NoReminders.IsZero() }),
		http.StatusOK,
	)
	g.at(
		"more time",
		d.link(t, consultation, func(s consult.Standing) bool { return !s.Invitation.ExtendedUntil.IsZero() }),
		http.StatusOK,
	)
	g.at(
		"taken back",
		d.link(t, consultation, func(s consult.Standing) bool { return !s.Invitee.WithdrawnAt.IsZero() }),
		http.StatusNotFound,
	)
	g.at("moved", d.link(t, moved, func(s consult.Standing) bool { return s.Invitee.Active() }), http.StatusOK)
	closed := d.link(t, past, func(s consult.Standing) bool { return s.Reply == nil })
	g.at("closed", closed, http.StatusOK)
	g.after("too late", http.StatusConflict, g.submit(closed, "antwoord", "ja"))
	g.at("it has been", d.link(t, past, says(consult.Yes)), http.StatusOK)
	mine := d.mine(t, consultation)
	g.at("mine", mine, http.StatusOK)
	g.at("mine, English", "/en"+mine, http.StatusOK)
	d.cancel(t, moved)
	g.at("cancelled", d.link(t, moved, func(s consult.Standing) bool { return s.Invitee.Active() }), http.StatusOK)
	newCrawl(g.tab, "/bijeenkomsten/", g.look, "/bijeenkomsten").run()
	g.open(demoWay)
	g.at("cancelled, as staff sees it", meetingPath(moved, ""), http.StatusOK)
}

// mine asks for the link to all that somebody has, and takes it from the mail.
func (d *demoPortal) mine(t *testing.T, meetingID int64) string {
	t.Helper()
	var address string
	err := d.app.DB().View(context.Background(), func(tx *store.Tx) error {
		all, err := tx.Standings(meetingID)
		for _, s := range all {
			if unanswered(s) {
				address = s.Contact.Address
			}
		}
		return err
	})
	if err != nil || address == "" {
		t.Fatalf("nobody to mail: %v", err)
	}
	if err := d.app.Service().AskMine(context.Background(), address, "nl", ""); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		for _, m := range d.box.Mails() {
			for _, link := range m.Links() {
				if path, ok := strings.CutPrefix(link, d.base); ok && strings.HasPrefix(path, "/mijn/") &&
					m.To == address {
					return path
				}
			}
		}
	}
	t.Fatal("no mail with the link to everything arrived")
	return ""
}

func (d *demoPortal) cancel(t *testing.T, meetingID int64) {
	t.Helper()
	staff := consult.Actor{
		Kind: consult.ByStaff, ID: d.world.StaffID, Name: "Marleen Oosterveld", Role: consult.Admin, Language: "nl",
	}
	m, err := d.app.Service().Meeting(context.Background(), staff, meetingID)
	if err == nil {
		err = d.app.Service().
			CancelMeeting(context.Background(), staff, meetingID, m.Edited, "De zaal is niet beschikbaar.")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func lookAtStaff(t *testing.T, d *demoPortal, b *browser) {
	g := newGallery(t, b, d.base)
	g.open(demoWay)
	from := []string{"/beheer", "/beheer/bijeenkomsten", "/beheer/bouwstenen"}
	c := newCrawl(g.tab, "/beheer", g.look, from...)
	c.run()
	// The same pages of a meeting that was held, and of a draft, look different.
	for _, id := range []int64{d.world.TalkRound, d.world.SchoolTable} {
		more := newCrawl(g.tab, meetingPath(id, ""), g.look, meetingPath(id, ""))
		more.run()
	}
	g.posts(d)
	g.at("staff, not found", "/beheer/bijeenkomsten/999999", http.StatusNotFound)
	for _, form := range []struct{ path, button string }{
		{"/beheer/bijeenkomsten/nieuw", "Bewaar"}, {"/beheer/medewerkers/nieuw", "Voeg toe"},
		{"/beheer/account/wachtwoord", "Wijzig wachtwoord"},
		{meetingPath(d.world.SchoolTable, "/wijzig"), "Bewaar"}, {"/beheer/organisaties/nieuw", ""},
		{"/beheer/instellingen", ""},
		{"/beheer/berichten/nieuw", ""}, {"/beheer/vragen/nieuw", ""}, {"/beheer/vragen/themas", "Voeg toe"},
	} {
		g.emptied(form.path, form.button)
	}
	g.open(meetingPath(d.world.SchoolTable, "/wijzig"))
	g.do("as if somebody saved before", evaluate(`document.querySelector('[name=edited]').value = '99'`))
	g.after("somebody else was first", http.StatusConflict, g.press("Bewaar"))
}

// posts looks at the pages of a post that differ by its state; the crawl saw
// those of the one that was edited last.
func (g *gallery) posts(d *demoPortal) {
	g.t.Helper()
	staff := consult.Actor{Kind: consult.ByStaff, Role: consult.Reader}
	for _, one := range []struct {
		kinds []consult.PostKind
		state consult.PostState
		pages []string
	}{
		{consult.NewsKinds, consult.DraftPost, []string{"/wijzig", "/weg"}},
		{consult.NewsKinds, consult.ScheduledPost, []string{"", "/publiceer"}},
		{consult.NewsKinds, consult.WithdrawnPost, []string{""}},
		{[]consult.PostKind{consult.FAQ}, consult.ReleasedPost, []string{"/wijzig", "/gegevens"}},
	} {
		found, _, err := d.app.Service().
			Posts(g.t.Context(), staff, consult.PostFilter{Kinds: one.kinds, State: one.state, Limit: 1})
		if err != nil || len(found) == 0 {
			g.t.Fatalf("the demo has no post that is %s: %v", one.state, err)
		}
		for _, page := range one.pages {
			g.at(
				string(one.state)+" post "+page, "/beheer/berichten/"+strconv.FormatInt(found[0].ID, 10)+page,
				http.StatusOK,
			)
		}
	}
}

// emptied sends a form with nothing in it and looks at the mistakes.
func (g *gallery) emptied(path, button string) {
	g.t.Helper()
	if status := g.open(path); status != http.StatusOK {
		g.t.Errorf("%s answers %d", path, status)
		return
	}
	if button == "" {
		button = g.textOf("main .button--primary")
	}
	g.do("empty the form", evaluate(`for (const f of document.querySelectorAll('main form')) { f.noValidate = true;
      for (const e of f.elements) { if (e.type === 'text' || e.type === 'email' || e.tagName === 'TEXTAREA' || e.type === 'date' || e.type === 'time' || e.type === 'password') e.value = ''; } }`))
	g.after(kindOf(path)+" with mistakes", http.StatusUnprocessableEntity, g.press(button))
}

func lookAtSignIn(t *testing.T, d *demoPortal, b *browser) {
	g := newGallery(t, b, d.base)
	g.at("sign-in", "/beheer/aanmelden", http.StatusOK)
	g.fill("E-mailadres", "niemand@merenland.example")
	g.fill("Wachtwoord", "zo maar iets dat niet klopt")
	g.after("sign-in with mistakes", http.StatusUnprocessableEntity, g.press("Ga verder"))
	reader, link := newColleague(t, d.portal, "Jikke de Lezer", "jikke@merenland.example", consult.Reader)
	g.at("set-up", link, http.StatusOK)
	g.after("set-up with mistakes", http.StatusUnprocessableEntity, g.press("Stel in"))
	reader.setUp(g.tab, g.mouse(), link)
	g.look("recovery codes")
	g.at("a used link", link, http.StatusNotFound)
	g.open("/beheer")
	g.fill("E-mailadres", reader.address)
	g.fill("Wachtwoord", reader.password)
	g.after("code", http.StatusOK, g.press("Ga verder"))
	g.fill("Code van zes cijfers", "123")
	g.after("code with mistakes", http.StatusUnprocessableEntity, g.press("Log in"))
	g.at("recovery code", "/beheer/herstelcode", http.StatusOK)
	g.open("/beheer/code")
	d.clock.set(d.clock.now().Add(31 * time.Second))
	g.fill("Code van zes cijfers", reader.code(t))
	g.after("a reader's first page", http.StatusOK, g.press("Log in"))
	g.at("what a reader may not see", "/beheer/medewerkers", http.StatusForbidden)
	g.at("a meeting as a reader sees it", meetingPath(d.world.Consultation, ""), http.StatusOK)
	g.at("invitees as a reader sees them", meetingPath(d.world.Consultation, "/genodigden"), http.StatusOK)
}

func lookAtMailbox(t *testing.T, d *demoPortal, b *browser) {
	g := newGallery(t, b, d.base)
	newCrawl(g.tab, "/mailbox", g.look, "/mailbox/", "/mailbox/?q=niets-zoals-dit").run()
	g.at("mailbox, no mail", "/mailbox/999999", http.StatusNotFound)
}

// lookAtEmpty looks at a region on its first day: nothing is filled in.
func lookAtEmpty(t *testing.T, _ *demoPortal, b *browser) {
	s := newPortal(t, time.Now(), app.Options{})
	g := newGallery(t, b, s.base)
	newCrawl(g.tab, "/", func(name string) { g.look("empty " + name) }, "/").run()
	admin, link := newColleague(t, s, "Wietske Boonstra", "wietske@merenland.example", consult.Admin)
	admin.setUp(g.tab, g.mouse(), link)
	admin.signIn(g.tab, g.mouse())
	newCrawl(g.tab, "/beheer", func(name string) { g.look("empty " + name) }, "/beheer").run()
}

func meetingPath(id int64, rest string) string {
	return "/beheer/bijeenkomsten/" + strconv.FormatInt(id, 10) + rest
}
