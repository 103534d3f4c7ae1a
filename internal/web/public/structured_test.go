package public_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/public"
)

func TestNoWordEndsTheScript(t *testing.T) {
	v := fullPost()
	const hostile = `</script><script>alert(1)</script><!-- ]]> " \u2028`
	v.Text.Title, v.Text.Lead = hostile, hostile
	f := frameAt(i18n.Dutch, "/nieuws/acht-gemeenten")
	body, err := public.PostPage.Bytes(
		f, public.PostHead(f, v), public.NewPostView(f, v, public.PostOptions{}, postNow),
	)
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, body)
	pagetest.CheckStructured(t, body, "NewsArticle")
	var got struct{ Headline string }
	if err := json.Unmarshal([]byte(pagetest.Structured(body)[0]), &got); err != nil || got.Headline != hostile {
		t.Errorf("%q, %v", got.Headline, err)
	}
}

func TestHeadlineIsCutBetweenWords(t *testing.T) {
	v := fullPost()
	v.Text.Title = strings.Repeat("ontwikkeling ", 20)
	var got struct {
		Headline, DatePublished, DateModified, InLanguage string
	}
	if err := json.Unmarshal([]byte(public.NewsData(frameAt(i18n.English, "/"), v)), &got); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(got.Headline, "ontwikkeling…") || len([]rune(got.Headline)) > 110 {
		t.Errorf("headline %q", got.Headline)
	}
	if got.DatePublished != "2026-10-15T09:30:00+02:00" || got.DateModified != "2026-11-02T09:30:00+01:00" ||
		got.InLanguage != "nl" {
		t.Errorf("%+v", got)
	}
}

func meeting() consult.PublicMeeting {
	m := consult.Meeting{
		Occasion: consult.Occasion{
			Title: "Consultatie", Slug: "consultatie", Starts: postNow.AddDate(0, 0, 20),
			Ends:       postNow.AddDate(0, 0, 20).Add(2 * time.Hour),
			ReleasedAt: postNow.AddDate(0, 0, -1),
		},
		Venue: "De Zilte Schuur", Street: "Havenplein 3",
		Town: "Elzendam",
	}
	return consult.PublicMeeting{Meeting: m}
}

func TestEventData(t *testing.T) {
	f := frameAt(i18n.Dutch, "/bijeenkomsten/consultatie")
	for name, row := range map[string]struct {
		change func(*consult.PublicMeeting)
		has    []string
	}{
		"as planned": {
			func(*consult.PublicMeeting) {}, []string{"EventScheduled", "OfflineEventAttendanceMode", "Havenplein 3"},
		},
		"online": {
			func(v *consult.PublicMeeting) { v.Venue, v.Online = "", true },
			[]string{"OnlineEventAttendanceMode", "VirtualLocation"},
		},
		"hybrid": {
			func(v *consult.PublicMeeting) { v.Online, v.OnlineURL = true, "https://overleg.example/geheim" },
			[]string{"MixedEventAttendanceMode", "VirtualLocation", "Place"},
		},
		"moved": {func(v *consult.PublicMeeting) {
			v.Changes = []consult.MeetingChange{
				{
					Kind:   consult.Moved,
					Before: consult.Meeting{Occasion: consult.Occasion{Starts: v.Starts.AddDate(0, 0, -7)}},
				},
			}
		}, []string{"EventRescheduled", "previousStartDate"}},
		"called off": {func(v *consult.PublicMeeting) { v.CancelledAt = postNow }, []string{"EventCancelled"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := meeting()
			row.change(&v)
			head := public.MeetingHead(f.Lang, v.Meeting)
			head.Structured = public.EventData(f, v)
			body, err := public.MeetingPage.Bytes(f, head, public.NewMeetingView(f.Lang, v, "", postNow))
			if err != nil {
				t.Fatal(err)
			}
			pagetest.CheckStructured(t, body, "Event")
			data := pagetest.Structured(body)[0]
			for _, want := range row.has {
				if !strings.Contains(data, want) {
					t.Errorf("no %s in %s", want, data)
				}
			}
			if strings.Contains(data, "overleg.example") {
				t.Error("the link of who takes part is in it")
			}
		})
	}
}

// TestCheckStructuredNotices is the twin of the tests that use it.
func TestCheckStructuredNotices(t *testing.T) {
	for _, data := range []string{
		`{`, `{"@context":"https://schema.org","@type":"Event"}`,
		`{"@context":"http://schema.org","@type":"VirtualLocation","url":"https://a.example"}`,
		`{"@context":"https://schema.org","@type":"VirtualLocation","url":"/pad"}`,
		`{"@context":"https://schema.org","@type":"VirtualLocation","url":"https://a.example","name":"x"}`,
	} {
		probe := &failing{TB: t}
		pagetest.CheckStructured(
			probe, []byte(`<script type="application/ld+json">`+data+`</script>`), "VirtualLocation",
		)
		if !probe.failed {
			t.Errorf("nothing was said of %s", data)
		}
	}
}

// failing is a test that only remembers that it failed.
type failing struct {
	testing.TB
	failed bool
}

func (f *failing) Helper()               {}
func (f *failing) Error(...any)          { f.failed = true }
func (f *failing) Errorf(string, ...any) { f.failed = true }
