// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"encoding/json"
	"os"
	"time"
)

// Report is everything that one run of the benchmark found.
type Report struct {
	Taken    time.Time `json:"taken"`
	Quick    bool      `json:"quick"`
	Machine  Machine   `json:"machine"`
	Seconds  float64   `json:"seconds_per_run"`
	Accounts int       `json:"accounts"`
	Floor    *Floor    `json:"floor,omitempty"`
	Runs     []Run     `json:"runs"`
	Outage   *Outage   `json:"outage,omitempty"`
	Overload *Overload `json:"overload,omitempty"`
	Wallets  *Growth   `json:"many_wallets,omitempty"`
	Records  *Growth   `json:"many_records,omitempty"`
	// Failures say which measurement did not come about, and why.
	Failures []string `json:"failures,omitempty"`
	Ratios   []Ratio  `json:"ratios"`
	Goals    []Goal   `json:"goals"`
}

// of are the runs of a kind on so many nodes.
func (r *Report) of(kind Kind, nodes int) []Run {
	var found []Run
	for _, run := range r.Runs {
		if run.Kind == kind && run.Nodes == nodes {
			found = append(found, run)
		}
	}
	return found
}

// over is a figure over the runs of a kind.
func (r *Report) over(kind Kind, nodes int, figure func(Run) float64) Spread {
	var values []float64
	for _, run := range r.of(kind, nodes) {
		values = append(values, figure(run))
	}
	return spread(values)
}

func rateOf(r Run) float64 { return r.PerSecond }

// cpuOf is the mean of a run's processes.
func cpuOf(r Run) float64 { return mean(r.CPU) }

func writtenOf(r Run) float64 { return mean(r.Written) }

// memoryOf is the most that any process of a run held, in MiB.
func memoryOf(r Run) float64 {
	most := uint64(0)
	for _, bytes := range r.PeakRSS {
		most = max(most, bytes)
	}
	return float64(most) / (1 << 20)
}

// finish draws the conclusions.
func (r *Report) finish() {
	r.Ratios = r.ratios()
	r.Goals = r.goals()
}

// ReadReport reads what Save wrote.
func ReadReport(file string) (*Report, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	if err := json.Unmarshal(raw, r); err != nil {
		return nil, err
	}
	r.finish()
	return r, nil
}

// Save writes the report as JSON.
func (r *Report) Save(file string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644) //nolint:gosec // a report is for everybody
}
