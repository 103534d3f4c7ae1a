package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

var postNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

func TestPostComesBackWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		inTx(t, db, func(tx *store.Tx) error {
			theme, err := tx.AddTheme(consult.Theme{Slug: "planning", Title: "Planning"})
			if err != nil {
				return err
			}
			p := consult.Post{
				Kind: consult.FAQ, Slug: "wanneer", ThemeID: theme, Position: 3, ReviewOn: postNow.AddDate(0, 3, 0),
				Note: "nog vragen",
				Text: consult.PostText{
					Title: "Wanneer?", Body: "Straks.", Language: "nl", ShownOn: postNow.Add(-24 * time.Hour),
					Signatories: []consult.Signatory{{ID: 4, Name: "’t Waalhof", SortKey: "waalhof"}},
					Press:       consult.PressContact{Name: "Noor"},
				},
				Pending:   &consult.PostText{Title: "Wanneer precies?", Language: "nl"},
				CreatedAt: postNow, ReleasedAt: postNow, Version: 2, EditedAt: postNow,
			}
			if p.ID, err = tx.AddPost(p); err != nil {
				return err
			}
			other, err := tx.AddPost(
				consult.Post{Kind: consult.News, Slug: "nieuws", CreatedAt: postNow, EditedAt: postNow},
			)
			if err != nil {
				return err
			}
			p.ShownBy = []consult.ShownBy{{PostID: other}}
			if err := tx.SetPost(p); err != nil {
				return err
			}
			if err := tx.SetPost(p); !errors.Is(err, consult.ErrConflict) {
				t.Errorf("a second save of the same reading: %v", err)
			}
			p.Edited = 1
			got, err := tx.Post(p.ID)
			if diff := cmp.Diff(p, got); diff != "" {
				t.Errorf("Post (-want +got):\n%s", diff)
			}
			shown, err2 := tx.FAQShownBy(consult.ShownBy{PostID: other}, postNow)
			if len(shown) != 1 || shown[0].ID != p.ID {
				t.Errorf("shown by the other: %v, %v", shown, err2)
			}
			return err
		})
	})
}

func TestReadableNewsIsByInstantAndYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		add := func(tx *store.Tx, slug string, p consult.Post) {
			p.Slug, p.CreatedAt, p.EditedAt = slug, postNow, postNow
			if p.Kind == "" {
				p.Kind = consult.News
			}
			if _, err := tx.AddPost(p); err != nil {
				t.Fatal(err)
			}
		}
		inTx(t, db, func(tx *store.Tx) error {
			add(tx, "concept", consult.Post{})
			add(tx, "nu", consult.Post{ReleasedAt: postNow})
			add(tx, "straks", consult.Post{ReleasedAt: postNow.Add(time.Microsecond), Kind: consult.PressRelease})
			add(tx, "ingetrokken", consult.Post{ReleasedAt: postNow, WithdrawnAt: postNow})
			add(tx, "vraag", consult.Post{ReleasedAt: postNow, Kind: consult.FAQ})
			// 23.30 UTC on 31 December is 2026 in Amsterdam.
			add(
				tx, "oud",
				consult.Post{
					ReleasedAt: postNow.Add(-time.Hour),
					Text:       consult.PostText{ShownOn: time.Date(2025, 12, 31, 23, 30, 0, 0, time.UTC)},
				},
			)
			add(
				tx, "ouder",
				consult.Post{
					ReleasedAt: postNow.Add(-time.Hour),
					Text:       consult.PostText{ShownOn: time.Date(2025, 12, 31, 22, 30, 0, 0, time.UTC)},
					Kind:       consult.Announcement,
				},
			)
			return nil
		})
		for _, one := range []struct {
			f     consult.NewsFilter
			now   time.Time
			slugs []string
		}{
			{consult.NewsFilter{}, postNow, []string{"nu", "oud", "ouder"}},
			{consult.NewsFilter{}, postNow.Add(time.Microsecond), []string{"straks", "nu", "oud", "ouder"}},
			{consult.NewsFilter{}, postNow.Add(-time.Microsecond), []string{"oud", "ouder"}},
			{consult.NewsFilter{Year: 2026}, postNow, []string{"nu", "oud"}},
			{consult.NewsFilter{Year: 2025}, postNow, []string{"ouder"}},
			{consult.NewsFilter{Kind: consult.PressRelease}, postNow, nil},
			{consult.NewsFilter{Limit: 1, Offset: 1}, postNow, []string{"oud"}},
		} {
			inTx(t, db, func(tx *store.Tx) error {
				posts, err := tx.ReadableNews(one.f, one.now)
				var slugs []string
				for _, p := range posts {
					slugs = append(slugs, p.Slug)
				}
				if diff := cmp.Diff(one.slugs, slugs); diff != "" {
					t.Errorf("%+v at %v (-want +got):\n%s", one.f, one.now, diff)
				}
				return err
			})
		}
		inTx(t, db, func(tx *store.Tx) error {
			counts, err := tx.NewsCounts(postNow)
			want := []consult.NewsCount{
				{Kind: consult.News, Year: 2026, Count: 2}, {Kind: consult.Announcement, Year: 2025, Count: 1},
			}
			if diff := cmp.Diff(want, counts); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
			next, err2 := tx.NextRelease(postNow)
			if !next.Equal(postNow.Add(time.Microsecond)) {
				t.Errorf("NextRelease = %v, %v", next, err2)
			}
			if none, _ := tx.NextRelease(next); !none.IsZero() {
				t.Errorf("NextRelease after the last = %v", none)
			}
			return err
		})
	})
}

func TestPostSlugsAreNeverReused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		inTx(t, db, func(tx *store.Tx) error {
			one, err := tx.AddPost(
				consult.Post{Kind: consult.News, Slug: "nieuw", CreatedAt: postNow, EditedAt: postNow},
			)
			if err != nil {
				return err
			}
			if err := tx.KeepSlug("oud", consult.Post{ID: one}.Subject()); err != nil {
				return err
			}
			for base, want := range map[string]string{"oud": "oud-2", "nieuw": "nieuw-2", "vrij": "vrij"} {
				if got, err := tx.FreeSlug(base, consult.Post{}.Subject()); got != want || err != nil {
					t.Errorf("FreeSlug(%s) = %s, %v", base, got, err)
				}
			}
			if got, err := tx.FreeSlug("oud", consult.Post{ID: one}.Subject()); got != "oud" || err != nil {
				t.Errorf("its own former address: %s, %v", got, err)
			}
			if p, err := tx.PostBySlug("oud"); p.ID != one || err != nil {
				t.Errorf("PostBySlug of a former address = %d, %v", p.ID, err)
			}
			return nil
		})
	})
}

func TestWritersAreThoseOfTheLastMoments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		inTx(t, db, func(tx *store.Tx) error {
			post, err := tx.AddPost(
				consult.Post{Kind: consult.News, Slug: "nieuw", CreatedAt: postNow, EditedAt: postNow},
			)
			if err != nil {
				return err
			}
			var staff [2]int64
			for i, name := range []string{"Marleen", "Noor"} {
				if staff[i], err = tx.AddStaff(
					consult.Staff{Address: name, Canonical: name, Name: name, Role: consult.Editor, CreatedAt: postNow},
				); err != nil {
					return err
				}
			}
			for _, see := range []struct {
				who   int64
				after time.Duration
			}{{staff[0], 0}, {staff[1], 30 * time.Second}, {staff[1], 60 * time.Second}} {
				if err := tx.SeeWriter(post, see.who, postNow.Add(see.after)); err != nil {
					return err
				}
			}
			both, err := tx.Writers(post, postNow.Add(consult.WriterGone))
			if len(both) != 2 || both[1].Name != "Noor" || !both[1].Since.Equal(postNow.Add(30*time.Second)) {
				t.Errorf("both: %+v", both)
			}
			one, err2 := tx.Writers(post, postNow.Add(consult.WriterGone+time.Microsecond))
			if len(one) != 1 || one[0].StaffID != staff[1] {
				t.Errorf("after the first left: %+v, %v", one, err2)
			}
			return err
		})
	})
}
