package service_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// finds is what a visitor finds, as "kind path" in order.
func (w *meetingWorld) finds(question string) string {
	w.t.Helper()
	r, err := w.svc.Search(w.t.Context(), consult.SearchQuery{Text: question, Limit: 50})
	w.must(err)
	if r.Total != len(r.Hits) {
		w.t.Errorf("%q: %d hits of %d", question, len(r.Hits), r.Total)
	}
	var all []string
	for _, h := range r.Hits {
		all = append(all, string(h.Kind)+" "+h.Path)
	}
	return strings.Join(all, ", ")
}

func (w *meetingWorld) wantFinds(when string, want map[string]string) {
	w.t.Helper()
	for question, found := range want {
		if got := w.finds(question); got != found {
			w.t.Errorf("%s: %q finds %q, want %q", when, question, got, found)
		}
	}
}

func (w *meetingWorld) upload(place consult.AttachmentPlace, title, name string) int64 {
	w.t.Helper()
	id, err := w.svc.AddAttachment(
		w.t.Context(), w.actor, w.id,
		service.Upload{Place: place, Title: title, FileName: name, Content: strings.NewReader("inhoud")},
	)
	w.must(err)
	return id
}

func TestSearchFollowsAMeeting(t *testing.T) {
	w := newMeetingWorld(t)
	ctx := t.Context()
	agenda := w.upload(consult.OnMeeting, "Agendastuk", "Agenda 26 november.txt")
	w.upload(consult.OnReport, "Notulenstuk", "notulen.txt")
	const page = "meeting /bijeenkomsten/consultatiebijeenkomst-jeugdhulp-2028"
	file := fmt.Sprintf("document /bestanden/%d/agenda-26-november.txt", agenda)
	w.wantFinds("a draft", map[string]string{"jeugdhulp": "", "agendastuk": "", "uitgangspunten": ""})
	w.publish()
	w.wantFinds("published", map[string]string{
		"uitgangspunten": page, "Elzendam": page, "staat vast": page, "agendastuk": file, "notulenstuk": "",
		"jeugdhulp":   page + ", " + file,
		"Welke tafel": "", "wat eet": "", "oosterveld": "",
	})
	m := w.meeting()
	m.Lead, m.Title = "Wij lichten de tarieven toe.", "Gespreksronde tarieven"
	w.must(w.svc.EditMeeting(ctx, w.actor, m, "Ander onderwerp"))
	w.wantFinds(
		"edited",
		map[string]string{"uitgangspunten": "", "tarief": "meeting /bijeenkomsten/gespreksronde-tarieven, " + file},
	)
	w.must(
		w.svc.ReplaceAttachment(
			ctx, w.actor, agenda,
			service.Upload{Title: "Nieuwstuk", FileName: "nieuw.txt", Content: strings.NewReader("x")},
		),
	)
	w.wantFinds(
		"replaced",
		map[string]string{"agendastuk": "", "nieuwstuk": fmt.Sprintf("document /bestanden/%d/nieuw.txt", agenda)},
	)
	w.must(w.svc.RemoveAttachment(ctx, w.actor, agenda))
	w.wantFinds(
		"removed", map[string]string{"nieuwstuk": "", "gespreksronde": "meeting /bijeenkomsten/gespreksronde-tarieven"},
	)
	w.now = w.meeting().Ends.Add(time.Hour)
	w.must(w.svc.PublishReport(ctx, w.actor, w.id, w.meeting().Edited, "Er werd *geanimeerd* gesproken.", "", false))
	w.wantFinds("reported", map[string]string{
		"geanimeerd":  "meeting /bijeenkomsten/gespreksronde-tarieven",
		"notulenstuk": fmt.Sprintf("document /bestanden/%d/notulen.txt", agenda+1),
	})
}

func TestSearchFollowsAPost(t *testing.T) {
	w := newPostWorld(t)
	ctx := t.Context()
	id := w.draft(consult.News, "Kanarievogel vliegt uit", "Wij kopen *jeugdhulp* in.\n\n- Zangvogels")
	_, err := w.svc.AddPostFile(
		ctx, w.actor, id, service.Upload{Title: "Vogelkaart", FileName: "kaart.txt", Content: strings.NewReader("x")},
	)
	w.must(err)
	nothing := map[string]string{"kanarievogel": "", "zangvogels": "", "vogelkaart": "", "jeugdhulp": ""}
	w.wantFinds("a draft", nothing)
	release := w.now.Add(time.Hour)
	w.publish(id, release)
	w.wantFinds("under embargo", nothing)
	r, err := w.svc.Search(ctx, consult.SearchQuery{Text: "kanarievogel jeugdhulp"})
	if err != nil || len(r.Kinds)+len(r.Years)+r.Words[0].Count+r.Words[1].Count != 0 {
		t.Errorf("under embargo: %+v, %v", r, err)
	}
	w.now = release.Add(-time.Nanosecond)
	w.wantFinds("just before", nothing)
	w.now = release
	const page, file = "news /nieuws/kanarievogel-vliegt-uit", "document /bestanden/1/kaart.txt"
	w.wantFinds(
		"released", map[string]string{"kanarievogel": page + ", " + file, "zangvogel": page, "vogelkaart": file},
	)
	w.write(id, "Kanarievogel vliegt uit", "Pendingwoord.")
	w.wantFinds("being corrected", map[string]string{"pendingwoord": "", "zangvogel": page})
	w.must(w.svc.CorrectPost(ctx, w.actor, id, w.post(id).Edited, "Het was anders", true))
	w.wantFinds("corrected", map[string]string{"pendingwoord": page, "zangvogel": ""})
	w.must(w.svc.WithdrawPost(ctx, w.actor, id, w.post(id).Edited, "Het klopte niet", 0))
	w.wantFinds("withdrawn", map[string]string{"kanarievogel": "", "pendingwoord": "", "vogelkaart": ""})
}

func TestSearchFollowsATheme(t *testing.T) {
	w := newPostWorld(t)
	theme := w.theme("Planning")
	id, err := w.svc.NewPost(
		t.Context(), w.actor, consult.FAQ, theme, inDutch("Kan ik nog instromen?", "Nee, dat kan niet."),
	)
	w.must(err)
	w.publish(id, time.Time{})
	w.wantFinds("published", map[string]string{"instromen": "faq /veelgestelde-vragen/planning/kan-ik-nog-instromen"})
	_, err = w.svc.SaveTheme(t.Context(), w.actor, consult.Theme{ID: theme, Title: "Contracten"})
	w.must(err)
	w.wantFinds("renamed", map[string]string{"instromen": "faq /veelgestelde-vragen/contracten/kan-ik-nog-instromen"})
}

func TestIndexOnce(t *testing.T) {
	w := newPostWorld(t)
	ctx := t.Context()
	w.meetingWorld.publish()
	w.publish(w.draft(consult.News, "Een nieuwsfeit", "Met inhoud."), time.Time{})
	w.tx(func(tx *store.Tx) error {
		return tx.SetRegion(
			consult.Region{
				Name: "Merenland", Privacy: consult.Words{NL: "Wij **bewaren** weinig.", EN: "We keep little."},
				UpdatedAt: w.now,
			},
		)
	})
	forget := func() {
		w.tx(func(tx *store.Tx) error {
			for _, noun := range []string{"post", "meeting", "region"} {
				if err := tx.DropSearchDoc(noun, 1); err != nil {
					return err
				}
			}
			return nil
		})
	}
	all := map[string]string{
		"nieuwsfeit":  "news /nieuws/een-nieuwsfeit",
		"consultatie": "meeting /bijeenkomsten/consultatiebijeenkomst-jeugdhulp-2028",
		"bewaren":     "page /privacy", "little": "page /privacy", "toegankelijkheid": "",
	}
	forget()
	w.wantFinds("without an index", map[string]string{"nieuwsfeit": "", "consultatie": "", "bewaren": ""})
	w.must(w.svc.IndexOnce(ctx))
	w.wantFinds("indexed", all)
	w.tx(func(tx *store.Tx) error { return tx.DropSearchDoc("post", 1) })
	w.must(w.svc.IndexOnce(ctx))
	w.wantFinds("indexed before", map[string]string{"nieuwsfeit": ""})
	w.must(w.svc.Reindex(ctx))
	w.wantFinds("indexed anew", all)
}

func TestSearchTakesAQuestionApart(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	for question, want := range map[string]struct {
		asked   string
		dropped bool
	}{
		"":                            {"", false},
		"het verslag van de raad":     {"verslag raad", false},
		"“Jeugd-hulp”: *2028* %_":     {"Jeugd hulp 2028", false},
		"a1 a2 a3 a4 a5 a6 a7 a8 a9":  {"a1 a2 a3 a4 a5 a6 a7 a8 a9", false},
		"1 2 3 4 5 6 7 8 9 10 11":     {"1 2 3 4 5 6 7 8 9 10", true},
		strings.Repeat("plan ", 2000): {"plan", true},
		strings.Repeat("x", 10000):    {strings.Repeat("x", 1000), true},
		"\xff\x00jeugd\xffzorg":       {"jeugd zorg", false},
	} {
		r, err := w.svc.Search(t.Context(), consult.SearchQuery{Text: question, Limit: -3, Offset: -1})
		if got := strings.Join(r.Asked, " "); err != nil || got != want.asked || r.Dropped != want.dropped {
			t.Errorf("%.40q: %.80q, %t, %v", question, got, r.Dropped, err)
		}
	}
	r, err := w.svc.Search(t.Context(), consult.SearchQuery{Text: "uitgangspunt zaal schuur", Limit: 1})
	w.must(err)
	if len(r.Hits) != 0 || fmt.Sprint(r.Words) != "[{uitgangspunt 1 false} {zaal 0 false} {schuur 1 false}]" {
		t.Errorf("hits %v, words %v", r.Hits, r.Words)
	}
	r, err = w.svc.Search(t.Context(), consult.SearchQuery{Text: "uitgangspunt schuur", Limit: 1})
	w.must(err)
	var shown strings.Builder
	for _, p := range r.Hits[0].Passage {
		fmt.Fprintf(&shown, map[bool]string{true: "[%s]", false: "%s"}[p.Marked], p.Text)
	}
	if got := shown.String(); got != "Wij lichten de [uitgangspunten] toe.\nDe Zilte [Schuur], Elzendam\nWat staat vast" {
		t.Errorf("passage %q", got)
	}
}
