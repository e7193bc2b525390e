// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"strings"

	"github.com/spf13/cast"
)

// startRows are about flags of `taeld start` and what app.toml and config.toml say of a run.
func startRows() []Row {
	return []Row{
		unset("F01", "unsafe-skip-upgrades", Refuse, "a node that skips an upgrade leaves the others' chain"),
		unset("F02", "is-testnet", Refuse, "it rewrites the validator set of the home in place"),
		unset("F03", "trigger-testnet-upgrade", Refuse, "it rewrites the state of the home in place"),
		unset("F04", "cpu-profile", Warn, "taking a profile slows the node and leaves a file that shows what it does"),
		unset("F05", "trace", Warn, "stack traces in answers tell callers how the node is built"),
		unset("F06", "halt-height", Warn, "the node stops by itself there and each restart stops again"),
		unset("F07", "halt-time", Warn, "the node stops by itself then and each restart stops again"),
		{
			ID: "F08", File: fileFlags, Key: "grpc-only", Demand: "not set", Why: "the node would not follow the chain and answer from an old state",
			Do: "leave the flag out", Grade: Refuse, Roles: validators,
			look: func(h *Home) (string, bool) { return is(cast.ToBool(h.Flags.Get("grpc-only")), false) },
		},
		{
			ID: "F09", File: fileFlags, Key: "with-comet", Demand: "true", Why: "without its engine the node serves consensus to whoever connects",
			Do: "leave the flag out", Grade: Refuse,
			look: func(h *Home) (string, bool) {
				return is(!h.Flags.IsSet("with-comet") || cast.ToBool(h.Flags.Get("with-comet")), true)
			},
		},
		{
			ID: "F10", File: fileComet, Key: "log_level", Demand: "not debug", Why: "at debug every query and its arguments are written down",
			Do: `set it to "error" or "info"`, Grade: Warn,
			look: func(h *Home) (string, bool) {
				return quoted(h.Comet.LogLevel), !strings.Contains(h.Comet.LogLevel, "debug")
			},
		},
	}
}

// unset is a row that demands a flag or setting that is not given, or is given as nothing.
func unset(id, key string, grade Verdict, why string) Row {
	return Row{
		ID: id, File: fileFlags, Key: key, Demand: "not set", Why: why, Do: "leave it out, of app.toml too", Grade: grade,
		look: func(h *Home) (string, bool) {
			switch text := strings.Trim(fmt.Sprint(h.Flags.Get(key)), "[]"); text {
			case "", "<nil>", "0", "false":
				return "not set", true
			default:
				return quoted(text), false
			}
		},
	}
}
