package app

import (
	"context"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"samenspraak/internal/jobs"
)

// healthFigures tells Prometheus how the program itself does. It answers also
// when nothing else does.
type healthFigures struct {
	watch  *watch
	runner *jobs.Runner

	build, ready, up, cause, free, jobGood, jobFailing *prometheus.Desc
}

func newHealthFigures(w *watch, r *jobs.Runner) *healthFigures {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("samenspraak_"+name, help, labels, nil)
	}
	return &healthFigures{
		watch: w, runner: r,
		build: desc("build_info", "Always 1; which program this is.", "version", "revision"),
		ready: desc("ready", "1 when /readyz says so."),
		up:    desc("database_up", "1 when the database answers and takes what is written."),
		cause: desc("not_ready", "1 for each cause for which /readyz says that it is not ready.", "cause"),
		free: desc(
			"disk_free_bytes", "What may still be written to the disk of the database's file, and to that of uploads.",
			"place",
		),
		jobGood: desc(
			"job_last_success_timestamp_seconds", "When a job of this process last went well, since 1970.", "job",
		),
		jobFailing: desc("job_failing", "1 when the last turn of a job of this process failed.", "job"),
	}
}

// Describe implements prometheus.Collector.
func (f *healthFigures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{f.build, f.ready, f.up, f.cause, f.free, f.jobGood, f.jobFailing} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (f *healthFigures) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	version, revision := Version()
	gauge(f.build, 1, version, revision)
	causes := f.watch.causes(ctx)
	gauge(f.up, truth(!slices.Contains(causes, causeDatabase)))
	gauge(f.ready, truth(len(causes) == 0))
	for _, cause := range causes {
		gauge(f.cause, 1, cause)
	}
	for place, folder := range f.watch.folders {
		free, _ := freeBytes(folder) // one that is not there has none
		gauge(f.free, float64(free), place)
	}
	for _, s := range f.runner.Status() {
		if !s.LastGood.IsZero() {
			gauge(f.jobGood, float64(s.LastGood.UnixMilli())/1000, s.Name)
		}
		gauge(f.jobFailing, truth(s.Error != ""), s.Name)
	}
}

// truth is how Prometheus writes yes and no.
func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
