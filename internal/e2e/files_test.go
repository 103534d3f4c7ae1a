//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/store/storetest"
)

// fileCost is what one file may take of the machine, whatever it holds, with all
// that is done with it: taken over the line, spooled, read and stored.
var fileCost = cost{memory: 100 << 20, cpu: 2 * time.Second}

// TestHostileFilesAreCheap sends the worst files there are to the program as
// somebody of the staff and measures it from outside.
func TestHostileFilesAreCheap(t *testing.T) {
	t.Parallel()
	env := newSettings(t, storetest.SQLite(t), freeAddr(t)) // no mail goes out
	w := seed(t, env, plan{organisations: 1})
	u := uploader{
		client: newClient(env, "http://"+env["ADDR"]), token: signedIn(t, env, w.staff.ID), meeting: w.meetings[0],
	}
	p := serve(t, env)
	u.send(
		t,
		hostileFile{
			name: "gewoon.pdf", to: toMeeting, make: func() []byte { return []byte("%PDF-1.7\n") },
			want: http.StatusSeeOther,
		},
	)
	u.send(
		t,
		hostileFile{
			name: "gewoon.csv", to: toImport, make: func() []byte { return []byte("Naam;E-mail\nA;a@b.example\n") },
			want: http.StatusSeeOther,
		},
	)
	m := p.meter()
	for _, f := range hostileFiles {
		t.Run(f.what, func(t *testing.T) {
			body, kind := u.form(t, f)
			var got answer
			took := m.during(func() { got = u.post(t, f, body, kind) })
			t.Logf("%d bytes: %d, %s", len(body), got.status, took)
			m.within(f.what, fileCost, took)
			if got.status != f.want {
				t.Errorf("%s: %d, want %d", f.what, got.status, f.want)
			}
			if f.says != "" && !strings.Contains(got.body, f.says) {
				t.Errorf("%s: the page does not say %q", f.what, f.says)
			}
		})
	}
	t.Run("two at once", func(t *testing.T) {
		f := hostileFile{
			name: "twee.pdf", to: toMeeting,
			make: func() []byte { return pdfObjects("<</A/B/C/D/E/F/G/H/I/J>>", 24<<20) }, want: http.StatusSeeOther,
		}
		body, kind := u.form(t, f)
		took := m.during(func() {
			var both sync.WaitGroup
			for range 2 {
				both.Go(func() { u.post(t, f, body, kind) })
			}
			both.Wait()
		})
		t.Log(took)
		m.within("two files at once", cost{memory: fileCost.memory, cpu: 2 * fileCost.cpu}, took)
	})
}

// The forms that take a file.
const (
	toImport = iota
	toMeeting
	toLogo
)

// hostileFile is a file that was made to be dear, and what becomes of it.
type hostileFile struct {
	what, name string
	to         int
	make       func() []byte
	want       int
	says       string // on the page
}

// uploader sends files as somebody who is signed in.
type uploader struct {
	client  *client
	token   string
	meeting int64
}

// form is a file in the form that a browser sends.
func (u uploader) form(t *testing.T, f hostileFile) (body []byte, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", f.name)
	if err == nil {
		_, err = part.Write(f.make())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

func (u uploader) send(t *testing.T, f hostileFile) {
	t.Helper()
	body, kind := u.form(t, f)
	if got := u.post(t, f, body, kind); got.status != f.want {
		t.Fatalf("%s: %d, want %d\n%s", f.name, got.status, f.want, got.body)
	}
}

func (u uploader) post(t *testing.T, f hostileFile, body []byte, kind string) answer {
	t.Helper()
	path := map[int]string{
		toImport: "/beheer/import", toMeeting: fmt.Sprintf("/beheer/bijeenkomsten/%d/bestanden", u.meeting),
		toLogo: "/beheer/instellingen/logo",
	}[f.to]
	req, err := http.NewRequestWithContext(
		context.Background(), http.MethodPost, u.client.base+path, bytes.NewReader(body),
	)
	if err != nil {
		t.Error(err)
		return answer{}
	}
	req.Host = u.client.host
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Origin", "http://"+u.client.host)
	req.Header.Set("Cookie", "samenspraak="+u.token)
	res, err := u.client.http.Do(req)
	if err != nil {
		t.Error(err)
		return answer{}
	}
	defer func() { _ = res.Body.Close() }()
	read, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	return answer{status: res.StatusCode, header: res.Header, body: string(read)}
}
