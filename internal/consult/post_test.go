package consult

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestPostIsPublicFromItsInstant(t *testing.T) {
	at := time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC)
	p := Post{ReleasedAt: at}
	for _, one := range []struct {
		after  time.Duration
		public bool
		state  PostState
	}{{-time.Microsecond, false, ScheduledPost}, {0, true, ReleasedPost}, {time.Hour, true, ReleasedPost}} {
		now := at.Add(one.after)
		if p.PublicAt(now) != one.public || p.State(now) != one.state {
			t.Errorf("%v after: public %t, %s", one.after, p.PublicAt(now), p.State(now))
		}
	}
	if (Post{}).PublicAt(at) {
		t.Error("a draft is public")
	}
}

func TestScheduleIsNeverBackdated(t *testing.T) {
	now := time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC)
	_, err := Post{}.Schedule(now.Add(-time.Microsecond), now)
	var problems Problems
	if !errors.As(err, &problems) || problems[0].Field != "at" {
		t.Errorf("a release in the past: %v", err)
	}
	p, err := Post{}.Schedule(time.Time{}, now)
	if err != nil || !p.ReleasedAt.Equal(now) || p.Version != 1 {
		t.Errorf("now: %+v, %v", p, err)
	}
	if _, err := p.Schedule(now.Add(time.Hour), now); !errors.Is(err, ErrConflict) {
		t.Errorf("a second release: %v", err)
	}
}

func TestSignPicksFromTheRegisterOfThatDay(t *testing.T) {
	day := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, Amsterdam) }
	last := time.Date(2021, 12, 31, 0, 0, 0, 0, Amsterdam)
	register := []Municipality{
		{ID: 1, Name: "Aldermeer", SortKey: "a"}, {ID: 2, Name: "Oudland", SortKey: "o", Until: last},
		{ID: 3, Name: "Nieuwland", SortKey: "p", From: day(2022)},
	}
	signed, err := (Post{}).Sign(register, []int64{2, 1}, day(2021))
	if err != nil || len(signed) != 2 || signed[0].Name != "Aldermeer" || signed[1].Name != "Oudland" {
		t.Errorf("in 2021: %v, %v", signed, err)
	}
	if _, err := (Post{}).Sign(register, []int64{2, 1}, last.AddDate(0, 0, 1)); err == nil {
		t.Error("a municipality signs on the day after its last")
	}
	if signed, err := (Post{}).Sign(register, []int64{99}, day(2022)); err != nil || signed != nil {
		t.Errorf("an id that is in no register: %v, %v", signed, err)
	}
	old := Post{ReleasedAt: day(2021), Text: PostText{Signatories: signed}}
	register[0].Name, register[0].SortKey = "Nieuw-Aldermeer", "nieuw"
	if again, err := old.Sign(register, []int64{1, 2}, day(2023)); err != nil || again[0].Name != "Aldermeer" ||
		again[1].Name != "Oudland" {
		t.Errorf("a correction years later: %v, %v", again, err)
	}
}

// TestPostRules holds any sequence of acts to what must never happen: words
// that were public change only with the version, a release moves only before
// its instant, and a withdrawn post stays so.
func TestPostRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC)
		var p Post
		steps := rapid.IntRange(1, 40).Draw(t, "steps")
		for i := range steps {
			before := p
			after, err := actOn(t, p, now, i)
			if err == nil {
				p = after
			}
			if before.PublicAt(now) {
				if !p.ReleasedAt.Equal(before.ReleasedAt) {
					t.Fatalf("the release moved from %v to %v", before.ReleasedAt, p.ReleasedAt)
				}
				if p.Text.Body != before.Text.Body && p.Version != before.Version+1 {
					t.Fatalf("words changed from version %d to %d", before.Version, p.Version)
				}
			}
			if !before.WithdrawnAt.IsZero() && !p.WithdrawnAt.Equal(before.WithdrawnAt) {
				t.Fatal("a withdrawn post came back")
			}
			if !p.Draft() && before.Draft() && p.ReleasedAt.Before(now) {
				t.Fatal("a release was backdated")
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
		}
	})
}

func actOn(t *rapid.T, p Post, now time.Time, step int) (Post, error) {
	switch rapid.IntRange(0, 5).Draw(t, "act") {
	case 0:
		return p.Schedule(time.Time{}, now)
	case 1:
		return p.Schedule(now.Add(time.Duration(rapid.IntRange(-60, 120).Draw(t, "at"))*time.Minute), now)
	case 2:
		return p.Unschedule(now)
	case 3:
		return p.Correct("een fout", now)
	case 4:
		return p.Withdraw("niet meer juist", now)
	}
	return p.Write(PostText{Title: "t", Body: string(rune('a' + step%26))})
}
