// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/profiles"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// genesisLimitsCommand prints a shipped profile as the limit table of a genesis.
func genesisLimitsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "limits PROFILE DENOM [DENOM...]",
		Short: "Print a profile of limits as the table that a genesis holds",
		Long: `Prints the limit table of a profile for wallets of persons, ready for app_state.compliance.limits of a genesis file.
Profiles: ` + strings.Join(profiles.Names(), ", ") + `. Every figure has its source and date in networks/profiles.`,
		Example: "taeld genesis limits digital-yuan ecny\ntaeld genesis limits payment-accounts cny",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			document, err := limitTable(args[0], args[1:])
			if err != nil {
				return err
			}
			return printLine(cmd, document)
		},
	}
}

// limitTable is the table of a profile over denoms, sorted as a genesis wants it.
func limitTable(name string, denoms []string) (string, error) {
	profile, err := profiles.Load(name)
	if err != nil {
		return "", err
	}
	var rows []compliance.Limit
	for _, denom := range denoms {
		rows = append(rows, profile.Limits(denom, wallet.WALLET_KIND_PERSON)...)
	}
	sorted, err := compliance.SortLimits(rows)
	if err != nil {
		return "", fmt.Errorf("%s for %s: %w", name, strings.Join(denoms, ", "), err)
	}
	raw, err := app.MakeEncodingConfig().Codec.MarshalJSON(&compliance.LimitTable{Version: 1, Limits: sorted})
	if err != nil {
		return "", err
	}
	var pretty bytes.Buffer
	err = json.Indent(&pretty, raw, "", "  ")
	return pretty.String(), err
}
