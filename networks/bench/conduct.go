// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// Homes are large states built before a run; an empty one is built by the run if it can be, or not measured.
type Homes struct {
	Wallets, Records string
	// WalletCount is how many wallets the many are.
	WalletCount int
}

// Conduct takes the steps of a plan in their order. A step that fails is written down and the others go on; only the end
// of ctx ends it.
func Conduct(ctx context.Context, s Setup, homes Homes, steps []Step) (*Report, error) {
	if err := os.MkdirAll(s.Dir, 0o755); err != nil { //nolint:gosec // nothing in it is secret
		return nil, err
	}
	r := &Report{Taken: time.Now().UTC().Truncate(time.Second), Machine: lookAt(ctx, s), Seconds: s.Lasts.Seconds(), Accounts: s.Accounts}
	if r.Machine.LoadOne > busyLoad {
		s.Say("the machine is busy with other work (load %.1f): ratios hold better than figures", r.Machine.LoadOne)
	}
	for n, step := range steps {
		s.Say("%2d of %d  %s", n+1, len(steps), step)
		begin := time.Now()
		told, err := r.take(ctx, s, homes, step)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			r.Failures = append(r.Failures, fmt.Sprintf("%s: %s", step, err))
			told = "not measured: " + err.Error()
		}
		s.Say("          %s (%.0f s)", told, time.Since(begin).Seconds())
	}
	r.finish()
	return r, nil
}

// String says what a step measures.
func (s Step) String() string {
	switch s.Act {
	case ActFloor:
		return "signatures alone"
	case ActDatabase:
		return fmt.Sprintf("%s, %d clients", s.Kind, clients)
	case ActOutage:
		return fmt.Sprintf("%s, one of %d validators killed", s.Kind, s.Nodes)
	case ActOverload:
		return fmt.Sprintf("%s, %d times saturation", s.Kind, overloadTimes)
	case ActWallets:
		return fmt.Sprintf("%s among many wallets, one node", s.Kind)
	case ActRecords:
		return fmt.Sprintf("%s over many payment records, one node", s.Kind)
	default:
		if s.Pair > 0 {
			return fmt.Sprintf("%s, %s, pair %d", s.Kind, nodesText(s.Nodes), s.Pair)
		}
		return fmt.Sprintf("%s, %s", s.Kind, nodesText(s.Nodes))
	}
}

func nodesText(n int) string {
	if n == 1 {
		return "one node"
	}
	return fmt.Sprintf("%d nodes", n)
}

// take takes one step and tells its outcome in a line.
func (r *Report) take(ctx context.Context, s Setup, homes Homes, step Step) (string, error) {
	switch step.Act {
	case ActFloor:
		floor, err := measureFloor(time.Second)
		if err != nil {
			return "", err
		}
		r.Floor = &floor
		return fmt.Sprintf("Ed25519 %.1f in batches and %.1f alone, secp256k1 %.1f, P-256 %.1f us",
			floor.Ed25519Batch, floor.Ed25519, floor.Secp256k1, floor.P256), nil
	case ActDatabase:
		return r.add(measureDatabase(ctx, s))
	case ActWallets:
		g, err := measureGrowth(ctx, s, "wallets", homes.Wallets, homes.WalletCount)
		if err == nil {
			r.Wallets = &g
		}
		return g.Run.line(), err
	case ActRecords:
		if homes.Records == "" {
			return "", fmt.Errorf("%w with payment records: name one with RECORDS_HOME", ErrNoState)
		}
		g, err := measureGrowth(ctx, s, "records", homes.Records, s.Accounts)
		if err == nil {
			r.Records = &g
		}
		return g.Run.line(), err
	default:
		return r.takeChain(ctx, s, step)
	}
}

func (r *Report) takeChain(ctx context.Context, s Setup, step Step) (string, error) {
	subject, err := newSubject(s, step)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(s.folder(folderOf(step))))
	}
	switch step.Act {
	case ActOutage:
		o, err := measureOutage(ctx, s, subject)
		if err == nil {
			r.Outage = &o
		}
		return fmt.Sprintf("%.0f payments/s before, %.0f after: %.0f %%", o.Before, o.After, 100*o.Kept), err
	case ActOverload:
		o, err := measureOverload(ctx, s, subject)
		if err == nil {
			r.Overload = &o
		}
		return fmt.Sprintf("%.0f payments/s before, %.0f under %.0f offered: %.0f %%; as before after %.0f s",
			o.Saturation, o.Goodput, float64(o.Offer.Offered)/overloadLasts.Seconds(), 100*o.Kept, o.Recovery), err
	default:
		run, err := measure(ctx, s, subject, step.Wants)
		run.Pair = step.Pair
		return r.add(run, err)
	}
}

func folderOf(step Step) string { return fmt.Sprintf("%s-%s-%d", step.Act, step.Kind, step.Nodes) }

func newSubject(s Setup, step Step) (*Subject, error) {
	if step.Kind == Vanilla {
		return newStock(s, folderOf(step), step.Nodes)
	}
	return newTael(s, folderOf(step), step.Kind, step.Nodes)
}

func (r *Report) add(run Run, err error) (string, error) {
	if err != nil {
		return "", err
	}
	r.Runs = append(r.Runs, run)
	return run.line(), nil
}

// line is a run in a line.
func (r Run) line() string {
	text := fmt.Sprintf("%.0f payments/s, %.0f us of CPU each", r.PerSecond, cpuOf(r))
	if r.Low != nil {
		text += fmt.Sprintf(", final in %.0f ms (p99 %.0f)", r.Low.P50, r.Low.P99)
	}
	if r.Kept != nil {
		text += fmt.Sprintf(", %.0f bytes kept", r.Kept.PerPayment)
	}
	return text
}
