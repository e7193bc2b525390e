// SPDX-License-Identifier: Apache-2.0

package clock

import "github.com/prometheus/client_golang/prometheus"

// The gauges are served with the engine's own, at instrumentation.prometheus_listen_addr. Seconds, positive for ahead.
var (
	ownOffset = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "clock", Name: "offset_seconds",
		Help: "How far this node's clock is ahead of the block times.",
	})
	ownAlarm = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "clock", Name: "alarm",
		Help: "1 while this node's clock is off by a second or more.",
	})
	validatorOffset = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "clock", Name: "validator_offset_seconds",
		Help: "How far a validator's clock is ahead of the block times, by consensus address.",
	}, []string{"validator"})
	validatorAlarm = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "clock", Name: "validator_alarm",
		Help: "1 for a validator whose clock is off by a second or more, by consensus address.",
	}, []string{"validator"})
	kernelSynchronised = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "clock", Name: "kernel_synchronised",
		Help: "1 if the kernel says that something keeps the clock in step.",
	})
	kernelError = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "tael", Subsystem: "clock", Name: "kernel_error_seconds",
		Help: "How far off the kernel estimates the clock to be.",
	})
)

func init() {
	prometheus.MustRegister(ownOffset, ownAlarm, validatorOffset, validatorAlarm, kernelSynchronised, kernelError)
}

func showOwn(o Offset) {
	ownOffset.Set(o.By.Seconds())
	ownAlarm.Set(truth(o.Level() == Alarming))
}

func showValidators(all map[string]Offset) {
	validatorOffset.Reset()
	validatorAlarm.Reset()
	for address, o := range all {
		validatorOffset.WithLabelValues(address).Set(o.By.Seconds())
		validatorAlarm.WithLabelValues(address).Set(truth(o.Level() == Alarming))
	}
}

func showKernel(k Kernel) {
	kernelSynchronised.Set(truth(k.Synchronised))
	kernelError.Set(k.Error.Seconds())
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
