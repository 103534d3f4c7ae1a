package letter_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/emersion/go-message"
	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/letter"
	"samenspraak/internal/mailer"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func updating() bool { return *update || os.Getenv("SAMENSPRAAK_UPDATE_GOLDEN") != "" }

const site = "https://praat.merenland.example"

func local(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, consult.Amsterdam)
}

var now = local(2026, time.November, 10, 9, 0)

func meeting() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title: "Consultatiebijeenkomst jeugdhulp 2028", ID: 3, Slug: "consultatiebijeenkomst-jeugdhulp-2028",
			Starts: local(2026, time.November, 26, 15, 0), Ends: local(2026, time.November, 26, 17, 0),
			AnswerBy: local(2026, time.November, 17, 0, 0),
			Questions: []consult.Question{
				{ID: 1, Kind: consult.Choice, Label: "Aan welke tafel wilt u meepraten?"},
				{ID: 2, Kind: consult.FreeText, Label: "Wat hebt u nodig?", Sensitive: true},
			},
			CreatedAt: local(2026, time.October, 1, 9, 0), ReleasedAt: local(2026, time.October, 2, 9, 0), Version: 1,
		},
		UID:   "0b6e1c52@merenland.example",
		Venue: "De Zilte Schuur", Street: "Havenplein 3", Postcode: "4321 AB", Town: "Elzendam",
		Route: "Tien minuten lopen van het station. De zaal is op de begane grond.", Online: true,
		OnlineURL: "https://vergader.merenland.example/zaal/7",
		MeetingWords: consult.MeetingWords{
			Kind:    consult.Consultation,
			Lead:    "Wij bespreken de uitgangspunten en horen graag uw ideeën.",
			ForWhom: "Aanbieders van jeugdhulp in Merenland",
			Programme: []consult.ProgrammeItem{
				{From: "15.00", Until: "15.20", Title: "Welkom"},
				{From: "15.20", Until: "16.45", Title: "Gesprek aan thematafels"},
			},
		},
	}
}

func region() consult.Region {
	return consult.Region{
		Name: "Jeugdregio Merenland", ShortName: "Merenland",
		OnBehalf:   consult.Words{NL: "de acht gemeenten van Merenland", EN: "the eight municipalities of Merenland"},
		SenderName: "Jeugdregio Merenland", ReplyAddress: "samenspraak@merenland.example", Phone: "088 000 12 34",
		PhoneHours: consult.Words{NL: "op werkdagen van 9.00 – 17.00 uur", EN: "on working days 9:00 – 17:00"},
		SignedBy:   "Marleen Oosterveld, projectleider",
	}
}

var municipalities = []string{
	"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk", "Sint-Joriswoude",
	"’t Waalhof",
}

func yes() *consult.Reply {
	return &consult.Reply{
		ID: 5, InvitationID: 11, InviteeID: 21, Source: consult.ByLink, Answer: consult.Yes,
		ReceivedAt: local(2026, time.November, 9, 14, 12),
		People: []consult.Person{
			{Name: "Anne-Fleur van der Meulen-IJzerman", Role: "directeur"}, {Name: "Dirkje ten Brinke"},
		},
		Given: []consult.Given{
			{QuestionID: 1, Values: []string{"Dichtbij wonen"}},
			{QuestionID: 2, Values: []string{"Ringleiding voor mijn gehoorapparaat"}},
		},
	}
}

// about is a letter of a purpose as it usually goes.
func about(purpose consult.Purpose, lang string) letter.Input {
	m := meeting()
	s := &consult.Standing{
		Occasion: m.Occasion,
		Invitation: consult.Invitation{
			ID: 11, OccasionID: 3, OrganisationID: 7, InvitedAt: local(2026, time.October, 12, 9, 0),
		},
		Invitee: consult.Invitee{
			ID: 21, InvitationID: 11, ContactID: 31, Generation: 1, AddedAt: local(2026, time.October, 12, 9, 0),
		},
		Contact: consult.Contact{
			ID: 31, First: "Anne-Fleur", Infix: "van der", Last: "Meulen-IJzerman",
			Address: "annefleur@rietkraag.example", Language: lang,
		},
		Organisation: consult.Organisation{ID: 7, Name: "combinatie De Brug, Kompas en Noordster"},
	}
	in := letter.Input{
		Mail: consult.Mail{
			ID: 41, Purpose: purpose, OccasionID: 3, InviteeID: 21, Address: "annefleur@rietkraag.example",
			Name: s.Contact.Name(), Language: lang,
		},
		Standing: s, Meeting: m, Region: region(), Municipalities: municipalities, From: "mail@merenland.example",
		Link: site + "/u/geheim4abcdefghijklmnopqrstuvwxy", SiteURL: site, Now: now,
	}
	dress(&in)
	s.Occasion = in.Meeting.Occasion
	return in
}

func dress(in *letter.Input) {
	s := in.Standing
	switch in.Mail.Purpose {
	case consult.ForInvitation, consult.ForTest:
		in.Now = local(2026, time.October, 12, 9, 0)
		in.Mail.Facts.Intro = "Na de zomer spraken wij af u vroeg te betrekken.\n\nWij hopen u te zien."
	case consult.ForMeetingReminder:
		in.Now = local(2026, time.November, 25, 9, 0)
		s.Reply = yes()
	case consult.ForConfirmation:
		s.Reply = yes()
	case consult.ForColleague:
		in.Reply = yes()
		in.Reply.InviteeID, in.Mail.Facts.By = 22, "Femke van der Horst"
	case consult.ForSignedOff:
		s.Reply = &consult.Reply{
			ID: 6, InviteeID: 21, ByInviteeID: 22, Source: consult.ByLink, Answer: consult.No, ReceivedAt: now,
		}
		in.Mail.Facts.By, in.Mail.Facts.InCalendar = "Femke van der Horst", true
	case consult.ForChoice:
		in.Mail.Facts.By = "Femke van der Horst"
	case consult.ForConsortium:
		s.Organisation.Name, in.Mail.Facts.By = "Stichting De Brug", "combinatie De Brug, Kompas en Noordster"
	case consult.ForStandIn:
		in.Mail.Facts.By = "Femke van der Horst"
	case consult.ForMoved:
		in.Meeting.Sequence, s.Reply = 1, yes()
		in.Mail.Facts = consult.Facts{
			OldStarts: local(2026, time.November, 24, 9, 30), OldEnds: local(2026, time.November, 24, 11, 30),
			OldPlace: "Gemeentehuis IJsseloord",
			Reason:   "De zaal bleek te klein.", Sequence: 1,
		}
	case consult.ForCancelled:
		in.Meeting.CancelledAt, in.Meeting.CancelledBy, in.Meeting.Sequence = now,
			"De zaal is na een lekkage gesloten.", 1
	case consult.ForWithdrawn:
		in.Mail.Facts.Reason = "Uw organisatie valt buiten deze inkoop."
		s.Invitee.Generation, s.Invitee.WithdrawnAt = 2, now
	case consult.ForExtension:
		s.Invitation.ExtendedUntil, in.Mail.Facts.Reason = local(
			2026, time.November, 20, 17, 0,
		), "U kreeg de uitnodiging later."
	case consult.ForReport:
		in.Now = local(2026, time.December, 10, 9, 0)
	case consult.ForMine:
		in.Standing, in.Meeting, in.Link = nil, consult.Meeting{}, site+"/mijn/geheim4abcdefghijklmnopqrstuvwxy"
		in.Mail.Facts.LinkUntil = now.Add(time.Hour)
	case consult.ForStaffLink:
		in.Standing, in.Meeting, in.Link = nil, consult.Meeting{}, site+
			"/beheer/account/geheim4abcdefghijklmnopqrstuvwxy"
		in.Mail.Facts.LinkUntil, in.Mail.Facts.LinkKind = now.Add(48*time.Hour), "setup"
	}
}

func write(t *testing.T, in letter.Input) letter.Letter {
	t.Helper()
	l, err := letter.Write(in)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if updating() {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got)\n%s", name, diff)
	}
}

// Every letter in every language, as it is; the HTML of two of them stands for
// the frame, which all share.
func TestGolden(t *testing.T) {
	for _, purpose := range consult.Purposes {
		for _, lang := range i18n.Languages {
			t.Run(fmt.Sprintf("%s/%s", purpose, lang), func(t *testing.T) {
				l := write(t, about(purpose, string(lang)))
				words := fmt.Sprintf("Subject: %s\nCalendar: %s\n\n%s", l.Subject, l.Method, l.Text)
				golden(t, fmt.Sprintf("%s.%s.txt", purpose, lang), []byte(words))
				if purpose == consult.ForDeadlineReminder || purpose == consult.ForConfirmation {
					golden(t, fmt.Sprintf("%s.%s.html", purpose, lang), []byte(l.HTML))
				}
			})
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// Nothing is missing, unescaped or left out of one part in any letter.
func TestBothPartsAreWhole(t *testing.T) {
	for _, purpose := range consult.Purposes {
		for _, lang := range i18n.Languages {
			l := write(t, about(purpose, string(lang)))
			for part, text := range map[string]string{"subject": l.Subject, "text": l.Text, "html": l.HTML} {
				for _, wrong := range []string{"⟦", "<no value>", "ZgotmplZ", "{{", "%!"} {
					if strings.Contains(text, wrong) {
						t.Errorf("%s %s: %s holds %q", purpose, lang, part, wrong)
					}
				}
			}
			for _, line := range strings.Split(l.Text, "\n") {
				if len([]rune(line)) > 72 && !strings.Contains(line, "://") {
					t.Errorf("%s %s: a line of %d characters: %s", purpose, lang, len([]rune(line)), line)
				}
			}
			if strings.Count(l.HTML, "<style>") != 1 || strings.Contains(l.HTML, "<img") {
				t.Errorf("%s %s: not one style block, or an image", purpose, lang)
			}
			plain := tag.ReplaceAllString(l.HTML[strings.Index(l.HTML, "<body"):], " ")
			for _, word := range []string{"Merenland", "088"} {
				if !strings.Contains(plain, word) || !strings.Contains(l.Text, word) {
					t.Errorf("%s %s: %q is not in both parts", purpose, lang, word)
				}
			}
		}
	}
}

// A mail is read later: nothing in it changes while nothing happens. And a
// subject names its meeting, since a list of mails shows little else.
func TestNoTimePassesInALetter(t *testing.T) {
	for _, purpose := range consult.Purposes {
		in := about(purpose, "nl")
		first := write(t, in)
		in.Now = in.Now.Add(5 * time.Hour)
		if later := write(t, in); later.Text != first.Text || later.HTML != first.HTML ||
			later.Subject != first.Subject {
			t.Errorf("%s reads otherwise five hours later:\n%s", purpose, cmp.Diff(first.Text, later.Text))
		}
		if purpose.About() == consult.OfOccasion && !strings.Contains(first.Subject, in.Meeting.Title) {
			t.Errorf("%s: subject %q does not name the meeting", purpose, first.Subject)
		}
	}
}

// The invitation says on its own what, when, where, until when, on whose
// behalf, and why you.
func TestInvitationStandsAlone(t *testing.T) {
	l := write(t, about(consult.ForInvitation, "nl"))
	words := strings.Join(strings.Fields(l.Text), " ")
	for _, fact := range []string{
		"Consultatiebijeenkomst jeugdhulp 2028", "donderdag 26 november 2026, 15.00 – 17.00 uur", "De Zilte Schuur",
		"Havenplein 3, 4321 AB Elzendam",
		"uiterlijk maandag 16 november 2026, 23.59 uur", "de acht gemeenten van Merenland", "’t Waalhof",
		"contactpersoon van combinatie De Brug, Kompas en Noordster",
		site + "/u/geheim4abcdefghijklmnopqrstuvwxy",
	} {
		fact = strings.Join(strings.Fields(fact), " ")
		if !strings.Contains(words, fact) {
			t.Errorf("the invitation does not say %q", fact)
		}
	}
}

func TestTestLetterIsMarkedAndItsLinkIsDead(t *testing.T) {
	l := write(t, about(consult.ForTest, "nl"))
	if !strings.HasPrefix(l.Subject, "PROEF: ") || !strings.Contains(l.Text, "PROEF.") ||
		!strings.Contains(l.HTML, "PROEF.") {
		t.Error("the test letter is not marked as one")
	}
	if strings.Contains(l.Text+l.HTML, "geheim4") || !strings.Contains(l.Text, site+address.DeadInvitation()) {
		t.Error("the test letter holds a link that works")
	}
}

// A need is told to the staff of the meeting alone; the mail says only that it
// was noted.
func TestSensitiveAnswersStayOut(t *testing.T) {
	l := write(t, about(consult.ForConfirmation, "nl"))
	if strings.Contains(l.Text+l.HTML+string(l.Calendar), "Ringleiding") {
		t.Error("the confirmation tells what was given to a sensitive question")
	}
	if !strings.Contains(l.Text, "Dichtbij wonen") {
		t.Error("the confirmation does not tell what was given to an ordinary question")
	}
	colleague := write(t, about(consult.ForColleague, "nl"))
	if strings.Contains(colleague.Text, "Ringleiding") || strings.Contains(colleague.Text, "Dichtbij") {
		t.Error("a colleague is told what was given to the questions")
	}
}

func build(t *testing.T, in letter.Input, l letter.Letter) *message.Entity {
	t.Helper()
	raw, err := mailer.Build(mailer.Message{
		From:    mailer.Address{Name: in.Region.SenderName, Address: in.From},
		To:      mailer.Address{Name: in.Mail.Name, Address: in.Mail.Address},
		Subject: l.Subject, Text: l.Text, HTML: l.HTML, Calendar: l.Calendar, CalendarMethod: l.Method,
		MessageID: "mail-41.abc@merenland.example", Date: in.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func parts(t *testing.T, e *message.Entity) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := e.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, _, _ := part.Header.ContentType()
		if strings.HasPrefix(kind, "multipart/") {
			return nil
		}
		body, err := io.ReadAll(part.Body)
		if _, twice := found[kind]; !twice {
			found[kind] = string(body)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What another library reads back is what was written.
func TestParsedBack(t *testing.T) {
	for _, purpose := range consult.Purposes {
		in := about(purpose, "nl")
		l := write(t, in)
		e := build(t, in, l)
		subject, _ := e.Header.Text("Subject")
		if want := strings.ReplaceAll(l.Subject, "\u00a0", " "); subject != want {
			t.Errorf("%s: subject %q, want %q", purpose, subject, want)
		}
		read := parts(t, e)
		if got := strings.ReplaceAll(read["text/plain"], "\r\n", "\n"); got != l.Text {
			t.Errorf("%s: text (-want +got)\n%s", purpose, cmp.Diff(l.Text, got))
		}
		if got := strings.ReplaceAll(read["text/html"], "\r\n", "\n"); got != l.HTML {
			t.Errorf("%s: the HTML part came back changed", purpose)
		}
	}
}

// The entry follows the answer: to look at before it, one's own from yes on,
// gone when it ends.
func TestCalendar(t *testing.T) {
	tests := []struct {
		name     string
		purpose  consult.Purpose
		change   func(*letter.Input)
		method   string
		sequence string
	}{
		{"invitation", consult.ForInvitation, nil, "PUBLISH", "0"},
		{"stand-in", consult.ForStandIn, nil, "PUBLISH", "0"},
		{"reminder", consult.ForDeadlineReminder, nil, "", ""},
		{"yes", consult.ForConfirmation, nil, "REQUEST", "0"},
		{
			"online", consult.ForConfirmation, func(in *letter.Input) { in.Standing.Reply.Answer = consult.Online },
			"REQUEST", "0",
		},
		{"no", consult.ForConfirmation, func(in *letter.Input) { in.Standing.Reply.Answer = consult.No }, "", ""},
		{"no after yes", consult.ForConfirmation, func(in *letter.Input) {
			in.Standing.Reply.Answer, in.Mail.Facts.InCalendar = consult.No, true
		}, "CANCEL", "0"},
		{"yes that no longer counts", consult.ForConfirmation, func(in *letter.Input) {
			in.Reply = yes()
			in.Standing.Reply = &consult.Reply{ID: 6, Answer: consult.No}
		}, "", ""},
		{
			"a colleague comes in my place", consult.ForColleague,
			func(in *letter.Input) { in.Mail.Facts.InCalendar = true }, "CANCEL", "0",
		},
		{"a colleague comes too", consult.ForColleague, func(in *letter.Input) {
			in.Standing.Reply, in.Mail.Facts.InCalendar = yes(), true
		}, "", ""},
		{"signed off after my yes", consult.ForSignedOff, nil, "CANCEL", "0"},
		{"signed off", consult.ForSignedOff, func(in *letter.Input) { in.Mail.Facts.InCalendar = false }, "", ""},
		{"moved after yes", consult.ForMoved, nil, "REQUEST", "1"},
		{"moved without answer", consult.ForMoved, func(in *letter.Input) { in.Standing.Reply = nil }, "PUBLISH", "1"},
		{"cancelled", consult.ForCancelled, nil, "CANCEL", "1"},
		{"withdrawn", consult.ForWithdrawn, nil, "CANCEL", "1"},
		{
			"cancelled after it began", consult.ForCancelled, func(in *letter.Input) { in.Now = in.Meeting.Starts },
			"", "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := about(tt.purpose, "nl")
			if tt.change != nil {
				tt.change(&in)
			}
			l := write(t, in)
			if l.Method != tt.method {
				t.Fatalf("method %q, want %q", l.Method, tt.method)
			}
			if tt.method != "" {
				checkEntry(t, in, l, tt.sequence)
			}
		})
	}
}

func checkEntry(t *testing.T, in letter.Input, l letter.Letter, sequence string) {
	t.Helper()
	c, err := ical.NewDecoder(bytes.NewReader(l.Calendar)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Props.Get(ical.PropMethod).Value; got != l.Method {
		t.Errorf("METHOD %s beside %s", got, l.Method)
	}
	e := c.Events()[0]
	uid, seq := e.Props.Get(ical.PropUID).Value, e.Props.Get(ical.PropSequence).Value
	if uid != "0b6e1c52-21@merenland.example" || seq != sequence {
		t.Errorf("UID %s SEQUENCE %s, want SEQUENCE %s", uid, seq, sequence)
	}
	attendees := e.Props[ical.PropAttendee]
	switch {
	case l.Method == "PUBLISH" && len(attendees) != 0:
		t.Error("a publication names an attendee")
	case l.Method != "PUBLISH" && (len(attendees) != 1 || attendees[0].Value != "mailto:"+in.Mail.Address):
		t.Errorf("attendees %v", attendees)
	case l.Method == "REQUEST" &&
		(attendees[0].Params.Get(ical.ParamParticipationStatus) != "ACCEPTED" ||
			attendees[0].Params.Get(ical.ParamRSVP) != "FALSE"):
		t.Errorf("the attendee has not accepted: %v", attendees[0].Params)
	}
	if strings.Contains(string(l.Calendar), "geheim4") || strings.Contains(string(l.Calendar), "/zaal/") {
		t.Error("the entry holds a link that is not public")
	}
	if got := e.Props.Get(ical.PropURL).Value; got != site+"/bijeenkomsten/consultatiebijeenkomst-jeugdhulp-2028" {
		t.Errorf("URL %s", got)
	}
}
