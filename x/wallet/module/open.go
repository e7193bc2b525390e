// SPDX-License-Identifier: Apache-2.0

package module

import (
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

const (
	flagAddress  = "address"
	flagSalt     = "salt"
	flagOwnerKey = "owner-key"
	flagTier     = "tier"
	flagCurrency = "currency"
	flagDevice   = "device"

	flagCertificate = "certificate"
)

// GetTxCmd returns the room's transaction commands: those that read keys, to which the described ones are added.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: wallet.ModuleName, Short: "Transactions of the wallet module",
		DisableFlagParsing: true, SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	cmd.AddCommand(openCommand(), bindCommand())
	return cmd
}

func openCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "open-wallet [kind]",
		Short: "Open a wallet (custodian's OPERATIONS); kind is person, merchant, corporate, member or suspense",
		Long: `Open a wallet. Its address follows from --owner-key or from --salt; a member's own wallet (kind corporate for its
treasury, kind member for its e-money and fees) may be opened at the --address of one of its duty holders.`,
		Example: `taeld tx wallet open-wallet person --tier 2 --owner-key '{"@type":"/cosmos.crypto.secp256k1.PubKey","key":"A..."}' --from bank-a-operations
taeld tx wallet open-wallet merchant --tier 3 --salt 9f86...0a08 --device p256:03ab...cd --from bank-a-operations
taeld tx wallet open-wallet member --salt 1c2d...77f0 --from bank-a-operations
taeld tx wallet open-wallet suspense --currency cny --salt 60e0...9ab1 --from bank-a-operations`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			msg, err := openMessage(clientCtx, cmd.Flags(), args[0])
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	cmd.Flags().String(flagAddress, "", "address of a duty holder of the same member, for a wallet of the member itself")
	cmd.Flags().String(flagSalt, "", "32 bytes in hex from which an address without a key follows")
	cmd.Flags().String(flagOwnerKey, "", "the owner's transaction key as JSON (secp256k1 or ed25519)")
	cmd.Flags().Uint32(flagTier, 0, "identification tier")
	cmd.Flags().String(flagCurrency, "", "denom of a suspense wallet")
	cmd.Flags().String(flagDevice, "", "first device, active at once: secp256k1, p256 or ed25519, a colon, the compressed key in hex")
	addCertificateFlag(cmd)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func openMessage(clientCtx client.Context, set *pflag.FlagSet, kind string) (*wallet.MsgOpenWallet, error) {
	number, known := wallet.WalletKind_value["WALLET_KIND_"+strings.ToUpper(kind)]
	if !known {
		return nil, wallet.ErrWalletInvalid.Wrapf("expected kind person, merchant, corporate, member or suspense, got %q", kind)
	}
	msg := &wallet.MsgOpenWallet{Operator: clientCtx.GetFromAddress().String(), Kind: wallet.WalletKind(number)}
	text := func(flag string) string {
		value, err := set.GetString(flag)
		if err != nil {
			panic(err) // the flag is registered beside this function
		}
		return value
	}
	tier, err := set.GetUint32(flagTier)
	if err != nil {
		return nil, err
	}
	msg.Tier, msg.Currency, msg.Address = tier, text(flagCurrency), text(flagAddress)
	if err := setProof(clientCtx, msg, text(flagOwnerKey), text(flagSalt)); err != nil {
		return nil, err
	}
	if device := text(flagDevice); device != "" {
		if msg.FirstDevice, err = parseDeviceKey(device); err != nil {
			return nil, err
		}
		if err := readCertificate(set, msg.FirstDevice); err != nil {
			return nil, err
		}
	}
	return msg, msg.ValidateBasic()
}

// setProof reads the owner key or the salt and sets the address that follows from it.
func setProof(clientCtx client.Context, msg *wallet.MsgOpenWallet, ownerKey, salt string) error {
	if ownerKey != "" {
		var key cryptotypes.PubKey
		if err := clientCtx.Codec.UnmarshalInterfaceJSON([]byte(ownerKey), &key); err != nil {
			return wallet.ErrOwnerKeyInvalid.Wrapf("expected a public key as JSON: %s", err)
		}
		packed, err := codectypes.NewAnyWithValue(key)
		if err != nil {
			return err
		}
		msg.OwnerKey, msg.Address = packed, sdk.AccAddress(key.Address()).String()
	}
	if salt != "" {
		raw, err := hex.DecodeString(salt)
		if err != nil {
			return wallet.ErrAddressUnproven.Wrapf("expected a salt in hex: %s", err)
		}
		msg.Salt, msg.Address = raw, wallet.AddressFromSalt(raw).String()
	}
	if msg.Address == "" {
		return wallet.ErrAddressUnproven.Wrapf("expected --%s, --%s or --%s, got none", flagOwnerKey, flagSalt, flagAddress)
	}
	return nil
}
