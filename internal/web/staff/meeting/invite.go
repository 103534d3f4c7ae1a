package meeting

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) inviteRoutes() []gate.Route {
	mail := gate.Staff(consult.SendMail)
	path := address.Under(address.StaffMeetings, ":id", address.ToInvite)
	return []gate.Route{
		gate.Get(path, mail, p.chooseAudience),
		gate.Post(path, mail, p.invite).WithMany(desk.QueryType, desk.QueryTown, desk.QueryTag, wordHand, wordExcept),
		gate.Get(address.Under(path, address.ToPreview), mail, p.previewInvitation),
	}
}

var audiencePage = page.New[audienceView]("staff/invitation/audience.html", page.Staff)

// audienceView shows exactly who will be invited before anything is sent.
type audienceView struct {
	Workspace desk.Workspace
	Refused   *page.Notice // why nothing can be sent now
	Rule      page.Filter
	Person    page.Filter
	Found     []foundPerson
	Started   bool // a rule or a choice by hand is there
	Getting   page.Tally
	Languages []string
	Who       page.Fold
	Both      *page.Notice // consortia that are asked beside their members
	LeftOut   []page.Fold
	Action    string
	Hidden    []page.Hidden
	Intro     page.Field
	Test      page.Field
	Previews  []page.Preview
	Buttons   []page.Button
}

type foundPerson struct {
	Name, Organisation string
	Add                *page.Link
	Note               string
}

// The words of the address bar that make a rule.
const (
	wordHand   = "erbij"
	wordExcept = "zonder"
	wordPerson = "persoon"
)

// audienceOf reads a rule from the address bar or a form.
func audienceOf(q url.Values) consult.Audience {
	a := consult.Audience{
		Search: q.Get(desk.QuerySearch), Contacts: desk.Numbers(q[wordHand]), Except: desk.Numbers(q[wordExcept]),
		Municipalities: desk.Numbers(q[desk.QueryTown]),
	}
	for _, value := range q[desk.QueryType] {
		if t := consult.OrganisationType(value); t.Valid() {
			a.Types = append(a.Types, t)
		}
	}
	for _, tag := range q[desk.QueryTag] {
		if tag != "" {
			a.Tags = append(a.Tags, tag)
		}
	}
	return a
}

// audienceQuery is a rule for the address bar.
func audienceQuery(a consult.Audience) url.Values {
	q := url.Values{}
	if a.Search != "" {
		q.Set(desk.QuerySearch, a.Search)
	}
	for _, t := range a.Types {
		q.Add(desk.QueryType, string(t))
	}
	for _, tag := range a.Tags {
		q.Add(desk.QueryTag, tag)
	}
	for word, ids := range map[string][]int64{
		desk.QueryTown: a.Municipalities, wordHand: a.Contacts, wordExcept: a.Except,
	} {
		for _, id := range ids {
			q.Add(word, strconv.FormatInt(id, 10))
		}
	}
	return q
}

func (p *Pages) chooseAudience(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	head := func(h *page.Head) { h.Flash = desk.FlashOf(c, "audience") }
	return p.renderAudience(c, http.StatusOK, id, audienceOf(gate.Query(c)), "", nil, head)
}

func (p *Pages) renderAudience(c echo.Context, status int, meetingID int64, a consult.Audience, intro string,
	problems consult.Problems, more func(*page.Head)) error {
	choice, err := p.svc.Audience(c.Request().Context(), gate.Actor(c), meetingID, a)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	b := page.NewFields(lang, problems)
	v := audienceView{
		Workspace: p.Workspace(c, choice.Meeting, address.ToInvitees), Rule: audienceForm(lang, choice, a),
		Person:  personForm(lang, meetingID, a, gate.Query(c).Get(wordPerson)),
		Started: a.Rules() || len(a.Contacts) > 0, Action: address.StaffMeeting(meetingID, address.ToInvite),
	}
	if refused, _ := desk.AsProblems(consult.MayInvite(choice.Meeting.Occasion, p.now())); len(refused) > 0 {
		v.Refused = &page.Notice{Kind: page.Bad, Title: i18n.T(lang, refused[0].Key)}
	}
	if v.Found, err = p.found(c, meetingID, a); err != nil {
		return err
	}
	v.show(lang, choice, a, meetingID, intro, b)
	head := desk.WorkspaceHead(c, choice.Meeting, i18n.T(lang, "audience.title"))
	head.Errors = b.Summary()
	more(&head)
	return audiencePage.Render(c, status, head, v)
}

// show fills in the outcome: who, who not and why, and a real mail for each
// language.
func (v *audienceView) show(lang i18n.Lang, choice service.AudienceChoice, a consult.Audience, meetingID int64,
	intro string, b *page.Fields) {
	n := len(choice.Preview.Invited)
	q := audienceQuery(a)
	v.Getting = page.Tally{
		Count: i18n.Number(lang, n),
		Text: i18n.N(lang, "audience.getting", n, "Organisations",
			i18n.N(lang, "audience.organisations", choice.Preview.Organisations)),
	}
	v.Who = candidateFold(lang, i18n.T(lang, "audience.who"), choice.Preview.Invited, n <= 20,
		leaveOut(lang, v.Action, q))
	v.Both = bothNotice(lang, choice.Both)
	for _, why := range consult.LeftOuts {
		if left := choice.Preview.LeftOut[why]; len(left) > 0 {
			v.LeftOut = append(v.LeftOut,
				candidateFold(lang, i18n.T(lang, "audience.left."+string(why)), left, false,
					putBack(lang, v.Action, q, why)))
		}
	}
	for word, values := range q {
		for _, value := range values {
			v.Hidden = append(v.Hidden, page.Hidden{Name: word, Value: value})
		}
	}
	slices.SortFunc(v.Hidden, func(a, b page.Hidden) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	v.Hidden = append(v.Hidden, page.Hidden{Name: "gezien", Value: joinIDs(choice.Preview.IDs())})
	v.Intro = b.Area("intro", "audience.intro", intro, page.Optional(), page.Max(consult.MaxIntro), page.Rows(4),
		page.Hint("audience.intro_hint"))
	v.addPreviews(lang, choice, meetingID, intro)
	v.Test = b.Select("taal", "audience.test_language", string(lang), []page.Option{
		{Value: "nl", Text: i18n.T(lang, "audience.lang.nl")}, {Value: "en", Text: i18n.T(lang, "audience.lang.en")},
	})
	v.Buttons = []page.Button{
		{Name: "doe", Value: "verstuur", Text: i18n.N(lang, "audience.send", n), Icon: "mail", Primary: true},
	}
}

// bothNotice warns of consortia that are asked beside their members; nil: there
// are none.
func bothNotice(lang i18n.Lang, all []consult.Membership) *page.Notice {
	if len(all) == 0 {
		return nil
	}
	n := &page.Notice{Kind: page.Open, Title: i18n.T(lang, "audience.both.title")}
	members := map[string][]string{}
	var names []string
	for _, m := range all {
		if members[m.Consortium] == nil {
			names = append(names, m.Consortium)
		}
		members[m.Consortium] = append(members[m.Consortium], m.Member)
	}
	for _, name := range names {
		n.Lines = append(n.Lines, page.Line{
			Text: i18n.T(lang, "audience.both.line", "Consortium", name, "Members", strings.Join(members[name], ", ")),
		})
	}
	n.Lines = append(n.Lines, page.Line{Text: i18n.T(lang, "audience.both.text")})
	return n
}

// addPreviews shows one real mail for each language, and counts who gets it.
func (v *audienceView) addPreviews(lang i18n.Lang, choice service.AudienceChoice, meetingID int64, intro string) {
	shown := map[string]bool{}
	for _, c := range choice.Preview.Invited {
		code := c.Contact.Language
		if shown[code] {
			continue
		}
		shown[code] = true
		language := i18n.T(lang, "audience.lang."+string(i18n.Parse(code)))
		v.Languages = append(v.Languages,
			i18n.N(lang, "audience.in_language", choice.Preview.Languages[code], "Language", language))
		src := url.Values{"contact": {strconv.FormatInt(c.Contact.ID, 10)}}
		if intro != "" {
			src.Set("intro", intro)
		}
		v.Previews = append(v.Previews, page.Preview{
			Title: i18n.T(lang, "audience.preview", "Name", c.Contact.Name(), "Language", language),
			Src:   address.StaffMeeting(meetingID, address.ToInvite, address.ToPreview) + "?" + src.Encode(),
		})
	}
}

type candidateLink func(consult.Candidate) *page.Link

func leaveOut(lang i18n.Lang, path string, q url.Values) candidateLink {
	return func(c consult.Candidate) *page.Link {
		next, id := cloned(q), strconv.FormatInt(c.Contact.ID, 10)
		if slices.Contains(next[wordHand], id) {
			next[wordHand] = slices.DeleteFunc(next[wordHand], func(v string) bool { return v == id })
		}
		next.Add(wordExcept, id)
		return &page.Link{Text: i18n.T(lang, "audience.leave_out"), Href: path + "?" + next.Encode()}
	}
}

func putBack(lang i18n.Lang, path string, q url.Values, why consult.LeftOut) candidateLink {
	return func(c consult.Candidate) *page.Link {
		switch why {
		case consult.LeftByHand:
			next, id := cloned(q), strconv.FormatInt(c.Contact.ID, 10)
			next[wordExcept] = slices.DeleteFunc(next[wordExcept], func(v string) bool { return v == id })
			return &page.Link{Text: i18n.T(lang, "audience.put_back"), Href: path + "?" + next.Encode()}
		case consult.LeftUndeliverable:
			return &page.Link{Text: i18n.T(lang, "audience.repair"), Href: address.StaffContact(c.Contact.ID)}
		case consult.LeftNoContact:
			return &page.Link{
				Text: i18n.T(lang, "audience.add_contact"), Href: address.StaffOrganisation(c.Organisation.ID),
			}
		}
		return nil
	}
}

func cloned(q url.Values) url.Values {
	next := url.Values{}
	for word, values := range q {
		next[word] = slices.Clone(values)
	}
	return next
}

func candidateFold(lang i18n.Lang, title string, all []consult.Candidate, open bool, link candidateLink) page.Fold {
	f := page.Fold{Title: title, Count: i18n.Number(lang, len(all)), Open: open}
	for _, c := range all {
		item := page.FoldItem{Text: c.Organisation.Name, Note: page.Line{Link: link(c)}}
		if c.Contact.ID != 0 {
			item.Text = c.Contact.Name() + ", " + c.Organisation.Name
			item.Note.Text = c.Contact.Address
		}
		f.Items = append(f.Items, item)
	}
	return f
}

func joinIDs(ids []int64) string {
	parts := make([]string, len(ids))
	for k, id := range ids {
		parts[k] = strconv.FormatInt(id, 10)
	}
	return strings.Join(parts, ",")
}

func audienceForm(lang i18n.Lang, choice service.AudienceChoice, a consult.Audience) page.Filter {
	b := page.NewFields(lang, nil).Prefixed("regel")
	var types, towns, tags []page.Option
	var chosenTypes, chosenTowns []string
	for _, t := range consult.OrganisationTypes {
		types = append(types, page.Option{Value: string(t), Text: organisationType(lang, t)})
	}
	for _, t := range a.Types {
		chosenTypes = append(chosenTypes, string(t))
	}
	for _, m := range choice.Municipalities {
		towns = append(towns, page.Option{Value: strconv.FormatInt(m.ID, 10), Text: m.Name})
	}
	for _, id := range a.Municipalities {
		chosenTowns = append(chosenTowns, strconv.FormatInt(id, 10))
	}
	for _, tag := range choice.Tags {
		tags = append(tags, page.Option{Value: tag, Text: tag})
	}
	form := page.Filter{Label: i18n.T(lang, "audience.rule"),
		Action: address.StaffMeeting(choice.Meeting.ID, address.ToInvite), Fields: []page.Field{
			b.Checks(desk.QueryType, "audience.types", chosenTypes, types, page.Columns()),
			b.Checks(desk.QueryTown, "audience.towns", chosenTowns, towns, page.Columns()),
		}}
	if len(tags) > 0 {
		form.Fields = append(form.Fields, b.Checks(desk.QueryTag, "audience.tags", a.Tags, tags, page.Columns()))
	}
	form.Fields = append(form.Fields,
		b.Text(desk.QuerySearch, "audience.search", a.Search, page.Type("search"), page.Hint("audience.search_hint")))
	for word, ids := range map[string][]int64{wordHand: a.Contacts, wordExcept: a.Except} {
		form.Keep = append(form.Keep, hiddenIDs(word, ids)...)
	}
	return form
}

func hiddenIDs(word string, ids []int64) []page.Hidden {
	all := make([]page.Hidden, len(ids))
	for k, id := range ids {
		all[k] = page.Hidden{Name: word, Value: strconv.FormatInt(id, 10)}
	}
	return all
}

func personForm(lang i18n.Lang, meetingID int64, a consult.Audience, typed string) page.Filter {
	b := page.NewFields(lang, nil)
	form := page.Filter{Label: i18n.T(lang, "audience.person"),
		Action: address.StaffMeeting(meetingID, address.ToInvite), Fields: []page.Field{
			b.Text(wordPerson, "audience.person_field", typed, page.Type("search"), page.Wide()),
		}}
	for word, values := range audienceQuery(a) {
		for _, value := range values {
			form.Keep = append(form.Keep, page.Hidden{Name: word, Value: value})
		}
	}
	return form
}

// found searches people to add by hand, at most twenty.
func (p *Pages) found(c echo.Context, meetingID int64, a consult.Audience) ([]foundPerson, error) {
	typed := gate.Query(c).Get(wordPerson)
	if typed == "" {
		return nil, nil
	}
	choice, err := p.svc.Audience(c.Request().Context(), gate.Actor(c), meetingID, consult.Audience{Search: typed})
	if err != nil {
		return nil, err
	}
	lang := page.FrameOf(c).Lang
	var all []foundPerson
	add := func(cand consult.Candidate, note string) {
		if len(all) == 20 || cand.Contact.ID == 0 {
			return
		}
		one := foundPerson{Name: cand.Contact.Name(), Organisation: cand.Organisation.Name, Note: note}
		if note == "" {
			next := audienceQuery(a)
			next[wordExcept] = slices.DeleteFunc(next[wordExcept],
				func(v string) bool { return v == strconv.FormatInt(cand.Contact.ID, 10) })
			next.Add(wordHand, strconv.FormatInt(cand.Contact.ID, 10))
			one.Add = &page.Link{
				Text: i18n.T(lang, "audience.add"),
				Href: address.StaffMeeting(meetingID, address.ToInvite) + "?" + next.Encode(),
			}
		}
		all = append(all, one)
	}
	for _, cand := range choice.Preview.Invited {
		note := ""
		if slices.Contains(a.Contacts, cand.Contact.ID) {
			note = i18n.T(lang, "audience.added")
		}
		add(cand, note)
	}
	for _, why := range consult.LeftOuts {
		for _, cand := range choice.Preview.LeftOut[why] {
			add(cand, i18n.T(lang, "audience.left."+string(why)))
		}
	}
	return all, nil
}

// invite sends, sends a test, or shows the mail with other words before it.
func (p *Pages) invite(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	form := gate.FormOf(c)
	a, intro, lang := audienceOf(form.Lines()), form.Text("intro"), page.FrameOf(c).Lang
	plain := func(*page.Head) {}
	switch form.Line("doe") {
	case "proef":
		err = p.svc.SendTest(c.Request().Context(), gate.Actor(c), id, intro, i18n.Parse(form.Line("taal")))
		if err == nil {
			sent := &page.Notice{Kind: page.OK, Live: true, Title: i18n.T(lang, "audience.done.test")}
			return p.renderAudience(c, http.StatusOK, id, a, intro, nil, func(h *page.Head) { h.Flash = sent })
		}
	case "verstuur":
		mailingID, sendErr := p.svc.InviteSeen(c.Request().Context(), gate.Actor(c), id, a, intro,
			desk.Numbers(strings.Split(form.Line("gezien"), ",")))
		if sendErr == nil {
			return c.Redirect(http.StatusSeeOther, address.StaffMailing(id, mailingID))
		}
		err = sendErr
	default:
		return p.renderAudience(c, http.StatusOK, id, a, intro, nil, plain)
	}
	if page.StatusOf(err) == http.StatusConflict {
		changed := &page.Notice{
			Kind: page.Bad, Live: true, Title: i18n.T(lang, "audience.changed.title"),
			Lines: page.Lines(i18n.T(lang, "audience.changed.text")),
		}
		return p.renderAudience(c, http.StatusConflict, id, a, intro, nil, func(h *page.Head) { h.Flash = changed })
	}
	problems, err := desk.AsProblems(err)
	if err != nil {
		return err
	}
	return p.renderAudience(c, http.StatusUnprocessableEntity, id, a, intro, problems, plain)
}

// previewInvitation shows the invitation as one contact would get it.
func (p *Pages) previewInvitation(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	contactID, _ := strconv.ParseInt(gate.Query(c).Get("contact"), 10, 64)
	choice, err := p.svc.Audience(c.Request().Context(), gate.Actor(c), m.ID,
		consult.Audience{Contacts: []int64{contactID}})
	if err != nil {
		return err
	}
	if len(choice.Preview.Invited) == 0 {
		return consult.ErrNotFound
	}
	return p.showLetter(c,
		service.InvitationFor(m.Occasion, choice.Preview.Invited[0].Contact, gate.Query(c).Get("intro")))
}
