package web_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web"
	"samenspraak/internal/web/gate"
)

// logBook is a log that a test can read.
type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *logBook) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// last is what the log said of the last request that failed.
func (b *logBook) last() string {
	lines := strings.Split(b.String(), "\n")
	for _, line := range slices.Backward(lines) {
		if strings.Contains(line, "request failed") {
			return line
		}
	}
	return ""
}

// probed is the small world with one of everything that somebody must not see.
type probed struct {
	*testkit.Program
	log        *logBook
	mails      []mailbox.Mail // all that were delivered
	draft      int64
	draftSlug  string
	dora       consult.Contact // withdrawn
	files      []int64
	imported   int64
	setUp      string // token of a set-up link
	mine       string // token of Ada's link to all her invitations
	withdrawn  string // Dora's token, which opened something once
	stranger   int64  // the organisation of Dora
	newStaff   int64
	invitation map[string]int64 // contact address to invitee
	posts      []int64          // a public one, a draft, a public and a draft answer
	t          *testing.T
}

func (v *probed) ctx() context.Context { return v.t.Context() }

const doraAddress = "dora.kanarie-adres@kwadrant.example"

// probe makes that world.
func probe(t *testing.T, o testkit.Options) *probed {
	t.Helper()
	v := &probed{log: &logBook{}, invitation: map[string]int64{}, t: t}
	o.Log = slog.New(slog.NewJSONHandler(v.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	v.Program = testkit.New(t, o)
	ctx, svc := t.Context(), v.Service()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	v.draft, err = svc.NewMeeting(ctx, v.Editor, consult.Meeting{
		Occasion: consult.Occasion{
			Title:     "Kanarie concepttitel",
			Starts:    time.Date(2026, time.December, 3, 15, 0, 0, 0, consult.Amsterdam),
			Ends:      time.Date(2026, time.December, 3, 17, 0, 0, 0, consult.Amsterdam),
			AnswerBy:  time.Date(2026, time.November, 27, 0, 0, 0, 0, consult.Amsterdam),
			Questions: []consult.Question{{Kind: consult.FreeText, Label: "Kanarie conceptvraag?"}},
		},
		Venue:  "Kanarie conceptzaal",
		Street: "Havenplein 3", Town: "Elzendam", Online: true, OnlineURL: "https://kanarie-conceptlink.example/",
		MeetingWords: consult.MeetingWords{
			Kind: consult.DialogueTalk, Lead: "Kanarie conceptintro.",
			Body: "Kanarie concepttekst.", ForWhom: "Kanarie conceptdoelgroep",
			ContactName: "Kanarie conceptcontact", Phone: "088 777 00 01",
			Programme: []consult.ProgrammeItem{{From: "15.00", Until: "16.00", Title: "Kanarie conceptprogramma"}},
		},
	})
	must(err)
	m, err := svc.Meeting(ctx, v.Editor, v.draft)
	must(err)
	v.draftSlug = m.Slug
	for _, f := range []struct {
		meeting int64
		place   consult.AttachmentPlace
		name    string
	}{
		{v.Meeting, consult.OnMeeting, "openbaar"}, {v.draft, consult.OnMeeting, "kanarie-conceptbestand"},
		{v.Meeting, consult.OnReport, "kanarie-verslagbestand"},
		{v.Meeting, consult.OnMeeting, "kanarie-weggehaald"}, {v.Meeting, consult.OnMeeting, "kanarie-vervangen"},
	} {
		id, err := svc.AddAttachment(ctx, v.Editor, f.meeting, service.Upload{
			Place: f.place, Title: f.name + "-titel", FileName: f.name + ".txt",
			Content: strings.NewReader("inhoud van " + f.name + "-inhoud"),
		})
		must(err)
		v.files = append(v.files, id)
	}
	must(svc.RemoveAttachment(ctx, v.Editor, v.files[3]))
	must(svc.ReplaceAttachment(ctx, v.Editor, v.files[4], service.Upload{
		Place: consult.OnMeeting, Title: "nieuwe titel", FileName: "nieuw.txt",
		Content: strings.NewReader("nieuwe inhoud"),
	}))
	must(v.DB().Update(ctx, func(tx *store.Tx) error {
		org, err := tx.AddOrganisation(consult.Organisation{
			Type: consult.Provider, Name: "Kanarie Kwadrant", SortKey: i18n.SortKey("Kanarie Kwadrant"),
			Note: "kanarie-notitie", Tags: []string{"kanarie-label"}, CreatedAt: v.Clock.Now(), Version: 1,
		})
		if err != nil {
			return err
		}
		v.stranger = org
		v.dora = consult.Contact{
			OrganisationID: org, First: "Dora", Last: "Kanarienaam", SortKey: "kanarienaam",
			JobTitle: "kanariefunctie", Address: doraAddress, Canonical: doraAddress,
			Phone: "06 77 77 77 77", Language: "nl", CreatedAt: v.Clock.Now(), Version: 1,
		}
		v.dora.ID, err = tx.AddContact(v.dora)
		return err
	}))
	v.write(must)
	v.Invite()
	v.deliver()
	v.answer(v.Ada,
		consult.Reply{Answer: consult.Yes, People: []consult.Person{{Name: "Kanarie Gast", Role: "kanariegastrol"}},
			Given: []consult.Given{
				{QuestionID: v.Table, Values: []string{"Dichtbij wonen"}},
				{QuestionID: v.Diet, Values: []string{"kanariedieet"}},
			}})
	v.answer(v.Carla,
		consult.Reply{Answer: consult.Online, People: []consult.Person{{Name: "Kanarie Onlinegast"}},
			Given: []consult.Given{
				{QuestionID: v.Table, Values: []string{"Eerlijk tarief"}},
			}})
	_, err = svc.NoteReply(ctx, v.Editor, v.Invitee(v.dora).Invitation.ID, consult.Reply{
		InviteeID: v.Invitee(v.dora).Invitee.ID, Answer: consult.No, Source: consult.ByPhone, Note: "kanarie-bron",
		ReceivedAt: v.Clock.Now(),
	})
	must(err)
	v.withdrawn = svc.InvitationToken(v.Invitee(v.dora).Invitee)
	_, err = svc.Withdraw(ctx, v.Editor, v.Meeting, []int64{v.Invitee(v.dora).Invitee.ID}, "kanarie-intrekreden")
	must(err)
	must(svc.AskMine(ctx, v.Ada.Address, i18n.Dutch, ""))
	v.deliver()
	v.mine = v.tokenIn("/mijn/", v.Ada.Address)
	var link string
	v.newStaff, link, err = svc.AddStaff(ctx, v.Admin, "nieuw@merenland.example", "Nieuwe Kracht", consult.Reader, "nl")
	must(err)
	v.setUp = link[strings.LastIndex(link, "/")+1:]
	v.imported, err = svc.StartImport(
		ctx, v.Editor, "kanarie.csv",
		[]byte("organisatie;voornaam;achternaam;e-mail\nKanarie Import;Eva;Vogel;eva@vogel.example\n"),
	)
	must(err)
	for _, c := range []consult.Contact{v.Ada, v.Ben, v.Carla, v.dora} {
		v.invitation[c.Address] = v.Invitee(c).Invitee.ID
	}
	return v
}

// write makes posts of which visitors may see some.
func (v *probed) write(must func(error)) {
	ctx, svc := v.ctx(), v.Service()
	theme, err := svc.SaveTheme(ctx, v.Editor, consult.Theme{Title: "Planning"})
	must(err)
	_, err = svc.SaveTheme(ctx, v.Editor, consult.Theme{Title: "Kanarie leegthema"})
	must(err)
	for _, one := range []struct {
		kind        consult.PostKind
		title, body string
		public      bool
	}{
		{consult.News, "Nieuws over de inkoop", "Het begint in mei.", true},
		{consult.News, "Kanarie berichttitel", "Kanarie berichttekst.", false},
		{consult.FAQ, "Wanneer begint het?", "In mei.", true},
		{consult.FAQ, "Kanarie vraagtitel?", "Kanarie vraagtekst.", false},
	} {
		id, err := svc.NewPost(
			ctx, v.Editor, one.kind, theme,
			consult.PostText{Title: one.title, Lead: one.title, Body: one.body, Language: "nl"},
		)
		must(err)
		v.posts = append(v.posts, id)
		must(svc.PlacePost(ctx, v.Editor, id, 0, consult.PostPlace{ThemeID: theme, Note: "kanarie-opmerking"}))
		name := "stuk"
		if !one.public {
			name = "kanarie-berichtbestand"
		}
		_, err = svc.AddPostFile(
			ctx, v.Editor, id,
			service.Upload{
				Place: consult.OnPost, Title: name, FileName: name + ".txt",
				Content: strings.NewReader("inhoud van een bericht " + one.title),
			},
		)
		must(err)
		if one.public {
			must(svc.PublishPost(ctx, v.Editor, id, 1, time.Time{}, true))
			_, err = svc.SavePost(
				ctx, v.Editor, id, 2,
				consult.PostText{Title: one.title, Body: "Kanarie correctietekst.", Language: "nl"}, nil,
			)
			must(err)
		}
	}
}

// slugs are the addresses of all posts.
func (v *probed) slugs() []string {
	var all []string
	for _, id := range v.posts {
		p, err := v.Service().Post(v.ctx(), v.Editor, id)
		if err != nil {
			panic(err)
		}
		all = append(all, p.Slug)
	}
	return append(all, "bestaat-niet")
}

func (v *probed) deliver() {
	// Confirmations wait a little, so that a second thought is one mail.
	v.Clock.Advance(5 * time.Minute)
	v.mails = append(v.mails, v.Deliver()...)
}

func (v *probed) answer(c consult.Contact, r consult.Reply) {
	token := strings.TrimPrefix(v.Path(c), "/u/")
	if _, err := v.Service().GiveReply(v.ctx(), token, v.Clock.Now(), r); err != nil {
		panic(err)
	}
}

// tokenIn is the token behind a path in the last mail to an address.
func (v *probed) tokenIn(path, address string) string {
	for _, m := range slices.Backward(v.mails) {
		if m.To != address {
			continue
		}
		for _, link := range m.Links() {
			if _, token, ok := strings.Cut(link, path); ok {
				token, _, _ = strings.Cut(token, "?")
				token, _, _ = strings.Cut(token, "/")
				return token
			}
		}
	}
	panic("no mail to " + address + " with a link to " + path)
}

// tokens are all secrets that open something now.
func (v *probed) tokens() []string {
	tokens := []string{v.setUp, v.mine}
	for _, c := range []consult.Contact{v.Ada, v.Ben, v.Carla} {
		tokens = append(tokens, strings.TrimPrefix(v.Path(c), "/u/"))
	}
	return tokens
}

// addresses fills the parameters of a route with all that exists, and with
// something that does not.
func (v *probed) addresses(route string) []string {
	number := func(ids ...int64) []string {
		var all []string
		for _, id := range append(ids, 999999) {
			all = append(all, itoa(id))
		}
		return all
	}
	files, slugs, mails := sync.OnceValue(v.allFiles), sync.OnceValue(v.slugs), sync.OnceValue(v.mailIDs)
	fill := func(before, name string) []string {
		switch name {
		case ":theme":
			return []string{"planning", "kanarie-leegthema"}
		case ":version":
			return []string{"1", "2"}
		case ":bestand":
			return number(files()...)
		case ":slug":
			if strings.HasPrefix(before, "/nieuws") || strings.HasPrefix(before, "/veelgestelde-vragen") {
				return slugs()
			}
			m := v.released()
			return []string{m.Slug, m.Slug + ".ics", v.draftSlug, v.draftSlug + ".ics", "bestaat-niet"}
		case ":token":
			switch {
			case strings.HasPrefix(before, "/u"):
				return []string{
					strings.TrimPrefix(v.Path(v.Ada), "/u/"), strings.TrimPrefix(v.Path(v.Ben), "/u/"),
					strings.TrimPrefix(v.Path(v.Carla), "/u/"), v.withdrawn,
				}
			case strings.HasPrefix(before, "/mijn"):
				return []string{v.mine}
			}
			return []string{v.setUp}
		case ":name":
			return []string{"bestand.txt"}
		case ":file":
			return number(files()...)
		case ":invitee":
			return number(v.invitation[v.Ada.Address], v.invitation[v.Carla.Address], v.invitation[doraAddress])
		case ":mailing", ":regel":
			return number(1)
		case ":mail":
			return number(mails()...)
		}
		switch {
		case strings.HasSuffix(before, "/bijeenkomsten"):
			return number(v.Meeting, v.draft)
		case strings.HasSuffix(before, "/berichten"), strings.HasSuffix(before, "/vragen"):
			return number(v.posts...)
		case strings.HasSuffix(before, "/bestanden"):
			return number(files()...)
		case strings.HasSuffix(before, "/organisaties"):
			return number(v.DeBrug, v.stranger, v.Consortium)
		case strings.HasSuffix(before, "/contactpersonen"):
			return number(v.Ada.ID, v.dora.ID)
		case strings.HasSuffix(before, "/medewerkers"):
			return number(v.Admin.ID, v.newStaff)
		}
		return number(1)
	}
	paths := []string{""}
	for part := range strings.SplitSeq(strings.TrimPrefix(route, "/"), "/") {
		var next []string
		for _, path := range paths {
			if !strings.HasPrefix(part, ":") {
				next = append(next, path+"/"+part)
				continue
			}
			for _, value := range fill(path, part) {
				if strings.Contains(path, "/999999/") ||
					path == "/beheer/bijeenkomsten/"+itoa(v.draft)+"/genodigden" && value != "1" {
					value = "1"
				}
				next = append(next, path+"/"+value)
			}
		}
		slices.Sort(next)
		paths = slices.Compact(next)
	}
	return paths
}

func (v *probed) released() consult.Meeting {
	m, err := v.Service().Meeting(v.ctx(), v.Editor, v.Meeting)
	if err != nil {
		panic(err)
	}
	return m
}

func (v *probed) allFiles() []int64 {
	var ids []int64
	v.View(func(tx *store.Tx) error {
		files, err := tx.Attachments(consult.NounMeeting, v.Meeting, v.draft)
		if err != nil {
			return err
		}
		ofPosts, err := tx.Attachments(consult.NounPost, v.posts...)
		for _, homes := range []map[int64][]consult.Attachment{files, ofPosts} {
			for _, all := range homes {
				for _, f := range all {
					ids = append(ids, f.ID)
				}
			}
		}
		return err
	})
	slices.Sort(ids)
	return ids
}

// mailIDs are one mail of every purpose and recipient.
func (v *probed) mailIDs() []int64 {
	var ids []int64
	v.View(func(tx *store.Tx) error {
		mails, err := tx.Mails(store.MailFilter{Limit: 100})
		for _, m := range mails {
			ids = append(ids, m.ID)
		}
		return err
	})
	return ids
}

func (v *probed) routes() []gate.Route { return web.Routes(v.Service(), v.Clock.Now) }

// readable is an answer as somebody who wants to know reads it: a spreadsheet
// unpacked, and all with the headers.
func readable(t *testing.T, r *testkit.Response) string {
	t.Helper()
	var b strings.Builder
	for name, values := range r.Header {
		b.WriteString(name + ": " + strings.Join(values, ", ") + "\n")
	}
	if !bytes.HasPrefix(r.Body, []byte("PK\x03\x04")) {
		return b.String() + string(r.Body)
	}
	archive, err := zip.NewReader(bytes.NewReader(r.Body), int64(len(r.Body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

// respell is the same request under /en.
func respell(path string) string { return strings.TrimSuffix("/en"+path, "/") }

// bare is a request without what a form of ours brings along.
func (v *probed) bare(method, path, contentType, body string) *http.Request {
	r := httptest.NewRequestWithContext(v.ctx(), method, path, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

func itoa(id int64) string { return strconv.FormatInt(id, 10) }
