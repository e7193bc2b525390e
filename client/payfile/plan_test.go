// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// onePayment is a planner with three accounts, and a transfer from the first to the second.
func onePayment(t testing.TB) (Planner, iso20022.GroupHeader, iso20022.Transfer) {
	t.Helper()
	entry := func(account, wallet, currency string) Entry {
		return Entry{
			Account: account, Wallet: wallet, Custodian: "bank-a", Currency: currency,
			Device: &Device{ID: "000102030405060708090a0b0c0d0e0f10111213", Algorithm: "p256"},
		}
	}
	population, err := Population(options())
	require.NoError(t, err)
	noDevice := entry("6200000000000003", population[2].Wallet, "CNY")
	noDevice.Device = nil
	directory, err := NewDirectory(Secret{1}, []Entry{
		entry("DE61012345670000000011", population[0].Wallet, "CNY"),
		entry("6200000000000002", population[1].Wallet, "CNY"),
		noDevice,
		entry("6200000000000004", population[3].Wallet, "HKD"),
	})
	require.NoError(t, err)
	return Planner{ChainID: localChainID, Directory: directory}, iso20022.GroupHeader{MessageID: "M-1"}, iso20022.Transfer{
		Payment: &iso20022.Payment{
			ID: "P-1", DebtorAccount: iso20022.Account{IBAN: "DE61012345670000000011"},
			Execution: time.Date(2026, 11, 23, 0, 0, 0, 0, iso20022.China),
		},
		Index: 3, EndToEndID: "E-1", Amount: 12_34, Currency: "CNY", Purpose: "SUPP",
		CreditorAccount: iso20022.Account{Other: "6200000000000002"}, Remittance: []byte("form"),
	}
}

func TestPlan(t *testing.T) {
	p, header, transfer := onePayment(t)
	plan := p.Plan(header, transfer)
	require.False(t, plan.Refused())
	require.NoError(t, plan.Content.Validate())
	payer, _ := p.Directory.Entry("DE61012345670000000011")
	payee, _ := p.Directory.Entry("6200000000000002")
	salt := p.Directory.Salt(plan.Content.UETR)
	require.Equal(t, wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: localChainID, UETR: plan.Content.UETR,
		Payer: payer.Address(), Payee: payee.Address(), Denom: "cny", Amount: 12_34, Purpose: "SUPP",
		Reference:  sha256.Sum256(append(salt[:], "form"...)),
		ValidUntil: uint64(time.Date(2026, 11, 23, 23, 59, 59, 0, iso20022.China).Unix()),
	}, plan.Content)
	require.Equal(t, wallet.KEY_ALGORITHM_P256, plan.Algorithm)
	require.Equal(t, payer.device, plan.Device)
	require.Equal(t, plan, p.Plan(header, transfer), "a second run says the same")
}

// TestDerivedUETR holds the derivations, computed apart from this code, that every run of every release has to repeat.
func TestDerivedUETR(t *testing.T) {
	p, header, transfer := onePayment(t)
	const derived = "5be2142e-35f2-46cc-80e5-619056b960d3"
	base := p.Plan(header, transfer).Content.UETR
	require.Equal(t, derived, base.String())
	reference := p.Plan(header, transfer).Content.Reference
	require.Equal(t, "80535535d82a9a4be881d63f105350b7f373595f3f418913de81a494f4c63dd8", hex.EncodeToString(reference[:]))

	met := map[wallet.UETR]string{base: "the transfer itself"}
	for name, change := range map[string]func(*iso20022.GroupHeader, *iso20022.Transfer){
		"another debtor": func(_ *iso20022.GroupHeader, t *iso20022.Transfer) {
			t.Payment = &iso20022.Payment{ID: "P-1", DebtorAccount: iso20022.Account{Other: "6200000000000002"}}
		},
		"another MsgId":      func(h *iso20022.GroupHeader, _ *iso20022.Transfer) { h.MessageID = "M-2" },
		"another PmtInfId":   func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { p := *t.Payment; p.ID = "P-2"; t.Payment = &p },
		"another EndToEndId": func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.EndToEndID = "E-2" },
		"another place":      func(_ *iso20022.GroupHeader, t *iso20022.Transfer) { t.Index = 4 },
		"a border moved": func(h *iso20022.GroupHeader, t *iso20022.Transfer) {
			p := *t.Payment
			h.MessageID, p.ID = "M-1P", "-1"
			t.Payment = &p
		},
	} {
		h, changed := header, transfer
		change(&h, &changed)
		u := p.Plan(h, changed).Content.UETR
		require.NoError(t, wallet.ValidateUETR(u))
		require.NotContains(t, met, u, name)
		met[u] = name
	}

	for name, change := range map[string]func(*iso20022.Transfer){
		"amount":   func(t *iso20022.Transfer) { t.Amount++ },
		"creditor": func(t *iso20022.Transfer) { t.CreditorAccount.Other = "6200000000000003" },
		"text":     func(t *iso20022.Transfer) { t.Remittance = nil },
	} {
		changed := transfer
		change(&changed)
		plan := p.Plan(header, changed)
		require.Equal(t, base, plan.Content.UETR, "%s: the same references are the same UETR, so that the chain sees the conflict", name)
		require.NotEqual(t, p.Plan(header, transfer).Content.Digest(), plan.Content.Digest(), name)
	}
}

func TestGivenUETRIsKept(t *testing.T) {
	p, header, transfer := onePayment(t)
	transfer.UETR = "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"
	require.Equal(t, transfer.UETR, p.Plan(header, transfer).Content.UETR.String())
}

func TestReferenceIsSalted(t *testing.T) {
	p, header, transfer := onePayment(t)
	first := p.Plan(header, transfer).Content.Reference
	transfer.Index++
	require.NotEqual(t, first, p.Plan(header, transfer).Content.Reference, "two payments with the same text")
	transfer.Remittance = nil
	require.Zero(t, p.Plan(header, transfer).Content.Reference)
	other, err := NewDirectory(Secret{2}, nil)
	require.NoError(t, err)
	require.NotEqual(t, other.Salt(wallet.UETR{}), p.Directory.Salt(wallet.UETR{}))
}

func TestPurposeIsACodeOrNothing(t *testing.T) {
	for given, want := range map[string]string{"SUPP": "SUPP", "B112": "B112", "": "", "SUP": "", "supp": "", "SU P": "", "税税": ""} {
		require.Equal(t, want, purpose(given), given)
	}
}

func TestValidUntilIsTheEndOfTheExecutionDay(t *testing.T) {
	end := time.Date(2026, 11, 23, 23, 59, 59, 0, iso20022.China)
	tests := map[string]struct {
		execution time.Time
		zone      *time.Location
		want      time.Time
	}{
		"a day":                     {time.Date(2026, 11, 23, 0, 0, 0, 0, iso20022.China), nil, end},
		"a time of the day":         {time.Date(2026, 11, 23, 15, 0, 0, 0, iso20022.China), nil, end},
		"the last second in UTC":    {end.UTC(), nil, end},
		"the first second of a day": {end.Add(time.Second), nil, end.AddDate(0, 0, 1)},
		"another zone":              {time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), time.UTC, time.Date(2026, 11, 23, 23, 59, 59, 0, time.UTC)},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, uint64(tc.want.Unix()), Planner{Zone: tc.zone}.validUntil(tc.execution))
		})
	}
}

func TestRefusals(t *testing.T) {
	tests := map[string]struct {
		change func(*iso20022.Transfer)
		want   Refusal
	}{
		"an unknown debtor": {
			func(t *iso20022.Transfer) { t.Payment.DebtorAccount.IBAN = "DE33098765430000000101" },
			Refusal{ReasonPayerUnknown, "expected a debtor's account of the directory, got DE33…0101"},
		},
		"a debtor without a device": {
			func(t *iso20022.Transfer) { t.Payment.DebtorAccount = iso20022.Account{Other: "6200000000000003"} },
			Refusal{ReasonPayerWithoutDevice, "expected a device for account 6200…0003, got none"},
		},
		"an unknown creditor": {
			func(t *iso20022.Transfer) { t.CreditorAccount = iso20022.Account{IBAN: "DE33098765430000000101"} },
			Refusal{ReasonPayeeUnknown, "expected a creditor's account of the directory, got DE33…0101"},
		},
		"no creditor": {
			func(t *iso20022.Transfer) { t.CreditorAccount = iso20022.Account{} },
			Refusal{ReasonPayeeMissing, "expected an account of the creditor, got none"},
		},
		"another currency than the accounts'": {
			func(t *iso20022.Transfer) { t.Currency = "HKD" },
			Refusal{ReasonCurrencyMismatch, "expected an amount in the accounts' currencies, CNY to CNY, got HKD"},
		},
		"accounts of two currencies": {
			func(t *iso20022.Transfer) { t.CreditorAccount = iso20022.Account{Other: "6200000000000004"} },
			Refusal{ReasonCurrencyMismatch, "expected an amount in the accounts' currencies, CNY to HKD, got CNY"},
		},
		"an amount above the cap": {
			func(t *iso20022.Transfer) { t.Amount = wallet.MaxAmount + 1 },
			Refusal{ReasonAmountTooLarge, "expected at most 1000000000000000 minor units, got 1000000000000001"},
		},
	}
	met := map[Reason]bool{ReasonNone: true}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, header, transfer := onePayment(t)
			tc.change(&transfer)
			plan := p.Plan(header, transfer)
			require.Equal(t, Plan{Refusal: tc.want}, plan)
			_, err := plan.Sign(nil)
			require.ErrorIs(t, err, ErrNotPlanned)
		})
		met[tc.want.Reason] = true
	}
	for _, r := range Reasons() {
		require.True(t, met[r] || r >= ReasonAgentUnknown, "%s has no case here or in TestInterbankRefusals", r)
	}
}

func TestSignedInstructionsAreSound(t *testing.T) {
	folder, g, planner, keys := generated(t, options())
	seen := map[wallet.KeyAlgorithm]bool{}
	for _, name := range g.Files {
		header, all := transfers(t, filepath.Join(folder, FilesFolder, name), day)
		for _, transfer := range all {
			plan, encoded, err := keys.Instruction(planner, header, transfer)
			require.NoError(t, err)
			decoded, err := wallet.DecodeInstruction(encoded, localChainID)
			require.NoError(t, err)
			require.Equal(t, plan.Content, decoded.Content)
			require.Len(t, decoded.Signatures, 1)
			seen[plan.Algorithm] = true
		}
	}
	require.NotEmpty(t, seen)
}

func TestSignRefusesAnotherDevice(t *testing.T) {
	p, header, transfer := onePayment(t)
	other, err := wallet.NewSigner(wallet.KEY_ALGORITHM_P256, [32]byte{9})
	require.NoError(t, err)
	_, err = p.Plan(header, transfer).Sign(other)
	require.ErrorIs(t, err, ErrWrongDevice)
}
