package staff_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp/totp"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/staff"
)

// desk is the staff side behind its gate, with a browser that keeps its cookie.
type desk struct {
	*echo.Echo
	t      *testing.T
	svc    *service.Service
	now    time.Time
	cookie *http.Cookie // of the sign-in
	device *http.Cookie // by which the browser is known
	secret string
}

const deskPassword = "paard batterij nietje"

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Echo: echo.New(), t: t, now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return d.now }
	d.svc = service.New(service.Options{
		DB: storetest.Open(t, storetest.SQLite(t)), Now: clock, Secret: make([]byte, 32),
		BaseURL: "https://praat.merenland.example",
	})
	d.IPExtractor = echo.ExtractIPDirect()
	d.HTTPErrorHandler = func(err error, c echo.Context) {
		if page.RenderFailure(c, page.StatusOf(err), "") != nil {
			t.Errorf("no error page for %v", err)
		}
	}
	known := func(c echo.Context) error {
		f := pagetest.Frame(i18n.Parse(gate.Actor(c).Language), page.Sign)
		if a := gate.Actor(c); a.Kind == consult.ByStaff {
			f.Staff = &page.StaffInfo{
				Name: a.Name, Role: string(a.Role),
				May: func(act consult.Action) bool { return consult.Allow(a, act) == nil },
			}
		}
		page.SetFrame(c, f)
		return nil
	}
	gate.Mount(d.Echo, staff.New(d.svc, clock).Routes(), gate.New(d.svc, clock, known))
	return d
}

// answer is what came back, as a browser reads it.
type answer struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (d *desk) send(method, path string, form url.Values) answer {
	d.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "https://praat.merenland.example")
	}
	for _, c := range []*http.Cookie{d.cookie, d.device} {
		if c != nil {
			r.AddCookie(c)
		}
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if strings.HasSuffix(c.Name, "-device") {
			d.device = c
		} else {
			d.cookie = c
		}
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && method == http.MethodGet {
		pagetest.Check(d.t, w.Body.Bytes())
	}
	return answer{w.Code, w.Header().Get("Location"), w.Body.String(), w.Header()}
}

func (d *desk) get(path string) answer { d.t.Helper(); return d.send(http.MethodGet, path, nil) }

func (d *desk) post(path string, pairs ...string) answer {
	d.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return d.send(http.MethodPost, path, form)
}

func (d *desk) code(secret string) string {
	d.t.Helper()
	code, err := totp.GenerateCode(secret, d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

func (d *desk) want(a answer, status int, holds ...string) {
	d.t.Helper()
	if a.status != status {
		d.t.Errorf("status %d, want %d; to %q\n%s", a.status, status, a.location, a.body)
	}
	for _, one := range holds {
		if !strings.Contains(a.body+" → "+a.location, one) {
			d.t.Errorf("%q is missing in %s → %s", one, a.body, a.location)
		}
	}
}

func (d *desk) wantNot(a answer, holds ...string) {
	d.t.Helper()
	for _, one := range holds {
		if strings.Contains(a.body, one) {
			d.t.Errorf("%q stands in %s", one, a.body)
		}
	}
}

var (
	secretField  = regexp.MustCompile(`name="secret" value="([A-Z2-7]{32})"`)
	recoveryCode = regexp.MustCompile(`<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>`)
	setUpLink    = regexp.MustCompile(`https://praat\.merenland\.example(/beheer/instellen/[a-z2-7]+)`)
)

// join goes through a set-up link as its owner does and returns the recovery
// codes.
func (d *desk) join(link string) []string {
	d.t.Helper()
	d.secret = secretField.FindStringSubmatch(d.get(link).body)[1]
	done := d.post(link, "password", deskPassword, "repeat", deskPassword, "secret", d.secret, "code", d.code(d.secret))
	d.want(done, 200, "/beheer/aanmelden")
	var codes []string
	for _, m := range recoveryCode.FindAllStringSubmatch(done.body, -1) {
		codes = append(codes, m[1])
	}
	if len(codes) != 10 {
		d.t.Errorf("%d recovery codes on the page", len(codes))
	}
	d.now = d.now.Add(time.Minute)
	return codes
}

func (d *desk) signIn(address string) {
	d.t.Helper()
	d.want(d.post("/beheer/aanmelden", "address", address, "password", deskPassword), 303, "/beheer/code")
	d.want(d.post("/beheer/code", "code", d.code(d.secret)), 303, "/beheer")
	d.now = d.now.Add(time.Minute)
}

func (d *desk) marleen() (staffID int64) {
	d.t.Helper()
	id, link, err := d.svc.AddStaff(
		context.Background(), consult.SystemActor, "m.oosterveld@merenland.example", "Marleen Oosterveld",
		consult.Admin, "nl",
	)
	if err != nil {
		d.t.Fatal(err)
	}
	d.join(strings.TrimPrefix(link, "https://praat.merenland.example"))
	d.signIn("m.oosterveld@merenland.example")
	return id
}

func TestSetUpAndSignIn(t *testing.T) {
	d := newDesk(t)
	_, link, err := d.svc.AddStaff(
		context.Background(), consult.SystemActor, "m.oosterveld@merenland.example", "Marleen Oosterveld",
		consult.Admin, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(link, "https://praat.merenland.example")
	first := d.get(path)
	d.want(
		first, 200, "Stel uw account in", `autocomplete="new-password"`, `autocomplete="one-time-code"`,
		`autocomplete="username"`, "<svg", "otpauth://totp/Merenland%20beheer:m.oosterveld",
	)
	secret := secretField.FindStringSubmatch(first.body)[1]
	bad := d.post(path, "password", "kort", "repeat", "kort", "secret", secret, "code", "000000")
	d.want(
		bad, 422, "Dit wachtwoord is te kort", "past niet bij de QR-code", `name="secret" value="`+secret+`"`,
		"Typ uw wachtwoord opnieuw",
	)
	d.wantNot(bad, `value="kort"`)
	codes := d.join(path)
	d.want(d.get(path), 404)
	d.want(
		d.post(path, "password", deskPassword, "repeat", deskPassword, "secret", secret, "code", d.code(secret)), 404,
	)

	d.want(d.get("/beheer/medewerkers"), 303, "/beheer/aanmelden?verder=%2Fbeheer%2Fmedewerkers")
	d.want(
		d.get("/beheer/aanmelden?verder=/beheer/medewerkers"), 200, `name="verder" value="/beheer/medewerkers"`,
		`autocomplete="current-password"`,
	)
	half := d.post(
		"/beheer/aanmelden", "address", "M.Oosterveld@merenland.example", "password", deskPassword, "verder",
		"/beheer/medewerkers",
	)
	d.want(half, 303, "/beheer/code?verder=%2Fbeheer%2Fmedewerkers")
	before := d.cookie.Value
	d.want(d.get("/beheer/medewerkers"), 303, "/beheer/aanmelden")
	d.want(
		d.get("/beheer/code?verder=/beheer/medewerkers"), 200, "Stap 2 van 2",
		`name="verder" value="/beheer/medewerkers"`,
	)
	wrong := d.post("/beheer/code", "code", "000000", "verder", "/beheer/medewerkers")
	d.want(wrong, 422, "Deze code klopt niet", `name="verder" value="/beheer/medewerkers"`)
	d.want(
		d.post("/beheer/code", "code", d.code(d.secret), "verder", "/beheer/medewerkers"), 303, "→ /beheer/medewerkers",
	)
	if d.cookie.Value == before || !d.cookie.HttpOnly || !d.cookie.Secure {
		t.Errorf("the cookie after the second factor: %+v", d.cookie)
	}
	d.want(d.get("/beheer/medewerkers"), 200, "Marleen Oosterveld", "Kan inloggen")
	d.want(d.get("/beheer/aanmelden"), 303, "→ /beheer")

	d.want(d.post("/beheer/afmelden"), 303, "/beheer/aanmelden?gedaan=signed_out")
	d.want(d.get("/beheer/aanmelden?gedaan=signed_out"), 200, "U bent uitgelogd")
	d.want(d.get("/beheer/medewerkers"), 303)
	d.want(d.get("/beheer/code"), 303, "/beheer/aanmelden?gedaan=expired")

	d.want(
		d.post(
			"/beheer/aanmelden", "address", "m.oosterveld@merenland.example", "password", deskPassword, "verder",
			"//evil.example",
		), 303, "→ /beheer/code",
	)
	d.want(d.get("/beheer/herstelcode"), 200, "Herstelcode")
	d.want(
		d.post("/beheer/herstelcode", "code", "onzin", "verder", "https://evil.example/beheer"), 422,
		"Deze herstelcode klopt niet",
	)
	out := d.post("/beheer/herstelcode", "code", codes[0], "verder", "https://evil.example/beheer")
	if out.location != "/beheer" {
		t.Errorf("went on to %q", out.location)
	}
}

// TestUnknownAddressLooksAlike: status, body and cookies are the same but for
// the address that was typed.
func TestUnknownAddressLooksAlike(t *testing.T) {
	d := newDesk(t)
	d.marleen()
	d.cookie = nil
	known := d.post(
		"/beheer/aanmelden", "address", "m.oosterveld@merenland.example", "password", "een ander wachtwoord",
	)
	unknown := d.post("/beheer/aanmelden", "address", "niemand@merenland.example", "password", "een ander wachtwoord")
	known.body = strings.ReplaceAll(known.body, "m.oosterveld@merenland.example", "X")
	unknown.body = strings.ReplaceAll(unknown.body, "niemand@merenland.example", "X")
	if known.status != 422 || known.status != unknown.status || known.body != unknown.body || d.cookie != nil {
		t.Errorf("%d and %d, cookie %v", known.status, unknown.status, d.cookie)
	}
	known.header.Del("Content-Length")
	unknown.header.Del("Content-Length")
	if a, b := len(known.header), len(unknown.header); a != b {
		t.Errorf("headers %v and %v", known.header, unknown.header)
	}
	d.want(known, 422, "horen niet bij elkaar", `value="X"`)
	d.wantNot(known, "een ander wachtwoord")
}

func TestManageStaff(t *testing.T) {
	d := newDesk(t)
	own := d.marleen()
	beheerder := d.cookie
	d.want(d.post("/beheer/medewerkers/nieuw", "name", "Sanne <b>Bakker", "address", "geen adres"), 422,
		"Kies een rol", "Vul één heel e-mailadres in", `value="Sanne &lt;b&gt;Bakker"`, `value="geen adres"`)
	added := d.post(
		"/beheer/medewerkers/nieuw", "name", "Sanne Bakker", "address", "s.bakker@merenland.example", "role",
		"redacteur", "language", "en",
	)
	d.want(added, 200, "Sanne Bakker is toegevoegd", "U ziet deze link alleen nu")
	link := setUpLink.FindStringSubmatch(added.body)[1]
	list := d.get("/beheer/medewerkers")
	d.want(list, 200, "Sanne Bakker", "Wacht op instellen", "2 medewerkers")
	d.wantNot(list, link)
	d.want(d.get("/beheer/medewerkers.csv"), 200, "s.bakker@merenland.example;Redacteur")

	d.cookie = nil
	d.want(d.get(link), 200, "Set up your account", `lang="en"`)
	d.join(link)
	d.signIn("s.bakker@merenland.example")
	sanne := d.cookie
	for _, path := range []string{
		"/beheer/medewerkers", "/beheer/medewerkers.csv", "/beheer/medewerkers/1", "/beheer/logboek",
		"/beheer/logboek.csv",
	} {
		a := d.get(path)
		d.want(a, 403, "You may not do this")
		d.wantNot(a, "Oosterveld")
	}
	d.want(d.post("/beheer/medewerkers/2", "name", "Sanne Bakker", "role", "beheerder"), 403)
	d.want(d.get("/beheer/account"), 200, "My account", "?, ?")

	d.cookie = beheerder
	d.want(d.get("/beheer/medewerkers/2"), 200, "Zet uit", "s.bakker@merenland.example")
	self := d.get(staffPathOf(own))
	d.want(self, 200, "Dit bent u zelf")
	d.wantNot(self, "/uitzetten", "/nieuwe-link")
	d.want(d.post(staffPathOf(own), "name", "Marleen Oosterveld", "role", "lezer"), 422, "u zou zich buitensluiten")
	d.want(d.post(staffPathOf(own)+"/uitzetten"), 422, "u zou zich buitensluiten")
	d.want(d.get("/beheer/medewerkers/2/uitzetten"), 200, "Sanne Bakker uitzetten?")
	d.want(
		d.post("/beheer/medewerkers/2", "name", "Sanne de Bakker", "role", "lezer"), 303,
		"/beheer/medewerkers/2?gedaan=saved",
	)
	d.want(d.get("/beheer/medewerkers/2?gedaan=saved"), 200, "geldt meteen", "Sanne de Bakker")
	d.wantNot(d.get("/beheer/medewerkers/2?gedaan=onzin"), "onzin")
	d.want(d.post("/beheer/medewerkers/2/uitzetten"), 303, "gedaan=disabled")
	d.cookie = sanne
	d.want(d.get("/beheer/account"), 303, "/beheer/aanmelden")
	d.cookie = beheerder
	d.want(d.get("/beheer/medewerkers/2"), 200, "Zet weer aan")
	d.want(d.post("/beheer/medewerkers/2/aanzetten"), 303)
	d.want(d.get("/beheer/medewerkers/2/nieuwe-link"), 200, "een nieuwe link geven?")
	reset := d.post("/beheer/medewerkers/2/nieuwe-link")
	d.want(reset, 200, "Nieuwe link voor Sanne de Bakker")
	d.want(d.get(setUpLink.FindStringSubmatch(reset.body)[1]), 200, "Choose a new password")
	for _, path := range []string{
		"/beheer/medewerkers/99", "/beheer/medewerkers/x", "/beheer/medewerkers/99/uitzetten",
	} {
		d.want(d.get(path), 404)
	}
}

func staffPathOf(id int64) string { return "/beheer/medewerkers/" + strconv.FormatInt(id, 10) }

func TestOwnAccountPages(t *testing.T) {
	d := newDesk(t)
	d.marleen()
	d.signIn("m.oosterveld@merenland.example") // the cookie before is signed out with it
	here := d.cookie
	d.cookie = nil
	d.signIn("m.oosterveld@merenland.example")
	d.want(d.get("/beheer/account"), 200, "Dit apparaat", "Log uit", "U hebt nog 10 codes")
	d.want(d.post("/beheer/account", "name", "", "language", "en"), 422, "Vul de naam in")
	d.want(d.post("/beheer/account", "name", "Marleen O.", "language", "en"), 303, "gedaan=saved")
	d.want(d.get("/beheer/account?gedaan=saved"), 200, "Your details have been saved", "Marleen O.", `lang="en"`)
	d.want(d.get("/beheer/account/wachtwoord"), 200, "Change your password")
	wrong := d.post(
		"/beheer/account/wachtwoord", "old", "iets anders hoor", "password", "nieuw paard nietje", "repeat",
		"nieuw paard nietje",
	)
	d.want(wrong, 422, "not your current password", "Type your password again")
	d.wantNot(wrong, "iets anders hoor", "nieuw paard nietje")
	d.want(
		d.post(
			"/beheer/account/wachtwoord", "old", deskPassword, "password", "nieuw paard nietje", "repeat",
			"nieuw paard nietje",
		), 303, "gedaan=password",
	)
	d.want(d.get("/beheer/account/herstelcodes"), 200)
	d.want(d.post("/beheer/account/herstelcodes", "old", deskPassword), 422)
	made := d.post("/beheer/account/herstelcodes", "old", "nieuw paard nietje")
	d.want(made, 200, "Your recovery codes")
	secret := secretField.FindStringSubmatch(d.get("/beheer/account/tweede-stap").body)[1]
	d.want(
		d.post("/beheer/account/tweede-stap", "old", "nieuw paard nietje", "secret", secret, "code", "1"), 422, secret,
	)
	d.want(
		d.post("/beheer/account/tweede-stap", "old", "nieuw paard nietje", "secret", secret, "code", d.code(secret)),
		200, "Your recovery codes",
	)
	d.cookie, here = here, d.cookie
	d.want(d.get("/beheer/account"), 303, "/beheer/aanmelden")
	d.cookie = here
	d.want(d.post("/beheer/account/apparaten/999/afmelden"), 404)
}

func TestLog(t *testing.T) {
	d := newDesk(t)
	d.marleen()
	log := d.get("/beheer/logboek")
	d.want(
		log, 200, "Logde in", "Voegde een medewerker toe", "Het programma", `href="/beheer/medewerkers/1"`,
		"192.0.2.0/24", "Rol: Beheerder",
	)
	narrow := d.get("/beheer/logboek?handeling=staff.sign_in")
	d.want(narrow, 200, "Logde in", `href="/beheer/logboek.csv?handeling=staff.sign_in"`)
	d.wantNot(narrow, "<td>Voegde een medewerker toe")
	d.want(d.get("/beheer/logboek?soort=meeting&nummer=12"), 200, "Geen regels")
	d.want(d.get("/beheer/logboek?soort=%3Cscript%3E&nummer=x&voor=-1"), 200, "&lt;script&gt;")
	csv := d.get("/beheer/logboek.csv?handeling=staff.sign_in")
	if lines := strings.Count(csv.body, "\r\n"); csv.status != 200 || lines != 2 ||
		!strings.Contains(csv.body, "Logde in") {
		t.Errorf("%d, %d lines: %s", csv.status, lines, csv.body)
	}
	if got := csv.header.Get("Content-Disposition"); got != `attachment; filename="logboek-2026-11-02.csv"` {
		t.Error(got)
	}
	for range 60 {
		d.want(
			d.post("/beheer/account", "name", "Marleen "+strings.Repeat("I", d.now.Second()+1), "language", "nl"), 303,
		)
		d.now = d.now.Add(time.Second)
	}
	first := d.get("/beheer/logboek?soort=staff")
	next := regexp.MustCompile(`href="(/beheer/logboek\?soort=staff&amp;voor=\d+)"`).FindStringSubmatch(first.body)
	if next == nil {
		t.Fatal("no way to older entries")
	}
	older := d.get(strings.ReplaceAll(next[1], "&amp;", "&"))
	d.want(older, 200, "Voegde een medewerker toe", "Naar de nieuwste")
	d.wantNot(older, "Volgende")
}

// TestTooManyTries: others behind the same address lock out a browser that
// nobody knows, and not the one where she signed in before.
func TestTooManyTries(t *testing.T) {
	d := newDesk(t)
	d.marleen()
	known := d.device
	d.cookie, d.device = nil, nil
	for range 10 {
		d.want(d.post("/beheer/aanmelden", "address", "m.oosterveld@merenland.example", "password", "fout"), 422)
	}
	d.want(
		d.post("/beheer/aanmelden", "address", "m.oosterveld@merenland.example", "password", deskPassword), 429,
		"Te vaak geprobeerd",
	)
	if d.cookie != nil || d.device != nil {
		t.Error("signed in all the same")
	}
	d.device = known
	d.signIn("m.oosterveld@merenland.example")
	d.want(d.get("/beheer/account"), 200)
	if want := "__Host-samenspraak-device"; d.device.Name != want || !d.device.HttpOnly || !d.device.Secure ||
		d.device.SameSite != http.SameSiteStrictMode ||
		d.device.Path != "/" || d.device.MaxAge != int(service.KnownDeviceLife.Seconds()) ||
		d.device.Value == known.Value {
		t.Errorf("the device's cookie: %+v", d.device)
	}
}
