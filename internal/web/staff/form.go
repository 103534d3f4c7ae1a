package staff

import (
	"errors"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// flashOf is the notice for what was just done: the word that a redirect put
// behind ?gedaan=. Only words with a text of their noun ("account.done.<word>")
// say anything, so nobody can make a link that says something else.
func flashOf(c echo.Context, noun string) *page.Notice {
	lang, key := page.FrameOf(c).Lang, noun+".done."+gate.Query(c).Get("gedaan")
	if gate.Query(c).Get("gedaan") == "" || !i18n.Has(lang, key) {
		return nil
	}
	return &page.Notice{Kind: page.OK, Live: true, Lines: page.Lines(i18n.T(lang, key))}
}

// asProblems is what was wrong with a form, or the error itself when it is
// something else.
func asProblems(err error) (consult.Problems, error) {
	var p consult.Problems
	if errors.As(err, &p) {
		return p, nil
	}
	return nil, err
}
