package people

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

var unsentPage = page.New[unsentView]("staff/signin/unsent.html", page.Sign)

// unsentView is a form whose sender is not signed in any more: its fields go
// along unseen, its texts can be read and copied.
type unsentView struct {
	Action string
	SignIn string
	Fields []page.Hidden
	Texts  []string
	Files  bool // these must be chosen again
}

// ShowUnsent shows a form again that came when the sign-in had expired, with
// the way to sign in beside it and a button to send it once more. It does
// nothing with what was typed but give it back. It is for gate.KeepUnsent.
func ShowUnsent(c echo.Context, form gate.Unsent) error {
	v := unsentView{Action: form.Action, SignIn: address.SignIn, Files: form.Files}
	for _, f := range form.Fields {
		v.Fields = append(v.Fields, page.Hidden{Name: f.Name, Value: f.Value})
		if text := strings.TrimSpace(f.Value); strings.ContainsAny(text, " \n") {
			v.Texts = append(v.Texts, text)
		}
	}
	head := page.Head{Title: i18n.T(page.FrameOf(c).Lang, "signin.unsent.title"), NoIndex: true}
	return unsentPage.Render(c, http.StatusUnauthorized, head, v)
}
