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
}

func newMailFigures(svc *service.Service, log *slog.Logger) *mailFigures {
	return &mailFigures{svc, log, prometheus.NewDesc("samenspraak_mail", "Mail in the outbox by state.", []string{"state"}, nil)}
}

// Describe implements prometheus.Collector.
func (f *mailFigures) Describe(to chan<- *prometheus.Desc) { to <- f.states }

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
}
