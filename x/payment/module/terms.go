// SPDX-License-Identifier: Apache-2.0

//determinism:allow draws the UETR of a new payment, in a client

package module

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const (
	flagUETR       = "uetr"
	flagPurpose    = "purpose"
	flagReference  = "reference"
	flagValidFor   = "valid-for"
	flagValidUntil = "valid-until"
	flagDenom      = "denom"
	flagExponent   = "exponent"
	flagSettling   = "settling"
	flagMode       = "mode"
)

// terms are what a payment and a refund have in common on the command line.
type terms struct {
	uetr, denom, purpose string
	amount, validUntil   uint64
	reference            []byte
	exponent             uint32
}

func addTermFlags(cmd *cobra.Command) {
	cmd.Flags().String(flagUETR, "", "UUID version 4 of the payment; a new one if not given. Repeat it to send the same payment again safely")
	cmd.Flags().String(flagPurpose, "", "ISO 20022 external purpose code of 4 characters")
	cmd.Flags().String(flagReference, "", "salted digest of the reference, 32 bytes in hex")
	cmd.Flags().Duration(flagValidFor, time.Hour, "how long after the latest block the payment may still be executed")
	cmd.Flags().Uint64(flagValidUntil, 0, "unix seconds until which the payment may be executed, instead of --valid-for")
	cmd.Flags().String(flagDenom, "", "denom to pay in; with --exponent the chain is not asked for its currencies")
	cmd.Flags().Uint32(flagExponent, 0, "decimals of the denom's minor unit, with --denom")
	flags.AddTxFlagsToCmd(cmd)
}

// readTerms reads the flags and the amount. denom is what the amount must be in, empty if the flags decide.
func readTerms(cmd *cobra.Command, clientCtx client.Context, amount, denom string) (terms, error) {
	set := cmd.Flags()
	var t terms
	var err error
	if t.uetr, err = readUETR(set); err != nil {
		return terms{}, err
	}
	if t.purpose, err = set.GetString(flagPurpose); err != nil {
		return terms{}, err
	}
	text, err := set.GetString(flagReference)
	if err != nil {
		return terms{}, err
	}
	if t.reference, err = hex.DecodeString(text); err != nil {
		return terms{}, payment.ErrPaymentMalformed.Wrapf("expected a reference digest in hex: %s", err)
	}
	if t.denom, t.exponent, err = readAsset(cmd.Context(), set, clientCtx, amount, denom); err != nil {
		return terms{}, err
	}
	if t.amount, _, err = payment.ParseAmount(amount, t.exponent); err != nil {
		return terms{}, err
	}
	t.validUntil, err = readValidUntil(cmd.Context(), set, clientCtx)
	return t, err
}

// readUETR returns the UETR that was given, or a new one.
func readUETR(set *pflag.FlagSet) (string, error) {
	given, err := set.GetString(flagUETR)
	if given != "" || err != nil {
		return given, err
	}
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", err
	}
	return wallet.NewUETRFromSHA256(random).String(), nil
}

// readValidUntil counts from the time of the latest block, which is the clock that will judge it.
func readValidUntil(ctx context.Context, set *pflag.FlagSet, clientCtx client.Context) (uint64, error) {
	until, err := set.GetUint64(flagValidUntil)
	if until != 0 || err != nil {
		return until, err
	}
	term, err := set.GetDuration(flagValidFor)
	if err != nil {
		return 0, err
	}
	if term <= 0 {
		return 0, payment.ErrPaymentMalformed.Wrapf("expected --%s above zero, got %s", flagValidFor, term)
	}
	latest, err := cmtservice.NewServiceClient(clientCtx).GetLatestBlock(ctx, &cmtservice.GetLatestBlockRequest{})
	if err != nil {
		return 0, err
	}
	return uint64(latest.SdkBlock.Header.Time.Add(term).Unix()), nil
}

// readAsset finds the denom and the decimals of an amount: from the flags, or from the chain's currencies and bank's
// metadata.
func readAsset(ctx context.Context, set *pflag.FlagSet, clientCtx client.Context, amount, want string) (string, uint32, error) {
	_, code, err := payment.SplitAmount(amount)
	if err != nil {
		return "", 0, err
	}
	given, err := set.GetString(flagDenom)
	if err != nil {
		return "", 0, err
	}
	if given != "" {
		if want != "" && given != want {
			return "", 0, payment.ErrDenomUnknown.Wrapf("expected the original's denom %q, got %q", want, given)
		}
		exponent, err := set.GetUint32(flagExponent)
		return given, exponent, err
	}
	settling := false
	if set.Lookup(flagSettling) != nil {
		if settling, err = set.GetBool(flagSettling); err != nil {
			return "", 0, err
		}
	}
	answer, err := netting.NewQueryClient(clientCtx).Currencies(ctx, &netting.QueryCurrenciesRequest{})
	if err != nil {
		return "", 0, err
	}
	denom, err := pickDenom(answer.Currencies, code, want, settling)
	if err != nil {
		return "", 0, err
	}
	exponent, err := displayExponent(ctx, clientCtx, denom)
	return denom, exponent, err
}

// pickDenom finds the denom of a currency code; want, if not empty, must be one of that currency's two.
func pickDenom(currencies []netting.Currency, code, want string, settling bool) (string, error) {
	for _, c := range currencies {
		switch {
		case c.Code != code:
		case want == "" && settling:
			return c.SettlingDenom, nil
		case want == "":
			return c.EmoneyDenom, nil
		case want == c.EmoneyDenom || want == c.SettlingDenom:
			return want, nil
		default:
			return "", payment.ErrDenomUnknown.Wrapf("expected an amount in the currency of %q, got %s", want, code)
		}
	}
	return "", payment.ErrDenomUnknown.Wrapf("expected a currency of the chain, got %s", code)
}

// displayExponent is the number of decimals in which bank's metadata shows a denom.
func displayExponent(ctx context.Context, clientCtx client.Context, denom string) (uint32, error) {
	answer, err := banktypes.NewQueryClient(clientCtx).DenomMetadata(ctx, &banktypes.QueryDenomMetadataRequest{Denom: denom})
	if err != nil {
		return 0, err
	}
	for _, unit := range answer.Metadata.DenomUnits {
		if unit.Denom == answer.Metadata.Display {
			return unit.Exponent, nil
		}
	}
	return 0, payment.ErrDenomUnknown.Wrapf("expected a display unit of %q in bank's metadata, got none; give --%s and --%s", denom, flagDenom, flagExponent)
}
