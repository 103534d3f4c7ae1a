package site

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/calendar"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/letter"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

func (p *Pages) invitationRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Invitation(":token"), gate.Secret, p.invitation),
		gate.Post(address.Invitation(":token"), gate.Secret, p.answer).WithMany("question."),
		gate.Get(address.InvitationEntry(":token"), gate.Secret, p.guestEntry),
		gate.Get(address.Invitation(":token", address.ToColleague), gate.Secret, p.colleague),
		gate.Post(address.Invitation(":token", address.ToColleague), gate.Secret, p.sendColleague),
		gate.Post(address.Invitation(":token", address.ToColleague, address.ToBack), gate.Secret, p.takeBackColleague),
		gate.Get(address.Invitation(":token", address.ToNobody), gate.Secret, p.nobody),
		gate.Post(address.Invitation(":token", address.ToNobody), gate.Secret, p.sayNobody),
		gate.Post(address.Invitation(":token", address.ToNotMe), gate.Secret, p.wrongPerson),
		gate.Post(address.Invitation(":token", address.ToReminders), gate.Secret, p.reminders),
	}
}

// The words of the answer form; staff and letters link to them too.
const (
	saysYes       = "ja"
	saysOnline    = "online"
	saysNo        = "nee"
	saysColleague = "vervanger"
)

var answers = map[string]consult.Answer{saysYes: consult.Yes, saysOnline: consult.Online, saysNo: consult.No}

func wordOf(a consult.Answer) string {
	for word, answer := range answers {
		if answer == a {
			return word
		}
	}
	return ""
}

// guestPath is the address of somebody's own page, or of one below it, in the
// language of the request.
func guestPath(c echo.Context, words ...string) string {
	return page.Href(langOf(c), address.Invitation(strings.ToLower(c.Param("token")), words...))
}

// secretive marks an answer that holds a personal link: it is not kept, not
// indexed and not told to the next page.
func secretive(c echo.Context) {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}

// invitation shows what the link is for, in the state it is in now.
func (p *Pages) invitation(c echo.Context) error {
	secretive(c)
	v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	state := p.stateOf(v)
	if word := gate.Query(c).Get("antwoord"); answers[word].Valid() && (state == stateOpen || state == stateAnswered) &&
		(answers[word].Comes() || asksOfNo(v.Meeting)) {
		return p.renderDetails(c, http.StatusOK, v, p.formOf(v, answers[word]), nil)
	}
	return p.renderGuest(c, http.StatusOK, v, guestFlash(c))
}

// guestState is which page a link shows.
type guestState int

const (
	stateOpen     guestState = iota // they said nothing that counts, there is time
	stateAnswered                   // it can be changed
	stateSettled                    // answered, and the deadline has passed
	stateWrong                      // said not to be the right person
	stateClosed                     // not answered in time, called off, or over
)

func (p *Pages) stateOf(v service.GuestView) guestState {
	now := p.now()
	switch {
	case v.Meeting.IsCancelled() || v.Meeting.Over(now):
		return stateClosed
	case !v.Invitee.WrongPerson.IsZero():
		return stateWrong
	case v.Own() == nil && !now.Before(v.Deadline):
		return stateClosed
	case v.Own() == nil:
		return stateOpen
	case !now.Before(v.Deadline):
		return stateSettled
	}
	return stateAnswered
}

// renderGuest answers with the page of a link.
func (p *Pages) renderGuest(c echo.Context, status int, v service.GuestView, flash *page.Notice) error {
	g := p.guestOf(c, v)
	head := page.Head{Title: g.Title, Flash: flash, NoIndex: true}
	switch p.stateOf(v) {
	case stateAnswered, stateSettled:
		head.Flash = nil // the page itself says what was noted
		if flash != nil && flash.Kind == page.Bad {
			head.Flash = flash
		}
		return answeredPage.Render(c, status, head, p.answeredOf(c, v, g))
	case stateWrong:
		return wrongPage.Render(c, status, head, g)
	case stateClosed:
		return closedPage.Render(c, status, head, p.closedOf(c, v, g))
	}
	return openPage.Render(c, status, head, p.openOf(c, v, g))
}

// guestFlash is the notice for what was just done, by the word behind ?gedaan=.
func guestFlash(c echo.Context) *page.Notice {
	lang, key := langOf(c), "reply.done."+gate.Query(c).Get("gedaan")
	if gate.Query(c).Get("gedaan") == "" || !i18n.Has(lang, key) {
		return nil
	}
	return &page.Notice{Kind: page.OK, Live: true, Title: i18n.T(lang, key)}
}

// answer takes in an answer: of one tap, or with the whole form.
func (p *Pages) answer(c echo.Context) error {
	form := gate.FormOf(c)
	secretive(c)
	word := form.Line("antwoord")
	if word == saysColleague {
		return c.Redirect(http.StatusSeeOther, guestPath(c, address.ToColleague))
	}
	if !form.Flag("alles") {
		return p.tap(c, word)
	}
	v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	f := typedForm(c, v.Meeting, answers[word])
	_, err = p.svc.GiveReply(c.Request().Context(), c.Param("token"), gate.Received(c), f.reply())
	var problems consult.Problems
	switch {
	case errors.As(err, &problems) && f.Answer.Valid():
		return p.renderDetails(c, http.StatusUnprocessableEntity, v, f, problems)
	case errors.As(err, &problems):
		return p.renderGuest(c, http.StatusUnprocessableEntity, v, badNotice(c, "reply.problem.answer"))
	case err != nil:
		return p.guestFailure(c, err)
	}
	return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=genoteerd")
}

// tap takes in an answer of one tap. What the form still wants is asked on the
// page that follows: the answer is stored by then.
func (p *Pages) tap(c echo.Context, word string) error {
	_, err := p.svc.Tap(c.Request().Context(), c.Param("token"), gate.Received(c), answers[word])
	if problems := (consult.Problems)(nil); errors.As(err, &problems) {
		v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
		if err != nil {
			return err
		}
		return p.renderGuest(c, http.StatusUnprocessableEntity, v, badNotice(c, "reply.problem.answer"))
	}
	if err != nil {
		return p.guestFailure(c, err)
	}
	return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=genoteerd")
}

func badNotice(c echo.Context, key string) *page.Notice {
	return &page.Notice{Kind: page.Bad, Live: true, Title: i18n.T(langOf(c), key)}
}

// guestFailure shows what one can still do when an answer came too late, and
// leaves every other error to the common pages.
func (p *Pages) guestFailure(c echo.Context, err error) error {
	if !errors.Is(err, consult.ErrClosed) {
		return err
	}
	v, lookErr := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if lookErr != nil {
		return lookErr
	}
	lang, received := langOf(c), gate.Received(c)
	late := &page.Notice{Kind: page.Bad, Live: true, Title: i18n.T(lang, "reply.late.title"), Lines: page.Lines(
		i18n.T(lang, "reply.late.received", "Date", i18n.Date(lang, received), "Clock", clockToSecond(lang, received)),
		i18n.T(lang, "reply.late.not_kept"),
	)}
	return p.renderGuest(c, http.StatusConflict, v, late)
}

// clockToSecond is a time of day with its seconds: a minute is too coarse for
// what came just too late.
func clockToSecond(lang i18n.Lang, t time.Time) string {
	t = t.In(i18n.Zone())
	return i18n.T(lang, "reply.late.clock", "Clock", i18n.Clock(lang, t), "Second", fmt.Sprintf("%02d", t.Second()))
}

// wrongPerson notes that this is not the one to ask, or that it is after all.
func (p *Pages) wrongPerson(c echo.Context) error {
	secretive(c)
	on := gate.FormOf(c).Flag("aan")
	if err := p.svc.WrongPerson(c.Request().Context(), c.Param("token"), on); err != nil {
		return p.guestFailure(c, err)
	}
	if on {
		return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=niet-ik")
	}
	return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=toch-ik")
}

// reminders turns reminders of the deadline off or on again.
func (p *Pages) reminders(c echo.Context) error {
	secretive(c)
	off := !gate.FormOf(c).Flag("aan")
	if err := p.svc.NoReminders(c.Request().Context(), c.Param("token"), off); err != nil {
		return p.guestFailure(c, err)
	}
	if off {
		return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=herinneringen-uit")
	}
	return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=herinneringen-aan")
}

// guestEntry is the meeting as a calendar entry to keep. It is a publication: the
// entry of somebody's own comes with the confirmation, under the same UID.
func (p *Pages) guestEntry(c echo.Context) error {
	secretive(c)
	v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	m, lang := v.Meeting, i18n.Parse(v.Contact.Language)
	body, err := calendar.Write(calendar.Publish, "-//Samenspraak//NL", calendar.Event{
		UID: letter.EntryUID(m, v.Invitee.ID), Sequence: m.Sequence + max(0, int(v.Invitee.Generation)-1),
		Start: m.Starts, End: m.Ends,
		Stamp: p.now(), Summary: i18n.Tidy(m.Title), Description: m.Lead,
		Location: i18n.Place(lang, m.Place(), m.Online),
		URL:      p.svc.BaseURL() + page.Href(lang, address.Meeting(m.Slug)), Cancelled: m.IsCancelled(),
		Organizer: calendar.Person{Name: v.Region.SenderName, Address: v.Region.ReplyAddress},
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="bijeenkomst.ics"`)
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", body)
}
