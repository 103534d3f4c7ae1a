//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// TestUploadsSurviveKills kills the program while staff upload files. Every
// upload that was acknowledged is there and comes back with the digest it was
// sent with; no row names a file that is not whole; and once the sweep was
// here, no piece of a file is left that no row names.
// TestUploadFaultsAreNoticed is its twin.
func TestUploadsSurviveKills(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		kills := 4
		if soaking() {
			kills = 80
		}
		env := newSettings(t, database, freeAddr(t))
		people := seed(t, env, plan{organisations: 1})
		staff, cookie := people.staff, signedIn(t, env, people.staff.ID)
		p := serve(t, env)
		u := &uploads{
			env: env, url: p.url, cookie: cookie, meeting: people.meetings[0], acked: map[string]string{},
			stop: make(chan struct{}),
		}
		for k := range 4 {
			u.all.Go(func() { u.run(k) })
		}
		t.Cleanup(u.end)
		for range kills {
			u.more(t, 2)
			time.Sleep(rand.N(300 * time.Millisecond))
			p.kill()
			p = serve(t, env)
		}
		u.more(t, 2)
		u.end()
		stopped(p)
		f := keptFiles(t, env, staff, people.meetings[0])
		report(t, "uploads", append(u.trouble, uploadFaults(u.acked, f)...))
		t.Logf("%d kills, %d uploads acknowledged, %d rows, %d pieces swept", kills, len(u.acked), len(f.rows), f.swept)
		if len(u.acked) < kills*2 {
			t.Errorf("only %d uploads: too few to show anything", len(u.acked))
		}
	})
}

// uploads are some members of staff who go on uploading.
type uploads struct {
	env         settings
	url, cookie string
	meeting     int64
	stop        chan struct{}
	once        sync.Once
	all         sync.WaitGroup

	mu      sync.Mutex
	acked   map[string]string // digest by the name of the file
	trouble []string
}

func (u *uploads) end() {
	u.once.Do(func() { close(u.stop) })
	u.all.Wait()
}

// more waits until so many more uploads were acknowledged, however slow the
// machine is.
func (u *uploads) more(t *testing.T, n int) {
	t.Helper()
	count := func() int {
		u.mu.Lock()
		defer u.mu.Unlock()
		return len(u.acked)
	}
	for begin, end := count(), time.Now().Add(time.Minute); count() < begin+n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no upload is acknowledged any more")
		}
	}
}

func (u *uploads) run(k int) {
	for n := 0; ; n++ {
		select {
		case <-u.stop:
			return
		case <-time.After(10 * time.Millisecond):
		}
		name := fmt.Sprintf("stuk-%d-%d.txt", k, n)
		// Of several pieces, so that a kill can part them.
		raw := make([]byte, store.ChunkSize/2+rand.N(store.ChunkSize))
		for i := range raw {
			raw[i] = byte(rand.N(256))
		}
		content := []byte(hex.EncodeToString(raw))
		status, said, err := u.upload(name, content)
		var network *net.OpError
		u.mu.Lock()
		switch {
		case err == nil && status == http.StatusSeeOther && !strings.Contains(said, "aanmelden"):
			sum := sha256.Sum256(content)
			u.acked[name] = hex.EncodeToString(sum[:])
		case err == nil:
			u.trouble = append(u.trouble, fmt.Sprintf("an upload was answered %d %.300s", status, said))
		}
		u.mu.Unlock()
		if errors.As(err, &network) && network.Op == "dial" {
			time.Sleep(20 * time.Millisecond) // the program is down
		}
	}
}

// upload sends a file as the form does; said is where the answer leads or its
// text.
func (u *uploads) upload(name string, content []byte) (status int, said string, err error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err = errors.Join(err, w.WriteField("place", "meeting"), w.Close()); err != nil {
		return 0, "", err
	}
	path := fmt.Sprintf("/beheer/bijeenkomsten/%d/bestanden", u.meeting)
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, u.url+path, &body)
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Origin", u.env["BASE_URL"])
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.AddCookie(&http.Cookie{Name: "samenspraak", Value: u.cookie})
	a, err := newClient(u.env, u.url).send(req)
	if err == nil && a.status == http.StatusSeeOther {
		return a.status, a.header.Get("Location"), nil
	}
	return a.status, a.body, err
}

// files are what a database holds of them.
type files struct {
	rows   []consult.Attachment
	digest map[int64]string // of the content that comes back, by the row
	swept  int64
	loose  string // pieces after the sweep that no row names
}

func keptFiles(t *testing.T, env settings, staff consult.Actor, meeting int64) files {
	t.Helper()
	a, err := app.New(t.Context(), env.config(t), app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	f := files{digest: map[int64]string{}}
	err = a.DB().Update(t.Context(), func(tx *store.Tx) (err error) {
		f.swept, err = tx.SweepFiles(time.Now().Add(time.Hour)) // a day later the program does this
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.rows, err = a.Service().MeetingFiles(t.Context(), staff, meeting); err != nil {
		t.Fatal(err)
	}
	for _, row := range f.rows {
		hash := sha256.New()
		open, err := a.Service().OpenStaffAttachment(t.Context(), staff, meeting, 0, row.ID)
		if err == nil {
			err = open.CopyTo(t.Context(), hash)
		}
		if err != nil {
			f.digest[row.ID] = err.Error()
			continue
		}
		f.digest[row.ID] = hex.EncodeToString(hash.Sum(nil))
	}
	f.loose = storetest.Text(t, env["DATABASE"], `SELECT CAST(COUNT(*) AS TEXT) FROM file_chunk
		WHERE sha256 NOT IN (SELECT sha256 FROM attachment) AND sha256 NOT IN (SELECT logo_sha256 FROM region)`)
	return f
}

// uploadFaults holds what the database holds against what was acknowledged.
func uploadFaults(acked map[string]string, f files) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	byName := map[string]consult.Attachment{}
	for _, row := range f.rows {
		if _, twice := byName[row.FileName]; twice {
			say("%s stands there twice", row.FileName)
		}
		byName[row.FileName] = row
		if f.digest[row.ID] != row.SHA256 {
			say("%s comes back as %s and its row says %s", row.FileName, f.digest[row.ID], row.SHA256)
		}
	}
	for name, sum := range acked {
		if row, kept := byName[name]; !kept || row.SHA256 != sum {
			say("the acknowledged upload %s is lost or was changed", name)
		}
	}
	if f.loose != "0" {
		say("%s pieces belong to no row", f.loose)
	}
	return wrong
}

// TestUploadFaultsAreNoticed is the twin: each fault is planted and named.
func TestUploadFaultsAreNoticed(t *testing.T) {
	planted := map[string]func(acked map[string]string, f *files){
		"":                      func(map[string]string, *files) {},
		"is lost":               func(acked map[string]string, _ *files) { acked["b.txt"] = "22" },
		"was changed":           func(acked map[string]string, _ *files) { acked["a.txt"] = "12" },
		"comes back as":         func(_ map[string]string, f *files) { f.digest[1] = "not found" },
		"twice":                 func(_ map[string]string, f *files) { f.rows = append(f.rows, f.rows[0]) },
		"3 pieces belong to no": func(_ map[string]string, f *files) { f.loose = "3" },
	}
	for want, spoil := range planted {
		acked := map[string]string{"a.txt": "11"}
		f := files{
			rows: []consult.Attachment{{ID: 1, FileName: "a.txt", SHA256: "11"}}, digest: map[int64]string{1: "11"},
			loose: "0",
		}
		spoil(acked, &f)
		if got := strings.Join(uploadFaults(acked, f), "\n"); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("the checker said %q, want %q in it", got, want)
		}
	}
}
