// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/types/bech32"
	"google.golang.org/grpc"

	errorsmod "cosmossdk.io/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// ChainView asks the nodes of a client. Now judges which devices count; the zero time is the machine's clock.
type ChainView struct {
	Client *client.Client
	Now    time.Time
}

// Party asks wallet, compliance and bank.
func (v ChainView) Party(
	ctx context.Context, address [wallet.AddressLength]byte, denom string, device *[wallet.AddressLength]byte,
) (Party, error) {
	var p Party
	text, err := bech32.ConvertAndEncode(addressPrefix, address[:])
	if err != nil {
		return p, err
	}
	err = v.Client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := wallet.NewQueryClient(conn).Wallet(ctx, &wallet.QueryWalletRequest{Address: text})
		if says(err, wallet.ErrWalletUnknown) {
			return nil
		}
		if err != nil {
			return err
		}
		p.Known, p.Closed = true, res.Wallet.Status == wallet.WALLET_STATUS_CLOSED
		if device != nil {
			if p.Device, err = v.device(ctx, conn, text, *device); err != nil {
				return err
			}
		}
		orders, err := compliance.NewQueryClient(conn).Restrictions(ctx, &compliance.QueryRestrictionsRequest{Wallet: text})
		if err != nil {
			return err
		}
		p.Effect = orders.Strictest
		balance, err := banktypes.NewQueryClient(conn).Balance(ctx, &banktypes.QueryBalanceRequest{Address: text, Denom: denom})
		if err != nil {
			return err
		}
		p.Held = balance.Balance.Amount.Uint64()
		return p.bound(ctx, conn, text, denom)
	})
	if err != nil {
		return p, fmt.Errorf("wallet %s: %w", text, err)
	}
	return p, nil
}

// bound asks what limits leave the wallet when one device signs, as for a file.
func (p *Party) bound(ctx context.Context, conn grpc.ClientConnInterface, address, denom string) error {
	res, err := compliance.NewQueryClient(conn).Headroom(ctx, &compliance.QueryHeadroomRequest{
		Wallet: address, Denom: denom, Strength: compliance.STRENGTH_ONE,
	})
	if err != nil {
		return err
	}
	for _, h := range res.Headroom {
		b := Bound{Set: !h.Unlimited, Once: h.Row.Window == compliance.WINDOW_TX, Left: h.Left, OpeningDue: h.OpeningDue}
		switch h.Measure {
		case compliance.MEASURE_OUT:
			p.Out = b
		case compliance.MEASURE_IN:
			p.In = b
		}
	}
	return nil
}

// device says whether a device's signatures count for the wallet now.
func (v ChainView) device(ctx context.Context, conn grpc.ClientConnInterface, address string, device [wallet.AddressLength]byte) (bool, error) {
	res, err := wallet.NewQueryClient(conn).Device(ctx, &wallet.QueryDeviceRequest{Wallet: address, DeviceId: hex.EncodeToString(device[:])})
	if says(err, wallet.ErrDeviceUnknown) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	now := v.Now
	if now.IsZero() {
		now = time.Now()
	}
	return res.Device.RevokedAt == 0 && res.Device.ActiveFrom <= now.Unix(), nil
}

// Payment asks payment.
func (v ChainView) Payment(ctx context.Context, payer [wallet.AddressLength]byte, uetr wallet.UETR) (Remembered, error) {
	var r Remembered
	text, err := bech32.ConvertAndEncode(addressPrefix, payer[:])
	if err != nil {
		return r, err
	}
	err = v.Client.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := payment.NewQueryClient(conn).Payment(ctx, &payment.QueryPaymentRequest{Payer: text, Uetr: uetr.String()})
		if says(err, payment.ErrPaymentUnknown) {
			return nil
		}
		if err != nil {
			return err
		}
		digest, err := hex.DecodeString(res.Payment.Digest)
		if err != nil || len(digest) != len(r.Digest) {
			return fmt.Errorf("expected a digest of %d bytes, got %q", len(r.Digest), res.Payment.Digest)
		}
		r = Remembered{Known: true, Paid: res.Payment.Status == payment.PAYMENT_STATUS_PAID, Digest: [16]byte(digest)}
		return nil
	})
	if err != nil {
		return r, fmt.Errorf("payment %s: %w", uetr, err)
	}
	return r, nil
}

// says tells an application's error apart from others. A query's error comes as text: codespace and code do not travel.
func says(err error, registered *errorsmod.Error) bool {
	return err != nil && strings.Contains(err.Error(), registered.Error())
}
