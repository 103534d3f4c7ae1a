package web_test

import (
	"bytes"
	"encoding/csv"
	"mime"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
)

// hostile are texts as somebody types or imports them who means harm.
var hostile = map[string]string{
	"markup": `"><script>alert(1)</script><img src=x onerror=alert(1)>' onfocus='x' </textarea></title>`,
	"lines":  "X\r\nX-Evil: 1\r\nBcc: evil@evil.example\r\nATTENDEE:mailto:evil@evil.example\r\n\r\nEND:VEVENT",
	"link":   `=[klik](https://evil.example) www.evil.example evil@evil.example <a href="https://evil.example">x</a>`,
	"bidi":   "\u202egnp.exe\u2066 \u200b{{.}} {{printf \"%s\" .}} ${7*7} %s %n \u0007",
}

// tainted is the small world with one text in every field that a person fills.
func tainted(t *testing.T, text string) *probed {
	t.Helper()
	v := &probed{log: &logBook{}, invitation: map[string]int64{}, t: t, Program: testkit.New(t, testkit.Options{})}
	ctx, svc := t.Context(), v.Service()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	m := v.released()
	must(
		svc.EditQuestions(
			ctx, v.Editor, v.Meeting, m.Edited,
			append(
				m.Questions,
				consult.Question{Kind: consult.Choice, Label: "Keuze", Hint: text, Options: []string{text, "twee"}},
			),
		),
	)
	question := v.released().Questions[2]
	must(v.DB().Update(ctx, func(tx *store.Tx) error {
		org, err := tx.AddOrganisation(consult.Organisation{
			Type: consult.Provider, Name: text, SortKey: "zz", Note: text, Tags: []string{text}, KvK: text, AGB: text,
			CreatedAt: v.Clock.Now(), Version: 1,
		})
		if err != nil {
			return err
		}
		v.stranger = org
		v.dora = consult.Contact{
			OrganisationID: org, First: text, Infix: text, Last: text, SortKey: "zz", JobTitle: text,
			Address: "dora@kwadrant.example", Canonical: "dora@kwadrant.example",
			Phone: text, Language: "nl", CreatedAt: v.Clock.Now(), Version: 1,
		}
		if v.dora.ID, err = tx.AddContact(v.dora); err != nil {
			return err
		}
		m, err := tx.LockMeeting(v.Meeting)
		if err != nil {
			return err
		}
		m.Title, m.Lead, m.ForWhom, m.Venue, m.Street, m.Postcode, m.Town, m.Route = text, text, text, text, text,
			text, text, text
		m.ContactName, m.Phone, m.OnBehalf = text, text, text
		m.Programme = []consult.ProgrammeItem{{From: "15.00", Until: "16.00", Title: text, Note: text}}
		tx.BumpRevision()
		return tx.SetMeeting(m, v.Clock.Now())
	}))
	for _, name := range []string{text + ".txt", "gewoon.txt"} {
		id, err := svc.AddAttachment(
			ctx, v.Editor, v.Meeting,
			service.Upload{Place: consult.OnMeeting, Title: text, FileName: name, Content: strings.NewReader("x")},
		)
		must(err)
		v.files = append(v.files, id)
	}
	v.Invite()
	v.deliver()
	for _, c := range []consult.Contact{v.dora, v.Ada} {
		v.answer(c,
			consult.Reply{Answer: consult.Yes, People: []consult.Person{{Name: text, Role: text}},
				Given: []consult.Given{
					{QuestionID: v.Table, Values: []string{"Dichtbij wonen"}},
					{QuestionID: v.Diet, Values: []string{text}},
					{QuestionID: question.ID, Values: question.Options[:1]},
				}})
	}
	must(svc.SendColleague(ctx, strings.TrimPrefix(v.Path(v.Carla), "/u/"), v.Clock.Now(), service.Colleague{
		First: text, Last: text, JobTitle: text, Address: "iris@praktijk.example", Language: "nl",
	}))
	// Staff look at a name that is none and let it pass, so that its mail is made too.
	held, err := svc.Outbox(ctx, v.Editor, store.MailFilter{States: []consult.MailState{consult.Held}})
	must(err)
	for _, m := range held.Mails {
		must(svc.SettleMail(ctx, v.Editor, service.Release, m.ID))
	}
	must(svc.Extend(ctx, v.Editor, v.Invitee(v.Carla).Invitation.ID, v.Clock.Now().AddDate(0, 0, 16), text))
	_, err = svc.NoteReply(
		ctx, v.Editor, v.Invitee(v.Carla).Invitation.ID,
		consult.Reply{Answer: consult.No, Source: consult.ByPhone, Note: text, ReceivedAt: v.Clock.Now()},
	)
	must(err)
	v.Clock.Advance(time.Hour)
	_, err = svc.Withdraw(ctx, v.Editor, v.Meeting, []int64{v.Invitee(v.dora).Invitee.ID}, text)
	must(err)
	must(svc.AskMine(ctx, v.Ada.Address, i18n.Dutch, ""))
	v.deliver()
	v.mine = v.tokenIn("/mijn/", v.Ada.Address)
	_, link, err := svc.AddStaff(ctx, v.Admin, "nieuw@merenland.example", text, consult.Reader, "nl")
	must(err)
	v.setUp = link[strings.LastIndex(link, "/")+1:]
	for _, c := range []consult.Contact{v.Ada, v.Ben, v.Carla, v.dora} {
		v.invitation[c.Address] = v.Invitee(c).Invitee.ID
	}
	v.newStaff, v.draft, v.draftSlug = v.Admin.ID+3, v.Meeting, "bestaat-niet"
	return v
}

// skeleton counts the elements of a page with the names of their attributes,
// and the addresses that lead elsewhere.
func skeleton(t *testing.T, body []byte) map[string]int {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	isLetter := bytes.Contains(body, []byte("mso-hide:all")) // whose own styles stand in attributes, which are counted
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		name := node.Data
		for _, a := range node.Attr {
			name += " " + a.Key
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" && !isLetter {
				t.Errorf("an attribute %s", a.Key)
			}
			if a.Key == "href" || a.Key == "src" || a.Key == "action" {
				if strings.Contains(a.Val, "evil.example") && !strings.HasPrefix(a.Val, "/") {
					t.Errorf("a link to %s", a.Val)
				}
			}
		}
		count[name]++
	}
	return count
}

// lineBreaks are what a text of several lines is shown with.
var lineBreaks = []string{"br", "p", "tr", "td width", "td height", "td class", "td class style"}

func isPage(r *testkit.Response) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "text/html")
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	plain := tainted(t, "Gewone naam 7") // with a sign that no name has, as the hostile ones
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			v := tainted(t, text)
			v.t = t
			clients := [2][2]*testkit.Client{
				{plain.SignIn(consult.Editor), plain.Client()}, {v.SignIn(consult.Editor), v.Client()},
			}
			pages := 0
			for _, r := range v.routes() {
				if r.Method != http.MethodGet || strings.HasSuffix(r.Path, ".xlsx") {
					continue
				}
				which := 1
				if strings.HasPrefix(r.Path, "/beheer") {
					which = 0
				}
				want, got := plain.addresses(r.Path), v.addresses(r.Path)
				for i := range min(len(want), len(got)) {
					a, b := clients[0][which].Get(want[i]), clients[1][which].Get(got[i])
					checkHeaders(t, "GET "+got[i], b)
					switch kind, _, _ := mime.ParseMediaType(b.Header.Get("Content-Type")); {
					case a.Status != b.Status:
						t.Errorf("%s: %d, with a plain text %d", r.Path, b.Status, a.Status)
					case isPage(b):
						pages++
						one, two := skeleton(t, a.Body), skeleton(t, b.Body)
						for element, n := range two {
							if n > one[element] && (name != "lines" || !slices.Contains(lineBreaks, element)) {
								t.Errorf("%s has %d of <%s>, with a plain text %d", r.Path, n, element, one[element])
							}
						}
					case kind == "text/csv":
						checkTable(t, r.Path, b.Body)
					case kind == "text/calendar":
						checkEntry(t, r.Path, string(b.Body))
					}
					checkDisposition(t, r.Path, b.Header)
				}
			}
			if pages < 40 {
				t.Errorf("only %d pages", pages)
			}
			for _, m := range v.mails {
				checkMail(t, m)
			}
		})
	}
}

// checkTable: a spreadsheet must not take a cell for a formula.
func checkTable(t *testing.T, path string, body []byte) {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	reader.Comma, reader.FieldsPerRecord = ';', -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Errorf("%s: %v", path, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(cell)[0]) {
				t.Errorf("%s has a cell %q", path, cell)
			}
		}
	}
}

// checkEntry: a text stays in its own line of a calendar.
func checkEntry(t *testing.T, path, entry string) {
	t.Helper()
	unfolded := strings.ReplaceAll(entry, "\r\n ", "")
	if strings.Count(unfolded, "\r\nBEGIN:VEVENT") != strings.Count(unfolded, "\r\nEND:VEVENT") {
		t.Errorf("%s: events begin and end unevenly", path)
	}
	for line := range strings.SplitSeq(unfolded, "\r\n") {
		if strings.HasPrefix(line, "ATTENDEE:") || strings.HasPrefix(line, "X-Evil") ||
			strings.HasPrefix(line, "Bcc") || strings.ContainsAny(line, "\r\n\x00\x07") {
			t.Errorf("%s has the line %q", path, line)
		}
	}
}

func checkDisposition(t *testing.T, path string, h http.Header) {
	t.Helper()
	value := h.Get("Content-Disposition")
	if value == "" {
		return
	}
	kind, params, err := mime.ParseMediaType(value)
	if err != nil || kind != "attachment" ||
		strings.ContainsAny(params["filename"], "\r\n/\\\x00\"<>|:*?\u202e\u2066\a") {
		t.Errorf("%s: Content-Disposition %q: %q %v", path, value, params["filename"], err)
	}
}

var mailHeaders = []string{
	"From", "To", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type", "Reply-To", "Auto-Submitted",
	"List-Unsubscribe", "List-Unsubscribe-Post",
	"Content-Transfer-Encoding", "X-Auto-Response-Suppress", "X-Portal-Ref", "References", "In-Reply-To",
}

func checkMail(t *testing.T, m mailbox.Mail) {
	t.Helper()
	for name := range m.Header {
		if !slices.Contains(mailHeaders, name) {
			t.Errorf("a mail has the header %s", name)
		}
	}
	for _, link := range m.Links() {
		if !strings.HasPrefix(link, testkit.BaseURL+"/") &&
			!strings.HasPrefix(link, "https://overleg.merenland.example/") {
			t.Errorf("a mail links to %s", link)
		}
	}
	root, err := testkit.Parse([]byte(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	for _, bare := range []string{"https://evil", "www.evil.example", "evil@evil.example"} {
		if strings.Contains(m.Text+root.Text(), bare) {
			t.Errorf("%q: mail programs make a link of %q", m.Subject, bare)
		}
	}
	for _, a := range root.All("a[href], img, script, form, iframe, object, link") {
		href := a.Attr("href")
		if !strings.HasPrefix(href, testkit.BaseURL) &&
			!strings.HasPrefix(href, "https://overleg.merenland.example/") &&
			!strings.HasPrefix(href, "mailto:samenspraak@merenland.example") && !strings.HasPrefix(href, "tel:") {
			t.Errorf("%q: a mail has a link or image %q", m.Subject, href)
		}
	}
	checkEntry(t, "a mail's entry", m.Calendar)
}
