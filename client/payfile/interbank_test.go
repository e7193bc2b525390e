// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
)

// bics are the custodians' of options.
var bics = []string{"BNKAZZT0", "BNKBZZT0", "OPERZZT0XXX"}

func interbankOptions() Options {
	o := options()
	o.BICs, o.InterbankFiles, o.InterbankTransfers = bics, 2, 40
	return o
}

func TestInterbankFiles(t *testing.T) {
	folder, g, planner, _ := generated(t, interbankOptions())
	require.Equal(t, 240+3*2*40, g.Transfers)
	var names []string
	for _, f := range g.Interbank {
		names = append(names, f.Name+" of "+f.Sender)
	}
	require.Equal(t, []string{
		"interbank-bank-a-0001.xml of bank-a", "interbank-bank-a-0002.xml of bank-a", "interbank-bank-b-0001.xml of bank-b",
		"interbank-bank-b-0002.xml of bank-b", "interbank-operator-0001.xml of operator", "interbank-operator-0002.xml of operator",
	}, names)

	ids := map[string]bool{}
	for i, f := range g.Interbank {
		header, all := transfers(t, filepath.Join(folder, FilesFolder, f.Name), day)
		require.Len(t, all, 40)
		require.Equal(t, bics[i/2], header.InstructingAgent)
		require.False(t, ids[header.MessageID])
		ids[header.MessageID] = true
		for _, transfer := range all {
			plan := planner.Plan(header, transfer)
			require.False(t, plan.Refused(), plan.Refusal)
			require.NoError(t, plan.Content.Validate())
			require.Equal(t, f.Sender, plan.PayerCustodian)
			require.NotEqual(t, f.Sender, plan.PayeeCustodian)
			require.Equal(t, transfer.UETR, plan.Content.UETR.String())
			require.Greater(t, plan.Content.ValidUntil, uint64(day.Unix()))
			payee, ok := planner.Directory.MemberOf(transfer.InstructedAgent)
			require.True(t, ok)
			require.Equal(t, plan.PayeeCustodian, payee)
		}
	}

	without, _, _, _ := generated(t, options())
	for _, name := range g.Files {
		file := filepath.Join(FilesFolder, name)
		require.Equal(t, contents(t, without)[file], contents(t, folder)[file], "the customers' files stay as they are")
	}
}

func TestInterbankPlants(t *testing.T) {
	o := interbankOptions()
	o.Actors = []Actor{{"frozen-payer", "bank-b"}}
	o.Plants = []Plant{
		{Case: "from-frozen", Debtor: "frozen-payer", Interbank: true, File: 1, Count: 2},
		{Case: "unknown-payee", Creditor: Unknown, Interbank: true},
		{Case: "expired", Debtor: "debtor-2", Interbank: true, DaysAgo: 1},
	}
	folder, g, planner, _ := generated(t, o)
	require.Len(t, g.Planted, 4)
	met := map[string]Plan{}
	for _, p := range g.Planted {
		header, all := transfers(t, filepath.Join(folder, FilesFolder, p.Name), day)
		transfer := all[p.Index]
		require.Contains(t, transfer.InstructionID, p.Case+"/")
		require.Equal(t, p.Amount, transfer.Amount)
		met[p.Case+" of "+p.Sender] = planner.Plan(header, transfer)
	}
	require.False(t, met["from-frozen of bank-b"].Refused())
	require.Equal(t, ReasonPayeeUnknown, met["unknown-payee of bank-a"].Refusal.Reason)
	require.Less(t, met["expired of operator"].Content.ValidUntil, uint64(day.Unix()))
}

// A customer's file of one currency does not touch the other's accounts, though one directory holds both.
func TestPopulationsSideBySide(t *testing.T) {
	yuan, dollar := interbankOptions(), interbankOptions()
	dollar.Currency, dollar.Series, dollar.FirstAccount = "HKD", "hkd", 1_000
	folder := t.TempDir()
	all, err := GenerateAll(folder, yuan, dollar)
	require.NoError(t, err)
	directory, err := LoadDirectory(filepath.Join(folder, DirectoryFile))
	require.NoError(t, err)
	keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), localChainID)
	require.NoError(t, err)
	require.Equal(t, 70, directory.Len())
	require.Equal(t, []Member{{"bank-a", bics[0]}, {"bank-b", bics[1]}, {"operator", bics[2]}}, directory.Members())
	require.Equal(t, []string{"hkd-payments-0001.xml", "hkd-payments-0002.xml"}, all[1].Files)

	planner := Planner{ChainID: localChainID, Directory: directory}
	ids := map[string]bool{}
	for i, denom := range []string{"cny", "hkd"} {
		files := all[i].Files
		for _, f := range all[i].Interbank {
			files = append(files, f.Name)
		}
		for _, name := range files {
			header, transfers := transfers(t, filepath.Join(folder, FilesFolder, name), day)
			require.False(t, ids[header.MessageID], header.MessageID)
			ids[header.MessageID] = true
			for _, transfer := range transfers {
				plan, _, err := keys.Instruction(planner, header, transfer)
				require.NoError(t, err)
				require.False(t, plan.Refused(), plan.Refusal)
				require.Equal(t, denom, plan.Content.Denom)
			}
		}
	}
	alone, _, _, _ := generated(t, interbankOptions())
	for name, content := range contents(t, alone) {
		if name != DirectoryFile {
			require.Equal(t, content, contents(t, folder)[name], "the first population is as it would be alone")
		}
	}
}

func TestPopulationsThatMeetAreRefused(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"one series":           func(o *Options) { o.Series = "" },
		"the same accounts":    func(o *Options) { o.FirstAccount = 34 },
		"two chains":           func(o *Options) { o.ChainID = "tael-local-2" },
		"two codes of one":     func(o *Options) { o.BICs = []string{"BNKAZZT0", "BNKCZZT0", "OPERZZT0"} },
		"a series in capitals": func(o *Options) { o.Series = "HKD" },
		"accounts below zero":  func(o *Options) { o.FirstAccount = -1 },
		"a code too few":       func(o *Options) { o.BICs = o.BICs[:2] },
		"no codes":             func(o *Options) { o.BICs = nil },
		"a custodian alone":    func(o *Options) { o.Custodians, o.BICs = o.Custodians[:1], o.BICs[:1] },
		"nobody who pays":      func(o *Options) { o.Debtors = 2 },
		"a plant nowhere":      func(o *Options) { o.Plants = []Plant{{Case: "x", File: 2, Interbank: true}} },
		"a plant of nobody":    func(o *Options) { o.Plants = []Plant{{Case: "x", Debtor: "nobody", Interbank: true}} },
	} {
		t.Run(name, func(t *testing.T) {
			other := interbankOptions()
			other.Currency, other.Series, other.FirstAccount = "HKD", "hkd", 35
			folder := t.TempDir()
			_, err := GenerateAll(folder, interbankOptions(), other)
			require.NoError(t, err)
			change(&other)
			folder = t.TempDir()
			_, err = GenerateAll(folder, interbankOptions(), other)
			require.ErrorIs(t, err, ErrOptions)
			require.Empty(t, contents(t, folder), "nothing is written")
		})
	}
	_, err := GenerateAll(t.TempDir())
	require.ErrorIs(t, err, ErrOptions)
}

func interbankPayment(t testing.TB) (Planner, iso20022.GroupHeader, iso20022.Transfer) {
	t.Helper()
	p, header, transfer := onePayment(t)
	directory, err := NewDirectory(p.Directory.secret, entries(p.Directory), Member{"bank-a", "BNKAZZT0"}, Member{"bank-b", "BNKBZZT0XXX"})
	require.NoError(t, err)
	p.Directory = directory
	header.SettlementMethod, header.InstructingAgent, transfer.InstructingAgent = "CLRG", "BNKAZZT0XXX", "BNKAZZT0XXX"
	transfer.Payment.ID = ""
	return p, header, transfer
}

func entries(d *Directory) []Entry {
	var all []Entry
	for _, account := range d.accounts {
		all = append(all, d.byAccount[account])
	}
	return all
}

func TestInterbankRefusals(t *testing.T) {
	tests := map[string]struct {
		change func(*iso20022.GroupHeader, *iso20022.Transfer)
		want   Refusal
	}{
		"nothing amiss": {func(*iso20022.GroupHeader, *iso20022.Transfer) {}, Refusal{}},
		"agents that are no members": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) {
				t.Payment.DebtorAgent, t.CreditorAgent = "OTHRZZT0", "OTHRZZT0"
			}, Refusal{},
		},
		"no sender": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.InstructingAgent = "" },
			Refusal{ReasonAgentUnknown, `expected an instructing agent of the directory, got ""`},
		},
		"a sender that is no member": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.InstructingAgent = "OTHRZZT0" },
			Refusal{ReasonAgentUnknown, `expected an instructing agent of the directory, got "OTHRZZT0"`},
		},
		"another bank's debtor": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.InstructingAgent = "BNKBZZT0" },
			Refusal{ReasonPayerNotOfSender, "expected a debtor's account that bank-b keeps, got one of bank-a"},
		},
		"another debtor's agent": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.Payment.DebtorAgent = "BNKBZZT0" },
			Refusal{ReasonAgentMismatch, "expected bank-a as the debtor's agent, got BNKBZZT0 of bank-b"},
		},
		"another creditor's agent": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.CreditorAgent = "BNKBZZT0XXX" },
			Refusal{ReasonAgentMismatch, "expected bank-a as the creditor's agent, got BNKBZZT0XXX of bank-b"},
		},
		"no day": {
			func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.Payment.Execution = t.SettlementDate },
			Refusal{ReasonSettlementDateMissing, "expected a date of settlement, got none"},
		},
		"settled between the agents": {
			func(h *iso20022.GroupHeader, _ *iso20022.Transfer) { h.SettlementMethod = "INDA" },
			Refusal{ReasonSettlementMethod, "expected settlement by CLRG, got INDA"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, header, transfer := interbankPayment(t)
			tc.change(&header, &transfer)
			require.Equal(t, tc.want, p.Plan(header, transfer).Refusal)
		})
	}
}
