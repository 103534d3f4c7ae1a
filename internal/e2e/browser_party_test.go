//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// practice invites an organisation of some people to the consultation and
// returns the personal links, by first name.
func (d *demoPortal) practice(t *testing.T, name string, people ...string) map[string]string {
	t.Helper()
	var chosen []int64
	err := d.app.DB().Update(context.Background(), func(tx *store.Tx) error {
		id, err := tx.AddOrganisation(
			consult.Organisation{
				Type: consult.Provider, Name: name, SortKey: i18n.SortKey(name), CreatedAt: time.Now(),
			},
		)
		for _, person := range people {
			first, last, _ := strings.Cut(person, " ")
			address := i18n.Slug(first) + fmt.Sprint(id) + "@praktijk.example"
			c := consult.Contact{
				OrganisationID: id, First: first, Last: last, SortKey: i18n.PersonSortKey(first, "", last),
				Address: address, Canonical: address,
				Language: "nl", CreatedAt: time.Now(),
			}
			if err == nil {
				c.ID, err = tx.AddContact(c)
			}
			chosen = append(chosen, c.ID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	staff := consult.Actor{Kind: consult.ByStaff, ID: d.world.StaffID, Role: consult.Admin, Language: "nl"}
	if _, err := d.app.Service().
		Invite(context.Background(), staff, d.world.Consultation, consult.Audience{Contacts: chosen}, ""); err != nil {
		t.Fatal(err)
	}
	links := map[string]string{}
	for _, person := range people {
		first, _, _ := strings.Cut(person, " ")
		links[first] = d.link(t, d.world.Consultation, func(s consult.Standing) bool {
			return s.Organisation.Name == name && s.Contact.Name() == person
		})
	}
	return links
}

// says gives an answer by a link, past the browser.
func (d *demoPortal) says(t *testing.T, link string, a consult.Answer, with ...string) {
	t.Helper()
	token := strings.TrimPrefix(link, "/u/")
	r, err := d.app.Service().Tap(context.Background(), token, time.Now(), a)
	if err == nil && len(with) > 0 {
		for _, name := range with {
			r.People = append(r.People, consult.Person{Name: name})
		}
		_, err = d.app.Service().GiveReply(context.Background(), token, time.Now(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestPageOfTheLinkWithColleagues looks at the page of the link in each state
// that colleagues bring about, with one and with five of them, on a phone and on
// a desk, and says that nobody comes with the keyboard and without script.
func TestPageOfTheLinkWithColleagues(t *testing.T) {
	d := newDemoPortal(t)
	p := newBrowser(t).tab(t, d.base, phone)
	for _, c := range []struct {
		name   string
		people []string
	}{
		{"one", []string{"Wiebe Horst", "Moniek Brandsma"}},
		{
			"five",
			[]string{
				"Wiebe Horst", "Moniek Brandsma", "Fenna Kuipers", "Sjoerd Aardema-van Langenhoven", "IJsbrand Oord",
				"Zoë Meer",
			},
		},
	} {
		link := d.practice(t, "Praktijk met "+c.name, c.people...)
		look := func(state, path string) {
			p.expect(http.StatusOK, p.open(path))
			p.shoot(c.name+"-"+state, phone, desk)
			p.audit(c.name + " " + state)
		}
		look("silent", link["Moniek"])
		d.says(t, link["Wiebe"], consult.Yes, "Sara Otten")
		if len(c.people) > 2 {
			d.says(t, link["Fenna"], consult.No)
			d.says(t, link["IJsbrand"], consult.Online)
		}
		look("comes", link["Moniek"])
		p.sees("Komt u ook naar", "Ik kom ook", "blijf", "Sara Otten", "Genoemd door Wiebe Horst.")
		look("comes-en", "/en"+link["Moniek"])
		look("own", link["Wiebe"])
		look("nobody", link["Moniek"]+"/niemand")
		p.sees("Niemand van ons komt: klopt dat?", "Wiebe Horst", "Sara Otten", "Er is nu nog niets veranderd")
		look("nobody-en", "/en"+link["Moniek"]+"/niemand")
	}
	d.nobodyByKeyboard(t, p)
	d.nobodyWithoutScript(t, p)
	p.clean("the page of the link with colleagues")
}

func (d *demoPortal) nobodyByKeyboard(t *testing.T, p *tab) {
	link := d.practice(t, "Praktijk toetsenbord", "Wiebe Horst", "Moniek Brandsma")
	d.says(t, link["Wiebe"], consult.Yes)
	p.expect(http.StatusOK, p.open(link["Moniek"]))
	p.tabTo("Niemand van ons komt")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	d.says(t, link["Wiebe"], consult.Online) // between what is shown and what is pressed
	p.tabTo("Ja, meld ons alle 2 af")
	p.expect(http.StatusConflict, p.enter(kb.Enter))
	p.sees("Er gaf net iemand anders antwoord")
	p.tabTo("Ja, meld ons alle 2 af")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.sees("U hebt uw organisatie afgemeld", "U komt niet naar")
	p.expect(http.StatusOK, p.open(link["Wiebe"]))
	p.sees("Moniek Brandsma gaf door dat niemand van uw organisatie komt", "Ja, ik kom")
	p.shoot("signed-off", phone, desk)
	p.audit("signed off")
}

func (d *demoPortal) nobodyWithoutScript(t *testing.T, p *tab) {
	link := d.practice(t, "Praktijk zonder script", "Wiebe Horst", "Moniek Brandsma", "Jan Oord")
	d.says(t, link["Wiebe"], consult.Yes)
	jan := service.Colleague{First: "Jan", Last: "Oord", Address: "anders@praktijk.example", Language: "nl"}
	if err := d.app.Service().
		SendColleague(context.Background(), strings.TrimPrefix(link["Moniek"], "/u/"), time.Now(), jan); err != nil {
		t.Fatal(err)
	}
	p.withoutScript()
	p.expect(http.StatusOK, p.open(link["Jan"]))
	p.expect(http.StatusOK, p.press("Niemand van ons komt"))
	p.fill("Wilt u nog iets meegeven?", "Wij sluiten die dag.")
	p.expect(http.StatusOK, p.press("Nee, alleen ik kom niet"))
	p.sees("U komt niet naar", "Wiebe Horst")
	p.expect(http.StatusOK, p.press("Niemand van ons komt"))
	p.expect(http.StatusOK, p.press("Ja, meld ons alle"))
	p.sees("U hebt uw organisatie afgemeld", "Afgemeld door Jan Oord.")
}
