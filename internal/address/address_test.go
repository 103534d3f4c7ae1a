package address

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"testing"
)

func TestIn(t *testing.T) {
	for _, c := range []struct{ lang, path, want string }{
		{"nl", Home, "/"}, {"en", Home, "/en"}, {"en", News, "/en/nieuws"}, {"nl", News, "/nieuws"},
		{"en", "/beheer", "/beheer"}, {"en", "/beheer/mail", "/beheer/mail"}, {"en", "/beheerders", "/en/beheerders"},
	} {
		if got := In(c.lang, c.path); got != c.want {
			t.Errorf("In(%q, %q) = %q, want %q", c.lang, c.path, got, c.want)
		}
	}
	for path, want := range map[string]string{"/en": "", "/en/nieuws": "/nieuws"} {
		if rest, english := OfEnglish(path); rest != want || !english {
			t.Errorf("OfEnglish(%q) = %q, %v", path, rest, english)
		}
	}
	for _, path := range []string{"/", "/entree", "/nieuws", "/nieuws/en"} {
		if rest, english := OfEnglish(path); rest != path || english {
			t.Errorf("OfEnglish(%q) = %q, %v", path, rest, english)
		}
	}
}

// What is built is what links in mail and on other sites have said for years: it is spelled out here.
func TestAddresses(t *testing.T) {
	for got, want := range map[string]string{
		Meeting("kick-off"):                     "/bijeenkomsten/kick-off",
		MeetingEntry("kick-off"):                "/bijeenkomsten/kick-off.ics",
		PostVersion(FAQEntry("tarief", "x"), 2): "/veelgestelde-vragen/tarief/x/versies/2",
		NewsPost("x"):                           "/nieuws/x",
		FAQTheme("tarief"):                      "/veelgestelde-vragen/tarief",
		File(12, "plan.pdf"):                    "/bestanden/12/plan.pdf",
		LogoFile("ab.png"):                      "/logo/ab.png",
		Invitation("t", ToColleague, ToBack):    "/u/t/collega/terug",
		InvitationEntry("t"):                    "/u/t/agenda.ics",
		MyInvitations("t"):                      "/mijn/t",
		SetUp("t"):                              "/beheer/instellen/t",
		StaffMeeting(3):                         "/beheer/bijeenkomsten/3",
		StaffInvitee(3, 4, ToNote):              "/beheer/bijeenkomsten/3/genodigden/4/antwoord",
		StaffMailRule(3, 4, ToStop):             "/beheer/bijeenkomsten/3/mail/regels/4/stop",
		StaffDevice(5, ToSignOut):               "/beheer/account/apparaten/5/afmelden",
		StaffObject("mail", 6):                  "/beheer/mail/6",
		StaffObject("reply", 6):                 "",
		StaffObjectLog("staff", 7):              "/beheer/logboek?soort=staff&nummer=7",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A page with a name that is not there fails only when that part of it is shown; and a name that no
// template has is dead.
func TestTemplatesNameAddresses(t *testing.T) {
	used, name := map[string]bool{}, regexp.MustCompile(`\bto\s+"([^"]*)"`)
	templates := os.DirFS("../../templates")
	err := fs.WalkDir(templates, ".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".html" {
			return err
		}
		text, err := fs.ReadFile(templates, file)
		for _, found := range name.FindAllStringSubmatch(string(text), -1) {
			used[found[1]] = true
			if _, err := Named(found[1]); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range named {
		if !used[name] {
			t.Errorf("no template names %q", name)
		}
	}
}
