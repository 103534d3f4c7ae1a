package desk

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// FlashOf is the notice for what was just done: the word that a redirect put
// behind ?gedaan=. Only words with a text of their noun ("account.done.<word>")
// say anything, so nobody can make a link that says something else.
func FlashOf(c echo.Context, noun string) *page.Notice {
	lang, key := page.FrameOf(c).Lang, noun+".done."+gate.Query(c).Get(QueryDone)
	if gate.Query(c).Get(QueryDone) == "" || !i18n.Has(lang, key) {
		return nil
	}
	return &page.Notice{Kind: page.OK, Live: true, Lines: page.Lines(i18n.T(lang, key))}
}

// AsProblems is what was wrong with a form, or the error itself when it is
// something else.
func AsProblems(err error) (consult.Problems, error) {
	var p consult.Problems
	if errors.As(err, &p) {
		return p, nil
	}
	return nil, err
}

// FormVersion is the version somebody was looking at when they filled a form
// in; what is no number is none there ever was.
func FormVersion(c echo.Context) int64 {
	return gate.FormOf(c).ID("version")
}

// VersionField takes the version along that a form was made from, for formVersion.
func VersionField(version int64) page.Hidden {
	return page.Hidden{Name: "version", Value: strconv.FormatInt(version, 10)}
}

// VersionShown is the version that a form shown again carries: that of what
// somebody began from, or after a conflict the one that stands now.
func VersionShown(status int, typed, stored int64) int64 {
	if status == http.StatusUnprocessableEntity {
		return typed
	}
	return stored
}

// RefusedAs sorts what a use case answered to a form: problems and a status to
// show the form again with, or an error that is not the form's. Somebody else's
// save in between is a problem of the whole form, told by a key.
func RefusedAs(err error, conflict string) (consult.Problems, int, error) {
	if problems, err := AsProblems(err); err == nil && problems != nil {
		return problems, http.StatusUnprocessableEntity, nil
	}
	if errors.Is(err, consult.ErrConflict) {
		return consult.Problems{{Key: conflict}}, http.StatusConflict, nil
	}
	return nil, 0, err
}

// Numbers are the ids among what a form or an address says, each once; what is none is left out.
func Numbers(values []string) []int64 {
	var all []int64
	for _, v := range values {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && n > 0 && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// Edited is the save of the meeting or post that the form was made from.
func Edited(c echo.Context) int64 {
	return gate.FormOf(c).ID("edited") // what is no number is no save there was
}

// Refused is refusedAs for a form of a meeting.
func Refused(err error) (consult.Problems, int, error) {
	return RefusedAs(err, "meeting.problem.conflict")
}

// ID reads a number from the address; what is not one is not found.
func ID(c echo.Context, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("%s is no number: %w", name, consult.ErrNotFound)
	}
	return id, nil
}
