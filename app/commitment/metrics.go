// SPDX-License-Identifier: Apache-2.0

package commitment

import "github.com/prometheus/client_golang/prometheus"

// The gauges are served with the engine's own, at instrumentation.prometheus_listen_addr.
var (
	keysHeld = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "commitment", Name: "keys",
		Help: "Keys in the latest state, all of them in memory.",
	})
	changelogBytes = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "commitment", Name: "changelog_bytes",
		Help: "Bytes of changelog since the last snapshot, which a start would read.",
	})
	snapshotHeight = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "commitment", Name: "snapshot_height",
		Help: "Height of the last snapshot written.",
	})
	snapshotBytes = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "commitment", Name: "snapshot_bytes",
		Help: "Size of the last snapshot written.",
	})
	snapshotFailures = prometheus.NewCounter(prometheus.CounterOpts{
		Namespace: "tael", Subsystem: "commitment", Name: "snapshot_failures_total",
		Help: "Snapshots that could not be written.",
	})
	pastReads = prometheus.NewCounter(prometheus.CounterOpts{
		Namespace: "tael", Subsystem: "commitment", Name: "past_reads_total",
		Help: "States that were read from disk because they are not held in memory.",
	})
)

func init() {
	prometheus.MustRegister(keysHeld, changelogBytes, snapshotHeight, snapshotBytes, snapshotFailures, pastReads)
}
