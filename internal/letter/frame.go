package letter

import (
	_ "embed" // the frame
	"html/template"
	"strings"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

//go:embed frame.html
var frameSource string

var frames = template.Must(template.New("").Option("missingkey=error").Parse(frameSource))

// frame is a letter with what all letters share around it.
type frame struct {
	Lang, Subject, Preheader, Head, Heading string
	Test                                    *proof // nil: not a proof
	Blocks                                  []block
	Why                                     string
	Foot                                    string // whom to ask
	Privacy                                 link
}

// proof marks a letter that only shows what others will get.
type proof struct{ Mark, About string }

func (in Input) frame(s sheet) frame {
	lang := in.lang()
	f := frame{
		Lang: string(lang), Subject: i18n.Tidy(s.subject), Preheader: s.preheader, Head: in.head(), Heading: s.heading,
		Why: s.why, Foot: in.foot(),
		Privacy: link{i18n.T(lang, "letter.foot.privacy"), in.SiteURL + address.In(string(lang), address.Privacy)},
	}
	if in.Mail.Purpose == consult.ForTest {
		f.Subject = i18n.T(lang, "letter.test.subject", "Subject", f.Subject)
		f.Test = &proof{i18n.T(lang, "letter.test.mark"), i18n.T(lang, "letter.test.about")}
	}
	f.Blocks = append(f.Blocks, paragraph(dear(lang, harmless(in.ToName()))))
	f.Blocks = append(f.Blocks, s.body...)
	f.Blocks = append(f.Blocks, signature{i18n.T(lang, "letter.regards"), in.signed()})
	return f
}

func (f frame) html() (string, error) {
	var b strings.Builder
	if err := frames.ExecuteTemplate(&b, "top", f); err != nil {
		return "", err
	}
	for _, one := range f.Blocks {
		if err := frames.ExecuteTemplate(&b, one.name(), one); err != nil {
			return "", err
		}
	}
	err := frames.ExecuteTemplate(&b, "foot", f)
	return b.String(), err
}

func (f frame) text() string {
	var b strings.Builder
	if f.Test != nil {
		b.WriteString("*** " + f.Test.Mark + " " + f.Test.About + " ***\n\n")
	}
	b.WriteString(f.Head + "\n\n" + f.Heading + "\n\n")
	for _, one := range f.Blocks {
		b.WriteString(one.text() + "\n")
	}
	b.WriteString(
		strings.Repeat("-", 40) + "\n" + f.Why + "\n" + f.Foot + "\n" + f.Privacy.Text + ":\n" + f.Privacy.Href + "\n",
	)
	return wrap(b.String())
}

func dear(lang i18n.Lang, name string) string {
	if name == "" {
		return i18n.T(lang, "letter.hello")
	}
	return i18n.T(lang, "letter.dear", "Name", name)
}

func (in Input) region() string {
	if name := harmless(in.Region.Name); name != "" {
		return name
	}
	return "Samenspraak"
}

// head is who writes, and on whose behalf.
func (in Input) head() string {
	behalf := in.behalf()
	if behalf == "" {
		return in.region()
	}
	return i18n.T(in.lang(), "letter.head", "Region", in.region(), "Behalf", behalf)
}

func (in Input) behalf() string {
	if in.Meeting.OnBehalf != "" {
		return harmless(in.Meeting.OnBehalf)
	}
	return harmless(in.Region.OnBehalf.In(string(in.lang())))
}

func (in Input) signed() []string {
	if by := harmless(in.Region.SignedBy); by != "" {
		return []string{by, in.region()}
	}
	return []string{in.region()}
}

// foot says whom to ask. The meeting's own telephone goes before the region's.
func (in Input) foot() string {
	lang := in.lang()
	phone, hours := harmless(in.Region.Phone), harmless(in.Region.PhoneHours.In(string(lang)))
	name := ""
	if in.Meeting.Phone != "" {
		phone, hours, name = harmless(in.Meeting.Phone), "", harmless(in.Meeting.ContactName)
	}
	switch {
	case phone == "":
		return i18n.T(lang, "letter.foot.reply")
	case name != "":
		return i18n.T(lang, "letter.foot.call_name", "Name", name, "Phone", phone)
	case hours != "":
		return i18n.T(lang, "letter.foot.call_hours", "Phone", phone, "Hours", hours)
	}
	return i18n.T(lang, "letter.foot.call", "Phone", phone)
}
