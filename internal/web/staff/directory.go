package staff

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// What the lists of organisations and contacts have in common: their place in
// the address bar, their shelves, their files.

const directoryPerPage = 50

// The words of the address bar.
const (
	queryPlace  = "vanaf"
	querySearch = "zoek"
	queryShelf  = "stand"
	queryType   = "soort"
	queryTown   = "gemeente"
	queryTag    = "label"
)

var shelfWords = map[consult.Shelf]string{consult.InUse: "", consult.Archived: "archief", consult.Whole: "alles"}

func shelfOf(q url.Values) consult.Shelf {
	for shelf, word := range shelfWords {
		if word == q.Get(queryShelf) {
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
	}{{consult.InUse, "organisation.shelf.in_use"}, {consult.Archived, "organisation.shelf.archived"}, {consult.Whole, "organisation.shelf.all"}} {
		chips.Items = append(chips.Items, page.Chip{
			Text: i18n.T(lang, one.key), Href: withQuery(path, q, queryShelf, shelfWords[one.shelf], queryPlace, ""), Current: one.shelf == now,
		})
	}
	return chips
}

// placeIn is how many rows of a list come before the page asked for.
func placeIn(q url.Values) int {
	n, err := strconv.Atoi(q.Get(queryPlace))
	if err != nil {
		return 0
	}
	return max(0, min(n, 1_000_000))
}

// directoryPager is nil when everything stands on one page.
func directoryPager(lang i18n.Lang, path string, q url.Values, shown, total int) *page.Pager {
	place := placeIn(q)
	if total <= directoryPerPage && place == 0 {
		return nil
	}
	number := func(n int) string { return i18n.Number(lang, n) }
	pager := &page.Pager{Summary: i18n.T(lang, "organisation.list.page", "First", number(min(place+1, total)), "Last", number(place+shown), "Total", number(total))}
	if place > 0 {
		pager.Prev = withQuery(path, q, queryPlace, nonZero(place-directoryPerPage))
	}
	if place+shown < total {
		pager.Next = withQuery(path, q, queryPlace, nonZero(place+directoryPerPage))
	}
	return pager
}

// directoryExports are the links that save exactly what a list shows.
func directoryExports(path string, q url.Values) []page.Link {
	return []page.Link{
		{Text: "CSV", Href: withQuery(path+"/lijst"+asCSV, q, queryPlace, "")},
		{Text: "Excel", Href: withQuery(path+"/lijst"+asXLSX, q, queryPlace, "")},
	}
}

// keptIn are the parameters of a list that its filter form must not lose.
func keptIn(q url.Values, names ...string) []page.Hidden {
	var kept []page.Hidden
	for _, name := range names {
		if q.Get(name) != "" {
			kept = append(kept, page.Hidden{Name: name, Value: q.Get(name)})
		}
	}
	return kept
}

func mayEdit(c echo.Context) bool { return consult.Allow(gate.Actor(c), consult.EditDirectory) == nil }

// formVersion is the version somebody was looking at when they filled a form
// in; what is no number is none there ever was.
func formVersion(c echo.Context) int64 {
	return gate.FormOf(c).ID("version")
}

func versionField(version int64) page.Hidden {
	return page.Hidden{Name: "version", Value: strconv.FormatInt(version, 10)}
}

// versionShown is the version that a form shown again carries: that of what
// somebody began from, or after a conflict the one that stands now.
func versionShown(status int, typed, stored int64) int64 {
	if status == http.StatusUnprocessableEntity {
		return typed
	}
	return stored
}

// refusedAs sorts what a use case answered to a form: problems and a status to
// show the form again with, or an error that is not the form's. Somebody else's
// save in between is a problem of the whole form, told by a key.
func refusedAs(err error, conflict string) (consult.Problems, int, error) {
	if problems, err := asProblems(err); err == nil && problems != nil {
		return problems, http.StatusUnprocessableEntity, nil
	}
	if errors.Is(err, consult.ErrConflict) {
		return consult.Problems{{Key: conflict}}, http.StatusConflict, nil
	}
	return nil, 0, err
}

// invitedRow is one meeting in the history of an organisation or a contact.
type invitedRow struct {
	Href, Title, When, Invited string
	Status                     page.Status
}

func invitedRows(lang i18n.Lang, lines []consult.InvitedLine) []invitedRow {
	rows := make([]invitedRow, len(lines))
	for i, l := range lines {
		rows[i] = invitedRow{
			Href: meetingPath(l.MeetingID, tabOverview), Title: l.Title, When: i18n.DateShort(lang, l.Starts), Invited: i18n.DateShort(lang, l.InvitedAt),
			Status: invitedStatus(lang, l),
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
