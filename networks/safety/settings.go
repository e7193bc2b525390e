// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"slices"
	"strings"

	"github.com/spf13/cast"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

// settingID stands for the comparison with the network's own limits and timings, one finding per key that differs.
const settingID = "S01"

// compareSettings warns of every limit and timing in which the home differs from the network, but for those keys that
// a row has refused already.
func compareSettings(h *Home, judged []Finding) []Finding {
	var findings []Finding
	for _, s := range networks.Settings(h.Role) {
		got := cast.ToString(h.Flags.Get(s.Key))
		broken := slices.ContainsFunc(judged, func(f Finding) bool { return f.Key == s.Key && f.Verdict != OK })
		if got == s.Value || broken {
			continue
		}
		verdict := Warn
		if genesis.IsLocal(h.ChainID) {
			verdict = Note
		}
		findings = append(findings, Finding{
			ID: settingID, Verdict: verdict, File: fileOf(s.Key), Key: s.Key, Found: quoted(got), Expected: quoted(s.Value),
			Why: "it is what the network's nodes agreed on", Do: "set it, or know why this node differs",
		})
	}
	return findings
}

// fileOf is the file in which a key of networks.Settings stands.
func fileOf(key string) string {
	section, _, _ := strings.Cut(key, ".")
	if slices.Contains([]string{"consensus", "mempool", "p2p", "tx_index", "rpc"}, section) {
		return fileComet
	}
	return fileApp
}
