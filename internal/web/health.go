package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"samenspraak/internal/address"
)

// health answers /healthz (the process lives) and /readyz (it can do its work,
// or for which causes not), both with the last success of each background task.
// It stands before everything that needs the database, and /healthz never asks
// it: who restarts a process that hangs must not restart one whose database does.
func (s *server) health(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, said := http.StatusOK, map[string]any{"status": "ok"}
		switch r.URL.Path {
		case address.Alive:
		case address.Ready:
			said["status"], said["mail"] = "ready", s.Health.Mail(r.Context())
			if causes := s.Health.Causes(r.Context()); len(causes) > 0 {
				status, said["status"], said["causes"] = http.StatusServiceUnavailable, "not ready", causes
				w.Header().Set("Retry-After", "10")
			}
		default:
			next.ServeHTTP(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		said["jobs"] = s.Health.Jobs()
		_ = json.NewEncoder(w).Encode(said)
	})
}

// Metrics counts requests by route, method and class of status: few label
// values, none of them chosen by a visitor.
type Metrics struct {
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

// NewMetrics registers the figures of the pages.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "samenspraak_requests_total", Help: "Requests by route, method and class of status.",
		}, []string{"route", "method", "class"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "samenspraak_request_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.001, .005, .025, .1, .5, 2.5, 10},
		}, []string{"route"}),
	}
	r.MustRegister(m.requests, m.took)
	return m
}

var countedMethods = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodPost: true}

func (m *Metrics) request(route, method string, status int, took time.Duration) {
	if m == nil {
		return
	}
	if !countedMethods[method] {
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}
