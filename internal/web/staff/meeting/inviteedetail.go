package meeting

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) inviteeRoutes() []gate.Route {
	mail, note := gate.Staff(consult.SendMail), gate.Staff(consult.NoteReplies)
	path := address.Under(address.StaffMeetings, ":id", address.ToInvitees, ":invitee")
	return []gate.Route{
		gate.Get(path, gate.Staff(consult.SeeStaffSide), p.showInvitee),
		gate.Get(address.Under(path, address.ToPreview), gate.Staff(consult.SeeStaffSide), p.previewInvitee),
		gate.Post(address.Under(path, address.ToLink), gate.Staff(consult.ShowLinks), p.showInviteeLink),
		gate.Get(address.Under(path, address.ToNote), note, p.noteReplyForm),
		gate.Post(address.Under(path, address.ToNote), note, p.noteReply).WithMany("question."),
		gate.Get(address.Under(path, address.ToDeadline), mail, p.extendForm),
		gate.Post(address.Under(path, address.ToDeadline), mail, p.extend),
		gate.Get(address.Under(path, address.ToAddress), mail, p.addressForm),
		gate.Post(address.Under(path, address.ToAddress), mail, p.correctAddress),
	}
}

var inviteePage = page.New[inviteeView]("staff/invitation/invitee.html", page.Staff)

// inviteeView is one invitee with the whole story of their organisation.
type inviteeView struct {
	Workspace    desk.Workspace
	Name         string
	Organisation page.Link
	Status       page.Status
	Note         string
	Notice       *page.Notice
	Facts        []page.Fact
	Answer       []page.Fact // what the organisation's answer says
	Buttons      []page.Button
	Bulk         string // where the acts on this one are sent
	InviteeID    string
	Acts         []page.Button
	LinkAction   string
	Link         string // shown once, after it was asked for
	Colleagues   []colleagueLine
	Replies      []replyLine
	Story        []storyLine
}

type colleagueLine struct {
	Link   page.Link
	Status page.Status
	Note   string
}

type replyLine struct {
	When   string
	Status page.Status
	Who    string
	Notes  []string
	Now    bool
}

type storyLine struct {
	at     time.Time
	order  int64
	When   string
	Text   string
	Link   string
	Status *page.Status
	Detail string
}

// invitee reads the invitee that the address names, of the meeting that it
// names.
func (p *Pages) invitee(c echo.Context) (service.InviteeDetail, error) {
	meetingID, err := desk.ID(c, "id")
	if err != nil {
		return service.InviteeDetail{}, err
	}
	id, err := desk.ID(c, "invitee")
	if err != nil {
		return service.InviteeDetail{}, err
	}
	d, err := p.svc.InviteeDetail(c.Request().Context(), gate.Actor(c), id)
	if err == nil && d.Meeting.ID != meetingID {
		err = consult.ErrNotFound
	}
	return d, err
}

func (p *Pages) showInvitee(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	return p.renderInvitee(c, d, "")
}

// showInviteeLink shows somebody's personal link; the audit tells who saw it.
func (p *Pages) showInviteeLink(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	link, err := p.svc.ShowLink(c.Request().Context(), gate.Actor(c), d.Invitee.ID)
	if err != nil {
		return err
	}
	return p.renderInvitee(c, d, link)
}

func (p *Pages) renderInvitee(c echo.Context, d service.InviteeDetail, link string) error {
	lang := page.FrameOf(c).Lang
	base := address.StaffInvitee(d.Meeting.ID, d.Invitee.ID)
	v := inviteeView{
		Workspace: p.Workspace(c, d.Meeting, address.ToInvitees), Name: d.Contact.Name(),
		Status: standStatus(lang, d.Line), Note: standNote(lang, d.Meeting, d.Line),
		Organisation: page.Link{Text: d.Organisation.Name, Href: address.StaffOrganisation(d.Organisation.ID)},
		Facts:        inviteeFacts(lang, d), Answer: answerFacts(lang, d), Link: link, LinkAction: "",
		InviteeID:  strconv.FormatInt(d.Invitee.ID, 10),
		Bulk:       address.StaffMeeting(d.Meeting.ID, address.ToInvitees, address.ToConfirm),
		Colleagues: colleagueLines(lang, d), Replies: replyLines(lang, d), Story: storyLines(lang, d),
	}
	if !d.Contact.Undeliverable.IsZero() {
		v.Notice = &page.Notice{
			Kind: page.Bad, Title: i18n.T(lang, "invitation.undeliverable", "Address", d.Contact.Address),
			Lines: []page.Line{
				{Text: d.Contact.Bounce, Link: &page.Link{
					Text: i18n.T(lang, "invitation.row.repair"), Href: address.Under(base, address.ToAddress),
				}},
			},
		}
	}
	p.addActs(c, &v, d, base)
	head := desk.WorkspaceHead(c, d.Meeting, d.Contact.Name())
	head.Flash = desk.FlashOf(c, "invitation")
	return inviteePage.Render(c, http.StatusOK, head, v)
}

// addActs offers what the actor may do with an invitee in this state.
func (p *Pages) addActs(c echo.Context, v *inviteeView, d service.InviteeDetail, base string) {
	lang, actor, now := page.FrameOf(c).Lang, gate.Actor(c), p.now()
	gone := d.Invitation.Withdrawn() || !d.Invitee.WithdrawnAt.IsZero()
	may := func(a consult.Action) bool { return consult.Allow(actor, a) == nil }
	if may(consult.NoteReplies) && consult.MayNote(d.Occasion, d.Invitation, now) == nil && !gone {
		v.Buttons = append(v.Buttons, page.Button{
			Text: i18n.T(lang, "invitation.act.note"), Icon: "edit", Href: address.Under(base, address.ToNote),
		})
	}
	if may(consult.SendMail) && !gone && !d.Meeting.IsCancelled() && now.Before(d.Meeting.Starts) {
		v.Buttons = append(v.Buttons, page.Button{
			Text: i18n.T(lang, "invitation.act.extend"), Icon: "clock", Href: address.Under(base, address.ToDeadline),
		})
	}
	if may(consult.SendMail) {
		v.Buttons = append(v.Buttons, page.Button{
			Text: i18n.T(lang, "invitation.act.address"), Icon: "mail", Href: address.Under(base, address.ToAddress),
		})
	}
	if gone {
		return
	}
	if may(consult.ShowLinks) {
		v.LinkAction = address.Under(base, address.ToLink)
	}
	if !may(consult.SendMail) {
		return
	}
	if consult.ByHand(d.Standing, now) == consult.DueNow {
		v.Acts = append(v.Acts, page.Button{Name: "doe", Value: actRemind, Text: i18n.T(lang, "invitation.act.remind")})
	}
	if consult.MayResend(d.Standing, now) == consult.DueNow {
		v.Acts = append(v.Acts, page.Button{Name: "doe", Value: actResend, Text: i18n.T(lang, "invitation.act.resend")})
	}
	v.Acts = append(v.Acts, page.Button{
		Name: "doe", Value: actWithdraw, Text: i18n.T(lang, "invitation.act.withdraw"), Danger: true,
	})
}

func inviteeFacts(lang i18n.Lang, d service.InviteeDetail) []page.Fact {
	fact := func(key string, lines ...string) page.Fact {
		return page.Fact{Term: i18n.T(lang, "invitation.fact."+key), Lines: lines}
	}
	facts := []page.Fact{fact("address", d.Contact.Address)}
	if d.Contact.Phone != "" {
		facts = append(facts, fact("phone", d.Contact.Phone))
	}
	if d.Contact.JobTitle != "" {
		facts = append(facts, fact("role", d.Contact.JobTitle))
	}
	facts = append(facts, fact("type", organisationType(lang, d.Organisation.Type)),
		fact("invited", i18n.DateTime(lang, d.Invitee.AddedAt)))
	deadline := fact("deadline", dutch.Capital(i18n.Deadline(lang, d.Invitation.Deadline(d.Occasion))))
	if d.Invitation.Deadline(d.Occasion).After(d.Meeting.AnswerBy) {
		deadline.Notes = page.Lines(i18n.T(lang, "invitation.extended_why", "Why", d.Invitation.ExtendedWhy))
	}
	facts = append(facts, deadline)
	if !d.Invitee.NoReminders.IsZero() {
		facts = append(facts, fact("reminders", i18n.T(lang, "invitation.no_reminders")))
	}
	return facts
}

// answerFacts is what the organisation does and what the invitee's answer says, with the answers to the
// questions; those about needs are for staff of the meeting alone.
func answerFacts(lang i18n.Lang, d service.InviteeDetail) []page.Fact {
	stance := page.Fact{
		Term: i18n.T(lang, "invitation.column.stance"), Lines: []string{stanceStatus(lang, d.Stance()).Text},
	}
	for _, c := range d.Everybody().Comers() {
		if c.Name != "" {
			stance.Notes = append(stance.Notes, page.Lines(c.Name)...)
		}
	}
	if d.Consortium != "" {
		stance.Notes = append(stance.Notes,
			page.Lines(i18n.T(lang, "invitation.stance.consortium", "Name", d.Consortium))...)
	}
	facts := []page.Fact{stance}
	if d.Reply == nil {
		return facts
	}
	if names := peopleLines(d.Reply.People); len(names) > 0 {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "invitation.fact.people"), Lines: names})
	}
	if d.Reply.Words != "" {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "invitation.note.words"), Lines: []string{d.Reply.Words}})
	}
	given := map[int64][]string{}
	for _, g := range d.Everybody().Shared {
		given[g.QuestionID] = g.Values
	}
	for _, g := range d.Reply.Given {
		given[g.QuestionID] = g.Values
	}
	for _, q := range d.Meeting.Questions {
		switch {
		case !d.Reply.Answer.Comes() && !q.AlsoNo:
		case q.Sensitive && !d.SeesNeeds:
			facts = append(facts, page.Fact{Term: q.Label, Lines: []string{i18n.T(lang, "invitation.hidden")}})
		case len(given[q.ID]) > 0:
			facts = append(facts, page.Fact{Term: q.Label, Lines: given[q.ID]})
		}
	}
	return facts
}

func peopleLines(people []consult.Person) []string {
	var lines []string
	for _, one := range people {
		line := one.Name
		if one.Role != "" {
			line += ", " + one.Role
		}
		lines = append(lines, line)
	}
	return lines
}

func colleagueLines(lang i18n.Lang, d service.InviteeDetail) []colleagueLine {
	var all []colleagueLine
	for _, l := range d.Colleagues {
		all = append(all, colleagueLine{
			Link:   page.Link{Text: l.Name(), Href: address.StaffInvitee(d.Meeting.ID, l.InviteeID)},
			Status: standStatus(lang, l), Note: standNote(lang, d.Meeting, l),
		})
	}
	return all
}

func replyLines(lang i18n.Lang, d service.InviteeDetail) []replyLine {
	names := map[int64]string{d.Invitee.ID: d.Contact.Name()}
	for _, l := range d.Colleagues {
		names[l.InviteeID] = l.Name()
	}
	var all []replyLine
	for _, r := range d.Replies {
		one := replyLine{
			When: i18n.DateTime(lang, r.ReceivedAt), Now: d.Everybody().Last(r.ID),
			Status: standStatus(lang, consult.InviteeLine{Reply: &r}), Who: names[r.InviteeID],
		}
		if r.InviteeID == 0 {
			one.Who = i18n.T(lang, "invitation.reply.whole")
		}
		if r.StaffID != 0 {
			one.Notes = append(one.Notes,
				i18n.T(lang, "invitation.reply.noted", "Name", d.Names[r.StaffID], "Source",
					i18n.T(lang, "invitation.source."+string(r.Source))))
		}
		if by := names[r.ByInviteeID]; by != "" {
			one.Notes = append(one.Notes, i18n.T(lang, "invitation.reply.signed_off", "Name", by))
		}
		if r.Words != "" {
			one.Notes = append(one.Notes, r.Words)
		}
		if r.Note != "" {
			one.Notes = append(one.Notes, r.Note)
		}
		if r.Late {
			one.Notes = append(one.Notes, i18n.T(lang, "invitation.note.late"))
		}
		if len(r.People) > 0 {
			one.Notes = append(one.Notes, strings.Join(peopleLines(r.People), "; "))
		}
		all = append(all, one)
	}
	return all
}

// storyLines is what was mailed and done, newest first.
func storyLines(lang i18n.Lang, d service.InviteeDetail) []storyLine {
	var all []storyLine
	for _, m := range d.Mails {
		at, status, detail := desk.LastMoment(m), desk.MailStatus(lang, m.State), desk.MailSaid(lang, m)
		if m.State == consult.Sent {
			detail = m.Address
		}
		all = append(all, storyLine{
			at: at, order: m.ID, When: i18n.DateTime(lang, at), Text: desk.PurposeText(lang, m.Purpose),
			Status: &status,
			Link:   address.StaffMail(m.ID), Detail: detail,
		})
	}
	for _, e := range d.Events {
		key := "invitation.event." + e.Action
		if !i18n.Has(lang, key) {
			continue
		}
		who := e.Actor.Name
		if e.Actor.Kind == consult.ByGuest {
			who = d.Contact.Name()
		}
		all = append(all, storyLine{
			at: e.At, order: e.ID, When: i18n.DateTime(lang, e.At), Text: i18n.T(lang, key), Detail: who,
		})
	}
	slices.SortStableFunc(all,
		func(a, b storyLine) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.order, a.order)) })
	return all
}
