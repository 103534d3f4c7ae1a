package service_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"image"
	"image/png"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// noise is a picture that does not pack: it takes more than one piece.
func noise(t *testing.T, width, height int) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, width, height))
	_, _ = rand.Read(picture.Pix)
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// newLogoWorld is a directory world with a region that has a name.
func newLogoWorld(t *testing.T, db *store.DB) *directoryWorld {
	w := directoryWorldOn(t, db)
	w.update(func(tx *store.Tx) error {
		return tx.SetRegion(consult.Region{
			Name: "Jeugdregio Merenland", ShortName: "Merenland", SenderName: "Jeugdregio Merenland",
			ReplyAddress: "info@merenland.example",
			OnBehalf:     consult.Words{NL: "de acht gemeenten"}, UpdatedAt: w.clock,
		})
	})
	return w
}

func (w *directoryWorld) logo() consult.Logo {
	w.Helper()
	r, err := w.svc.Settings(w.ctx, w.admin)
	w.must(err)
	return r.Logo
}

func (w *directoryWorld) revision() int64 {
	w.Helper()
	n, err := w.svc.Revision(w.ctx)
	w.must(err)
	return n
}

func TestLogo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newLogoWorld(t, db)
		first, second := noise(t, 700, 500), noise(t, 30, 20)
		if len(first) <= store.ChunkSize || len(first) > consult.MaxLogo {
			t.Fatalf("%d bytes prove nothing about pieces", len(first))
		}
		at := w.revision()
		raised := func() {
			t.Helper()
			if now := w.revision(); now <= at {
				t.Errorf("revision %d then %d: pages of before would stay", at, now)
			}
			at = w.revision()
		}
		w.must(w.svc.ChangeLogo(w.ctx, w.admin, "", `C:\huisstijl\logo.png`, bytes.NewReader(first)))
		raised()
		old := w.logo()
		if old.Width != 700 || old.Height != 500 {
			t.Errorf("%+v", old)
		}
		w.clock = w.clock.Add(48 * time.Hour)
		if n, err := w.svc.SweepFiles(w.ctx); n != 0 || err != nil {
			t.Errorf("swept %d pieces of the logo: %v", n, err)
		}
		logo, picture, err := w.svc.LogoFile(w.ctx, old.FileName())
		if err != nil || logo != old || !bytes.Equal(picture, first) {
			t.Errorf("%d bytes came back of %d: %v", len(picture), len(first), err)
		}
		w.must(w.svc.ChangeLogo(w.ctx, w.admin, old.SHA256, "nieuw.png", bytes.NewReader(second)))
		raised()
		if _, picture, err := w.svc.LogoFile(w.ctx, w.logo().FileName()); err != nil || !bytes.Equal(picture, second) {
			t.Errorf("after replacing: %d bytes, %v", len(picture), err)
		}
		if n, err := w.svc.SweepFiles(w.ctx); n != 2 || err != nil {
			t.Errorf("swept %d pieces of the former logo: %v", n, err)
		}
		w.must(w.svc.RemoveLogo(w.ctx, w.admin, w.logo().SHA256))
		raised()
		for _, name := range []string{old.FileName(), "", ".png", ".jpg"} {
			if _, _, err := w.svc.LogoFile(w.ctx, name); !errors.Is(err, consult.ErrNotFound) {
				t.Errorf("%q: %v", name, err)
			}
		}
		if diff := cmp.Diff(
			[]string{"region.logo_changed", "region.logo_changed", "region.logo_removed"}, w.actions(),
		); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLogoRefused(t *testing.T) {
	w := newLogoWorld(t, storetest.Open(t, storetest.SQLite(t)))
	w.must(w.svc.ChangeLogo(w.ctx, w.admin, "", "logo.png", bytes.NewReader(noise(t, 30, 20))))
	before, at := w.logo(), w.revision()
	for name, got := range map[string]error{
		"another logo stood on the page": w.svc.ChangeLogo(
			w.ctx, w.admin, "", "logo.png", bytes.NewReader(noise(t, 30, 20)),
		),
		"that one is taken away": w.svc.RemoveLogo(w.ctx, w.admin, ""),
	} {
		if !errors.Is(got, consult.ErrConflict) {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, got := range map[string]error{
		"put up":     w.svc.ChangeLogo(w.ctx, w.editor, before.SHA256, "logo.png", bytes.NewReader(noise(t, 30, 20))),
		"taken away": w.svc.RemoveLogo(w.ctx, w.editor, before.SHA256),
	} {
		if !errors.Is(got, consult.ErrForbidden) {
			t.Errorf("%s by an editor: %v", name, got)
		}
	}
	large := make([]byte, 2*consult.MaxLogo)
	copy(large, noise(t, 30, 20))
	if s := problemsOf(
		w.svc.ChangeLogo(w.ctx, w.admin, before.SHA256, "logo.png", bytes.NewReader(large)),
	); s != "file settings.problem.logo_large" {
		t.Error(s)
	}
	if s := problemsOf(
		w.svc.ChangeLogo(w.ctx, w.admin, before.SHA256, "logo.svg", bytes.NewReader([]byte("<svg/>"))),
	); s != "file settings.problem.logo_type" {
		t.Error(s)
	}
	if w.logo() != before || w.revision() != at || len(w.actions()) != 1 {
		t.Errorf("a refusal changed something: %+v, %v", w.logo(), w.actions())
	}
	none := newDirectoryWorld(t)
	if s := problemsOf(
		none.svc.ChangeLogo(w.ctx, none.admin, "", "logo.png", bytes.NewReader(noise(t, 30, 20))),
	); s != "settings.problem.logo_first" {
		t.Errorf("a logo of a region without a name: %q", s)
	}
}

func TestSettingsKeepTheLogo(t *testing.T) {
	w := newLogoWorld(t, storetest.Open(t, storetest.SQLite(t)))
	r, err := w.svc.Settings(w.ctx, w.admin)
	w.must(err)
	w.must(w.svc.ChangeLogo(w.ctx, w.admin, "", "logo.png", bytes.NewReader(noise(t, 30, 20))))
	logo := w.logo()
	r.Tagline.NL = "Acht gemeenten" // from a page that was opened before the logo
	w.must(w.svc.ChangeSettings(w.ctx, w.admin, r))
	if w.logo() != logo {
		t.Errorf("saving the settings made the logo %+v", w.logo())
	}
}
