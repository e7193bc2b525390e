// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"time"
)

const (
	// outageGrace is how long a network may take to find itself again after one of four validators is gone.
	outageGrace = 10 * time.Second
	// outageWindow is how long it is then measured.
	outageWindow = 20 * time.Second
	// outageLost is how long a transaction flies here before its carrier asks what became of it: what only the killed
	// node had is gone with it.
	outageLost = 8 * time.Second
)

// Outage is the throughput of four validators before one is killed, and from ten seconds after it on, in payments a second.
type Outage struct {
	Before float64 `json:"before_per_second"`
	After  float64 `json:"after_per_second"`
	// Kept is After of Before.
	Kept float64 `json:"kept"`
}

// measureOutage kills the last validator of a saturated network.
func measureOutage(ctx context.Context, s Setup, subject *Subject) (Outage, error) {
	defer subject.Remove()
	var o Outage
	err := subject.loaded(ctx, func(l *Load) { l.LostAfter = outageLost }, func(l *Load) error {
		return l.following(ctx, 20*time.Millisecond, false, func(ctx context.Context) (err error) {
			making, stop := context.WithCancel(ctx)
			defer stop()
			l.saturate(ctx, making)
			if o.Before, err = l.rate(ctx, s.Warm, s.Lasts); err != nil {
				return err
			}
			subject.Nodes[len(subject.Nodes)-1].process.Kill()
			o.After, err = l.rate(ctx, outageGrace, outageWindow)
			return err
		})
	})
	if o.Before > 0 {
		o.Kept = o.After / o.Before
	}
	return o, err
}

// rate is what blocks pay in a second, measured after a while for so long.
func (l *Load) rate(ctx context.Context, after, lasts time.Duration) (float64, error) {
	from, to, err := l.window(ctx, after, lasts)
	if err != nil {
		return 0, err
	}
	payments, err := l.subject.count(ctx, from.height, to.height)
	return float64(payments) / to.at.Sub(from.at).Seconds(), err
}
