package app

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// mailFigures reads the outbox when Prometheus asks: how much mail stands in
// which state. A number in "uncertain" or "failed" wants a person.
type mailFigures struct {
	service *service.Service
	log     *slog.Logger
	states  *prometheus.Desc
	oldest  *prometheus.Desc
	last    *prometheus.Desc
}

func newMailFigures(svc *service.Service, log *slog.Logger) *mailFigures {
	return &mailFigures{
		svc, log, prometheus.NewDesc("samenspraak_mail", "Mail in the outbox by state.", []string{"state"}, nil),
		prometheus.NewDesc(
			"samenspraak_mail_oldest_due_seconds", "How long the oldest mail that is due has waited; 0: none waits.",
			nil, nil,
		),
		prometheus.NewDesc(
			"samenspraak_mail_last_success_timestamp_seconds", "When the mail server last took a mail; 0: never.", nil,
			nil,
		),
	}
}

// Describe implements prometheus.Collector.
func (f *mailFigures) Describe(to chan<- *prometheus.Desc) {
	to <- f.states
	to <- f.oldest
	to <- f.last
}

// Collect implements prometheus.Collector.
func (f *mailFigures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	counts, err := f.service.MailByState(ctx)
	if err != nil {
		f.log.Error("figures", "error", err)
		return // the others still come; samenspraak_database_up says why these do not
	}
	for _, state := range consult.MailStates {
		to <- prometheus.MustNewConstMetric(f.states, prometheus.GaugeValue, float64(counts[state]), string(state))
	}
	f.collectFlow(ctx, to)
}

func (f *mailFigures) collectFlow(ctx context.Context, to chan<- prometheus.Metric) {
	flow, err := f.service.MailFlow(ctx)
	if err != nil {
		f.log.Error("figures", "error", err)
		return
	}
	last := 0.0
	if !flow.LastSent.IsZero() {
		last = float64(flow.LastSent.UnixMilli()) / 1000
	}
	to <- prometheus.MustNewConstMetric(f.oldest, prometheus.GaugeValue, flow.Waits().Seconds())
	to <- prometheus.MustNewConstMetric(f.last, prometheus.GaugeValue, last)
}
