package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"samenspraak/config"
	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/mailer"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// Check is one thing the doctor looked at.
type Check struct {
	Name  string
	Found string
	Err   error
}

// check is what a look at one thing found.
func check(name, found string, err error) Check { return Check{Name: name, Found: found, Err: err} }

// DoctorOptions are what the doctor is told beside the settings.
type DoctorOptions struct {
	Now func() time.Time // nil: the machine's clock
	// To gets one mail, so that a person can see whether it arrives; empty: none
	// is sent.
	To string
}

// Doctor checks what can be wrong outside the program: settings, proxy, address,
// database, schema, clock, the secret, mail server and sender, zone and disks.
// It changes nothing, neither file nor row.
func Doctor(ctx context.Context, conf config.Config, o DoctorOptions) []Check {
	if o.Now == nil {
		o.Now = time.Now
	}
	checks := []Check{
		check("settings", conf.BaseURL, conf.Validate()), checkProxies(conf),
		checkAddress(ctx, "address", conf.Addr, address.Alive, "\"watch\""),
	}
	if conf.MetricsAddr != "" {
		checks = append(
			checks, checkAddress(ctx, "metrics", conf.MetricsAddr, address.Figures, "samenspraak_build_info"),
		)
	}
	checks = append(checks, checkDatabase(ctx, conf, o.Now)...)
	checks = append(checks, checkMail(ctx, conf, o), checkSender(conf), checkZone())
	return append(checks, checkDisks(conf)...)
}

// checkProxies wants a proxy to be named where there must be one: the program
// speaks no TLS itself.
func checkProxies(conf config.Config) Check {
	if strings.HasPrefix(conf.BaseURL, "https://") && strings.TrimSpace(conf.TrustedProxies) == "" {
		return check("proxies", "",
			errors.New("TRUSTED_PROXIES is empty, and BASE_URL says that a proxy stands before the program: all visitors "+
				"would have the proxy's address, and ten wrong passwords of anybody lock out all staff; name it, such as 127.0.0.1"))
	}
	if conf.TrustedProxies == "" {
		return check("proxies", "none, and none is needed", nil)
	}
	return check("proxies", conf.TrustedProxies+" are believed", nil)
}

// checkAddress wants an address that can be listened on, or at which this
// program answers already: its answer to a path holds some words.
func checkAddress(ctx context.Context, name, addr, path, words string) Check {
	setting := map[string]string{"address": "ADDR", "metrics": "METRICS_ADDR"}[name]
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return check(name, addr+" is free", l.Close())
	case errors.Is(err, syscall.EADDRINUSE) && Answers(ctx, "http://"+addr+path, words):
		return check(name, "samenspraak answers at "+addr, nil)
	case errors.Is(err, syscall.EADDRINUSE):
		return check(name, "", fmt.Errorf("%s: another program listens on %s", setting, addr))
	}
	return check(name, "", fmt.Errorf("%s: %w", setting, err))
}

// Answers says whether a page is there now: 200, with some words in it.
func Answers(ctx context.Context, address, words string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return err == nil && res.StatusCode == http.StatusOK && strings.Contains(string(body), words)
}

func checkDatabase(ctx context.Context, conf config.Config, now func() time.Time) []Check {
	if err := store.Writable(conf.Database); err != nil && !errors.Is(err, os.ErrNotExist) {
		return []Check{check("database", "", err)}
	}
	db, err := store.OpenReadOnly(ctx, conf.Database)
	if err != nil {
		return []Check{check("database", "", err)}
	}
	defer func() { _ = db.Close() }()
	kind, _, _ := strings.Cut(conf.Database, ":")
	checks := []Check{check("database", kind, db.Ping(ctx)), check("schema", "current", db.Current(ctx))}
	if checks[1].Err != nil {
		return checks
	}
	svc := service.New(service.Options{DB: db, Now: now, Secret: []byte(conf.Secret), BaseURL: conf.BaseURL})
	return append(checks, checkClock(ctx, db, now), checkSecret(ctx, db, svc))
}

// checkClock compares the clock with that of PostgreSQL, and on both databases
// with the last entry of the audit, which cannot be of a time to come.
func checkClock(ctx context.Context, db *store.DB, now func() time.Time) Check {
	skew, err := db.ClockSkew(ctx, now)
	if err == nil && skew.Abs() > clockSlack {
		err = fmt.Errorf(
			"this machine and the database differ by %s: deadlines would differ too", skew.Round(time.Millisecond),
		)
	}
	if err != nil {
		return check("clock", "", err)
	}
	var last []consult.Event
	err = db.View(ctx, func(tx *store.Tx) (err error) {
		last, err = tx.Events(store.EventFilter{Limit: 1})
		return err
	})
	switch {
	case err != nil:
		return check("clock", "", err)
	case len(last) == 0:
		return check("clock", "there is no entry in the log yet to compare with", nil)
	case last[0].At.Sub(now()) > clockSlack:
		return check("clock", "",
			fmt.Errorf("this machine's clock says %s, and the last entry of the log was made at %s: set the clock",
				now().UTC().Format(time.RFC3339), last[0].At.Format(time.RFC3339)))
	}
	return check("clock", "not before the last entry of the log, of "+last[0].At.Format(time.RFC3339), nil)
}

// checkSecret compares and ties nothing: the first start does that.
func checkSecret(ctx context.Context, db *store.DB, svc *service.Service) Check {
	c := Check{Name: "secret", Found: "the one this database was made with"}
	c.Err = db.View(ctx, func(tx *store.Tx) error { return tx.SameSecret(svc.Fingerprint()) })
	switch {
	case errors.Is(c.Err, consult.ErrNotFound):
		c.Found, c.Err = "none is tied to this database yet: the first start does that", nil
	case errors.Is(c.Err, consult.ErrConflict):
		c.Err = errOtherSecret
	}
	return c
}

// checkMail signs in to the mail server and asks whether it takes a mail from
// us, or sends one when it was told to whom.
func checkMail(ctx context.Context, conf config.Config, o DoctorOptions) Check {
	if conf.Mail == config.MailNever {
		return check("mail", "none is sent: MAIL is never", nil)
	}
	settings, err := mailer.ParseURL(conf.SMTPURL)
	if err != nil {
		return check("mail", "", err)
	}
	settings.LocalName, settings.Timeout = localName(conf), 20*time.Second
	conn, err := mailer.Dial(ctx, settings)
	if err != nil {
		return check("mail", "", err)
	}
	found := settings.String() + " answers, lets us in and takes mail from " + conf.MailFrom
	if o.To == "" {
		err = conn.Ask(ctx, conf.MailFrom, conf.MailFrom)
	} else {
		found = "a mail to " + o.To + " was handed to " + settings.String() + ": see whether it arrives"
		err = sendTrial(ctx, conn, conf.MailFrom, o)
	}
	if err != nil {
		err = fmt.Errorf("%s does not take mail from %s: %w", settings, conf.MailFrom, err)
	}
	return check("mail", found, errors.Join(err, conn.Close()))
}

func sendTrial(ctx context.Context, conn *mailer.Conn, from string, o DoctorOptions) error {
	_, domain, _ := strings.Cut(from, "@")
	raw, err := mailer.Build(mailer.Message{
		From: mailer.Address{Address: from}, To: mailer.Address{Address: o.To}, Subject: "Samenspraak doctor",
		Text: "This mail was sent by: samenspraak doctor --to. That it is here shows that mail of the portal arrives.\n",
		Date: o.Now().In(consult.Amsterdam), MessageID: "<doctor." + newInstance() + "@" + domain + ">",
		Headers: map[string]string{"Auto-Submitted": "auto-generated"},
	})
	if err != nil {
		return err
	}
	return conn.Send(ctx, from, o.To, raw, nil)
}

// checkSender refuses a domain that cannot receive an answer or a report of
// failure: none at all, or one that is kept for examples (RFC 2606, RFC 6761).
func checkSender(conf config.Config) Check {
	_, domain, _ := strings.Cut(conf.MailFrom, "@")
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(domain, ".")), ".")
	last := labels[len(labels)-1]
	switch {
	case len(labels) < 2:
		return check("sender", "", fmt.Errorf("MAIL_FROM: %q is no domain that mail can come from", domain))
	case labels[len(labels)-2] == "example", last == "example", last == "invalid", last == "localhost", last == "local":
		return check(
			"sender", "",
			fmt.Errorf(
				"MAIL_FROM: %s is not a domain of yours: reports that a mail could not be delivered would be lost",
				domain,
			),
		)
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			label[0] == '-' || label[len(label)-1] == '-' {
			return check("sender", "", fmt.Errorf("MAIL_FROM: %q is no domain name", domain))
		}
	}
	return check("sender", domain, nil)
}

func checkZone() Check {
	c := Check{Name: "zone", Found: "Europe/Amsterdam is there"}
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, consult.Amsterdam)
	if _, offset := summer.Zone(); offset != 2*60*60 {
		c.Err = fmt.Errorf("noon in July is %d seconds from UTC", offset)
	}
	return c
}

// Room that the doctor wants: a day's work beside the database, and a few of
// the largest uploads at once under TMPDIR.
const (
	dayBytes    = 512 << 20
	uploadBytes = 128 << 20
)

// checkDisks looks at the disk of an SQLite file (that of PostgreSQL is its own
// machine's) and at TMPDIR, where what is sent is spooled.
func checkDisks(conf config.Config) []Check {
	var checks []Check
	if folder := databaseFolder(conf.Database); folder != "" {
		checks = append(checks, checkRoom("disk", folder, dayBytes))
	}
	uploads := checkRoom("uploads", os.TempDir(), uploadBytes)
	if err := syscall.Access(os.TempDir(), 2); err != nil {
		uploads.Err = fmt.Errorf("TMPDIR: %s, where uploads are spooled, cannot be written: %w", os.TempDir(), err)
	}
	return append(checks, uploads)
}

func checkRoom(name, folder string, want int64) Check {
	free, err := freeBytes(folder)
	if err == nil && free < want {
		err = fmt.Errorf("only %d MiB free on the disk of %s", free>>20, folder)
	}
	return check(name, fmt.Sprintf("%d MiB free on the disk of %s", free>>20, folder), err)
}

// localName is what the program calls itself to mail servers.
func localName(conf config.Config) string {
	u, err := url.Parse(conf.BaseURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
