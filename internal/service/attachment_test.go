package service_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

func TestAttachments(t *testing.T) {
	w := newMeetingWorld(t)
	ctx := t.Context()
	big := "%PDF-1.7\n" + strings.Repeat("x", store.ChunkSize*2+17)
	id, err := w.svc.AddAttachment(
		ctx, w.actor, w.id,
		service.Upload{
			Place: consult.OnMeeting, Title: "Uitgangspunten", FileName: `C:\stukken\uit.pdf`,
			Content: strings.NewReader(big),
		},
	)
	w.must(err)
	if _, err := w.svc.OpenAttachment(ctx, id); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a draft's file is public: %v", err)
	}
	w.publish()
	read := func(f service.OpenFile, err error) string {
		t.Helper()
		w.must(err)
		var out bytes.Buffer
		w.must(f.CopyTo(ctx, &out))
		return out.String()
	}
	if got := read(w.svc.OpenAttachment(ctx, id)); got != big {
		t.Errorf("%d bytes came back of %d", len(got), len(big))
	}
	w.must(
		w.svc.ReplaceAttachment(
			ctx, w.actor, id, service.Upload{FileName: "nieuw.txt", Content: strings.NewReader("Nieuw")},
		),
	)
	if got := read(w.svc.OpenAttachment(ctx, id)); got != "Nieuw" {
		t.Errorf("after replacing: %q", got)
	}
	files, err := w.svc.MeetingFiles(ctx, w.actor, w.id)
	if err != nil || len(files) != 2 || files[0].Version != 2 || files[0].Title != "Uitgangspunten" ||
		files[1].FormerOf != id {
		t.Fatalf("files = %+v, %v", files, err)
	}
	if _, err := w.svc.OpenAttachment(ctx, files[1].ID); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a former version is public: %v", err)
	}
	if got := read(w.svc.OpenStaffAttachment(ctx, w.actor, w.id, 0, files[1].ID)); got != big {
		t.Error("staff cannot open the former version")
	}
	w.now = w.now.Add(48 * time.Hour)
	if n, err := w.svc.SweepFiles(ctx); n != 0 || err != nil {
		t.Errorf("swept %d pieces of files that are kept: %v", n, err)
	}
	w.must(w.svc.RemoveAttachment(ctx, w.actor, id))
	if _, err := w.svc.OpenAttachment(ctx, id); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a removed file is public: %v", err)
	}
	for name, one := range map[string]struct {
		file, content string
		want          error
	}{
		"svg": {"plaatje.svg", "<svg/>", consult.ErrMediaType}, "page": {"stuk.pdf", "<html>", consult.ErrMediaType},
		"too large": {"groot.txt", strings.Repeat("a", consult.MaxFile+1), consult.ErrTooLarge},
	} {
		_, err := w.svc.AddAttachment(
			ctx, w.actor, w.id, service.Upload{FileName: one.file, Content: strings.NewReader(one.content)},
		)
		if !errors.Is(err, one.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, _ := w.svc.MeetingFiles(ctx, w.actor, w.id); len(left) != 2 {
		t.Errorf("%d files after refusals", len(left))
	}
}

// TestFilesOfAnotherNoun: a file of a noun that nobody thought of is opened and
// changed by nobody, whatever has its number.
func TestFilesOfAnotherNoun(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	for _, noun := range []consult.Noun{consult.NounTheme, "round", ""} {
		var id int64
		w.must(w.db.Update(t.Context(), func(tx *store.Tx) (err error) {
			id, err = tx.AddAttachment(
				consult.Attachment{
					Of: consult.Subject{Noun: noun, ID: w.id}, Place: consult.OnMeeting, FileName: "uit.pdf",
					AddedAt: w.now,
				},
			)
			return err
		}))
		if _, err := w.svc.OpenAttachment(t.Context(), id); !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("visitors open a file of a %q: %v", noun, err)
		}
		if _, err := w.svc.OpenStaffAttachment(
			t.Context(), w.actor, w.id, 0, id,
		); !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("staff open a file of a %q with a meeting: %v", noun, err)
		}
		if err := w.svc.RemoveAttachment(t.Context(), w.actor, id); !errors.Is(err, consult.ErrForbidden) {
			t.Errorf("staff take a file of a %q away: %v", noun, err)
		}
	}
}

func TestReportGoesToEveryone(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	w.invite("Anna", "")
	w.invite("Bram", consult.Yes)
	w.invite("Carla", consult.No)
	if err := w.svc.PublishReport(
		t.Context(), w.actor, w.id, w.meeting().Edited, "Verslag", "", true,
	); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("before the meeting: %v", err)
	}
	id, err := w.svc.AddAttachment(
		t.Context(), w.actor, w.id,
		service.Upload{
			Place: consult.OnReport, FileName: "verslag.txt", Content: strings.NewReader("Wat er gezegd is"),
		},
	)
	w.must(err)
	w.now = amsterdamTime("2026-12-01 10:00")
	if _, err := w.svc.OpenAttachment(t.Context(), id); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("the report's file is public before the report: %v", err)
	}
	w.must(w.svc.PublishReport(t.Context(), w.actor, w.id, w.meeting().Edited, "Verslag", "", false))
	if got := w.told(consult.ForReport); got != "Anna Bram Carla" {
		t.Errorf("told: %s", got)
	}
	if _, err := w.svc.OpenAttachment(t.Context(), id); err != nil {
		t.Error(err)
	}
	released := w.now
	w.now = w.now.Add(24 * time.Hour)
	w.must(
		w.svc.PublishReport(
			t.Context(), w.actor, w.id, w.meeting().Edited, "Beter verslag", "Een naam was fout.", false,
		),
	)
	m := w.meeting()
	if len(w.mail(consult.ForReport)) != 3 || m.Report.Version != 2 || !m.Report.ReleasedAt.Equal(released) ||
		m.Version != 2 {
		t.Errorf("corrected: %+v", m.Report)
	}
	w.must(w.svc.PublishReport(t.Context(), w.actor, w.id, m.Edited, "Best verslag", "Nog een naam.", true))
	if got := len(w.mail(consult.ForReport)); got != 6 {
		t.Errorf("%d mails after a correction that is told", got)
	}
}
