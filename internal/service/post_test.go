package service_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// postWorld is a meetingWorld with a second editor and a register of
// municipalities.
type postWorld struct {
	*meetingWorld
	noor   consult.Actor
	places []int64
}

func newPostWorld(t *testing.T) *postWorld {
	t.Helper()
	return newPostWorldOn(t, storetest.SQLite(t))
}

func newPostWorldOn(t *testing.T, database string) *postWorld {
	t.Helper()
	w := &postWorld{meetingWorld: newMeetingWorldOn(t, database)}
	w.tx(func(tx *store.Tx) error {
		id, err := tx.AddStaff(
			consult.Staff{
				Address: "n@merenland.example", Canonical: "n@merenland.example", Name: "Noor Haddad",
				Role: consult.Editor, Language: "nl", CreatedAt: w.now,
			},
		)
		w.noor = consult.Actor{Kind: consult.ByStaff, ID: id, Name: "Noor Haddad", Role: consult.Editor}
		for _, name := range []string{"Aldermeer", "IJsseloord", "’t Waalhof"} {
			if err != nil {
				return err
			}
			var place int64
			place, err = tx.AddMunicipality(
				consult.Municipality{Name: name, SortKey: strings.ToLower(strings.Trim(name, "’t "))},
			)
			w.places = append(w.places, place)
		}
		return err
	})
	return w
}

func inDutch(title, body string) consult.PostText {
	return consult.PostText{Title: title, Body: body, Language: "nl"}
}

func (w *postWorld) draft(kind consult.PostKind, title, body string) int64 {
	w.t.Helper()
	var theme int64
	if kind == consult.FAQ {
		theme = w.theme("Planning")
	}
	id, err := w.svc.NewPost(w.t.Context(), w.actor, kind, theme, inDutch(title, body))
	w.must(err)
	return id
}

func (w *postWorld) theme(title string) int64 {
	w.t.Helper()
	id, err := w.svc.SaveTheme(w.t.Context(), w.actor, consult.Theme{Title: title})
	w.must(err)
	return id
}

func (w *postWorld) post(id int64) consult.Post {
	w.t.Helper()
	p, err := w.svc.Post(w.t.Context(), w.actor, id)
	w.must(err)
	return p
}

func (w *postWorld) publish(id int64, at time.Time) {
	w.t.Helper()
	w.must(w.svc.PublishPost(w.t.Context(), w.actor, id, w.post(id).Edited, at, true))
}

// write saves a text over a post.
func (w *postWorld) write(id int64, title, body string) {
	w.t.Helper()
	_, err := w.svc.SavePost(w.t.Context(), w.actor, id, w.post(id).Edited, inDutch(title, body), nil)
	w.must(err)
}

func (w *postWorld) visible(slug string) bool {
	w.t.Helper()
	_, err := w.svc.PublicPost(w.t.Context(), slug)
	if err != nil && !errors.Is(err, consult.ErrNotFound) {
		w.t.Fatal(err)
	}
	return err == nil
}

func (w *postWorld) actions(object string) []string {
	w.t.Helper()
	var actions []string
	w.must(w.db.View(w.t.Context(), func(tx *store.Tx) error {
		events, err := tx.Events(store.EventFilter{Object: object, Limit: 100})
		for _, e := range events {
			actions = append(actions, e.Action)
		}
		return err
	}))
	return actions
}

func TestEmbargoEndsAtItsInstant(t *testing.T) {
	w := newPostWorld(t)
	id := w.draft(consult.Announcement, "Acht gemeenten beginnen", "Zij beginnen.")
	end := w.now.Add(25 * time.Hour)
	w.publish(id, end)
	slug := w.post(id).Slug
	if slug != "acht-gemeenten-beginnen" {
		t.Errorf("slug %q", slug)
	}
	for _, one := range []struct {
		at   time.Time
		want bool
	}{{end.Add(-time.Microsecond), false}, {end, true}} {
		w.now = one.at
		news, err := w.svc.PublicNews(t.Context(), consult.NewsFilter{})
		w.must(err)
		if w.visible(slug) != one.want || (len(news) == 1) != one.want {
			t.Errorf("at %v: page %t, list %d", one.at, w.visible(slug), len(news))
		}
	}
	if next, err := w.svc.NextRelease(t.Context(), end.Add(-time.Microsecond)); err != nil || !next.Equal(end) {
		t.Errorf("NextRelease = %v, %v", next, err)
	}
}

func TestSavingNeverWritesOverSomebodyElse(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.News, "Nieuws", "eerst")
	both := w.post(id).Edited
	mine, err := w.svc.SavePost(ctx, w.actor, id, both, inDutch("Nieuws", "van Marleen"), nil)
	w.must(err)
	if _, err := w.svc.SavePost(
		ctx, w.noor, id, both, inDutch("Nieuws", "van Noor"), nil,
	); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("the second of two equal readings: %v", err)
	}
	if got := w.post(id); got.Text.Body != "van Marleen" || got.Edited != mine {
		t.Errorf("kept %q as save %d, want %d", got.Text.Body, got.Edited, mine)
	}
	if _, err := w.svc.SavePost(ctx, w.noor, id, mine, inDutch("Nieuws", "van Noor"), nil); err != nil {
		t.Errorf("after reading again: %v", err)
	}
}

func TestWritingOverAPublicPostChangesNothingUntilPublished(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.News, "Het eerste nieuws", "Er komt een bijeenkomst.")
	w.publish(id, time.Time{})
	old := w.post(id).Slug
	w.now = w.now.Add(time.Hour)
	w.write(id, "Het betere nieuws", "Er komen twee bijeenkomsten.")
	v, err := w.svc.PublicPost(ctx, old)
	w.must(err)
	if v.Text.Title != "Het eerste nieuws" || v.Pending != nil || v.Version != 1 {
		t.Errorf("before the correction: %+v", v)
	}
	w.must(w.svc.CorrectPost(ctx, w.noor, id, w.post(id).Edited, "Het zijn er twee", true))
	v, err = w.svc.PublicPost(ctx, old)
	w.must(err)
	if v.Slug != "het-betere-nieuws" || v.Version != 2 || len(v.Changes) != 1 ||
		v.Changes[0].Reason != "Het zijn er twee" || v.Changes[0].StaffID != 0 {
		t.Errorf("after it: %+v", v)
	}
	if before, ok := v.VersionText(1); !ok || before.Body != "Er komt een bijeenkomst." {
		t.Errorf("version 1: %q, %t", before.Body, ok)
	}
	if _, ok := v.VersionText(3); ok {
		t.Error("there is a version 3")
	}
	if got := v.ChangedAt(); !got.Equal(w.now) {
		t.Errorf("ChangedAt = %v", got)
	}
	if got, want := w.actions("post"), []string{"post.corrected", "post.published", "post.made"}; !subset(got, want) {
		t.Errorf("log: %v", got)
	}
}

func subset(all, want []string) bool {
	for _, one := range want {
		if !slices.Contains(all, one) {
			return false
		}
	}
	return true
}

func TestWithdrawnPostKeepsItsNoteOnly(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.News, "Nieuws", "geheim woord")
	file, err := w.svc.AddPostFile(ctx, w.actor, id, upload(consult.OnPost, "stuk.txt", "tekst"))
	w.must(err)
	w.publish(id, time.Time{})
	if _, err := w.svc.OpenAttachment(ctx, file.ID); err != nil {
		t.Errorf("the file of a public post: %v", err)
	}
	w.must(w.svc.WithdrawPost(ctx, w.actor, id, w.post(id).Edited, "Het klopte niet.", 0))
	v, err := w.svc.PublicPost(ctx, "nieuws")
	w.must(err)
	if v.Text.Body != "" || v.WithdrawnWhy != "Het klopte niet." || len(v.Files) != 0 ||
		v.Changes[0].Before.Body != "" {
		t.Errorf("withdrawn: %+v", v)
	}
	if _, err := w.svc.OpenAttachment(ctx, file.ID); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("its file: %v", err)
	}
	if news, err := w.svc.PublicNews(ctx, consult.NewsFilter{}); err != nil || len(news) != 0 {
		t.Errorf("the list has it: %v, %v", news, err)
	}
	for name, err := range map[string]error{
		"again":   w.svc.WithdrawPost(ctx, w.actor, id, w.post(id).Edited, "nog eens", 0),
		"correct": w.svc.CorrectPost(ctx, w.actor, id, w.post(id).Edited, "nog eens", true),
		"discard": w.svc.DiscardPost(ctx, w.actor, id, w.post(id).Edited),
	} {
		if !errors.Is(err, consult.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFileOfADraftIsNotPublic(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.News, "Nieuws", "x")
	file, err := w.svc.AddPostFile(ctx, w.actor, id, upload(consult.OnPost, "stuk.txt", "een"))
	w.must(err)
	end := w.now.Add(time.Hour)
	w.publish(id, end)
	for _, one := range []struct {
		at   time.Time
		want bool
	}{{end.Add(-time.Microsecond), false}, {end, true}} {
		w.now = one.at
		if _, err := w.svc.OpenAttachment(ctx, file.ID); (err == nil) != one.want {
			t.Errorf("at %v: %v", one.at, err)
		}
	}
	w.now = w.now.Add(time.Hour)
	w.must(w.svc.ReplaceAttachment(ctx, w.noor, file.ID, upload(consult.OnPost, "beter.txt", "twee")))
	v, err := w.svc.PublicPost(ctx, "nieuws")
	w.must(err)
	if len(v.Files) != 1 || v.Files[0].Version != 2 || v.Files[0].FileName != "beter.txt" ||
		!v.ChangedAt().Equal(w.now) {
		t.Errorf("replaced: %+v", v.Files)
	}
	reader := w.noor
	reader.Role = consult.Reader
	if _, err := w.svc.AddPostFile(
		ctx, reader, id, upload(consult.OnPost, "x.txt", "x"),
	); !errors.Is(err, consult.ErrForbidden) {
		t.Errorf("a reader adds a file: %v", err)
	}
}

func TestSignatoriesAreThoseOfTheDay(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.PressRelease, "Samen", "x")
	_, err := w.svc.SavePost(
		ctx, w.actor, id, w.post(id).Edited, inDutch("Samen", "x"), []int64{w.places[2], w.places[0]},
	)
	w.must(err)
	var names []string
	for _, one := range w.post(id).Text.Signatories {
		names = append(names, one.Name)
	}
	if !slices.Equal(names, []string{"Aldermeer", "’t Waalhof"}) {
		t.Errorf("signed by %v", names)
	}
}

func TestAnswersMoveAndLeadOn(t *testing.T) {
	w := newPostWorld(t)
	ctx := t.Context()
	first := w.draft(consult.FAQ, "Wanneer begint het?", "In mei.")
	theme := w.post(first).ThemeID
	second, err := w.svc.NewPost(ctx, w.actor, consult.FAQ, theme, inDutch("Wie beslist?", "De raad."))
	w.must(err)
	w.publish(first, time.Time{})
	w.publish(second, time.Time{})
	order := func() (titles []string) {
		all, err := w.svc.PublicAnswers(ctx)
		w.must(err)
		for _, t := range all {
			for _, e := range t.Entries {
				titles = append(titles, t.Slug+"/"+e.Slug)
			}
		}
		return titles
	}
	if got := order(); !slices.Equal(got, []string{"planning/wanneer-begint-het", "planning/wie-beslist"}) {
		t.Errorf("order %v", got)
	}
	w.must(w.svc.MoveAnswer(ctx, w.actor, second, -1))
	if got := order(); got[0] != "planning/wie-beslist" {
		t.Errorf("after the move %v", got)
	}
	other := w.theme("Geld")
	w.must(
		w.svc.PlacePost(
			ctx, w.actor, first, w.post(first).Edited,
			consult.PostPlace{ThemeID: other, ShownBy: []consult.ShownBy{{MeetingID: w.id}}},
		),
	)
	if got := order(); !slices.Equal(got, []string{"planning/wie-beslist", "geld/wanneer-begint-het"}) {
		t.Errorf("in another theme %v", got)
	}
	w.must(w.svc.PublishMeeting(ctx, w.actor, w.id, w.meeting().Edited))
	m, err := w.svc.PublicMeeting(ctx, w.meeting().Slug)
	w.must(err)
	if len(m.FAQ) != 1 || m.FAQ[0].Text.Body != "In mei." {
		t.Errorf("shown with the meeting: %+v", m.FAQ)
	}
	w.must(w.svc.WithdrawPost(ctx, w.actor, first, w.post(first).Edited, "Staat nu elders.", second))
	if v, err := w.svc.PublicPost(ctx, "wanneer-begint-het"); err != nil || v.ID != second {
		t.Errorf("a replaced answer leads to %d, %v", v.ID, err)
	}
	if err := w.svc.RemoveTheme(ctx, w.actor, theme); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("a theme with answers goes: %v", err)
	}
}

func TestDiscardedDraftIsGone(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.News, "Toch maar niet", "x")
	_, err := w.svc.AddPostFile(ctx, w.actor, id, upload(consult.OnPost, "x.txt", "x"))
	w.must(err)
	_, err = w.svc.SeePost(ctx, w.noor, id)
	w.must(err)
	others, err := w.svc.SeePost(ctx, w.actor, id)
	if err != nil || len(others) != 1 || others[0].Name != "Noor Haddad" {
		t.Errorf("others: %v, %v", others, err)
	}
	w.must(w.svc.DiscardPost(ctx, w.actor, id, w.post(id).Edited))
	if _, err := w.svc.Post(ctx, w.actor, id); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("the draft: %v", err)
	}
}

func TestOneSittingIsOneLineInTheLog(t *testing.T) {
	w := newPostWorld(t)
	id := w.draft(consult.News, "Nieuws", "x")
	for range 5 {
		w.now = w.now.Add(30 * time.Second)
		w.write(id, "Nieuws", w.now.String())
	}
	saved := func() (n int) {
		for _, a := range w.actions("post") {
			if a == "post.saved" {
				n++
			}
		}
		return n
	}
	if saved() != 1 {
		t.Errorf("%d saves in the log", saved())
	}
	w.now = w.now.Add(time.Hour)
	w.write(id, "Nieuws", "later")
	if saved() != 2 {
		t.Errorf("%d saves in the log after an hour", saved())
	}
}

func upload(place consult.AttachmentPlace, name, content string) service.Upload {
	return service.Upload{Place: place, FileName: name, Content: strings.NewReader(content)}
}

// TestSavingACorrectionLeavesTheSiteAlone: a correction that saves itself twice
// a minute must not empty the cache and rewrite the index each time.
func TestSavingACorrectionLeavesTheSiteAlone(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.News, "Nieuws", "Er komt iets.")
	w.publish(id, time.Time{})
	before, err := w.svc.Revision(ctx)
	w.must(err)
	w.write(id, "Nieuws", "Er komt niets.")
	w.must(w.svc.PlacePost(ctx, w.actor, id, w.post(id).Edited, consult.PostPlace{Note: "nog bellen"}))
	if after, err := w.svc.Revision(ctx); err != nil || after != before {
		t.Errorf("revision %d after a save, %d before, %v", after, before, err)
	}
	w.must(w.svc.CorrectPost(ctx, w.actor, id, w.post(id).Edited, "Toch niet", true))
	if after, err := w.svc.Revision(ctx); err != nil || after == before {
		t.Errorf("the correction leaves the revision at %d, %v", after, err)
	}
}

func TestWhoSignedKeepsTheirName(t *testing.T) {
	w := newPostWorld(t)
	ctx, id := t.Context(), w.draft(consult.PressRelease, "Samen", "Wij doen het samen.")
	_, err := w.svc.SavePost(ctx, w.actor, id, w.post(id).Edited, inDutch("Samen", "Wij doen het samen."), w.places)
	w.must(err)
	w.publish(id, time.Time{})
	admin := w.actor
	admin.Role = consult.Admin
	register, err := w.svc.Municipalities(ctx, admin)
	w.must(err)
	renamed := register[0]
	renamed.Name = "Nieuw-" + renamed.Name
	w.must(w.svc.ChangeMunicipality(ctx, admin, renamed))
	var problems consult.Problems
	if err := w.svc.RemoveMunicipality(ctx, admin, w.places[1]); !errors.As(err, &problems) {
		t.Errorf("who signed is removed: %v", err)
	}
	_, err = w.svc.SavePost(ctx, w.actor, id, w.post(id).Edited, inDutch("Samen", "Wij deden het samen."), w.places)
	w.must(err)
	w.must(w.svc.CorrectPost(ctx, w.actor, id, w.post(id).Edited, "Taalfout", true))
	if got := w.post(id).Text.Signatories; len(got) != 3 || got[0].Name != "Aldermeer" {
		t.Errorf("after a correction: %v", got)
	}
}

// TestThemeIsRenamedWhileAnAnswerGoes does both at once, often: whatever the
// order, a withdrawn answer is not found, and a theme keeps its new name.
func TestThemeIsRenamedWhileAnAnswerGoes(t *testing.T) {
	w := newPostWorldOn(t, storetest.Postgres(t))
	ctx := t.Context()
	for round := range 12 {
		theme := w.theme(fmt.Sprintf("Thema %d", round))
		other := w.theme(fmt.Sprintf("Ander thema %d", round))
		id, err := w.svc.NewPost(
			ctx, w.actor, consult.FAQ, theme,
			inDutch(fmt.Sprintf("Wat is woord%d?", round), fmt.Sprintf("Dat is inhoud%d.", round)),
		)
		w.must(err)
		w.publish(id, time.Time{})
		edited, name := w.post(id).Edited, fmt.Sprintf("Hernoemd %d", round)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := w.svc.SaveTheme(ctx, w.actor, consult.Theme{ID: theme, Title: name}); err != nil {
				t.Errorf("rename: %v", err)
			}
		})
		all.Go(func() {
			if err := w.svc.WithdrawPost(ctx, w.noor, id, edited, "Klopt niet.", 0); err != nil {
				t.Errorf("withdraw: %v", err)
			}
		})
		all.Go(func() {
			if err := w.svc.MoveTheme(ctx, w.noor, other, -1); err != nil {
				t.Errorf("move: %v", err)
			}
		})
		all.Wait()
		found, err := w.svc.Search(ctx, consult.SearchQuery{Text: fmt.Sprintf("inhoud%d", round), Limit: 5})
		w.must(err)
		if len(found.Hits) > 0 {
			t.Errorf("round %d: a withdrawn answer is found", round)
		}
		themes, err := w.svc.Themes(ctx, w.actor)
		w.must(err)
		if !slices.ContainsFunc(themes, func(s service.StaffTheme) bool { return s.ID == theme && s.Title == name }) {
			t.Errorf("round %d: the theme has not its new name", round)
		}
	}
}

// TestThemeIsRenamedTwin does the rename without the lock on the answer, as the
// service once did: the withdrawn words are back in the index, so the test
// above has something to notice.
func TestThemeIsRenamedTwin(t *testing.T) {
	w := newPostWorldOn(t, storetest.Postgres(t))
	ctx, id := t.Context(), w.draft(consult.FAQ, "Wat is woord?", "Dat is inhoud.")
	w.publish(id, time.Time{})
	edited := w.post(id).Edited
	w.tx(func(tx *store.Tx) error {
		stale, err := tx.FAQEntries(0)
		w.must(err)
		w.must(w.svc.WithdrawPost(ctx, w.noor, id, edited, "Klopt niet.", 0)) // in a transaction of its own
		terms := consult.SearchTerms{Title: i18n.Stems(stale[0].Text.Title), Text: i18n.Stems(stale[0].Text.Body)}
		return tx.SetSearchDoc(consult.SearchDoc{
			Noun: "post", About: id, Kind: consult.SearchFAQ, Title: stale[0].Text.Title, Text: stale[0].Text.Body,
			ShownOn: w.now, VisibleFrom: w.now,
		}, terms)
	})
	if found, err := w.svc.Search(ctx, consult.SearchQuery{Text: "inhoud", Limit: 5}); err != nil ||
		len(found.Hits) != 1 {
		t.Errorf("%d hits, %v: without the lock nothing goes wrong", len(found.Hits), err)
	}
}
