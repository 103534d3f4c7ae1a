//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// The words of a region at their longest, as they stand in real titles, and an
// address of sixty signs.
var (
	longWords = []string{
		"Aanbestedingsdocumentatie", "Samenwerkingsovereenkomsten", "Vertegenwoordigingsbevoegdheid",
		"Jeugdhulpverleningsovereenkomsten", "Vrijwilligersvertegenwoordigingsbijeenkomsten",
	}
	longAddress = "h.vertegenwoordigingsbevoegdheid@samenwerkingsverband.example"
	longLink    = "https://www.samenwerkingsverband.example/Vertegenwoordigingsbevoegdheid/Jeugdhulpverleningsovereenkomsten/2027"
)

// TestLongWords fills every field that shows on a page with words that are wider
// than a phone, and looks at the pages on one and, those of staff, in the widths
// where a list stops to fit.
func TestLongWords(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 4, 10, 0, 0, 0, consult.Amsterdam)
	var meeting int64
	s := newPortal(t, now, app.Options{Prepare: func(ctx context.Context, a *app.App) (err error) {
		meeting, err = lengthen(ctx, a, now)
		return err
	}})
	s.mails(t, 1)
	p := newBrowser(t).tab(t, s.base, desk)
	as := map[int64][]setting{
		narrow.width: {inWide, inNarrow}, phone.width: {large}, 833: {inWide, inNarrow}, 1024: {inWide, inNarrow},
	}
	seen := 0
	look := func(name string) {
		if strings.HasPrefix(name, "/en") { // the same parts, in shorter words
			return
		}
		seen++
		// The widest first: Chromium may keep the widths of a larger setting in a
		// window that grows.
		windows := []window{narrow, phone}
		if strings.HasPrefix(name, "/beheer") {
			windows = []window{{width: 1024, height: 768}, {width: 833, height: 900}, narrow, phone}
		}
		for _, one := range windows {
			p.resize(one)
			for _, found := range p.sideways(as[one.width]...) {
				t.Errorf("%s %d px: %s", name, one.width, found)
			}
		}
		for _, fault := range p.shape() {
			t.Errorf("%s: %s", name, fault)
		}
	}
	invitation := (&demoPortal{portal: s}).link(t, meeting, unanswered)
	newCrawl(p, "/", look, "/", invitation, invitation+"?antwoord=ja", "/zoeken?q=overeenkomsten", "/mailbox/").run()
	admin, link := newColleague(t, s, longWords[3]+" "+longWords[4], "w."+longAddress, consult.Admin)
	admin.setUp(p, p.mouse(), link)
	admin.signIn(p, p.mouse())
	newCrawl(p, "/beheer", look, "/beheer", fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden", meeting)).run()
	t.Logf("%d pages looked at", seen)
}

// lengthen makes one of everything, and returns the meeting.
func lengthen(ctx context.Context, a *app.App, now time.Time) (meeting int64, err error) {
	at := now.AddDate(0, 0, -1)
	svc, all := a.ServiceAt(func() time.Time { return at }), strings.Join(longWords, " ")
	check := func(_ int64, problem error) {
		if err == nil {
			err = problem
		}
	}
	by := consult.Actor{Kind: consult.ByStaff, Role: consult.Admin, Name: longWords[0]}
	by.ID, _, err = svc.AddStaff(ctx, consult.SystemActor, longAddress, longWords[3], consult.Admin, "nl")
	check(0, svc.ChangeSettings(ctx, by, consult.Region{
		Name: longWords[3], ShortName: longWords[1], Tagline: consult.Words{NL: all, EN: all},
		OnBehalf:   consult.Words{NL: longWords[2], EN: longWords[2]},
		SenderName: longWords[1], ReplyAddress: longAddress, Phone: "088 000 12 34", SignedBy: longWords[4],
		Privacy: consult.Words{NL: all + "\n\n" + longLink, EN: all}, Access: consult.Words{NL: all, EN: all},
	}))
	check(svc.AddMunicipality(ctx, by, consult.Municipality{Name: longWords[2]}))
	organisation, problem := svc.AddOrganisation(
		ctx, by,
		consult.Organisation{
			Type: consult.Provider, Name: longWords[3], Tags: []string{strings.ToLower(longWords[2])}, Note: all,
		}, true,
	)
	check(0, problem)
	contact, problem := svc.AddContact(ctx, by, consult.Contact{
		OrganisationID: organisation, First: longWords[0], Last: longWords[4], JobTitle: longWords[2],
		Address: longAddress, Language: "nl",
	})
	check(0, problem)
	meeting, problem = svc.NewMeeting(ctx, by, consult.Meeting{
		Occasion: consult.Occasion{
			Starts: now.AddDate(0, 0, 30), Ends: now.AddDate(0, 0, 30).Add(2 * time.Hour),
			AnswerBy: now.AddDate(0, 0, 20),
			Questions: []consult.Question{
				{Kind: consult.Choice, Label: longWords[3] + "?", Hint: all, Options: longWords},
				{Kind: consult.FreeText, Label: longWords[4], Hint: longLink},
			},
			StaffIDs: []int64{by.ID}, Title: longWords[3],
		},
		Venue: longWords[3], Street: longWords[1] + " 1", Postcode: "1234 AB",
		Town: longWords[2], Route: all, Online: true, OnlineURL: longLink,
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation, Lead: all,
			Body: all + "\n\n" + longLink + "\n\n| " + longWords[0] + " | " + longWords[1] +
				" |\n| --- | --- |\n| " + longWords[2] + " | `" + longLink + "` |\n",
			ForWhom: longWords[4], ContactName: longWords[4], Phone: "088 000 12 34", OnBehalf: longWords[3],
			Programme: []consult.ProgrammeItem{{From: "10.00", Until: "12.00", Title: longWords[3], Note: all}},
		},
	})
	check(0, problem)
	file := func() service.Upload {
		return service.Upload{
			Place: consult.OnMeeting, Title: longWords[3], FileName: longWords[4] + ".pdf",
			Content: bytes.NewReader([]byte(smallPDF)),
		}
	}
	check(svc.AddAttachment(ctx, by, meeting, file()))
	check(0, svc.PublishMeeting(ctx, by, meeting, 0))
	check(svc.Invite(ctx, by, meeting, consult.Audience{Contacts: []int64{contact}}, all))
	theme, problem := svc.SaveTheme(ctx, by, consult.Theme{Title: longWords[1], Lead: all})
	check(0, problem)
	for i, kind := range []consult.PostKind{consult.News, consult.Announcement, consult.FAQ} {
		text := consult.PostText{
			Title: longWords[i+2], Lead: all,
			Body: "## " + longWords[3] + "\n\n" + all + "\n\n[" + longWords[2] + "](" + longLink + ") of `" +
				longLink + "`.", Language: "nl",
		}
		under := int64(0)
		if kind == consult.FAQ {
			under, text.Title, text.Lead = theme, text.Title+"?", ""
		}
		check(0, released(ctx, svc, by, kind, under, text))
	}
	return meeting, err
}

// smallPDF is a file that is a PDF and nothing more.
const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
