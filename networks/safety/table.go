// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Count is the number of findings of each verdict.
func Count(findings []Finding) map[Verdict]int {
	counts := map[Verdict]int{OK: 0, Note: 0, Warn: 0, Refuse: 0}
	for _, f := range findings {
		counts[f.Verdict]++
	}
	return counts
}

// WriteTable prints a line for every finding, and below each that is broken why it matters and what to do.
func WriteTable(w io.Writer, findings []Finding) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range findings {
		if f.Verdict == OK {
			continue
		}
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\t%s\tfound %s\texpected %s\n", f.Verdict, f.ID, f.File, f.Key, cut(f.Found), f.Expected); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, f := range findings {
		if f.Verdict == OK {
			continue
		}
		if _, err := fmt.Fprintf(w, "  %s %s: %s; %s\n", f.ID, f.Key, f.Why, f.Do); err != nil {
			return err
		}
	}
	counts := Count(findings)
	_, err := fmt.Fprintf(w, "%d ok, %d note, %d warn, %d refuse\n", counts[OK], counts[Note], counts[Warn], counts[Refuse])
	return err
}

// widest is how much of what was found a table shows; JSON shows all of it.
const widest = 48

func cut(text string) string {
	runes := []rune(text)
	if len(runes) <= widest {
		return text
	}
	return string(runes[:widest-1]) + "…"
}
