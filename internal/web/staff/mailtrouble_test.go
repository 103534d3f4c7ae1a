package staff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/testkit"
)

// Who looks at the mail sees why none leaves, in words, and what to do.
func TestMailThatCannotLeaveIsExplained(t *testing.T) {
	for name, one := range map[string]struct {
		fault mailbox.Fault
		stage string
		words []string
	}{
		"sender refused": {mailbox.Fault{Code: 553, Enhanced: [3]int{5, 7, 1}, Text: "not owned by user"},
			mailbox.StageRcpt, []string{
				"De mailserver weigert ons als afzender", "Dat ligt niet aan de ontvangers", "MAIL_FROM",
				"De mailserver antwoordde: 553 5.7.1 not owned by user",
			}},
		"out of reach": {
			mailbox.Fault{Drop: true}, mailbox.StageConnect,
			[]string{"De mailserver werkt niet mee", "De mailserver was niet bereikbaar"},
		},
		"swallowed": {
			mailbox.Fault{Drop: true}, mailbox.StageDot,
			[]string{"Vraagt een besluit", "De verbinding viel weg terwijl de mail werd overgedragen"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := testkit.New(t, testkit.Options{Fault: func(stage, _ string, _ int) *mailbox.Fault {
				if stage == one.stage {
					return &one.fault
				}
				return nil
			}})
			p.Invite()
			p.Clock.Advance(10 * time.Minute)
			for range 6 {
				p.Deliver()
			}
			p.Clock.Advance(15 * time.Minute)
			text := strings.ReplaceAll(
				p.SignIn(consult.Reader).Get("/beheer/mail").Want(http.StatusOK).Page().Text(), "\u00a0", " ",
			)
			for _, words := range one.words {
				if !strings.Contains(text, words) {
					t.Errorf("%q is not said:\n%s", words, text)
				}
			}
			if strings.Contains(text, "EOF") || strings.Contains(text, "mail not sent") {
				t.Errorf("a programmer's words stand there:\n%s", text)
			}
			if late := "De oudste mail wacht sinds maandag 2 november 2026"; name != "swallowed" &&
				!strings.Contains(text, late) {
				t.Errorf("the age of the oldest mail is not said:\n%s", text)
			}
		})
	}
}
