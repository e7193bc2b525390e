// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bytes"
	"testing"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/codec"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Parts of keys, from few letters and lengths: what one tuple ends with, another may begin with.
var (
	anyDenom   = rapid.StringMatching(`[ab][ab0]{0,15}`)
	anySlug    = rapid.StringMatching(`[ab][ab0-]{0,31}`)
	anyAddress = rapid.Custom(func(r *rapid.T) (a [20]byte) {
		copy(a[:], rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 20, 255}), 20, 20).Draw(r, "address"))
		return a
	})
	anyBytes = rapid.Custom(func(r *rapid.T) string {
		return string(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 2, 255}), 0, 20).Draw(r, "bytes"))
	})
	anyMember = rapid.SampledFrom([]uint32{0, 1, 2, 255, 256, 257, 65_535})
	anyNumber = rapid.SampledFrom([]uint64{0, 1, 2, 255, 256, 1 << 32, 1<<64 - 1})
	anyUETR   = rapid.Custom(func(r *rapid.T) (u [16]byte) {
		copy(u[:], rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 255}), 16, 16).Draw(r, "uetr"))
		return u
	})
)

// parts is a tuple of whatever a key is made of.
type parts struct {
	Text, More string
	Member     uint32
	Number     uint64
	Next       uint32
	Address    [20]byte
	Other      [20]byte
	UETR       [16]byte
	Raw        string
}

func drawParts(r *rapid.T) parts {
	return parts{
		Text: anyDenom.Draw(r, "denom"), More: anySlug.Draw(r, "slug"), Member: anyMember.Draw(r, "member"), Next: anyMember.Draw(r, "next"),
		Number: anyNumber.Draw(r, "number"), Address: anyAddress.Draw(r, "wallet"), Other: anyAddress.Draw(r, "device"), UETR: anyUETR.Draw(r, "uetr"),
		Raw: anyBytes.Draw(r, "raw"),
	}
}

func encoded[T any](c codec.KeyCodec[T], key T) []byte {
	buffer := make([]byte, c.Size(key))
	n, err := c.Encode(buffer, key)
	if err != nil {
		panic(err)
	}
	return buffer[:n]
}

// keys are the encoders of every collection whose key has more than one part or is text: the parts that they take,
// with the others blank, and the bytes.
var keys = map[string]func(p parts) (parts, []byte){
	"reserve acts": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, UETR: p.UETR}, reserve.ActKey(p.Member, p.UETR)
	},
	"reserve redemptions": func(p parts) (parts, []byte) {
		return parts{Address: p.Address, UETR: p.UETR}, reserve.RedemptionKey(p.Address[:], p.UETR)
	},
	"reserve denoms": func(p parts) (parts, []byte) { return parts{Text: p.Text}, reserve.DenomKey(p.Text) },
	"reserve rails":  func(p parts) (parts, []byte) { return parts{More: p.More}, reserve.RailKey(p.More) },
	"reserve totals": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Text: p.Text}, reserve.MemberDenomKey(p.Member, p.Text)
	},
	"reserve waiting": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Text: p.Text, More: p.More, Number: p.Number}, reserve.WaitingKey(p.Member, p.Text, p.More, p.Number)
	},
	"reserve retries": func(p parts) (parts, []byte) {
		return parts{Number: p.Number, UETR: p.UETR}, reserve.RetryKey(int64(p.Number), append(p.UETR[:], p.UETR[:]...))
	},
	"wallet devices": func(p parts) (parts, []byte) {
		return parts{Address: p.Address, Other: p.Other}, wallet.DeviceStoreKey(p.Address[:], p.Other[:])
	},
	"wallet suspense": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Text: p.Text}, wallet.SuspenseStoreKey(p.Member, p.Text)
	},
	"wallet custody members": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Address: p.Address}, wallet.CustodyMemberStoreKey(p.Member, p.Address[:])
	},
	"payment records": func(p parts) (parts, []byte) {
		return parts{Address: p.Address, UETR: p.UETR}, encoded(payment.KeyCodec, payment.NewKey(p.Address, wallet.UETR(p.UETR)))
	},
	"payment expiries": func(p parts) (parts, []byte) {
		return parts{Number: p.Number, Next: p.Next},
			encoded(collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key), collections.Join(p.Number, uint64(p.Next)))
	},
	"compliance limits": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Next: p.Next},
			encoded(collections.PairKeyCodec(collections.Uint32Key, collections.Uint16Key), collections.Join(p.Member, uint16(p.Next)))
	},
	"compliance orders": func(p parts) (parts, []byte) {
		return parts{Raw: p.Raw, Number: p.Number},
			encoded(collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key), collections.Join([]byte(p.Raw), p.Number))
	},
	"compliance pauses": func(p parts) (parts, []byte) {
		return parts{Raw: p.Raw, Member: p.Member},
			encoded(collections.PairKeyCodec(collections.BytesKey, collections.Uint32Key), collections.Join([]byte(p.Raw), p.Member))
	},
	"compliance cases of members": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Number: p.Number},
			encoded(collections.PairKeyCodec(collections.Uint32Key, collections.Uint64Key), collections.Join(p.Member, p.Number))
	},
	"netting positions": func(p parts) (parts, []byte) {
		return parts{Text: p.Text, Member: p.Member},
			encoded(collections.PairKeyCodec(collections.StringKey, collections.Uint16Key), collections.Join(p.Text, uint16(p.Member)))
	},
	"netting cycles": func(p parts) (parts, []byte) {
		return parts{Text: p.Text, Number: p.Number},
			encoded(collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), collections.Join(p.Text, p.Number))
	},
	"netting statements": func(p parts) (parts, []byte) {
		return parts{Text: p.Text, Number: p.Number, Member: p.Member},
			encoded(collections.TripleKeyCodec(collections.StringKey, collections.Uint64Key, collections.Uint16Key), collections.Join3(p.Text, p.Number, uint16(p.Member)))
	},
	"netting pairs": func(p parts) (parts, []byte) {
		return parts{Text: p.Text, Number: p.Number, Member: p.Member, Next: p.Next},
			encoded(collections.QuadKeyCodec(collections.StringKey, collections.Uint64Key, collections.Uint16Key, collections.Uint16Key),
				collections.Join4(p.Text, p.Number, uint16(p.Member), uint16(p.Next)))
	},
	"consortium actors of members": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Raw: p.Raw},
			encoded(collections.PairKeyCodec(collections.Uint16Key, collections.BytesKey), collections.Join(uint16(p.Member), []byte(p.Raw)))
	},
	"consortium ids": func(p parts) (parts, []byte) { return parts{More: p.More}, encoded(collections.StringKey, p.More) },
	"escrow accounts": func(p parts) (parts, []byte) {
		return parts{Text: p.Text, Address: p.Address}, wallet.EscrowAddress(p.Text, p.Address[:])
	},
	"settlement accounts": func(p parts) (parts, []byte) {
		return parts{Member: p.Member, Text: p.Text}, netting.SettlementAccount(p.Member, p.Text)
	},
}

// S18: two things never share a key of a store: distinct tuples have distinct keys, in every encoder there is.
func TestS18_DistinctTuplesHaveDistinctKeys(t *testing.T) {
	for name, encode := range keys {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				first, second := drawParts(r), drawParts(r)
				if rapid.Bool().Draw(r, "near") { // half of the pairs differ in one part alone
					near := first
					switch rapid.IntRange(0, 4).Draw(r, "part") {
					case 0:
						near.Text, near.More = second.Text, second.More
					case 1:
						near.Member, near.Next = second.Member, second.Next
					case 2:
						near.Number = second.Number
					case 3:
						near.Address, near.Other = second.Address, second.Other
					default:
						near.UETR, near.Raw = second.UETR, second.Raw
					}
					second = near
				}
				a, aKey := encode(first)
				b, bKey := encode(second)
				require.Equal(r, a == b, bytes.Equal(aKey, bKey), "%+v is %X, %+v is %X", a, aKey, b, bKey)
			})
		})
	}
}

// S18: no prefix of a collection begins another's, in any store.
func TestS18_PrefixesOfAStoreNeverOverlap(t *testing.T) {
	k := newTown(t, 0, nil).App.Keepers
	for store, schema := range map[string]collections.Schema{
		"consortium": k.Consortium.Schema, "wallet": k.Wallet.Schema, "compliance": k.Compliance.Schema, "netting": k.Netting.Schema,
		"reserve": k.Reserve.Schema, "payment": k.Payment.Schema, "uetr": k.Payment.UETRSchema,
	} {
		all := schema.ListCollections()
		require.NotEmpty(t, all, store)
		for i, one := range all {
			require.NotEmpty(t, one.GetPrefix(), "%s: %s", store, one.GetName())
			for _, other := range all[i+1:] {
				require.False(t, bytes.HasPrefix(one.GetPrefix(), other.GetPrefix()) || bytes.HasPrefix(other.GetPrefix(), one.GetPrefix()),
					"%s: %s and %s", store, one.GetName(), other.GetName())
			}
		}
	}
}
