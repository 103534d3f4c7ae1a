package directory

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// What the lists of organisations and contacts have in common: their place in
// the address bar, their shelves, their files.

var shelfWords = map[consult.Shelf]string{consult.InUse: "", consult.Archived: "archief", consult.Whole: "alles"}

func shelfOf(q url.Values) consult.Shelf {
	for shelf, word := range shelfWords {
		if word == q.Get(desk.QueryState) {
			return shelf
		}
	}
	return consult.InUse
}

func shelfChips(lang i18n.Lang, path string, q url.Values) page.Chips {
	chips := page.Chips{Label: i18n.T(lang, "organisation.shelf")}
	now := shelfOf(q)
	for _, one := range []struct {
		shelf consult.Shelf
		key   string
	}{
		{consult.InUse, "organisation.shelf.in_use"}, {consult.Archived, "organisation.shelf.archived"},
		{consult.Whole, "organisation.shelf.all"},
	} {
		chips.Items = append(chips.Items, page.Chip{
			Text:    i18n.T(lang, one.key),
			Href:    desk.WithQuery(path, q, desk.QueryState, shelfWords[one.shelf], desk.QueryPlace, ""),
			Current: one.shelf == now,
		})
	}
	return chips
}

func mayEdit(c echo.Context) bool { return consult.Allow(gate.Actor(c), consult.EditDirectory) == nil }

// invitedRow is one meeting in the history of an organisation or a contact.
type invitedRow struct {
	Href, Title, When, Invited string
	Status                     page.Status
}

func invitedRows(lang i18n.Lang, lines []consult.InvitedLine) []invitedRow {
	rows := make([]invitedRow, len(lines))
	for i, l := range lines {
		rows[i] = invitedRow{
			Href: address.StaffMeeting(l.OccasionID), Title: l.Title, When: i18n.DateShort(lang, l.Starts),
			Invited: i18n.DateShort(lang, l.InvitedAt),
			Status:  invitedStatus(lang, l),
		}
	}
	return rows
}

func invitedStatus(lang i18n.Lang, l consult.InvitedLine) page.Status {
	switch {
	case !l.WithdrawnAt.IsZero():
		return page.Status{Icon: "lock", Text: i18n.T(lang, "organisation.answer.withdrawn")}
	case l.Answer == consult.Yes:
		return page.Status{Kind: page.OK, Text: i18n.T(lang, "organisation.answer.yes")}
	case l.Answer == consult.Online:
		return page.Status{Kind: page.Info, Icon: "video", Text: i18n.T(lang, "organisation.answer.online")}
	case l.Answer == consult.No:
		return page.Status{Icon: "cross", Text: i18n.T(lang, "organisation.answer.no")}
	}
	return page.Status{Kind: page.Open, Text: i18n.T(lang, "organisation.answer.none")}
}
